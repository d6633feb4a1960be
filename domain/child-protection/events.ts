import type { Happened } from '../follow-on/events.ts';
import type { Instant } from '../instant.ts';
import type { DeathRoute } from '../referral/endings.ts';
import type { SealedText } from '../sealed-text.ts';
import type {
  DiscussionMode,
  EnquiryKind,
  EpoEnd,
  InvitationAnswer,
  PlanCategory,
  PoliceProtectionEnd,
  ProtectionEnd,
  S47Outcome,
  WayOn,
} from './codes.ts';
import type { ChildProtectionOpening } from './opening.ts';
import type { DiscussionRecord, Invited, LegalAlert, Onward } from './state.ts';

type OfChild = { readonly referralRef: string };

export type DiscussionEvent =
  | Happened<
      'DiscussionPlanned',
      {
        readonly no: number;
        readonly startsAt: Instant;
        readonly mode: DiscussionMode;
        readonly place?: SealedText;
        readonly invited: readonly Invited[];
        readonly covers: readonly string[];
        /** Numbers of those planned before in whose place it stands. */
        readonly replaces: readonly number[];
        readonly plannedBy: string;
      }
    >
  | Happened<
      'InvitationAnswered',
      {
        readonly no: number;
        readonly agency: string;
        readonly answer: InvitationAnswer;
        readonly answeredBy: string;
      }
    >
  | Happened<
      'InformationSent',
      {
        readonly no: number;
        readonly agency: string;
        readonly information: SealedText;
        readonly sentBy: string;
      }
    >
  | Happened<
      'DiscussionRecorded',
      {
        readonly no: number;
        readonly record: DiscussionRecord;
        readonly isQuorate: boolean;
        readonly missing: readonly string[];
        readonly actionNos: readonly number[];
        readonly recordedBy: string;
      }
    >
  | Happened<'MinutesCirculated', { readonly no: number; readonly circulatedBy: string }>
  | Happened<'MinutesGiven', { readonly no: number; readonly agency: string; readonly givenBy: string }>;

export type EnquiryEvent =
  | Happened<
      'EmergencyS47Started',
      {
        readonly referralRefs: readonly string[];
        readonly enquiry: EnquiryKind;
        readonly reason: SealedText;
        readonly action: SealedText;
        readonly startedBy: string;
      }
    >
  | Happened<
      'ChildSeen',
      OfChild & {
        readonly seenAt: Instant;
        readonly alone: boolean;
        readonly note: SealedText;
        readonly recordedBy: string;
      }
    >
  | Happened<
      'S47Concluded',
      OfChild & {
        readonly outcome: S47Outcome;
        readonly rationale: SealedText;
        readonly notSeenReason?: SealedText;
        readonly interimProtectionPlan?: SealedText;
        /** Absent with a conference. */
        readonly onward?: Onward;
        readonly concludedBy: string;
      }
    >
  | Happened<
      'ConferenceBooked',
      OfChild & {
        readonly conferenceAt: Instant;
        readonly interimProtectionPlan?: SealedText;
        readonly bookedBy: string;
      }
    >
  | Happened<
      'ConferenceRecorded',
      OfChild & {
        readonly heldAt: Instant;
        readonly planMade: boolean;
        readonly category?: PlanCategory;
        readonly outcome: SealedText;
        readonly lateReason?: SealedText;
        readonly recordedBy: string;
      }
    >
  | Happened<
      'ConferenceNotRequired',
      OfChild & { readonly reason: SealedText; readonly onward: Onward; readonly decidedBy: string }
    >;

export type ImmediateProtectionEvent =
  | Happened<
      'PoliceProtectionRecorded',
      OfChild & { readonly from: Instant; readonly reason: SealedText; readonly recordedBy: string }
    >
  | Happened<
      'PoliceProtectionEnded',
      OfChild & { readonly endedAt: Instant; readonly how: PoliceProtectionEnd; readonly recordedBy: string }
    >
  | Happened<
      'EpoRecorded',
      OfChild & { readonly madeAt: Instant; readonly expiresAt?: Instant; readonly recordedBy: string }
    >
  | Happened<'EpoExtended', OfChild & { readonly expiresAt?: Instant; readonly recordedBy: string }>
  | Happened<
      'EpoEnded',
      OfChild & { readonly endedAt: Instant; readonly how: EpoEnd; readonly recordedBy: string }
    >
  | Happened<'LegalAlertGiven', Omit<LegalAlert, 'at'>>;

export type ChildProtectionEvent =
  | Happened<'ChildProtectionOpened', { readonly opening: ChildProtectionOpening & { readonly id: string } }>
  /** Another opening about the same family. */
  | Happened<'ChildProtectionJoined', { readonly opening: ChildProtectionOpening }>
  | Happened<'ProtectionAccepted', { readonly receiver: string; readonly acceptedBy: string }>
  | DiscussionEvent
  | EnquiryEvent
  | ImmediateProtectionEvent
  /** What whoever was to go on with the child made of it. */
  | Happened<
      'HandingOnAnswered',
      OfChild & { readonly caseId: string; readonly to: WayOn; readonly isTaken: boolean }
    >
  | Happened<
      'ReturnedDecided',
      OfChild & { readonly rationale: SealedText; readonly onward: Onward; readonly decidedBy: string }
    >
  | Happened<
      'ProtectionEndedForChild',
      OfChild & {
        readonly how: ProtectionEnd;
        readonly reason?: SealedText;
        readonly handedTo?: string;
        readonly acceptance?: SealedText;
        readonly routes?: readonly DeathRoute[];
        readonly endedBy: string;
      }
    >
  | Happened<'ChildProtectionEnded', { readonly stage: ProtectionEnd }>;
