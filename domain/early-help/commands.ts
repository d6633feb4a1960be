import type { Instant } from '../instant.ts';
import type { AgreementGiver } from '../referral/agreement.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DeliveryMethod } from '../vocabulary.ts';
import type {
  ClosingOutcome,
  EarlyHelpEnding,
  EngagementDecision,
  NoEngageReason,
  RoutingFeedback,
} from './state.ts';

/** What may be asked of it. Each `type` is also the name of the workflow update. */
export type EarlyHelpCommand =
  | {
      readonly type: 'recordFamilyAnswer';
      readonly answer: 'GIVEN' | 'DECLINED';
      readonly givenBy: AgreementGiver;
      /** How they answered. */
      readonly method: DeliveryMethod;
      /** Absent means now. */
      readonly answeredAt?: Instant;
      /** Required of a family that declines, and of a young person who decides for themselves. */
      readonly reason?: SealedText;
    }
  | {
      readonly type: 'acceptFamily';
      /** User id. */
      readonly leadPractitioner: string;
      /** Day of the Early Help assessment, a civil date. */
      readonly assessmentOn?: string;
    }
  | {
      readonly type: 'refuseFamily';
      readonly reason: SealedText;
      /** The family needs more than Early Help; else Early Help cannot take it. */
      readonly thresholdHigher: boolean;
      readonly feedback?: RoutingFeedback;
    }
  | {
      readonly type: 'recordHandoverMeeting';
      readonly heldAt: Instant;
      readonly socialWorkerPresent: boolean;
      readonly leadPractitionerPresent: boolean;
      readonly familyPresent: boolean;
      readonly plan: SealedText;
      readonly outstandingActions: SealedText;
      /** What would make Early Help step the family up again. */
      readonly contingency: SealedText;
      /** A civil date. */
      readonly reviewOn?: string;
    }
  | {
      readonly type: 'logContact';
      readonly at: Instant;
      readonly method: DeliveryMethod;
      readonly reached: boolean;
      readonly note?: SealedText;
    }
  | { readonly type: 'recordLetterSent'; readonly at: Instant; readonly note?: SealedText }
  | { readonly type: 'recordNotEngaging'; readonly reason: NoEngageReason; readonly note: SealedText }
  | {
      readonly type: 'reviewEngagement';
      readonly decision: EngagementDecision;
      readonly rationale: SealedText;
      /** Of a family that steps up: significant harm is suspected. */
      readonly isUrgent?: boolean;
      /** Of a family that is closed: the last day, today unless said; and whose assessment it was. */
      readonly endedOn?: string;
      readonly organisation?: string;
      readonly assessmentCompletedOn?: string;
    }
  | { readonly type: 'recordReview'; readonly heldAt: Instant; readonly outcome: SealedText }
  | {
      readonly type: 'changeLeadPractitioner';
      /** User id. */
      readonly leadPractitioner: string;
      readonly reason: SealedText;
    }
  | { readonly type: 'giveRoutingFeedback'; readonly code: RoutingFeedback; readonly note?: SealedText }
  | { readonly type: 'stepUp'; readonly reason: SealedText; readonly isUrgent: boolean }
  | {
      readonly type: 'closeEarlyHelp';
      readonly outcome: ClosingOutcome;
      /** A civil date, today unless said. */
      readonly endedOn?: string;
      /** Code of the organisation that completed the assessment, or else led the help. */
      readonly organisation: string;
      readonly assessmentCompletedOn?: string;
      readonly summary: SealedText;
    }
  | {
      readonly type: 'endForChild';
      readonly how: EarlyHelpEnding;
      readonly reason: SealedText;
      /** Code of the service or authority that goes on; required unless the child has died. */
      readonly handedTo?: string;
    };

export type EarlyHelpAction = EarlyHelpCommand['type'];

/** One of the commands. */
export type Given<Type extends EarlyHelpAction> = Extract<EarlyHelpCommand, { readonly type: Type }>;
