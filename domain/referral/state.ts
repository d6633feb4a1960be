import type { Clock } from '../clock.ts';
import type { Instant } from '../instant.ts';
import type { MarkRule } from '../marks.ts';
import type { SealedText } from '../sealed-text.ts';
import type {
  Agreement,
  ArrivalFlag,
  Channel,
  DeliveryMethod,
  LevelOfNeed,
  Outcome,
  Rag,
  SourceCode,
  Stage,
} from '../vocabulary.ts';

import type { AgreementFacts } from './agreement.ts';
import type { AgencyCheck } from './agency-checks.ts';
import type { Clarification } from './clarification.ts';
import type { DecisionCall, FollowOnLink } from './follow-ons.ts';
import type { Contributor, Joined } from './joining.ts';
import type { DuplicateMark, OpenCaseLink } from './linking.ts';
import type { OutOfHoursSpell } from './out-of-hours.ts';
import type { Owner } from './owner-team.ts';
import type { Allegation, Redirect } from './redirects.ts';
import type { BreakGlass, Restriction } from './restriction.ts';
import type { Transfer } from './transfers.ts';
import type { RatingProposal } from './rating.ts';

/** How the hub can answer the referrer. Nothing can be sent to `UNREACHABLE` (anonymous, no address given). */
export type ReferrerReach = 'ELECTRONIC' | 'BY_HAND' | 'UNREACHABLE';

export type Acknowledgement =
  | { readonly status: 'OUTSTANDING' }
  | { readonly status: 'SENT'; readonly sentAt: Instant; readonly method: DeliveryMethod }
  | { readonly status: 'NOT_POSSIBLE' };

export type Rating = { readonly rag: Rag; readonly ratedAt: Instant; readonly ratedBy: string };

export type Decision = {
  /** 1 for the first decision, 2 for the one that supersedes it, and so on. */
  readonly no: number;
  readonly outcome: Outcome;
  readonly level: LevelOfNeed;
  readonly rationale: SealedText;
  readonly evidenceConsidered: SealedText;
  readonly agreement: Agreement;
  readonly childsVoice?: SealedText;
  /** Why seeking the family's agreement would harm the child. */
  readonly withoutAgreement?: SealedText;
  /** What an agency that sees it otherwise says, and what keeps the child safe until that is settled. */
  readonly dissent?: SealedText;
  readonly interimSafety?: SealedText;
  /** What is different from the referral of a short time before. */
  readonly whatIsDifferent?: SealedText;
  readonly agenciesMissing: readonly string[];
  readonly decidedAt: Instant;
  readonly decidedBy: string;
  readonly supersedes?: number;
  /** The dispute that called for it, where one was upheld. */
  readonly disputeId?: string;
};

export type Feedback =
  | { readonly status: 'OUTSTANDING' }
  | { readonly status: 'REQUESTED'; readonly requestedAt: Instant }
  | { readonly status: 'SENT'; readonly sentAt: Instant; readonly method: DeliveryMethod }
  | { readonly status: 'WITHHELD'; readonly withheldAt: Instant; readonly reason: WithholdingReason };

/** Why a referrer is not told the outcome; anything more goes into a sealed note. */
export const WITHHOLDING_REASONS = [
  'ANONYMOUS_REFERRER',
  'NO_SAFE_CONTACT',
  'RISK_TO_CHILD',
  'CRIMINAL_ENQUIRY',
  'REFERRER_DECLINED',
] as const;
export type WithholdingReason = (typeof WITHHOLDING_REASONS)[number];

export type Handover =
  | { readonly status: 'NOT_NEEDED' }
  | { readonly status: 'AWAITED'; readonly receiver: string }
  | {
      readonly status: 'ACCEPTED';
      readonly receiver: string;
      readonly acceptedAt: Instant;
      readonly acceptedBy: string;
    };

export type WithdrawalRequest = {
  readonly requestedAt: Instant;
  readonly requestedBy: string;
  readonly reason: SealedText;
};

