import type { Clock } from '../clock.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { AgencyAnswer, LawfulBasis, Rag } from '../vocabulary.ts';

/** What may be told an agency about a child so that it can look them up; no more than it needs. */
export const DISCLOSABLE = [
  'NAMES',
  'DATE_OF_BIRTH',
  'ADDRESS',
  'NHS_NUMBER',
  'SCHOOL',
  'HOUSEHOLD',
  'CONCERN_SUMMARY',
] as const;
export type Disclosed = (typeof DISCLOSABLE)[number];

/** How an answer reached the hub: over the API, by a signed link, or written down by hub staff. */
export const ANSWER_ROUTES = ['API', 'LINK', 'HUB_STAFF'] as const;
export type AnswerRoute = (typeof ANSWER_ROUTES)[number];

/** What an agency said. Never overwritten: a later answer that corrects one names it. */
export type Answer = {
  /** 1 for the first answer of a request. */
  readonly no: number;
  readonly answer: AgencyAnswer;
  /** There is more to come; the clock runs on. */
  readonly partial: boolean;
  /** What is known; or, of `REFUSED`, the reason. Absent where nothing is known. */
  readonly detail?: SealedText;
  readonly corrects?: number;
  readonly route: AnswerRoute;
  readonly answeredAt: Instant;
  readonly answeredBy: string;
};

/**
 * `ANSWERED` can still be corrected until it is `CLOSED`. `NO_ANSWER`: the long stop came first. `WITHDRAWN`: the hub
 * no longer asks.
 */
export const REQUEST_STAGES = ['AWAITED', 'ANSWERED', 'CLOSED', 'NO_ANSWER', 'WITHDRAWN'] as const;
export type RequestStage = (typeof REQUEST_STAGES)[number];
/** How it can end. */
export type RequestEnd = Exclude<RequestStage, 'AWAITED' | 'ANSWERED'>;

/** What an agency is sent: the request, that it is about one more child, and what follows when no answer comes. */
export const AGENCY_MESSAGES = [
  'AGENCY_REQUEST',
  'AGENCY_CHILD_ADDED',
  'AGENCY_REMINDER',
  'AGENCY_LEAD_TOLD',
  'AGENCY_NOT_NEEDED',
] as const;
export type AgencyMessage = (typeof AGENCY_MESSAGES)[number];

/** What is asked of one agency about the children of one contact. */
export type RequestOpening = {
  /** Contact and agency make it one: a sibling shares it. */
  readonly requestId: string;
  readonly contactRef: string;
  readonly agency: string;
  readonly localAuthority: string;
  readonly rag: Rag;
  readonly questions: SealedText;
  readonly disclosed: readonly Disclosed[];
  readonly basis: LawfulBasis;
  /** Why it is necessary and proportionate to ask. */
  readonly necessity: SealedText;
  /** No decision of no further action while the answer is open. */
  readonly critical: boolean;
  /** When the contact was received; the time the decision has is counted from it. */
  readonly receivedAt: Instant;
  /** When the decision on the first of the children must be made. */
  readonly decisionDueAt: Instant;
  readonly requestedBy: string;
};

/** One question to one agency, with its clocks and everything it answered. */
export type InformationRequest = RequestOpening & {
  readonly stage: RequestStage;
  readonly openedAt: Instant;
  /** The children it is about, each by their referral. */
  readonly referralRefs: readonly [string, ...string[]];
  readonly version: number;
  readonly clocks: readonly Clock[];
  /** In order. */
  readonly answers: readonly Answer[];
  /** What each referral has been told, as `<referralRef>/<answer no>` and `<referralRef>/END`. */
  readonly told: readonly string[];
  /** Messages that have left for the agency. */
  readonly sent: readonly AgencyMessage[];
  /** Children the agency has been told of, each by their referral. */
  readonly knownToAgency: readonly string[];
  /** Share of the request's own time after which the agency's safeguarding lead is told. */
  readonly leadAt: number;
  /** When the decision was due and no answer was there. */
  readonly listedMissingAt?: Instant;
  readonly closedAt?: Instant;
};

/**
 * The one id a request of this contact to this agency can have. An agency that is asked again after its request has
 * ended is asked by another, with the next `round`.
 */
export function requestIdOf(contactRef: string, agency: string, round = 1): string {
  return round === 1 ? `${contactRef}.${agency}` : `${contactRef}.${agency}.${round}`;
}

export function isEnded(request: InformationRequest): boolean {
  return request.closedAt !== undefined;
}
