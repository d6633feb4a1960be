import type { Actor } from './actor.ts';
import type { WordBetweenCases } from './follow-on/words-between.ts';
import type { Opening } from './follow-on/openings.ts';
import type { AgencyMessage, RequestEnd } from './information-request/state.ts';
import type { Instant } from './instant.ts';
import type { DomainEvent, LedgerEntry } from './ledger.ts';
import type { HubRules } from './policy.ts';
import type { SealedText } from './sealed-text.ts';
import type { Decision } from './referral/state.ts';
import type { AgencyAnswer, Rag } from './vocabulary.ts';

/** What a case is started with. Recorded in its history, so it runs under the same rules for ever. */
export type CaseInput<Event extends DomainEvent = DomainEvent> = {
  /** Stream of the ledger, which is also the workflow id. */
  readonly stream: string;
  readonly rules: HubRules;
  /** What is in the ledger already. */
  readonly entries: readonly LedgerEntry<Event>[];
};

/** A command with who gives it and, if the caller looked first, the version they saw. */
export type CommandEnvelope<Command> = {
  readonly command: Command;
  readonly actor: Actor;
  readonly expectedVersion?: number;
  /** Rows of the case's stream that whoever gives it had seen; a case that knows of fewer reads them first. */
  readonly knownSeq?: number;
};

/** Where the case stood once the command was recorded. */
export type CommandReceipt = { readonly version: number; readonly seq: number };

/**
 * What the ledger made of proposed entries: it has them now, or it had others in their place and answers those.
 * The ledger is right: whatever it holds has happened.
 */
export type AppendAnswer =
  | { readonly kind: 'WRITTEN' }
  | { readonly kind: 'KNOWN'; readonly entries: readonly LedgerEntry[] };

/** What a case owes to the outside. The key makes it one message however often it is tried. */
export type Delivery = ReferralDelivery | RequestDelivery | FollowOnDelivery;

/** What a referral owes: messages to the referrer and to the worker of an open case, and an agency to be asked. */
export type ReferralDelivery =
  | ReferrerDelivery
  | ColleagueDelivery
  | RequestWord
  | JoinDelivery
  | CaseToOpen
  | CaseToTell;

/** What a case owes that follows a decision: another case begun or told, or a letter to somebody. */
export type FollowOnDelivery = CaseToOpen | CaseToTell | ContactToBegin | Letter;

/** A case to be begun, or, where one of its kind is open that this belongs to, joined. */
export type CaseToOpen = {
  readonly key: string;
  readonly message: 'CASE_TO_OPEN';
  readonly contactRef: string;
  /** Its own key is that of the delivery. */
  readonly opening: Opening;
};

/** Word to another case, given there as a command; `to` is its stream. */
export type CaseToTell = {
  readonly key: string;
  readonly message: 'CASE_TO_TELL';
  readonly contactRef: string;
  readonly to: string;
  readonly command: WordBetweenCases;
};

/**
 * A family that Early Help steps up: a new contact of source 5D about the same child, with everything the hub knows,
 * so that nothing is typed again. Settled with the new referral as its case.
 */
export type ContactToBegin = {
  readonly key: string;
  readonly message: 'CONTACT_TO_BEGIN';
  /** The contact the child came by before. */
  readonly contactRef: string;
  readonly referralRef: string;
  /** Stream of the case that steps up. */
  readonly from: string;
  /** What worries Early Help; the concern of the new contact. */
  readonly reason: SealedText;
  /** Significant harm is suspected: a strategy discussion is convened at once. */
  readonly isUrgent: boolean;
  readonly steppedUpBy: string;
};

/** A letter that a case owes somebody. Its words are written when it is sent, from the record of the case. */
export type Letter = {
  readonly key: string;
  readonly message: 'LETTER';
  readonly contactRef: string;
  /** Stream of the case that owes it. */
  readonly from: string;
  readonly template: LetterTemplate;
  readonly recipient: LetterRecipient;
  /** Which one of several it is about, such as the second strategy discussion. */
  readonly no?: number;
};

/** Every letter of a case that follows a decision; each has words of its own. */
export const LETTER_TEMPLATES = [
  'STRATEGY_INVITATION',
  'STRATEGY_MINUTES',
  'LEGAL_ALERT',
  'AGENCY_ACTION_ASKED',
  'AGENCY_ACTION_CHASED',
  'APPROPRIATENESS_ASKED',
  'PLAN_ACTION_ASKED',
  'EARLY_HELP_LETTER',
  'DISPUTE_OPENED',
  'DISPUTE_RAISED',
  'DISPUTE_RESOLVED',
  'PARTNERSHIP_TOLD',
] as const;
export type LetterTemplate = (typeof LETTER_TEMPLATES)[number];