/** What holds at every stage. */
export type ReferralFacts = AgreementFacts & {
  readonly referralRef: string;
  readonly contactRef: string;
  readonly localAuthority: string;
  /** Code of the referring agency; absent for members of the public. */
  readonly agency?: string;
  /** Who handed the contact in; they may ask to withdraw it. */
  readonly submittedBy: string;
  readonly channel: Channel;
  readonly sourceCode: SourceCode;
  readonly receivedAt: Instant;
  readonly referrerReach: ReferrerReach;
  /** Rules the contact did not meet, kept and shown, never a reason to refuse it. */
  readonly marks: readonly MarkRule[];
  /** Absent where nothing about its arrival stands out. */
  readonly flags?: readonly ArrivalFlag[];
  /** The referrer says the child may come to harm before the hub opens again. */
  readonly immediateRisk?: true;
  /** Counts what people changed; warnings and escalations of clocks do not move it. */
  readonly version: number;
  readonly clocks: readonly Clock[];
  readonly acknowledgement: Acknowledgement;
  readonly rating?: Rating;
  /** A rating suggested since the one in force. */
  readonly ratingProposal?: RatingProposal;
  readonly withdrawalRequest?: WithdrawalRequest;
  /** Questions to the referrer, in order. */
  readonly clarifications?: readonly Clarification[];
  /** Agencies asked about the child, in order. */
  readonly agencyChecks?: readonly AgencyCheck[];
  /** Times the out-of-hours team was asked to hold the child, in order. */
  readonly outOfHours?: readonly OutOfHoursSpell[];
  /** An allegation against somebody who works with children. */
  readonly allegation?: Allegation;
  /** Bodies the child was sent on to, in order. */
  readonly redirects?: readonly Redirect[];
  /** Marked as restricted, for an allegation is on it; a mark narrows nothing, only a list of readers does. */
  readonly restricted?: true;
  /** Who alone may read it; absent where everybody whose role does. */
  readonly restriction?: Restriction;
  /** Times somebody not on the list opened it, in order. */
  readonly brokenGlass?: readonly BreakGlass[];
  /** What was sent to the worker who has the child's open case. */
  readonly openCaseLink?: OpenCaseLink;
  readonly duplicate?: DuplicateMark;
  /** The referral about the same incident that decides for this one. */
  readonly joined?: Joined;
  /** How often it has joined another. */
  readonly joins?: number;
  /** Referrals of other sources that wait for this one's decision. */
  readonly contributors?: readonly Contributor[];
  /** Moves to another authority, in order; `localAuthority` is the one responsible now. */
  readonly transfers?: readonly Transfer[];
  /** Cases that follow its decisions or stand beside it, in the order they were asked for. */
  readonly followOns?: readonly FollowOnLink[];
  /** Keys of what those cases have been told. */
  readonly followOnsTold?: readonly string[];
  /** The last time a new decision was called for. */
  readonly decisionCall?: DecisionCall;
  /** Who answered for the child, in order, until a decision was last called for or made anew. */
  readonly heldSoFar?: readonly [Owner, ...Owner[]];
  /** Nothing about it may be changed or erased any more. */
  readonly legalHold?: true;
};

type DecisionFacts = {
  /** In order; the last one is in force. */
  readonly decisions: readonly [...Decision[], Decision];
  readonly feedback: Feedback;
  readonly handover: Handover;
};

export const UNDECIDED_STAGES = [
  'RECEIVED',
  'SCREENING',
  'AWAITING_REFERRER',
  'INFO_GATHERING',
  'DECISION_PENDING',
] as const satisfies readonly Stage[];
export type UndecidedStage = (typeof UNDECIDED_STAGES)[number];
export type ClosedStage = Exclude<Stage, UndecidedStage | 'DECIDED' | 'WITHDRAWN'>;

export type UndecidedReferral = ReferralFacts & { readonly stage: UndecidedStage };
export type DecidedReferral = ReferralFacts & DecisionFacts & { readonly stage: 'DECIDED' };
/** Without a decision where the hub had none to make, as for a duplicate. */
export type ClosedReferral = ReferralFacts &
  Partial<DecisionFacts> & { readonly stage: ClosedStage; readonly closedAt: Instant };
export type WithdrawnReferral = ReferralFacts &
  Partial<DecisionFacts> & { readonly stage: 'WITHDRAWN'; readonly closedAt: Instant };

export type Referral = UndecidedReferral | DecidedReferral | ClosedReferral | WithdrawnReferral;

export function isClosed(referral: Referral): referral is ClosedReferral | WithdrawnReferral {
  return 'closedAt' in referral;
}

export function isUndecided(referral: Referral): referral is UndecidedReferral {
  return (UNDECIDED_STAGES as readonly Stage[]).includes(referral.stage);
}

export function latestDecision(referral: Referral): Decision | undefined {
  return 'decisions' in referral ? referral.decisions?.at(-1) : undefined;
}
