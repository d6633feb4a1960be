import { isCounting } from '../domain/clock.ts';
import type { FollowOn } from '../domain/follow-on/kinds.ts';
import { kindOf, nextStep } from '../domain/follow-on/run.ts';
import { isEnded, ownerNow } from '../domain/follow-on/state.ts';
import { followOnStream, kindNamedBy } from '../domain/follow-on/stream.ts';
import { casesBegun } from '../domain/follow-on/words-owed.ts';
import type { HubRules } from '../domain/policy.ts';
import { referralStream } from '../domain/streams.ts';
import { CLOCK_NAMES } from '../domain/vocabulary.ts';
import { dueWords } from '../domain/words.ts';
import type { SearchAttributeValues } from './search-attributes.ts';

/** What supervisors filter by in the Temporal UI: the family by its contact, the child by its referral. */
export function followOnAttributes(state: FollowOn): SearchAttributeValues {
  const running = state.clocks.filter(isCounting);
  const late = running.filter(({ status }) => status === 'LATE');
  const nextDueAt = running.map(({ dueAt }) => dueAt).toSorted()[0];
  const { team } = ownerNow(state);
  return {
    ...(nextDueAt !== undefined && { nextDueAt }),
    overdue: late.length > 0,
    overdueClocks: late.map(({ id }) => id),
    runningClocks: running.map(({ id }) => id),
    stage: state.stage,
    localAuthority: state.localAuthority,
    agency: team,
    contactRef: state.contactRef,
    referralRef: state.referralRefs[0],
  };
}

/** One line for the list view of the Temporal UI. */
export function followOnSummary(state: FollowOn, { calendar }: HubRules): string {
  return `${kindOf(state).words} ${state.id}, ${state.localAuthority}, begun ${dueWords(state.openedAt, calendar)}`;
}

function streamNamed(name: string): string {
  const kind = kindNamedBy(name);
  return kind === undefined ? referralStream(name) : followOnStream(kind, name);
}

/** Who has the case, what is late, what is running, where it came from and led, and who acts next, in Markdown for the Temporal UI. */
export function followOnDetails(state: FollowOn, { calendar }: HubRules): string {
  const kind = kindOf(state);
  const owner = ownerNow(state);
  const clocks = state.clocks
    .filter(({ status }) => status !== 'STOPPED')
    .map(({ kind: clock, status, dueAt }) => {
      const due = dueWords(dueAt, calendar);
      if (status === 'PAUSED') return `- ${CLOCK_NAMES[clock]} stands still; it was due ${due}`;
      return status === 'LATE'
        ? `- **LATE: ${CLOCK_NAMES[clock]}**, was due ${due}`
        : `- ${CLOCK_NAMES[clock]} due ${due}`;
    });
  const next = nextStep(state);
  const origin = state.from === undefined ? [] : [`Came out of \`${state.from}\`.`];
  const ledTo = casesBegun(state).map((name) => `Led to \`${streamNamed(name)}\`.`);
  return [
    `**${kind.stageWords[state.stage] ?? state.stage}**, with ${owner.team}`,
    '',
    ...(clocks.length > 0 ? clocks : ['- No clock is running']),
    '',
    ...origin,
    ...ledTo,
    next === undefined || isEnded(state) ? 'Nobody needs to act.' : `Next: **${next.by}** — ${next.words}.`,
  ].join('\n');
}
