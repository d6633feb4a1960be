import type { Disclosed } from '../information-request/state.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { AgencyAnswer, LawfulBasis } from '../vocabulary.ts';

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
  readonly answers: readonly NotedAnswer[];
  /** When the decision was due and the answer was missing. */
  readonly listedMissingAt?: Instant;
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
      readonly end: 'WITHDRAWN' | 'NO_ANSWER';
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
  | {
      readonly type: 'AnswerNoted';
      readonly requestId: string;
      readonly answerNo: number;
      readonly answer: AgencyAnswer;
      readonly partial: boolean;
      readonly corrects?: number;
      /** It came after the decision. */
      readonly late: boolean;
    }
  | {
      readonly type: 'RequestEnded';
      readonly requestId: string;
      readonly end: 'WITHDRAWN' | 'NO_ANSWER';
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
);
