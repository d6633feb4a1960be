import { isOutside } from '../../api/permissions.ts';
import { protectionPart } from '../../api/follow-ons/protection-facts.ts';
import { isProtectedNow, stageOfChild } from '../../domain/child-protection/children.ts';
import { openClock } from '../../domain/child-protection/clock-rules.ts';
import { drift } from '../../domain/child-protection/drift.ts';
import type {
  ChildProtection,
  ImmediateProtection,
  ProtectedChild,
} from '../../domain/child-protection/state.ts';
import { PROTECTION_WORDS } from '../../domain/child-protection/words.ts';
import type { FollowOnClock } from '../../domain/vocabulary.ts';
import { plural } from '../../domain/words.ts';
import { discussionsTable, minutesSections } from './child-protection-discussions.ts';
import {
  CATEGORY_WORDS,
  ENQUIRY_WORDS,
  OUTCOME_WORDS,
  PROTECTION_KIND_WORDS,
  protectionEndWords,
  WAY_ON_WORDS,
} from './child-protection-words.ts';
import { facts, type Section, type SectionContext, type SectionsOf } from './sections.ts';

/** Staff see the whole family; an agency the discussions it was invited to or was there. */
export const childProtectionSections: SectionsOf<ChildProtection> = (state, context) => {
  if (isOutside(context.actor)) {
    const { discussions } = protectionPart(state, context.actor.agency);
    const byReference = { ...context, childName: (referralRef: string) => referralRef };
    return [discussionsTable(discussions, byReference), ...minutesSections(discussions, byReference)];
  }
  return [
    ...legalAlerts(state, context),
    waiting(state, context),
    children(state, context),
    ...(state.discussions.length > 0 ? [discussionsTable(state.discussions, context)] : []),
    ...protections(state, context),
    ...handingOn(state, context),
    ...minutesSections(state.discussions, context),
  ];
};

/** E32: how long it has taken, however many discussions were planned. */
function waiting(state: ChildProtection, { now, rules, when, written }: SectionContext): Section {
  const { since, until, workingDays, planned, held } = drift(state, now, rules);
  const days = plural(workingDays, 'working day');
  const isOver = state.closedAt !== undefined;
  const lead =
    until === undefined
      ? `${days} ${isOver ? 'from' : 'since'} reasonable cause, and no quorate strategy discussion ${isOver ? 'was' : 'has been'} held.`
      : `The first quorate strategy discussion was held ${days} after reasonable cause.`;
  const isLate = state.clocks.some(({ kind, status }) => kind === 'STRATEGY_DRIFT' && status === 'LATE');
  return {
    heading: 'From reasonable cause to a strategy discussion',
    lead: isLate ? `${lead} That is longer than the hub allows, whatever was planned.` : lead,
    ...(until === undefined && !isOver && { isProminent: true }),
    facts: facts(
      ['Reasonable cause', when(since)],
      ['Why', state.reason && written(state.reason), true],
      ['Quorate discussion', until && when(until)],
      ['Planned so far', `${planned}`],
      ['Held so far', `${held}`],
    ),
  };
}

function children(state: ChildProtection, context: SectionContext): Section {
  return {
    heading: 'The children',
    table: {
      caption: 'Where each child stands',
      columns: ['Child', 'Stands', 'Enquiries under section 47', 'Seen', 'Conference'],
      rows: state.children.map((child) => [
        context.childName(child.referralRef),
        standWords(child),
        enquiryWords(child, context),
        seenWords(state, child, context),
        conferenceWords(state, child, context),
      ]),
    },
  };
}

function standWords(child: ProtectedChild): string {
  const words = PROTECTION_WORDS[stageOfChild(child)];
  return child.round === 1 ? words : `${words} (reasonable cause appeared ${child.round} times)`;
}

function enquiryWords({ s47 }: ProtectedChild, { when }: SectionContext): string {
  if (s47 === undefined) return 'None';
  const began = `Since ${when(s47.startedAt)}, ${ENQUIRY_WORDS[s47.kind]}`;
  const how = s47.isEmergency ? `${began}; begun in an emergency` : began;
  return s47.outcome === undefined ? how : `${how}. Came to: ${OUTCOME_WORDS[s47.outcome.code]}`;
}

function dueWordsOf(
  state: ChildProtection,
  kind: FollowOnClock,
  { referralRef }: ProtectedChild,
  { when }: SectionContext,
): string | undefined {
  const clock = openClock(state, kind, referralRef);
  if (clock === undefined) return undefined;
  return clock.status === 'LATE' ? `was due ${when(clock.dueAt)}` : `due ${when(clock.dueAt)}`;
}

