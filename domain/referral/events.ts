import type { ClockEvent } from '../clock.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DeliveryMethod, Rag } from '../vocabulary.ts';
import type { AgencyCheckEvent } from './agency-checks.ts';
import type { AgreementEvent } from './agreement.ts';
import type { ClarificationEvent } from './clarification.ts';
import type { RatingEvent } from './rating.ts';
import type { EndingEvent } from './endings.ts';
import type { FollowOnEventOfReferral } from './follow-ons.ts';
import type { JoiningEvent } from './joining.ts';
import type { LinkingEvent } from './linking.ts';
import type { OutOfHoursEvent } from './out-of-hours.ts';
import type { RedirectEvent } from './redirects.ts';
import type { RestrictionEvent } from './restriction.ts';
import type { TransferEvent } from './transfers.ts';
import type { ClosedStage, Decision, ReferralFacts, WithholdingReason } from './state.ts';

/** What a referral is when it arrives. */
export type Receipt = Pick<
  ReferralFacts,
  | 'referralRef'
  | 'contactRef'
  | 'localAuthority'
  | 'agency'
  | 'submittedBy'
  | 'channel'
  | 'sourceCode'
  | 'receivedAt'
  | 'referrerReach'
  | 'marks'
  | 'flags'
  | 'immediateRisk'
>;

type Happened<Type extends string, Data = unknown> = {
  readonly type: Type;
  readonly occurredAt: Instant;
} & Data;

/** Events that belong to one matter of a referral. */
export type MatterEvent =
  | ClarificationEvent
  | AgencyCheckEvent
  | AgreementEvent
  | RatingEvent
  | RedirectEvent
  | OutOfHoursEvent
  | TransferEvent
  | EndingEvent
  | LinkingEvent
  | JoiningEvent
  | RestrictionEvent
  | FollowOnEventOfReferral;

export type ReferralEvent =
  | ClockEvent
  | MatterEvent
  | Happened<'ReferralReceived', { readonly receipt: Receipt }>
  | Happened<
      'RulesAdopted',
      {
        readonly publication: number;
        readonly policyEdition: string;
        readonly calendarEdition: string;
        readonly previousPolicyEdition: string;
        readonly previousCalendarEdition: string;
      }
    >
  | Happened<'AcknowledgementSent', { readonly method: DeliveryMethod }>
  | Happened<
      'ReferralRated',
      { readonly rag: Rag; readonly previous?: Rag; readonly reason: SealedText; readonly ratedBy: string }
    >
  | Happened<
      'DecisionMade',
      {
        readonly decision: Decision;
        readonly receiver?: string;
        /** The referral on which it was made for both; the child is handed over there. */
        readonly joinedTo?: string;
      }
    >
  | Happened<'FeedbackRequested'>
  | Happened<'FeedbackSent', { readonly method: DeliveryMethod }>
  | Happened<'FeedbackWithheld', { readonly reason: WithholdingReason; readonly note?: SealedText }>
  | Happened<'HandoverAccepted', { readonly receiver: string; readonly acceptedBy: string }>
  | Happened<'WithdrawalRequested', { readonly reason: SealedText; readonly requestedBy: string }>
  | Happened<'WithdrawalRefused', { readonly rationale: SealedText; readonly refusedBy: string }>
  | Happened<
      'WithdrawalApproved',
      { readonly rationale: SealedText; readonly noDutyArises?: true; readonly approvedBy: string }
    >
  | Happened<'ReferralClosed', { readonly stage: ClosedStage }>;
