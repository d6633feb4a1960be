import type { Instant } from '../instant.ts';
import { MARK_RULES, type MarkRule } from '../marks.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DeliveryMethod } from '../vocabulary.ts';

/** One try to reach the referrer about a question. */
export type ContactAttempt = {
  readonly triedAt: Instant;
  readonly method: DeliveryMethod;
  readonly reached: boolean;
  readonly triedBy: string;
};

/** Attempts after which the hub may go on without an answer, and by when they are to be made. */
export type Attempts = { readonly attempts: number; readonly attemptsDueAt: Instant };

/** How a question ended: answered, or the hub goes on without an answer. */
export type ClarificationEnd = 'ANSWERED' | 'DECIDED_ON_WHAT_IS_KNOWN';

/** One question to the referrer. While it is open the time runs against the referrer; no statutory clock stops. */
export type Clarification = {
  /** 1 for the first question of a referral. */
  readonly no: number;
  readonly question: SealedText;
  readonly askedAt: Instant;
  readonly askedBy: string;
  /** What the policy asked for when the question was put; absent from questions put without such a rule. */
  readonly decideAfter?: Attempts;
  /** Whether it goes to the referrer as a message by itself, and when it went. */
  readonly isSent?: boolean;
  readonly sentAt?: Instant;
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
  | {
      readonly type: 'ReferrerAsked';
      readonly question: SealedText;
      readonly askedBy: string;
      readonly decideAfter?: Attempts;
      readonly isSent?: boolean;
    }
  | { readonly type: 'QuestionSent'; readonly questionNo: number }
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

/** Attempts to reach the referrer that are still to be made before the hub may go on without an answer. */
export function attemptsOutstanding({ attempts, decideAfter }: Clarification): number {
  return Math.max(0, (decideAfter?.attempts ?? 0) - attempts.length);
}

/** The questions once a decision is made: one still open has been decided on without its answer. */
export function endedByDecision(
  clarifications: readonly Clarification[],
  endedAt: Instant,
): readonly Clarification[] {
  return clarifications.map((one) =>
    one.endedAt === undefined ? { ...one, endedAt, end: 'DECIDED_ON_WHAT_IS_KNOWN' } : one,
  );
}

/** Marks that only the hub itself can put right. */
const NOT_THE_REFERRERS: readonly MarkRule[] = [
  'CHANNEL_UNKNOWN',
  'SOURCE_UNKNOWN',
  'AUTHORITY_UNKNOWN',
  'FIELD_ODD',
  'CONTROL_CHARACTERS',
];

/** A question that asks for what a contact lacks, to be changed before it is put; undefined where nothing lacks. */
export function questionTemplate(marks: readonly MarkRule[]): string | undefined {
  const lacking = [...new Set(marks)].filter((mark) => !NOT_THE_REFERRERS.includes(mark));
  if (lacking.length === 0) return undefined;
  return [
    'Please tell us what your contact leaves open:',
    ...lacking.map((mark) => `- ${MARK_RULES[mark]}`),
  ].join('\n');
}
