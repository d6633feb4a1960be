import type { Instant } from '../instant.ts';
import type { DeathRoute } from '../referral/endings.ts';
import type { SealedText } from '../sealed-text.ts';
import type {
  ChildEnding,
  DiscussionMode,
  EnquiryKind,
  EpoEnd,
  InvitationAnswer,
  PlanCategory,
  PoliceProtectionEnd,
  S47Outcome,
} from './codes.ts';
import type { DiscussionRecord, Invited, Onward } from './state.ts';

type OfChild = { readonly referralRef: string };

/** Strategy discussions and what belongs to them. */
export type DiscussionCommand =
  | {
      readonly type: 'planDiscussion';
      readonly startsAt: Instant;
      readonly mode: DiscussionMode;
      readonly place?: SealedText;
      readonly invited: readonly Invited[];
      /** The children it is about. It takes the place of one planned before about any of them. */
      readonly covers: readonly string[];
    }
  | { readonly type: 'answerInvitation'; readonly no: number; readonly attendance: InvitationAnswer }
  | { readonly type: 'sendInformation'; readonly no: number; readonly information: SealedText }
  | ({
      readonly type: 'recordDiscussion';
      /** Of the one planned; left out for a call that nobody had planned. */
      readonly no?: number;
      readonly actions: readonly DiscussionAction[];
    } & DiscussionRecord)
  | { readonly type: 'circulateMinutes'; readonly no: number }
  /** No letter reaches this agency, such as a school the hub has no mailbox of: it was given them another way. */
  | { readonly type: 'recordMinutesGiven'; readonly no: number; readonly agency: string };

/** Who does what by when; becomes an action of the plan. */
export type DiscussionAction = {
  readonly what: SealedText;
  /** Code of the agency that owns it. */
  readonly agency: string;
  /** A civil date, not before the day of the discussion. */
  readonly dueOn: string;
};

/** Enquiries under section 47, from an emergency start to the conference. */
export type EnquiryCommand =
  | {
      readonly type: 'startEmergencyS47';
      readonly referralRefs: readonly string[];
      readonly enquiry: EnquiryKind;
      /** Why it cannot wait for a discussion. */
      readonly reason: SealedText;
      /** What is done at once. */
      readonly action: SealedText;
    }
  | ({
      readonly type: 'recordChildSeen';
      readonly seenAt?: Instant;
      /** Without the parents. */
      readonly alone: boolean;
      readonly note: SealedText;
    } & OfChild)
  | ({
      readonly type: 'concludeS47';
      readonly outcome: S47Outcome;
      readonly rationale: SealedText;
      /** Of a child whom nobody has seen. */
      readonly notSeenReason?: SealedText;
      /** With `ICPC`: required. */
      readonly interimProtectionPlan?: SealedText;
      /** With `ICPC`: when the conference is, where it is booked. */
      readonly conferenceAt?: Instant;
    } & Partial<Onward> &
      OfChild)
  | ({
      readonly type: 'bookConference';
      readonly conferenceAt: Instant;
      readonly interimProtectionPlan?: SealedText;
    } & OfChild)
  | ({
      readonly type: 'recordConference';
      readonly heldAt: Instant;
      readonly planMade: boolean;
      /** Of a plan that was made. */
      readonly category?: PlanCategory;
      readonly outcome: SealedText;
      /** Required of one held after its limit. */
      readonly lateReason?: SealedText;
    } & OfChild)
  | ({ readonly type: 'recordConferenceNotRequired'; readonly reason: SealedText } & Onward & OfChild);

/** Police protection and emergency protection orders. */
export type ImmediateProtectionCommand =
  | ({
      readonly type: 'recordPoliceProtection';
      readonly from: Instant;
      readonly reason: SealedText;
    } & OfChild)
  | ({
      readonly type: 'endPoliceProtection';
      readonly endedAt?: Instant;
      readonly how: PoliceProtectionEnd;
    } & OfChild)
  | ({
      readonly type: 'recordEpo';
      readonly madeAt: Instant;
      /** The court's own end, when earlier than the law's. */
      readonly expiresAt?: Instant;
    } & OfChild)
  | ({ readonly type: 'extendEpo'; readonly expiresAt?: Instant } & OfChild)
  | ({ readonly type: 'endEpo'; readonly endedAt?: Instant; readonly how: EpoEnd } & OfChild);

/** What may be asked of it. Each `type` is also the name of the workflow update. */
export type ChildProtectionCommand =
  | { readonly type: 'acceptProtection'; readonly receiver?: string }
  | DiscussionCommand
  | EnquiryCommand
  | ImmediateProtectionCommand
  /** A child who came back from whoever was to go on with them. */
  | ({ readonly type: 'decideReturned'; readonly rationale: SealedText } & Onward & OfChild)
  | ({
      readonly type: 'endForChild';
      readonly how: ChildEnding;
      readonly reason: SealedText;
      /** Code of the service or authority that goes on; required at 18 and of a move. */
      readonly handedTo?: string;
      /** Of a move to another authority: its acceptance in writing. */
      readonly acceptance?: SealedText;
      /** Who has been told of a death; the child death review at least. */
      readonly routes?: readonly DeathRoute[];
    } & OfChild);
