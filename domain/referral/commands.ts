import type { CaseToTell, ColleagueDelivery, DeliveredMessage, JoinDelivery } from '../case.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Agreement, DeliveryMethod, LevelOfNeed, Outcome, Rag } from '../vocabulary.ts';
import type { AgencyCheckCommand } from './agency-checks.ts';
import type { AgreementCommand } from './agreement.ts';
import type { ClarificationCommand } from './clarification.ts';
import type { EndingCommand } from './endings.ts';
import type { FollowOnCommandOfReferral } from './follow-ons.ts';
import type { JoiningCommand } from './joining.ts';
import type { LinkingCommand } from './linking.ts';
import type { OutOfHoursCommand } from './out-of-hours.ts';
import type { RatingCommand } from './rating.ts';
import type { RedirectCommand } from './redirects.ts';
import type { RestrictionCommand } from './restriction.ts';
import type { WithholdingReason } from './state.ts';
import type { TransferCommand } from './transfers.ts';

/** Commands that belong to one matter of a referral, with their rules beside them. */
export type MatterCommand =
  | ClarificationCommand
  | AgencyCheckCommand
  | AgreementCommand
  | RatingCommand
  | RedirectCommand
  | OutOfHoursCommand
  | TransferCommand
  | EndingCommand
  | LinkingCommand
  | JoiningCommand
  | RestrictionCommand
  | FollowOnCommandOfReferral;

/** What people may ask of a referral. Each `type` is also the name of the workflow update. */
export type ReferralCommand =
  | MatterCommand
  | {
      readonly type: 'acknowledge';
      readonly method: Exclude<DeliveryMethod, 'ELECTRONIC'>;
      /** When the referrer was told; absent means now. */
      readonly acknowledgedAt?: Instant;
    }
  | { readonly type: 'rate'; readonly rag: Rag; readonly reason: SealedText }
  | {
      readonly type: 'decide';
      readonly outcome: Outcome;
      readonly level: LevelOfNeed;
      readonly rationale: SealedText;
      readonly evidenceConsidered: SealedText;
      readonly agreement: Agreement;
      readonly childsVoice?: SealedText;
      /** Why seeking the family's agreement would harm the child, where the outcome would need it. */
      readonly withoutAgreement?: SealedText;
      /** What an agency that sees it otherwise says; then also what keeps the child safe meanwhile. */
      readonly dissent?: SealedText;
      readonly interimSafety?: SealedText;
      /** What is different this time, where the child was referred a short time before. */
      readonly whatIsDifferent?: SealedText;
      readonly agenciesMissing: readonly string[];
      /** Team or agency that takes the child over; required by outcomes that hand over. */
      readonly receiver?: string;
      /** Number of the decision this one replaces. */
      readonly supersedes?: number;
    }
  | {
      readonly type: 'giveFeedback';
      readonly method: DeliveryMethod;
      /** When the referrer was told, for a method done by hand; absent means now. */
      readonly givenAt?: Instant;
    }
  | { readonly type: 'withholdFeedback'; readonly reason: WithholdingReason; readonly note?: SealedText }
  | { readonly type: 'acceptHandover' }
  | { readonly type: 'requestWithdrawal'; readonly reason: SealedText }
  | {
      readonly type: 'approveWithdrawal';
      readonly rationale: SealedText;
      /** The risk is assessed and no duty towards the child arises. */
      readonly noDutyArises?: boolean;
    }
  | { readonly type: 'refuseWithdrawal'; readonly rationale: SealedText }
  /** `clock` is the id of a clock of the case. */
  | { readonly type: 'pauseClock'; readonly clock: string; readonly reason: SealedText }
  | { readonly type: 'endPause'; readonly clock: string; readonly pause: number };

export type ReferralAction = ReferralCommand['type'];

/** What the shell tells a referral: time has passed, a message left the building, or a request to an agency has begun. */
export type ReferralNotice =
  | { readonly type: 'tick' }
  | ({ readonly type: 'delivered' } & DeliveredMessage)
  | { readonly type: 'linkTold'; readonly delivery: ColleagueDelivery }
  /** `askedAs` is the id under which the referral asked. */
  | { readonly type: 'agencyAsked'; readonly askedAs: string; readonly requestId: string }
  /** The agency is asked about this child no longer. */
  | { readonly type: 'requestStopped'; readonly requestId: string }
  /** The agency's request knows of the higher rating, or needs no more. */
  | { readonly type: 'requestHastened'; readonly requestId: string; readonly rag: Rag }
  /** What another referral of the same incident was told; `isTaken` is false when that one had ended. */
  | { readonly type: 'joinSettled'; readonly delivery: JoinDelivery; readonly isTaken: boolean }
  /** The case that follows the decision has begun. */
  | { readonly type: 'followOnBegun'; readonly key: string; readonly caseId: string }
  | { readonly type: 'followOnTold'; readonly delivery: CaseToTell; readonly isTaken: boolean };

/** What is done with a case as a whole, in the order a case usually takes it. */
export const CASE_ACTIONS = [
  'acknowledge',
  'askReferrer',
  'logAttempt',
  'recordReferrerAnswer',
  'decideOnWhatIsKnown',
  'proposeRating',
  'rate',
  'recordAgreement',
  'recordLawfulBasis',
  'authoriseWithoutKnowledge',
  'requestInformation',
  'linkToOpenCase',
  'confirmReceipt',
  'withdrawLink',
  'markDuplicate',
  'joinReferral',
  'leaveReferral',
  'decide',
  'giveFeedback',
  'withholdFeedback',
  'acceptHandover',
  'reviewLateAnswer',
  'recordAllegation',
  'redirect',
  'acknowledgeRedirect',
  'handToOutOfHours',
  'acknowledgeOutOfHours',
  'handBackToDay',
  'acknowledgeHandBack',
  'transferAuthority',
  'acceptTransfer',
  'endReferral',
  'restrictRecord',
  'changeReaders',
  'liftRestriction',
  'breakGlass',
  'reviewBreakGlass',
  'reopenReferral',
  'requestWithdrawal',
  'approveWithdrawal',
  'refuseWithdrawal',
] as const satisfies readonly ReferralAction[];
export type CaseAction = (typeof CASE_ACTIONS)[number];

/** What is done with one of its clocks. */
export const CLOCK_ACTIONS = ['pauseClock', 'endPause'] as const satisfies readonly ReferralAction[];
export type ClockAction = (typeof CLOCK_ACTIONS)[number];

/** What another case tells a referral; never a person. */
export const SYSTEM_ACTIONS = [
  'noteAnswer',
  'noteRequestEnded',
  'admitContributor',
  'noteJoinedDecision',
  'noteJoinedEnd',
  'noteNews',
] as const satisfies readonly ReferralAction[];

/** Every action. */
export const REFERRAL_ACTIONS = [...CASE_ACTIONS, ...CLOCK_ACTIONS, ...SYSTEM_ACTIONS] as const;
