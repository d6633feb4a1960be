import { clocksFor } from '../../api/follow-ons/party-facts.ts';
import { followOnPath } from '../../api/follow-ons/resources.ts';
import { allowedActions, kindOf, nextStep } from '../../domain/follow-on/run.ts';
import { type AnyFollowOn, isEnded, ownerNow, type PlanAction } from '../../domain/follow-on/state.ts';
import { casesOpenedBy, followOnOf, followOnStream } from '../../domain/follow-on/stream.ts';
import { kindNamed } from '../../domain/follow-on/kinds.ts';
import { toPlanAgain } from '../../domain/follow-on/plan-rules.ts';
import type { Instant } from '../../domain/instant.ts';
import { CLOCK_NAMES } from '../../domain/vocabulary.ts';
import { dueWords } from '../../domain/words.ts';
import type { followOns } from '../../db/schema.ts';
import { openPauses, pauseObstacle } from '../../domain/clock-pausing.ts';
import { isOutside, mayReadContact } from '../../api/permissions.ts';
import type { Family as WholeFamily, StepUp } from '../../db/families.ts';
import type { Family, FollowOnFile } from '../follow-ons/file.ts';
import { formOf, sectionsOf } from '../follow-ons/kinds.ts';
import type { SectionContext } from '../follow-ons/sections.ts';
import { clocksView } from './clocks.ts';
import { FOLLOW_ON_WORDS } from './follow-on-labels.ts';
import { followOnTimeline } from './follow-on-timeline.ts';
import { REQUEST_STAGE_LABELS } from './request-labels.ts';
import { codeWords, OUTCOME_LABELS, ROLE_LABELS, STAGE_LABELS } from './labels.ts';
import { wordsOf } from './words-written.ts';

/** The page of one case that follows a decision. */
export function followOnView(
  file: FollowOnFile,
  temporalUi: { readonly url: string; readonly namespace: string },
) {
  const { state, rows, rules, written, people, actor, now } = file;
  const { calendar } = rules;
  const context = { calendar, written, people };
  const isForStaff = !isOutside(actor);
  const address = followOnPath(state.kind, state.id);
  return {
    id: state.id,
    address,
    title: FOLLOW_ON_WORDS[state.kind],
    children: childrenOf(file),
    standing: standingView(file),
    owners: state.owners.map((owner) => ownerWords(owner, file)),
    clocks: clocksView(clocksFor(state, actor), file).map((clock) => ({
      ...clock,
      links: pauseLinksOf(clock.id, file),
    })),
    sections: sectionsOf(state, sectionContext(file)),
    plan: planView(state, file),
    timeline: isForStaff ? followOnTimeline(rows, state, context) : [],
    actions: actionLinks(file),
    origin: isForStaff && state.from !== undefined ? originView(state.from) : undefined,
    ledTo: isForStaff ? casesOpenedBy(state).map(originView) : [],
    // It names every sibling, as the contact does.
    family: mayReadContact(actor, state)
      ? familyView(file.family, now, (at) => dueWords(at, calendar))
      : undefined,
    contactRef: isForStaff ? state.contactRef : undefined,
    asOf: dueWords(now, calendar),
    temporalAddress: isForStaff
      ? temporalAddress(temporalUi, followOnStream(state.kind, state.id))
      : undefined,
  };
}

/** What sections and forms are written with. */
export function sectionContext(file: FollowOnFile): SectionContext {
  const { actor, rules, written, agencies, people, now } = file;
  return {
    actor,
    written: (text) => (text === undefined ? '' : wordsOf(text, written)),
    when: (instant) => (instant === undefined ? '' : dueWords(instant, rules.calendar)),
    childName: (ref) => childrenOf(file).find(({ referralRef }) => referralRef === ref)?.displayName ?? ref,
    agencyName: (code) => agencies.get(code)?.name ?? codeWords(code),
    personName: (userId) => people.get(userId) ?? userId,
    agencies,
    calendar: rules.calendar,
    now,
    rules,
  };
}

/** Whoever is no member of the hub sees a case by its references. */
export function childrenOf({ state, children }: FollowOnFile) {
  return state.referralRefs.map((referralRef) => ({
    referralRef,
    displayName:
      children.find((child) => child.referralRef === referralRef)?.displayName ?? 'Child of this case',
  }));
}

function standingView(file: FollowOnFile) {
  const { state } = file;
  const next = nextStep(state);
  return {
    stage: kindOf(state).stageWords[state.stage] ?? codeWords(state.stage),
    isClosed: isEnded(state),
    owner: ownerWords(ownerNow(state), file),
    next: next && {
      words: next.words,
      by: ROLE_LABELS[next.by],
      address: actionLinks(file).find(({ isNext }) => isNext)?.address,
    },
  };
}

function ownerWords(
  { team, role, since, userId }: AnyFollowOn['owners'][number],
  { agencies, rules, people }: FollowOnFile,
) {
  return {
    team: agencies.get(team)?.name ?? codeWords(team),
    role: ROLE_LABELS[role],
    person: userId === undefined ? undefined : (people.get(userId) ?? userId),
    since: { instant: since, words: dueWords(since, rules.calendar) },
  };
}

