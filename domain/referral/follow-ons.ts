import type { FollowOnName } from '../follow-on/state.ts';
import type { CaseNews } from '../follow-on/words-between.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';

/** A case that follows one of the decisions, or stands beside the referral, such as a dispute about it. */
export type FollowOnLink = {
  readonly kind: FollowOnName;
  /** Names its beginning; absent for one that was begun elsewhere. */
  readonly key?: string;
  /** The decision it follows; absent for one that follows none. */
  readonly decisionNo?: number;
  /** Absent until it has begun. */
  readonly caseId?: string;
  readonly agency?: string;
  readonly openedAt?: Instant;
  readonly acceptedAt?: Instant;
  readonly returnedAt?: Instant;
  readonly endedAt?: Instant;
  /** Code of what it ended in, or why it came back. */
  readonly outcome?: string;
};

/** Why a decision is called for anew. */
export const CALLED_FOR_BY = ['FOLLOW_ON_RETURNED', 'DISPUTE_UPHELD', 'NEW_INFORMATION'] as const;
export type CalledForBy = (typeof CALLED_FOR_BY)[number];

/** A new decision that is called for; the one made next answers it. */
export type DecisionCall = {
  readonly at: Instant;
  readonly because: CalledForBy;
  /** The case that called for it. */
  readonly caseId?: string;
  /** Who opened the referral again, and why, where a person did. */
  readonly reason?: SealedText;
  readonly calledBy?: string;
};

export type FollowOnCommandOfReferral =
  | CaseNews
  /** What has become known since, or what a dispute found, opens a closed referral again. */
  | { readonly type: 'reopenReferral'; readonly reason: SealedText };

export type FollowOnEventOfReferral = { readonly occurredAt: Instant } & (
  | {
      readonly type: 'FollowOnAsked';
      readonly kind: FollowOnName;
      readonly key: string;
      readonly decisionNo: number;
      readonly agency?: string;
    }
  | { readonly type: 'FollowOnBegun'; readonly key: string; readonly caseId: string }
  | ({ readonly type: 'FollowOnNewsNoted' } & Omit<CaseNews, 'type'>)
  /** Another case was told something; `isTaken` is false when that one had ended. */
  | { readonly type: 'FollowOnTold'; readonly key: string; readonly isTaken: boolean }
  | ({ readonly type: 'DecisionCalledFor' } & Omit<DecisionCall, 'at'>)
);
