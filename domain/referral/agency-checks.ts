import type { Clock } from '../clock.ts';
import type { Disclosed, RequestEnd } from '../information-request/state.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { AgencyAnswer, LawfulBasis, Rag } from '../vocabulary.ts';

/** An answer as far as the referral takes it in; its words stay with the request. */
export type NotedAnswer = {
  readonly answerNo: number;
  readonly answer: AgencyAnswer;
  readonly partial: boolean;
  readonly answeredAt: Instant;
  readonly corrects?: number;
  /** It came after the decision; a manager says whether it changes anything. */
  readonly review?: {
    readonly opened: Instant;
    /** Id of the clock of this review. */
    readonly clock: string;
    readonly outcome?: ReviewOutcome;
    readonly reviewedAt?: Instant;
    readonly reviewedBy?: string;
  };
};

export const REVIEW_OUTCOMES = ['NO_CHANGE', 'CHANGED'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** One agency asked about this child. */
export type AgencyCheck = {
  readonly requestId: string;
  readonly agency: string;
  readonly critical: boolean;
  readonly requestedAt: Instant;
  readonly requestedBy: string;
  readonly basis: LawfulBasis;
  readonly status: 'OPEN' | 'ANSWERED' | 'WITHDRAWN' | 'NO_ANSWER';
  /** When the agency's request was begun, or joined where a sibling's was under way. */
  readonly openedAt?: Instant;
  /** When nothing more could come of it; until then an answer can be given, or corrected. */
  readonly endedAt?: Instant;
  readonly answers: readonly NotedAnswer[];
  /** When the decision was due and the answer was missing. */
  readonly listedMissingAt?: Instant;
  /** The higher rating that its request has yet to be told of. */
  readonly toHasten?: Rag;
  /** When the referral ended and no longer waited for the answer. */
  readonly letGoAt?: Instant;
};

export type AgencyCheckCommand =
  | {
      readonly type: 'requestInformation';
      readonly agency: string;
      readonly questions: SealedText;
      readonly disclosed: readonly Disclosed[];
      readonly basis: LawfulBasis;
      readonly necessity: SealedText;
      readonly critical: boolean;
    }
  /** Told by the request's own case, never by a person. */
  | {
      readonly type: 'noteAnswer';
      readonly requestId: string;
      readonly answerNo: number;
      readonly answer: AgencyAnswer;
      readonly partial: boolean;
      readonly answeredAt: Instant;
      readonly corrects?: number;
    }
  | {
      readonly type: 'noteRequestEnded';
      readonly requestId: string;
      readonly end: RequestEnd;
    }
  | {
      readonly type: 'reviewLateAnswer';
      readonly requestId: string;
      readonly answerNo: number;
      readonly outcome: ReviewOutcome;
      readonly rationale: SealedText;
    };

export type AgencyCheckEvent = { readonly occurredAt: Instant } & (
  | {
      readonly type: 'InformationRequested';
      readonly requestId: string;
      readonly agency: string;
      readonly questions: SealedText;
      readonly disclosed: readonly Disclosed[];
      readonly basis: LawfulBasis;
      readonly necessity: SealedText;
      readonly critical: boolean;
      readonly requestedBy: string;
    }
  /** Begun, or shared with a sibling; `askedAs` is the id under which the referral asked. */
  | { readonly type: 'AgencyAsked'; readonly requestId: string; readonly askedAs: string }
  | {
      readonly type: 'AnswerNoted';
      readonly requestId: string;
      readonly answerNo: number;
      readonly answer: AgencyAnswer;
      readonly partial: boolean;
      readonly corrects?: number;
      readonly answeredAt: Instant;
      /** Id of the clock of its review; absent when it came before the decision. */
      readonly review?: string;
    }
  | {
      readonly type: 'RequestEnded';
      readonly requestId: string;
      readonly end: RequestEnd;
    }
  | { readonly type: 'AgenciesListedMissing'; readonly agencies: readonly string[] }
  | {
      readonly type: 'LateAnswerReviewed';
      readonly requestId: string;
      readonly answerNo: number;
      readonly outcome: ReviewOutcome;
      readonly rationale: SealedText;
      readonly reviewedBy: string;
    }
  /** The child was rated higher: these answers are needed sooner. */
  | { readonly type: 'ChecksHastened'; readonly requestIds: readonly string[]; readonly rag: Rag }
  /** A request was told of the higher rating, or had been answered before. */
  | { readonly type: 'HasteTold'; readonly requestId: string; readonly rag: Rag }
  /** The referral has ended without these answers and waits for them no longer. */
  | { readonly type: 'ChecksLetGo'; readonly requestIds: readonly string[] }
  /** An answer changes what was decided; the referral is open again until it is decided anew. */
  | { readonly type: 'ReferralReopened' }
);

type WithChecks = {
  readonly agencyChecks?: readonly AgencyCheck[];
  readonly clocks: readonly Clock[];
};

/** Checks whose full answer is still awaited. */
export function openChecks({ agencyChecks = [] }: Pick<WithChecks, 'agencyChecks'>): readonly AgencyCheck[] {
  return agencyChecks.filter(({ status }) => status === 'OPEN');
}

/** Agencies asked about the child that have not answered in full. */
export function missingAgencies(referral: Pick<WithChecks, 'agencyChecks'>): string[] {
  return openChecks(referral).map(({ agency }) => agency);
}

/** A late answer waiting for a manager, with the check it belongs to. */
export type OpenReview = { readonly check: AgencyCheck; readonly answer: NotedAnswer };

/** Late answers whose review is outstanding, in the order they came. */
export function openReviews({ agencyChecks = [], clocks }: WithChecks): OpenReview[] {
  const running = new Set(clocks.filter(({ status }) => status !== 'STOPPED').map(({ id }) => id));
  return agencyChecks.flatMap((check) =>
    check.answers
      .filter(({ review }) => review !== undefined && running.has(review.clock))
      .map((answer) => ({ check, answer })),
  );
}

/** Whether an answer can still reach the referral. */
export function awaitsNews({ agencyChecks = [] }: Pick<WithChecks, 'agencyChecks'>): boolean {
  return agencyChecks.some(({ endedAt }) => endedAt === undefined);
}

/** When the last review found that a decision must change; undefined while none did. */
export function changeCalledForAt({
  agencyChecks = [],
}: Pick<WithChecks, 'agencyChecks'>): Instant | undefined {
  return agencyChecks
    .flatMap(({ answers }) => answers)
    .flatMap(({ review }) => (review?.outcome === 'CHANGED' ? [review.opened] : []))
    .toSorted()
    .at(-1);
}
