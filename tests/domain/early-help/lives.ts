import type { Clock } from '../../../domain/clock.ts';
import type { Given } from '../../../domain/early-help/commands.ts';
import type { EarlyHelpOpening } from '../../../domain/early-help/opening.ts';
import type { EarlyHelp } from '../../../domain/early-help/state.ts';
import { owedDeliveries } from '../../../domain/follow-on/run.ts';
import { ownerNow } from '../../../domain/follow-on/state.ts';
import { actor, earlyHelpManager, socialWorker, teamManager } from '../../support/people.ts';
import { on, type Step, story, type Told } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';

export const practitioner = actor('EARLY_HELP_PRACTITIONER');

type Id = { readonly id: string };

/** A family that the hub offers Early Help to, and that has agreed. */
export const decided: EarlyHelpOpening & Id = {
  id: 'R-TEST-0001.H1',
  key: 'R-TEST-0001/follow-on/1',
  kind: 'EARLY_HELP',
  contactRef: 'C-TEST-0001',
  referralRefs: ['R-TEST-0001'],
  localAuthority: 'SPECIMENSHIRE',
  receivedAt: on('Mon 09:00'),
  from: 'referral:R-TEST-0001',
  route: 'DECISION',
  receiver: 'EARLY_HELP',
  familyAgreed: true,
  heldBy: 'HUB',
  decisionNo: 1,
};

/** One whose answer is still awaited. */
export const offered: EarlyHelpOpening & Id = { ...decided, familyAgreed: false };

/** One that social care steps down. */
export const steppedDown: EarlyHelpOpening & Id = {
  ...decided,
  from: 'assessment:R-TEST-0001.A1',
  route: 'STEP_DOWN',
  heldBy: 'ASSESSMENT_TEAM',
  reason: sealed('step-down'),
};

export const accept: Given<'acceptFamily'> = {
  type: 'acceptFamily',
  leadPractitioner: 'synthetic-lead',
  assessmentOn: '2028-06-14',
};
export const agree: Given<'recordFamilyAnswer'> = {
  type: 'recordFamilyAnswer',
  answer: 'GIVEN',
  givenBy: 'PARENTAL_RESPONSIBILITY',
  method: 'PHONE',
};
export const decline: Given<'recordFamilyAnswer'> = { ...agree, answer: 'DECLINED', reason: sealed('no') };
export const refuse: Given<'refuseFamily'> = {
  type: 'refuseFamily',
  reason: sealed('refusal'),
  thresholdHigher: true,
};
export const meeting: Given<'recordHandoverMeeting'> = {
  type: 'recordHandoverMeeting',
  heldAt: on('Fri 10:00'),
  socialWorkerPresent: true,
  leadPractitionerPresent: true,
  familyPresent: true,
  plan: sealed('plan'),
  outstandingActions: sealed('actions'),
  contingency: sealed('contingency'),
  reviewOn: '2028-07-14',
};
export const notReached = (at: string): Given<'logContact'> => ({
  type: 'logContact',
  at: on(at),
  method: 'PHONE',
  reached: false,
});
export const reached = (at: string): Given<'logContact'> => ({ ...notReached(at), reached: true });
export const letter = (at: string): Given<'recordLetterSent'> => ({ type: 'recordLetterSent', at: on(at) });
export const disengaged: Given<'recordNotEngaging'> = {
  type: 'recordNotEngaging',
  reason: 'DISENGAGED',
  note: sealed('note'),
};
export const look = (decision: Given<'reviewEngagement'>['decision']): Given<'reviewEngagement'> => ({
  type: 'reviewEngagement',
  decision,
  rationale: sealed('rationale'),
});
export const stepUp: Given<'stepUp'> = { type: 'stepUp', reason: sealed('worry'), isUrgent: true };
export const close: Given<'closeEarlyHelp'> = {
  type: 'closeEarlyHelp',
  outcome: 'OUTCOMES_MET',
  organisation: 'EARLY_HELP',
  summary: sealed('summary'),
};

/** A family that was accepted on Monday at 14:00 and is active from then on. */
export const acceptedThen = (...steps: readonly Step[]): readonly Step[] => [
  ['Mon 14:00', accept, earlyHelpManager],
  ...steps,
];

/** Two calls and a letter, none of which found anybody. */
export const tried: readonly Step[] = [
  ['Tue 10:00', notReached('Tue 09:30'), practitioner],
  ['Wed 10:00', notReached('Wed 09:30'), practitioner],
  ['Wed 15:00', letter('Wed 14:00'), practitioner],
];

export const handedOver: readonly Step[] = [
  ['Mon 14:00', accept, earlyHelpManager],
  ['Tue 11:00', agree, socialWorker],
  ['Fri 12:00', meeting, earlyHelpManager],
];

export function life(opening: EarlyHelpOpening & Id, steps: readonly Step[] = []): Told<EarlyHelp> {
  return story<EarlyHelp>(opening, 'Mon 10:00', steps);
}

export function clock({ clocks }: EarlyHelp, id: string): Clock | undefined {
  return clocks.find((one) => one.id === id);
}

/** `EARLY_HELP/EARLY_HELP_MANAGER synthetic-lead`, who answers for the family now. */
export function owner(state: EarlyHelp): string {
  const { team, role, userId } = ownerNow(state);
  return userId === undefined ? `${team}/${role}` : `${team}/${role} ${userId}`;
}

/** `RETURNED DECLINED to referral:…`, what other cases are yet to be told. */
export function told(state: EarlyHelp): string[] {
  return owedDeliveries(state).flatMap((owed) => {
    if (owed.message !== 'CASE_TO_TELL' || owed.command.type !== 'noteNews') return [];
    const { news, outcome } = owed.command;
    return [`${[news, outcome].filter((word) => word !== undefined).join(' ')} to ${owed.to}`];
  });
}

export { earlyHelpManager, socialWorker, teamManager };
