import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DeliveryMethod } from '../vocabulary.ts';

/** One try to reach the referrer about a question. */
export type ContactAttempt = {
  readonly triedAt: Instant;
  readonly method: DeliveryMethod;
  readonly reached: boolean;
  readonly triedBy: string;
};

/** How a question ended: answered, or the hub goes on without an answer. */
export type ClarificationEnd = 'ANSWERED' | 'DECIDED_ON_WHAT_IS_KNOWN';

/** One question to the referrer. While it is open the time runs against the referrer; no statutory clock stops. */
export type Clarification = {
  /** 1 for the first question of a referral. */
  readonly no: number;
  readonly question: SealedText;
  readonly askedAt: Instant;
  readonly askedBy: string;
  /** In order. */
  readonly attempts: readonly ContactAttempt[];
  readonly answer?: SealedText;
  readonly endedAt?: Instant;
  readonly end?: ClarificationEnd;
};

export type ClarificationCommand =
  | { readonly type: 'askReferrer'; readonly question: SealedText }
  | {
      readonly type: 'logAttempt';
      readonly method: DeliveryMethod;
      readonly reached: boolean;
      /** Absent means now. */
      readonly triedAt?: Instant;
    }
  | {
      readonly type: 'recordReferrerAnswer';
      readonly answer: SealedText;
      /** Absent means now. */
      readonly answeredAt?: Instant;
    }
  | { readonly type: 'decideOnWhatIsKnown'; readonly reason: SealedText };

export type ClarificationEvent = { readonly occurredAt: Instant } & (
  | { readonly type: 'ReferrerAsked'; readonly question: SealedText; readonly askedBy: string }
  | {
      readonly type: 'ReferrerContactTried';
      readonly method: DeliveryMethod;
      readonly reached: boolean;
      readonly triedBy: string;
    }
  | { readonly type: 'ReferrerAnswered'; readonly answer: SealedText; readonly recordedBy: string }
  | { readonly type: 'AnswerGivenUp'; readonly reason: SealedText; readonly decidedBy: string }
);

/** The question still waiting for its answer; a referral has one at a time. */
export function openClarification({
  clarifications = [],
}: {
  readonly clarifications?: readonly Clarification[];
}): Clarification | undefined {
  return clarifications.find(({ endedAt }) => endedAt === undefined);
}
