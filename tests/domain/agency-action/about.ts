import type { AgencyActionOpening } from '../../../domain/agency-action/opening.ts';
import type { AgencyAction, AgencyActionCommand } from '../../../domain/agency-action/state.ts';
import type { FollowOnDelivery } from '../../../domain/case.ts';
import { actor, MONDAY_TEN } from '../../support/people.ts';
import { type Step, story } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';

export const harbour = actor('AGENCY_REPRESENTATIVE', {
  userId: 'synthetic-domestic-abuse-worker',
  agency: 'DOMESTIC_ABUSE',
  localAuthority: 'SPECIMENSHIRE',
});
export const police = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-sergeant', agency: 'POLICE' });

/** A domestic-abuse service is asked to act, by a decision of the hub. */
export function opening(
  overrides: Partial<AgencyActionOpening> = {},
): AgencyActionOpening & { readonly id: string } {
  return {
    id: 'R-TEST-0001.S1',
    kind: 'AGENCY_ACTION',
    contactRef: 'C-TEST-0001',
    referralRefs: ['R-TEST-0001'],
    localAuthority: 'SPECIMENSHIRE',
    receivedAt: MONDAY_TEN,
    from: 'referral:R-TEST-0001',
    key: 'R-TEST-0001/follow-on/1',
    purpose: 'ACTION',
    agency: 'DOMESTIC_ABUSE',
    what: sealed('what'),
    decisionNo: 1,
    ...overrides,
  };
}

/** Asked on Monday at ten, unless told otherwise. */
export function action(
  steps: readonly Step[] = [],
  from: Partial<AgencyActionOpening> = {},
  openedAt = 'Mon 10:00',
) {
  return story<AgencyAction>(opening(from), openedAt, steps);
}

export const question: Partial<AgencyActionOpening> = {
  purpose: 'APPROPRIATENESS',
  agency: 'DOMESTIC_ABUSE',
};

export const accept: AgencyActionCommand = { type: 'acceptAction' };
export const done: AgencyActionCommand = { type: 'reportAction', done: true, note: sealed('done') };
export const withdraw: AgencyActionCommand = { type: 'withdrawAction', rationale: sealed('withdraw') };
export const judge = (appropriate: boolean): AgencyActionCommand => ({ type: 'judgeReferral', appropriate });

export function notDone(
  reason?: Extract<AgencyActionCommand, { type: 'reportAction' }>['reason'],
): AgencyActionCommand {
  return { type: 'reportAction', done: false, ...(reason && { reason }), note: sealed('not done') };
}

export function review(decision: 'CLOSE' | 'DECIDE_AGAIN'): AgencyActionCommand {
  return { type: 'reviewNotDone', decision, rationale: sealed('review') };
}

/** `AGENCY_ACTION_ASKED AGENCY`, `ENDED DONE`. */
export function inShort(owed: readonly FollowOnDelivery[]): string[] {
  return owed.map((delivery) => {
    if (delivery.message === 'LETTER') return `${delivery.template} ${delivery.recipient.kind}`;
    if (delivery.message !== 'CASE_TO_TELL' || delivery.command.type !== 'noteNews') return delivery.message;
    const { news, outcome } = delivery.command;
    return outcome === undefined ? news : `${news} ${outcome}`;
  });
}

/** `HANDOVER_ACCEPTANCE STOPPED ACCEPTED`, `AGENCY_ACTION RUNNING`. */
export function clocksOf({ clocks }: AgencyAction): string[] {
  return clocks.map((clock) =>
    [clock.id, clock.status, ...(clock.status === 'STOPPED' ? [clock.stoppedBy] : [])].join(' '),
  );
}
