import type { Urgency } from '../child-protection/opening.ts';
import type { Instant } from '../instant.ts';
import type { AgreementGiver } from '../referral/agreement.ts';
import type { DeathRoute } from '../referral/endings.ts';
import type { SealedText } from '../sealed-text.ts';
import type { AssessmentOutcome, ClosureCode, Factor, PrimaryNeed } from './census.ts';
import type { ChildEnd, ThresholdView } from './state.ts';

/** What a family answers to being assessed. */
export const ASSESSMENT_AGREEMENTS = ['GIVEN', 'REFUSED', 'WITHDRAWN'] as const;
export type AssessmentAgreement = (typeof ASSESSMENT_AGREEMENTS)[number];

/** What may be asked of it. Each `type` is also the name of the workflow update. */
export type AssessmentCommand = HandOverCommand | CourseCommand | OutcomeCommand | EndCommand;

/** What the receiving manager makes of the child that is handed over. */
export type HandOverCommand =
  | {
      readonly type: 'acceptAssessment';
      readonly threshold: ThresholdView;
      /** Why the threshold is disputed, and what keeps the child safe meanwhile; required where it is. */
      readonly reason?: SealedText;
      readonly interimSafety?: SealedText;
    }
  | { readonly type: 'returnToHub'; readonly reason: SealedText }
  /** `worker` is a user id. */
  | { readonly type: 'allocate'; readonly worker: string };

/** What happens while it is carried out. */
export type CourseCommand =
  | { readonly type: 'setTimescale'; readonly workingDays: number; readonly reason: SealedText }
  | {
      readonly type: 'recordChildSeen';
      readonly seenAt: Instant;
      readonly alone: boolean;
      readonly note: SealedText;
    }
  | { readonly type: 'reviewCheckpoint'; readonly note: SealedText }
  /** `newDate` is a civil date, `YYYY-MM-DD`. */
  | { readonly type: 'explainOverrun'; readonly reason: SealedText; readonly newDate: string }
  | {
      readonly type: 'recordAgreement';
      readonly status: AssessmentAgreement;
      readonly givenBy: AgreementGiver;
      /** Why the family refuses or withdraws; required then. */
      readonly reason?: SealedText;
    }
  | {
      readonly type: 'reportNewRisk';
      readonly reason: SealedText;
      readonly urgency: Urgency;
      /** When reasonable cause to suspect significant harm appeared. */
      readonly reasonableCauseAt: Instant;
    };

/** What it leads to; `familyInformed` says that the family and the agencies know in writing. */
export type OutcomeCommand =
  | {
      readonly type: 'authoriseAssessment';
      readonly outcome: AssessmentOutcome;
      readonly closureCode?: ClosureCode;
      readonly factors: readonly Factor[];
      readonly primaryNeed: PrimaryNeed;
      readonly rationale: SealedText;
      readonly familyInformed: boolean;
      /** What the child says, or why that is not known: one of the two is required. */
      readonly childsVoice?: SealedText;
      readonly noVoiceReason?: SealedText;
      /** Required where nobody has seen the child. */
      readonly notSeenReason?: SealedText;
      /** Why it was done though the family refuses; required then, unless harm is enquired into under section 47. */
      readonly noAgreementRationale?: SealedText;
      /** When the manager signed; absent means now. */
      readonly authorisedAt?: Instant;
    }
  /** In place of a step-down that Early Help sent back, or that the manager calls off. */
  | {
      readonly type: 'decideAgain';
      readonly outcome: AssessmentOutcome;
      readonly closureCode?: ClosureCode;
      readonly rationale: SealedText;
      readonly familyInformed: boolean;
    };

/** What ends it without an outcome of its own. */
export type EndCommand =
  | {
      readonly type: 'closeBeforeAssessment';
      readonly rationale: SealedText;
      readonly unmetNeed: boolean;
      /** Required where a need is left unmet, or the family has refused to be assessed. */
      readonly helpOffered?: SealedText;
    }
  | { readonly type: 'passToChildProtection'; readonly rationale: SealedText }
  | {
      readonly type: 'endForChild';
      readonly how: ChildEnd;
      readonly reason: SealedText;
      /** Service that goes on with the risk at 18, or the receiving authority; required for both. */
      readonly handedTo?: string;
      /** Who of the receiving authority accepted, and in which writing; required for a transfer. */
      readonly acceptedBy?: SealedText;
      /** Who has been told; required when the child has died, the child death review at least. */
      readonly routes?: readonly DeathRoute[];
    };

/** One command of a type. */
export type Asked<Type extends AssessmentCommand['type']> = Extract<AssessmentCommand, { type: Type }>;
