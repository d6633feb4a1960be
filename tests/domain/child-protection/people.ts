import type { FollowOnDelivery } from '../../../domain/case.ts';
import type { ChildProtectionCommand } from '../../../domain/child-protection/commands.ts';
import type { ChildProtectionOpening } from '../../../domain/child-protection/opening.ts';
import type { Attendee, ChildDecision, ChildProtection } from '../../../domain/child-protection/state.ts';
import type { FollowOn, Opening } from '../../../domain/follow-on/kinds.ts';
import {
  type AnyCommand,
  type AnyEvent,
  decide,
  evolve,
  openFollowOn,
  owedDeliveries,
  tick,
} from '../../../domain/follow-on/run.ts';
import type { Settled } from '../../../domain/follow-on/state.ts';
import type { CaseNews } from '../../../domain/follow-on/words-between.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { actor } from '../../support/people.ts';
import { folded, on, outline, type Step, story } from '../follow-on/story.ts';

export const A = 'R-TEST-000A';
export const B = 'R-TEST-000B';
export const CASE = `${A}.P1`;

export const chair = actor('STRATEGY_CHAIR');
export const manager = actor('TEAM_MANAGER');
export const worker = actor('SOCIAL_WORKER');
export const officer = actor('CONTACT_OFFICER');
export const dutyTeam = actor('EMERGENCY_DUTY_TEAM');
export const police = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-police', agency: 'POLICE' });
export const housing = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-housing', agency: 'HOUSING' });

/** Words that somebody wrote. */
export function words(id: string) {
  return { id, digest: `digest of ${id}` };
}

/** Reasonable cause on Monday 5 June 2028 at 10:00, decided by the hub. */
export function opening(
  overrides: Partial<ChildProtectionOpening> = {},
): ChildProtectionOpening & { readonly id: string } {
  return {
    id: CASE,
    kind: 'CHILD_PROTECTION',
    contactRef: 'C-TEST-0001',
    referralRefs: [A],
    localAuthority: 'SPECIMENSHIRE',
    receivedAt: on('Mon 08:00'),
    from: `referral:${A}`,
    key: `${A}/follow-on/1`,
    decisionNo: 1,
    reasonableCauseAt: on('Mon 10:00'),
    urgency: 'ORDINARY',
    ...overrides,
  };
}

/** One that a person convened before anything was decided. */
export function convened(overrides: Partial<ChildProtectionOpening> = {}) {
  const { from: _from, decisionNo: _no, ...rest } = opening(overrides);
  return { ...rest, openedBy: worker.userId };
}

export function told(
  steps: readonly Step[],
  how: Opening & { readonly id: string } = opening(),
  openedAt = 'Mon 10:00',
) {
  return story<ChildProtection>(how, openedAt, steps);
}

/** Social care, police and health, or those named, all present. */
export function present(...kinds: readonly Attendee['kind'][]): Attendee[] {
  const all = kinds.length === 0 ? (['SOCIAL_CARE', 'POLICE', 'HEALTH'] as const) : kinds;
  return all.map((kind) => ({
    agency: kind,
    kind,
    attendance: 'PRESENT',
    information: words(`${kind} said`),
  }));
}

export const startFor = (referralRef: string): ChildDecision => ({
  referralRef,
  decision: 'START_S47',
  enquiry: 'JOINT',
});
export const again = (referralRef: string): ChildDecision => ({ referralRef, decision: 'CONTINUE' });
export const not = (
  referralRef: string,
  wayOn: 'ASSESSMENT' | 'EARLY_HELP' | 'NFA' = 'NFA',
): ChildDecision => ({ referralRef, decision: 'NO_S47', wayOn, rationale: words('below the threshold') });

type RecordDiscussion = Extract<ChildProtectionCommand, { type: 'recordDiscussion' }>;