/** An agency by its code, an agency's safeguarding lead, a colleague by user id, or the partnership's office. */
export type LetterRecipient =
  | { readonly kind: 'AGENCY' | 'AGENCY_LEAD'; readonly agency: string }
  | { readonly kind: 'COLLEAGUE'; readonly userId: string }
  | { readonly kind: 'PARTNERSHIP' };

/** What referrals about one incident tell each other; `to` is the other referral. */
export type JoinDelivery = {
  readonly key: string;
  readonly contactRef: string;
  readonly referralRef: string;
  readonly to: string;
} & (
  | { readonly message: 'JOIN_TO_ADMIT' | 'END_TO_SHARE' }
  | { readonly message: 'DECISION_TO_SHARE'; readonly decision: Decision }
);

export type ReferrerDelivery = {
  readonly key: string;
  readonly contactRef: string;
  readonly referralRef: string;
} & DeliveredMessage;

/** Word to the allocated worker of the child's open case, or to their manager, that it waits for them. */
export type ColleagueDelivery = {
  readonly key: string;
  readonly message: 'OPEN_CASE_WORKER' | 'OPEN_CASE_MANAGER';
  readonly contactRef: string;
  readonly referralRef: string;
  /** Their user id, which is also their mailbox. */
  readonly recipient: string;
  /** When the link was made that it tells of. */
  readonly linkedAt: Instant;
};

/** A request to an agency to be begun, or to be shared with a sibling whose request is under way. */
export type RequestStart = {
  readonly key: string;
  readonly message: 'REQUEST_TO_OPEN';
  readonly contactRef: string;
  readonly referralRef: string;
  readonly requestId: string;
  readonly agency: string;
};

/** What a referral tells a request about its child. */
export type RequestWord = RequestStart | RequestHaste | RequestStop;

/** A request whose answer is needed sooner, for this child is rated higher. */
export type RequestHaste = Pick<RequestStart, 'key' | 'contactRef' | 'referralRef' | 'requestId'> & {
  readonly message: 'REQUEST_TO_HASTEN';
  readonly rag: Rag;
};

/** A request that goes on without this child, or ends with it. */
export type RequestStop = Pick<RequestStart, 'key' | 'contactRef' | 'referralRef' | 'requestId'> & {
  readonly message: 'REQUEST_TO_STOP';
};

/** What an information request owes: messages to its agency, and news to the referrals it is about. */
export type RequestDelivery = AgencyDelivery | RequestNews;

export type AgencyDelivery = {
  readonly key: string;
  readonly message: AgencyMessage;
  readonly contactRef: string;
  readonly requestId: string;
  readonly agency: string;
  /** The child the message adds. */
  readonly referralRef?: string;
};

export type RequestNews = {
  readonly key: string;
  readonly contactRef: string;
  readonly requestId: string;
  readonly referralRef: string;
} & (
  | {
      readonly message: 'ANSWER_TO_NOTE';
      readonly answerNo: number;
      readonly answer: AgencyAnswer;
      readonly partial: boolean;
      readonly answeredAt: Instant;
      readonly corrects?: number;
    }
  | { readonly message: 'END_TO_NOTE'; readonly end: RequestEnd }
);

/** What a message tells: that the contact has arrived, the outcome of one decision, or what the hub asks. */
export type DeliveredMessage =
  | { readonly message: 'ACKNOWLEDGEMENT' }
  | { readonly message: 'OUTCOME'; readonly decisionNo: number }
  | { readonly message: 'QUESTION'; readonly questionNo: number };

/** What came of a delivery: of a request to an agency, the id it has. */
export type DeliveryResult = {
  readonly requestId?: string;
  /** Of what another case was told: whether that one took it; false when it had ended. */
  readonly isTaken?: boolean;
  /** Of a case that was begun or joined, and of a contact: the id of the case, or the new referral. */
  readonly caseId?: string;
};

/** Type of the failure of a message that can never reach its recipient. */
export const BOUNCED = 'BOUNCED';

/** Numbers new events after what a stream has and says who recorded them when. */
export function ledgerEntries<Event extends DomainEvent>(
  events: readonly Event[],
  about: Omit<LedgerEntry<Event>, 'seq' | 'event'> & { readonly afterSeq: number },
): LedgerEntry<Event>[] {
  const { afterSeq, ...rest } = about;
  return events.map((event, index) => ({ ...rest, seq: afterSeq + index + 1, event }));
}