function seenWords(state: ChildProtection, child: ProtectedChild, context: SectionContext): string {
  const last = child.sightings.at(-1);
  if (last !== undefined) {
    return `${context.when(last.seenAt)}, ${last.alone ? 'without the parents' : 'with the parents'}`;
  }
  const due = dueWordsOf(state, 'CHILD_SEEN_S47', child, context);
  return due === undefined ? 'Not seen here' : `Not yet; ${due}`;
}

function conferenceWords(state: ChildProtection, child: ProtectedChild, context: SectionContext): string {
  const { conference } = child;
  const { when } = context;
  if (conference?.held !== undefined) {
    const { at, planMade, category } = conference.held;
    const plan = planMade
      ? `a plan was made${category ? `: ${CATEGORY_WORDS[category].toLowerCase()}` : ''}`
      : 'no plan';
    return `Held ${when(at)}; ${plan}`;
  }
  if (conference?.notRequired !== undefined) return 'Not needed';
  const parts = [
    conference?.bookedFor && `booked for ${when(conference.bookedFor)}`,
    dueWordsOf(state, 'ICPC', child, context),
  ].filter((part) => part !== undefined && part !== '');
  const [first = '', ...others] = parts.map(String);
  return [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...others].join('; ');
}

/** What the police or a court keep a child by is about to end, or has. */
function legalAlerts(state: ChildProtection, { when, childName }: SectionContext): Section[] {
  const now = new Set(state.children.filter(isProtectedNow).map(({ referralRef }) => referralRef));
  const alerts = state.legalAlerts.filter(({ referralRef }) => now.has(referralRef));
  if (alerts.length === 0) return [];
  return [
    {
      heading: 'Legal alert',
      lead: 'Take legal advice on what keeps the child safe, and record how the protection ends.',
      isProminent: true,
      table: {
        caption: 'Time of a protection that ends, or has ended',
        columns: ['Child', 'Protection', 'Alert', 'Ends'],
        rows: alerts.map(({ referralRef, kind, at, isOver, clock: id }) => {
          const dueAt = state.clocks.find((clock) => clock.id === id)?.dueAt;
          return [
            childName(referralRef),
            PROTECTION_KIND_WORDS[kind === 'POLICE_PROTECTION' ? 'POLICE_PROTECTION' : 'EPO'],
            when(at),
            `${isOver ? 'Ended' : 'Ends'} ${when(dueAt)}`,
          ];
        }),
      },
    },
  ];
}

function protections(state: ChildProtection, context: SectionContext): Section[] {
  const rows = state.children.flatMap((child) =>
    child.protections.map((protection) => [
      context.childName(child.referralRef),
      PROTECTION_KIND_WORDS[protection.kind],
      context.when(protection.from),
      untilWords(state, child, protection, context),
      protection.kind === 'POLICE_PROTECTION' ? context.written(protection.reason) : '',
    ]),
  );
  if (rows.length === 0) return [];
  return [
    {
      heading: 'Police protection and orders',
      table: {
        caption: 'By what each child was or is kept safe',
        columns: ['Child', 'By', 'Since', 'Until', 'Why'],
        rows,
      },
    },
  ];
}

function untilWords(
  state: ChildProtection,
  child: ProtectedChild,
  protection: ImmediateProtection,
  context: SectionContext,
): string {
  const { ended } = protection;
  if (ended !== undefined) return `${context.when(ended.at)}: ${protectionEndWords(ended.how)}`;
  const kinds = protection.kind === 'EPO' ? (['EPO_EXTENDED', 'EPO'] as const) : ([protection.kind] as const);
  const due = kinds.flatMap((kind) => dueWordsOf(state, kind, child, context) ?? [])[0];
  return due === undefined ? 'Still in force' : `Still in force; ${due.replace('due ', 'to end ')}`;
}

function handingOn(
  state: ChildProtection,
  { when, written, agencyName, childName }: SectionContext,
): Section[] {
  const rows = state.children.flatMap(({ referralRef, handedOn, end }) => {
    if (handedOn === undefined) return [];
    const { to, receiver, at, returnedAt, reason } = handedOn;
    const stands =
      end !== undefined
        ? `Accepted ${when(end.at)}`
        : returnedAt === undefined
          ? 'Waits for their acceptance; the child stays here until then'
          : `Came back ${when(returnedAt)}; to be decided again`;
    const team = receiver === undefined ? '' : ` (${agencyName(receiver)})`;
    return [[childName(referralRef), `${WAY_ON_WORDS[to]}${team}`, when(at), stands, written(reason)]];
  });
  if (rows.length === 0) return [];
  return [
    {
      heading: 'Who goes on',
      table: {
        caption: 'Children for whom there is no conference',
        columns: ['Child', 'Who goes on', 'Asked', 'Stands', 'Why'],
        rows,
      },
    },
  ];
}