/** A whole record of an unplanned meeting of all three agencies that starts enquiries about the first child. */
export function discussion(
  startedAt: string,
  endedAt: string,
  overrides: Partial<RecordDiscussion> = {},
): RecordDiscussion {
  return {
    type: 'recordDiscussion',
    heldAs: 'MEETING',
    mode: 'IN_PERSON',
    startedAt: on(startedAt),
    endedAt: on(endedAt),
    chair: chair.userId,
    chairRole: 'STRATEGY_CHAIR',
    attendance: present(),
    children: [startFor(A)],
    thresholdAnalysis: words('threshold'),
    criminalInvestigation: words('after the visit'),
    medical: { needed: false },
    whatFamilyIsTold: words('what the family is told'),
    toldBy: words('by whom'),
    safetyPlan: words('stays with the grandmother'),
    siblingsConsidered: true,
    dissent: 'NONE',
    actions: [],
    enquiryPlan: words('joint visit today'),
    ...overrides,
  };
}

/** A phone call between social care and the police: not quorate. */
export function call(startedAt: string, endedAt: string, overrides: Partial<RecordDiscussion> = {}) {
  return discussion(startedAt, endedAt, {
    heldAs: 'DISCUSSION',
    mode: 'PHONE',
    attendance: present('SOCIAL_CARE', 'POLICE'),
    children: [again(A)],
    inquorateReason: words('health could not be reached'),
    ...overrides,
  });
}

export function plan(startsAt: string, overrides: Partial<AnyCommand> = {}): AnyCommand {
  return {
    type: 'planDiscussion',
    startsAt: on(startsAt),
    mode: 'VIDEO',
    invited: [
      { agency: 'SOCIAL_CARE', kind: 'SOCIAL_CARE' },
      { agency: 'POLICE', kind: 'POLICE' },
      { agency: 'HEALTH', kind: 'HEALTH' },
      { agency: 'HOUSING' },
    ],
    covers: [A],
    ...overrides,
  } as AnyCommand;
}

export function clockOf({ clocks }: ChildProtection, id: string) {
  const clock = clocks.find((one) => one.id === id);
  if (clock === undefined) throw new Error(`no clock ${id}`);
  return clock;
}

/** A child's part. */
export function part({ children }: ChildProtection, referralRef: string) {
  const child = children.find((one) => one.referralRef === referralRef);
  if (child === undefined) throw new Error(`no child ${referralRef}`);
  return child;
}

/** As {@link told}, under rules that differ from what the hub ships with. */
export function toldUnder(other: HubRules, steps: readonly Step[]): ChildProtection {
  let state = folded(openFollowOn(opening(), { now: on('Mon 10:00'), rules: other }));
  for (const [at, what, by = manager] of steps) {
    if (typeof what === 'string' || 'settle' in what) throw new Error('give a command');
    const now = on(at);
    state = tick(state, { now, rules: other }).reduce<FollowOn>(evolve, state);
    state = decide(state, what, { actor: by, now, rules: other }).reduce<FollowOn>(evolve, state);
  }
  if (state.kind !== 'CHILD_PROTECTION') throw new Error('another kind of case');
  return state;
}

/** What happened in a step besides warnings of clocks that had been due before it. */
export function unwarned(events: readonly AnyEvent[]): string[] {
  return outline(events.filter(({ type }) => type !== 'ClockWarned'));
}

/** Begun by the decision on the first of two siblings. */
export const both = opening({ referralRefs: [A, B] });
export const C7 = 'STRATEGY_DISCUSSION';

/** What is owed to other cases, as `news to whom: outcome`. */
export function newsOf(state: Parameters<typeof owedDeliveries>[0]): string[] {
  return owedDeliveries(state).flatMap((owed) => {
    if (owed.message !== 'CASE_TO_TELL' || owed.command.type !== 'noteNews') return [];
    const { news, outcome } = owed.command;
    return [`${news} to ${owed.to}${outcome === undefined ? '' : `: ${outcome}`}`];
  });
}

export function openings(state: Parameters<typeof owedDeliveries>[0]) {
  return owedDeliveries(state).flatMap((owed) => (owed.message === 'CASE_TO_OPEN' ? [owed.opening] : []));
}

/** Everything owed is done; cases are begun under this id. */
export const settleAs = (caseId: string) => ({
  settle: ({ message }: FollowOnDelivery): Settled => ({
    isTaken: true,
    ...(message === 'CASE_TO_OPEN' && { caseId }),
  }),
});

export const news = (
  kind: CaseNews['kind'],
  what: CaseNews['news'],
  caseId: string,
  at: string,
): CaseNews => ({
  type: 'noteNews',
  caseId,
  kind,
  news: what,
  at: on(at),
});

export const ASSESSMENT = `${A}.A1`;
