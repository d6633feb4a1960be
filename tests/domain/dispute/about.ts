import type { Actor } from '../../../domain/actor.ts';
import type { DisputeOpening } from '../../../domain/dispute/opening.ts';
import type { Dispute, DisputeCommand } from '../../../domain/dispute/state.ts';
import type { Instant } from '../../../domain/instant.ts';
import { actor, MONDAY_TEN } from '../../support/people.ts';
import { type Step, story } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';

export const headTeacher = actor('REFERRER', { userId: 'synthetic-head-teacher' });
export const sergeant = actor('AGENCY_REPRESENTATIVE', {
  userId: 'synthetic-sergeant',
  agency: 'POLICE',
  localAuthority: 'SPECIMENSHIRE',
});
export const nurse = actor('AGENCY_REPRESENTATIVE', {
  userId: 'synthetic-nurse',
  agency: 'HEALTH',
  localAuthority: 'SPECIMENSHIRE',
});
export const manager = actor('TEAM_MANAGER', { userId: 'synthetic-other-manager' });
export const serviceManager = actor('SERVICE_MANAGER');
export const headOfService = actor('HEAD_OF_SERVICE');
export const disputeManager = actor('DISPUTE_MANAGER', { agency: 'PARTNERSHIP' });

/** A school disputes that nothing follows its referral, which a manager decided. */
export function opening(overrides: Partial<DisputeOpening> = {}): DisputeOpening & { readonly id: string } {
  return {
    id: 'R-TEST-0001.D1',
    kind: 'DISPUTE',
    contactRef: 'C-TEST-0001',
    referralRefs: ['R-TEST-0001'],
    localAuthority: 'SPECIMENSHIRE',
    receivedAt: MONDAY_TEN,
    openedBy: headTeacher.userId,
    key: 'synthetic-key',
    about: 'referral:R-TEST-0001',
    subject: 'DECISION',
    lane: 'ORDINARY',
    objector: objector(headTeacher),
    reason: sealed('reason'),
    outcomeSought: sealed('sought'),
    interimSafety: sealed('interim'),
    decisionNo: 1,
    decidedBy: 'synthetic-team-manager',
    ...overrides,
  };
}

export function objector({ userId, role, agency }: Actor): DisputeOpening['objector'] {
  return { userId, role, agency };
}

/** Opened on Monday at ten, unless told otherwise. */
export function dispute(steps: readonly Step[] = [], from: Partial<DisputeOpening> = {}, at = 'Mon 10:00') {
  return story<Dispute>(opening(from), at, steps);
}

export const raise: DisputeCommand = { type: 'raiseDispute', reason: sealed('raise') };
export const join: DisputeCommand = { type: 'joinDispute', reason: sealed('join') };
export const urgent: DisputeCommand = { type: 'makeChildSafety', reason: sealed('urgent') };
export const withdraw: DisputeCommand = { type: 'withdrawDispute', reason: sealed('withdraw') };
export const respond: DisputeCommand = { type: 'respondToDispute', position: sealed('position') };
export const changeInterim: DisputeCommand = { type: 'changeInterim', interimSafety: sealed('safer') };

type Resolve = Extract<DisputeCommand, { type: 'resolveDispute' }>;

export function resolve(overrides: Partial<Resolve> = {}): Resolve {
  return {
    type: 'resolveDispute',
    outcome: 'UPHELD',
    rationale: sealed('rationale'),
    people: [{ agency: 'POLICE', role: 'SAFEGUARDING_LEAD' }],
    ...overrides,
  };
}

/** `DISPUTE_STAGE.1 STOPPED RAISED`, `DISPUTE_URGENT RUNNING`. */
export function clocksOf({ clocks }: Dispute): string[] {
  return clocks.map((clock) =>
    [clock.id, clock.status, ...(clock.status === 'STOPPED' ? [clock.stoppedBy] : [])].join(' '),
  );
}

export function dueOf({ clocks }: Dispute, id: string): Instant | undefined {
  return clocks.find((clock) => clock.id === id)?.dueAt;
}

/** Raised by hand to a level on Monday at eleven. */
export const to = (level: number): Step[] =>
  Array.from({ length: level - 1 }, (): Step => ['Mon 11:00', raise, headTeacher]);
