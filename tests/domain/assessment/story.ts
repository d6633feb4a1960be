import type { Actor } from '../../../domain/actor.ts';
import type { FollowOnDelivery } from '../../../domain/case.ts';
import type { Asked } from '../../../domain/assessment/commands.ts';
import type { AssessmentOpening } from '../../../domain/assessment/opening.ts';
import type { Assessment } from '../../../domain/assessment/state.ts';
import { DomainError } from '../../../domain/errors.ts';
import { type AnyCommand, owedDeliveries } from '../../../domain/follow-on/run.ts';
import type { CaseNews } from '../../../domain/follow-on/words-between.ts';
import { actor, MONDAY_TEN } from '../../support/people.ts';
import { on, type Step, story, type Told } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';

export const receivingManager = actor('TEAM_MANAGER', { userId: 'synthetic-receiving-manager' });
export const worker = actor('SOCIAL_WORKER', { userId: 'synthetic-worker' });

export const ID = 'R-TEST-0001.A1';
export const REFERRAL = 'referral:R-TEST-0001';

/** Received on Monday at ten, decided and passed on half an hour later. */
export function opening(
  overrides: Partial<AssessmentOpening> = {},
): AssessmentOpening & { readonly id: string } {
  return {
    id: ID,
    kind: 'ASSESSMENT',
    contactRef: 'C-TEST-0001',
    referralRefs: ['R-TEST-0001'],
    localAuthority: 'SPECIMENSHIRE',
    receivedAt: MONDAY_TEN,
    from: REFERRAL,
    key: 'synthetic-key',
    receiver: 'ASSESSMENT_TEAM',
    withS47: false,
    decisionNo: 1,
    ...overrides,
  };
}

export function told(steps: readonly Step[], overrides: Partial<AssessmentOpening> = {}): Told<Assessment> {
  return story<Assessment>(opening(overrides), 'Mon 10:30', steps);
}

/** Code and field of the refusal of the last step; undefined where it is taken. */
export function refusal(
  steps: readonly Step[],
  overrides: Partial<AssessmentOpening> = {},
): string | undefined {
  try {
    told(steps, overrides);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.field === undefined ? error.code : `${error.code} ${error.field}`;
  }
  return undefined;
}

export const accepts: Step = [
  'Mon 14:00',
  { type: 'acceptAssessment', threshold: 'AGREED' },
  receivingManager,
];
export const disputes: Step = [
  'Mon 14:00',
  {
    type: 'acceptAssessment',
    threshold: 'DISPUTED',
    reason: sealed('below-threshold'),
    interimSafety: sealed('interim'),
  },
  receivingManager,
];
export const allocates: Step = [
  'Tue 10:00',
  { type: 'allocate', worker: 'synthetic-worker' },
  receivingManager,
];
export const sees: Step = [
  'Thu 16:00',
  { type: 'recordChildSeen', seenAt: on('Thu 15:00'), alone: true, note: sealed('visit') },
  worker,
];
export const begun: readonly Step[] = [accepts, allocates];
export const seen: readonly Step[] = [...begun, sees];

export function authorise(overrides: Partial<Asked<'authoriseAssessment'>> = {}): AnyCommand {
  return {
    type: 'authoriseAssessment',
    outcome: 'TO_TEAM',
    factors: ['16A', '3B'],
    primaryNeed: 'N1',
    rationale: sealed('rationale'),
    familyInformed: true,
    childsVoice: sealed('voice'),
    ...overrides,
  };
}

export const stepsDown: Step = [
  '+4 Mon 10:00',
  authorise({ outcome: 'STEP_DOWN', closureCode: 'RC9' }),
  receivingManager,
];

export function again(overrides: Partial<Asked<'decideAgain'>> = {}): AnyCommand {
  return {
    type: 'decideAgain',
    outcome: 'TO_TEAM',
    rationale: sealed('again'),
    familyInformed: true,
    ...overrides,
  };
}

export function newRisk(reasonableCauseAt: string): AnyCommand {
  return {
    type: 'reportNewRisk',
    reason: sealed('new-risk'),
    urgency: 'SAME_DAY',
    reasonableCauseAt: on(reasonableCauseAt),
  };
}

export function refuses(status: 'REFUSED' | 'WITHDRAWN' = 'REFUSED'): AnyCommand {
  return { type: 'recordAgreement', status, givenBy: 'PARENTAL_RESPONSIBILITY', reason: sealed('refusal') };
}

/** Word of a case that came out of the assessment; `settle` begins each under its key. */
export function news(
  kind: 'EARLY_HELP' | 'CHILD_PROTECTION' | 'DISPUTE',
  what: Pick<CaseNews, 'news' | 'outcome' | 'by'>,
  at: string,
  no = 1,
): CaseNews {
  const caseId = kind === 'DISPUTE' ? `${ID}/DISPUTE` : `${ID}/${kind}/${no}`;
  return { type: 'noteNews', caseId, kind, at: on(at), ...what };
}

export function owed(state: Assessment): readonly FollowOnDelivery[] {
  return owedDeliveries(state);
}

export const keys = (state: Assessment): string[] => owed(state).map(({ key }) => key);

export const teams = ({ owners }: Assessment): string[] => owners.map(({ team }) => team);

/** Due instants of the clocks that have not stopped, by kind. */
export function dues({ clocks }: Assessment): Record<string, string> {
  const open = clocks.filter(({ status }) => status !== 'STOPPED');
  return Object.fromEntries(open.map(({ id, dueAt }) => [id, dueAt]));
}

/** Why and when each clock stopped, by id. */
export function stops({ clocks }: Assessment): Record<string, string> {
  return Object.fromEntries(
    clocks.flatMap((clock) =>
      clock.status === 'STOPPED' ? [[clock.id, `${clock.stoppedBy} ${clock.stoppedAt}`]] : [],
    ),
  );
}

export type { Actor, Step };
