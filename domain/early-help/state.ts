import type { FollowOnFacts } from '../follow-on/state.ts';
import type { Instant } from '../instant.ts';
import type { AgreementGiver } from '../referral/agreement.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DeliveryMethod } from '../vocabulary.ts';
import type { EarlyHelpOpening } from './opening.ts';

/**
 * `STEP_DOWN_PENDING` is social care's until the hand-over meeting has been held. `UNDER_REVIEW` waits for a manager,
 * for the family does not engage; `STEPPING_UP` until the hub has the family as a new referral. `RETURNED` is back
 * with whoever decides afresh: the hub, or the social worker whose case did not step down.
 */
export const EARLY_HELP_STAGES = [
  'EARLY_HELP_OFFERED',
  'STEP_DOWN_PENDING',
  'EARLY_HELP_ACTIVE',
  'UNDER_REVIEW',
  'STEPPING_UP',
  'CLOSED_EH',
  'RETURNED',
  'STEPPED_UP',
  'SUPERSEDED',
  'CHILD_TURNED_18',
  'CHILD_DIED',
  'MOVED',
] as const;
export type EarlyHelpStage = (typeof EARLY_HELP_STAGES)[number];
export type EarlyHelpEnd = Exclude<
  EarlyHelpStage,
  'EARLY_HELP_OFFERED' | 'STEP_DOWN_PENDING' | 'EARLY_HELP_ACTIVE' | 'UNDER_REVIEW' | 'STEPPING_UP'
>;

/** Why a family does not engage. */
export const NO_ENGAGE_REASONS = [
  'DECLINED',
  'NO_CONTACT',
  'MOVED',
  'DISENGAGED',
  'SERVICE_CAPACITY',
] as const;
export type NoEngageReason = (typeof NO_ENGAGE_REASONS)[number];

/** Why a family went back for a fresh decision. */
export const EARLY_HELP_RETURNS = [
  'THRESHOLD_HIGHER',
  'CANNOT_ACCEPT',
  'NOT_ACCEPTED_IN_TIME',
  'NO_ANSWER_IN_TIME',
  ...NO_ENGAGE_REASONS,
] as const;
export type EarlyHelpReturn = (typeof EARLY_HELP_RETURNS)[number];

/**
 * What Early Help says of the route a family came by.
 * @see Stockton Cabinet, 16 March 2017: of 23 families audited, 5 could have gone straight to Early Help and 3 should
 * have been social care.
 */
export const ROUTING_FEEDBACK = [
  'COULD_HAVE_GONE_STRAIGHT',
  'SHOULD_HAVE_BEEN_SOCIAL_CARE',
  'RIGHT_ROUTE',
] as const;
export type RoutingFeedback = (typeof ROUTING_FEEDBACK)[number];

/** Why Early Help closes. A family that stopped is closed by a manager's review of it alone. */
export const CLOSING_OUTCOMES = ['OUTCOMES_MET', 'OTHER_SERVICE', 'FAMILY_STOPPED'] as const;
export type ClosingOutcome = (typeof CLOSING_OUTCOMES)[number];

/** What a manager makes of a family that does not engage. */
export const ENGAGEMENT_DECISIONS = ['CLOSE', 'STEP_UP', 'CONTINUE', 'RETURN_TO_HUB'] as const;
export type EngagementDecision = (typeof ENGAGEMENT_DECISIONS)[number];

/** Ends that come from outside. */
export const EARLY_HELP_ENDINGS = ['CHILD_TURNED_18', 'CHILD_DIED', 'MOVED'] as const;
export type EarlyHelpEnding = (typeof EARLY_HELP_ENDINGS)[number];

/** The family's answer to the offer. */
export type FamilyAnswer = {
  readonly answer: 'GIVEN' | 'DECLINED';
  readonly givenBy: AgreementGiver;
  readonly method: DeliveryMethod;
  readonly answeredAt: Instant;
  /** Why the family declined, or why a young person can decide for themselves. */
  readonly reason?: SealedText;
  readonly recordedBy: string;
};

/** The Early Help manager's word that the team has the family, and who leads. */
export type Acceptance = {
  readonly at: Instant;
  readonly acceptedBy: string;
  readonly leadPractitioner: string;
  /** Day of the Early Help assessment, a civil date. */
  readonly assessmentOn?: string;
};

/** The meeting at which social care hands the family over. */
export type HandoverMeeting = {
  readonly heldAt: Instant;
  readonly plan: SealedText;
  readonly outstandingActions: SealedText;
  /** What would make Early Help step the family up again. */
  readonly contingency: SealedText;
  /** The day the plan is reviewed, where the meeting set one; the clock sets the latest. */
  readonly reviewOn?: string;
  readonly recordedBy: string;
};

/** A try to reach the family. */
export type ContactAttempt = {
  readonly at: Instant;
  readonly method: DeliveryMethod;
  readonly reached: boolean;
  readonly note?: SealedText;
  readonly loggedBy: string;
};

/** Since the family was last reached, or a manager said to go on: what a review of its engagement needs first. */
export type SinceReached = {
  readonly attempts: number;
  /** As many attempts as the policy asks for have been made, and no letter has been sent. */
  readonly letterDue: boolean;
  readonly letterSent: boolean;
};

export type FamilyReview = {
  readonly heldAt: Instant;
  readonly outcome: SealedText;
  readonly recordedBy: string;
};

export type EarlyHelp = FollowOnFacts<'EARLY_HELP', EarlyHelpStage> &
  Pick<EarlyHelpOpening, 'route' | 'receiver' | 'familyAgreed' | 'heldBy' | 'reason' | 'decisionNo'> & {
    readonly answer?: FamilyAnswer;
    readonly acceptance?: Acceptance;
    readonly leadPractitioner?: string;
    readonly meeting?: HandoverMeeting;
    /** When Early Help became active. */
    readonly begunAt?: Instant;
    readonly contacts: readonly ContactAttempt[];
    readonly sinceReached: SinceReached;
    /** Whom each letter that fell due was asked of. */
    readonly lettersAskedOf: readonly string[];
    readonly lettersSent: readonly { readonly sentAt: Instant; readonly sentBy: string }[];
    readonly reviews: readonly FamilyReview[];
    readonly notEngaging?: {
      readonly reason: NoEngageReason;
      readonly note: SealedText;
      readonly at: Instant;
      readonly recordedBy: string;
    };
    readonly feedback?: RoutingFeedback;
    readonly returned?: { readonly why: EarlyHelpReturn; readonly at: Instant; readonly by?: string };
    readonly stepUp?: {
      readonly reason: SealedText;
      readonly isUrgent: boolean;
      readonly at: Instant;
      readonly steppedUpBy: string;
      /** The re-referral it became. */
      readonly referralRef?: string;
    };
    /** What a return to the inspectorate asks of a family whose help has ended (Annex A, list 2). */
    readonly closing?: Closing;
  };

export type Closing = {
  readonly outcome: ClosingOutcome;
  /** Why the family stopped, where it did. */
  readonly reason?: NoEngageReason;
  /** A civil date. */
  readonly endedOn: string;
  /** Code of the organisation that completed the assessment, or else led the help. */
  readonly organisation: string;
  readonly assessmentCompletedOn?: string;
  readonly summary: SealedText;
  readonly closedBy: string;
};

/** Whether the family has agreed, on the decision's record or by its own answer; the last word counts. */
export function hasAgreed({ answer, familyAgreed }: Pick<EarlyHelp, 'answer' | 'familyAgreed'>): boolean {
  return answer === undefined ? familyAgreed : answer.answer === 'GIVEN';
}
