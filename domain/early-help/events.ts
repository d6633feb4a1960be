import type { Happened } from '../follow-on/events.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DeliveryMethod } from '../vocabulary.ts';
import type { EarlyHelpOpening } from './opening.ts';
import type {
  Acceptance,
  Closing,
  EarlyHelpEnd,
  EarlyHelpEnding,
  EarlyHelpReturn,
  EngagementDecision,
  FamilyAnswer,
  HandoverMeeting,
  NoEngageReason,
  RoutingFeedback,
} from './state.ts';

export type EarlyHelpEvent =
  | Happened<'EarlyHelpOpened', { readonly opening: EarlyHelpOpening & { readonly id: string } }>
  | Happened<'FamilyAnswered', FamilyAnswer>
  | Happened<'FamilyAccepted', Omit<Acceptance, 'at'>>
  | Happened<'HandoverMeetingHeld', HandoverMeeting>
  /** Accepted and agreed, or handed over: the help begins. */
  | Happened<'EarlyHelpBegan'>
  /** Back to whoever decides afresh; nobody's act where a limit has passed. */
  | Happened<
      'FamilyReturned',
      { readonly why: EarlyHelpReturn; readonly reason?: SealedText; readonly returnedBy?: string }
    >
  | Happened<
      'FamilyContactLogged',
      {
        readonly at: Instant;
        readonly method: DeliveryMethod;
        readonly reached: boolean;
        readonly note?: SealedText;
        readonly loggedBy: string;
      }
    >
  /** The family has been tried as often as the policy says; the letter is asked of whoever leads. */
  | Happened<'FamilyLetterDue', { readonly askedOf: string }>
  | Happened<
      'FamilyLetterSent',
      { readonly sentAt: Instant; readonly note?: SealedText; readonly sentBy: string }
    >
  | Happened<
      'FamilyNotEngaging',
      { readonly reason: NoEngageReason; readonly note: SealedText; readonly recordedBy: string }
    >
  | Happened<
      'EngagementReviewed',
      { readonly decision: EngagementDecision; readonly rationale: SealedText; readonly reviewedBy: string }
    >
  | Happened<
      'FamilyReviewHeld',
      { readonly heldAt: Instant; readonly outcome: SealedText; readonly recordedBy: string }
    >
  | Happened<
      'LeadPractitionerChanged',
      { readonly leadPractitioner: string; readonly reason: SealedText; readonly changedBy: string }
    >
  | Happened<
      'RoutingFeedbackGiven',
      { readonly code: RoutingFeedback; readonly note?: SealedText; readonly givenBy: string }
    >
  | Happened<
      'FamilyStepsUp',
      { readonly reason: SealedText; readonly isUrgent: boolean; readonly steppedUpBy: string }
    >
  /** The hub has the family as a new referral. */
  | Happened<'FamilySteppedUp', { readonly referralRef: string }>
  | Happened<'EarlyHelpClosed', Closing>
  | Happened<
      'EarlyHelpEndedForChild',
      {
        readonly how: EarlyHelpEnding;
        readonly reason: SealedText;
        readonly handedTo?: string;
        readonly endedBy: string;
      }
    >
  | Happened<'EarlyHelpEnded', { readonly stage: EarlyHelpEnd }>;