function actionLinks({ state, actor }: FollowOnFile) {
  const next = nextStep(state)?.action;
  const address = followOnPath(state.kind, state.id);
  return allowedActions(state, actor).flatMap((action) => {
    const form = formOf(state.kind, action);
    return form === undefined
      ? []
      : [{ action, words: form.title, address: `${address}/${action}`, isNext: action === next }];
  });
}

function pauseLinksOf(id: string, { state, actor, now, rules }: FollowOnFile) {
  const clock = state.clocks.find((candidate) => candidate.id === id);
  const isManager = ['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE'].includes(actor.role);
  if (clock === undefined || !isManager) return [];
  const address = followOnPath(state.kind, state.id);
  const named = encodeURIComponent(clock.id);
  const pause =
    pauseObstacle(clock, now, rules) === undefined
      ? [{ words: 'Pause', address: `${address}/pauseClock?clock=${named}` }]
      : [];
  return [
    ...pause,
    ...openPauses(clock).map(({ no }) => ({
      words: `End pause ${no}`,
      address: `${address}/endPause?clock=${named}&pause=${no}`,
    })),
  ];
}

function planView(state: AnyFollowOn, file: FollowOnFile) {
  const { actor } = file;
  const { plan = [] } = state;
  const again = isEnded(state) ? [] : toPlanAgain(state);
  const { written, agencyName } = sectionContext(file);
  const isMine = ({ agency, isShared }: PlanAction) =>
    !isOutside(actor) || agency === actor.agency || isShared;
  return plan.map((action) => ({
    no: action.no,
    agency: agencyName(action.agency),
    what: isMine(action) ? written(action.what) : 'Shared with that agency alone',
    dueOn: action.dueOn,
    stands: `${planStands(action)}${again.includes(action) ? ', to be planned another way' : ''}`,
  }));
}

function planStands({ answer, report }: PlanAction): string {
  if (report !== undefined) return report.done ? 'Done' : 'Not done';
  if (answer === undefined) return 'Not agreed yet';
  return answer.agreed ? 'Agreed' : 'Declined';
}

function originView(from: string) {
  const found = followOnOf(from);
  if (found === undefined) {
    const ref = from.slice(from.indexOf(':') + 1);
    return { words: `Referral ${ref}`, address: `/referrals/${ref}` };
  }
  return { words: `${FOLLOW_ON_WORDS[found.kind]} ${found.id}`, address: followOnPath(found.kind, found.id) };
}

/** Every referral and case of a family, in the order they began. */
export function familyView({ referrals, cases }: Family, now: Instant, when: (at: Instant) => string) {
  return {
    referrals: referrals.map(({ referralRef, stage, outcome, receivedAt, closedAt, nextDueAt }) => ({
      reference: referralRef,
      address: `/referrals/${referralRef}`,
      stage: STAGE_LABELS[stage],
      outcome: outcome === null ? undefined : OUTCOME_LABELS[outcome],
      began: when(receivedAt),
      isOpen: closedAt === null,
      isLate: closedAt === null && nextDueAt !== null && nextDueAt < now,
    })),
    cases: cases.map((row) => caseRow(row, now, when)),
  };
}

/** A family's page: its cases, what agencies were asked, and the contacts it came from or led to. */
export function wholeFamilyView(family: WholeFamily, now: Instant, when: (at: Instant) => string) {
  const { requests, steppedUpFrom, steppedUpInto } = family;
  const stepUp = ({ contactRef, referralRef, caseId }: StepUp) => ({
    contactRef,
    address: `/families/${contactRef}`,
    referralRef,
    case: { words: caseId, address: followOnPath('EARLY_HELP', caseId) },
  });
  return {
    family: familyView(family, now, when),
    requests: requests.map(({ requestId, agency, stage, dueAt, closedAt }) => ({
      reference: requestId,
      address: `/information-requests/${requestId}`,
      agency: codeWords(agency),
      stage: REQUEST_STAGE_LABELS[stage],
      due: closedAt === null ? when(dueAt) : undefined,
    })),
    steppedUpFrom: steppedUpFrom.map(stepUp),
    steppedUpInto: steppedUpInto.map(stepUp),
  };
}

/** A case as tables show it. */
export function caseRow(row: typeof followOns.$inferSelect, now: Instant, when: (at: Instant) => string) {
  const { caseId, kind, stage, ownerTeam, openedAt, closedAt, nextDueAt, referralRefs, origin } = row;
  return {
    reference: caseId,
    address: followOnPath(kind, caseId),
    kind: FOLLOW_ON_WORDS[kind],
    stage: kindNamed(kind).stageWords[stage] ?? codeWords(stage),
    owner: codeWords(ownerTeam),
    began: when(openedAt),
    due: nextDueAt === null ? undefined : { instant: nextDueAt, words: when(nextDueAt) },
    isOpen: closedAt === null,
    isLate: closedAt === null && nextDueAt !== null && nextDueAt < now,
    referralRefs,
    from: origin === null ? undefined : originView(origin),
  };
}

function temporalAddress(ui: { readonly url: string; readonly namespace: string }, stream: string) {
  const path = [ui.namespace, 'workflows', stream].map(encodeURIComponent).join('/');
  return `${ui.url.replace(/\/$/, '')}/namespaces/${path}`;
}

/** What a clock is called, for forms that name one. */
export function clockName(state: AnyFollowOn, id: string): string {
  const clock = state.clocks.find((candidate) => candidate.id === id);
  return clock === undefined ? id : CLOCK_NAMES[clock.kind];
}
