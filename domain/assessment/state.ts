import type { Urgency } from '../child-protection/opening.ts';
import type { Objector } from '../dispute/opening.ts';
import type { FollowOnFacts } from '../follow-on/state.ts';
import type { Instant } from '../instant.ts';
import type { AgreementRecord } from '../referral/agreement.ts';
import type { SealedText } from '../sealed-text.ts';
import type { AssessmentOutcome, ClosureCode, Factor, PrimaryNeed } from './census.ts';
import type { AssessmentOpening } from './opening.ts';

/**
 * `STEP_DOWN_PENDING` is open and social care's: it ends when Early Help has accepted. No further action before an
 * assessment and after one are two different ends, and counted as such.
 */
export const ASSESSMENT_STAGES = [
  'AWAITING_ACCEPTANCE',
  'ASSESSMENT',
  'STEP_DOWN_PENDING',
  'RETURNED',
  'CLOSED_TO_TEAM',
  'CLOSED_NFA_BEFORE_ASSESSMENT',
  'CLOSED_NFA',
  'CLOSED_EH',
  'CLOSED_CHILD_PROTECTION',
  'SUPERSEDED',
  'CHILD_TURNED_18',
  'CHILD_DIED',
  'TRANSFERRED_OUT',
] as const;
export type AssessmentStage = (typeof ASSESSMENT_STAGES)[number];
export type AssessmentEnd = Exclude<
  AssessmentStage,
  'AWAITING_ACCEPTANCE' | 'ASSESSMENT' | 'STEP_DOWN_PENDING'
>;

/** Ends that come to an assessment from outside. */
export const CHILD_ENDS = ['CHILD_TURNED_18', 'CHILD_DIED', 'TRANSFERRED_OUT'] as const;
export type ChildEnd = (typeof CHILD_ENDS)[number];

/** What the receiving manager says of the threshold at hand-over. */
export const THRESHOLD_VIEWS = ['AGREED', 'DISPUTED'] as const;
export type ThresholdView = (typeof THRESHOLD_VIEWS)[number];

/** A threshold disputed at hand-over. The dispute is a case of its own, and the assessment goes on meanwhile. */
export type ThresholdDispute = {
  readonly reason: SealedText;
  readonly interimSafety: SealedText;
  readonly objector: Objector;
};

export type Acceptance = {
  readonly at: Instant;
  readonly by: string;
  readonly threshold: ThresholdView;
  readonly dispute?: ThresholdDispute;
};

/** Who carries it out; the last one does so now. */
export type Allocation = { readonly worker: string; readonly at: Instant; readonly by: string };

/** A shorter time set for this child, in working days from receipt. */
export type Timescale = {
  readonly workingDays: number;
  readonly reason: SealedText;
  readonly setAt: Instant;
  readonly setBy: string;
  /** When the limit of the policy ends all the same; what is in time in the figures is judged by it. */
  readonly limitDueAt: Instant;
};

/** The child was seen. */
export type Visit = {
  readonly seenAt: Instant;
  /** Seen without a parent or carer. */
  readonly alone: boolean;
  readonly note: SealedText;
  readonly recordedBy: string;
};

/** Why it takes longer than its time, and until when; the clock does not move. */
export type Overrun = {
  readonly reason: SealedText;
  /** A civil date, `YYYY-MM-DD`. */
  readonly newDate: string;
  /** Given only when the time was up. */
  readonly givenLate: boolean;
  readonly at: Instant;
  readonly by: string;
};

/** Significant harm suspected during the assessment, and the enquiries that follow it, from the report to their end. */
export type NewRisk = {
  /** 1 for the first. */
  readonly no: number;
  readonly reason: SealedText;
  readonly urgency: Urgency;
  readonly reasonableCauseAt: Instant;
  readonly reportedAt: Instant;
  readonly reportedBy: string;
  readonly endedAt?: Instant;
  /** Code of what the enquiries ended in. */
  readonly outcome?: string;
};

/** The manager's signature under the assessment. */
export type Authorisation = {
  readonly at: Instant;
  readonly by: string;
  readonly factors: readonly Factor[];
  readonly primaryNeed: PrimaryNeed;
  readonly childsVoice?: SealedText;
  readonly noVoiceReason?: SealedText;
  readonly notSeenReason?: SealedText;
  readonly noAgreementRationale?: SealedText;
};

/** What a manager decided that the assessment leads to; a later one replaces it and none is edited. */
export type OutcomeDecision = {
  /** 1 for the first. */
  readonly no: number;
  readonly outcome: AssessmentOutcome;
  readonly closureCode?: ClosureCode;
  readonly rationale: SealedText;
  readonly at: Instant;
  readonly by: string;
  /** Of a step-down: when Early Help sent it back, or had held the meeting with the family. */
  readonly returnedAt?: Instant;
  readonly acceptedAt?: Instant;
};

export type Assessment = FollowOnFacts<'ASSESSMENT', AssessmentStage> &
  Pick<AssessmentOpening, 'receiver' | 'withS47' | 'reason' | 'decisionNo'> & {
    /** Streams of further cases that opened an assessment of the child, and found this one. */
    readonly joinedFrom?: readonly string[];
    readonly acceptance?: Acceptance;
    /** The dispute about the threshold, once it has ended. */
    readonly disputeEnded?: { readonly caseId: string; readonly at: Instant; readonly outcome?: string };
    readonly allocations?: readonly Allocation[];
    readonly timescale?: Timescale;
    readonly visits?: readonly Visit[];
    readonly checkpoint?: { readonly note: SealedText; readonly at: Instant; readonly by: string };
    readonly overruns?: readonly Overrun[];
    /** In the order they were recorded. */
    readonly agreements?: readonly AgreementRecord[];
    readonly newRisks?: readonly NewRisk[];
    readonly authorisation?: Authorisation;
    /** In order; the last one is in force. */
    readonly outcomes?: readonly OutcomeDecision[];
    /** Of the episode, from the end of the assessment on (8805, 8810). */
    readonly closureCode?: ClosureCode;
  };
