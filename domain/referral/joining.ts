import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Decision } from './state.ts';

/**
 * That this referral, from another source, tells of the same incident as one that was received before. It keeps its
 * own acknowledgement and feedback; the decision is made once, on the earlier one.
 */
export type Joined = {
  readonly to: string;
  /** 1 for the first time. */
  readonly no: number;
  readonly joinedAt: Instant;
  readonly joinedBy: string;
  /** When the other referral had it on record. */
  readonly admittedAt?: Instant;
};

/** Another source's referral that waits for this one's decision. */
export type Contributor = {
  readonly referralRef: string;
  /** Number of the last decision it was told. */
  readonly toldNo?: number;
  /** When it was told that there will be no decision to wait for. */
  readonly releasedAt?: Instant;
};

export type JoiningCommand =
  | {
      readonly type: 'joinReferral';
      /** Reference of the referral received before. */
      readonly to: string;
      readonly reason: SealedText;
    }
  | { readonly type: 'leaveReferral'; readonly reason: SealedText }
  | { readonly type: 'admitContributor'; readonly referralRef: string }
  | { readonly type: 'noteJoinedDecision'; readonly from: string; readonly decision: Decision }
  | { readonly type: 'noteJoinedEnd'; readonly from: string };

export type JoiningEvent = { readonly occurredAt: Instant } & (
  | {
      readonly type: 'ReferralJoined';
      readonly to: string;
      readonly reason: SealedText;
      readonly joinedBy: string;
    }
  | { readonly type: 'ReferralLeft'; readonly reason: SealedText; readonly leftBy: string }
  | { readonly type: 'JoinAdmitted'; readonly to: string }
  /** The other referral could not take it in, or ended without a decision: this one goes on by itself. */
  | { readonly type: 'JoinEnded'; readonly from: string }
  | { readonly type: 'ContributorAdmitted'; readonly referralRef: string }
  | { readonly type: 'ContributorTold'; readonly referralRef: string; readonly decisionNo?: number }
);
