import type { Happened } from '../follow-on/events.ts';
import type { FollowOnFacts } from '../follow-on/state.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { AgencyActionOpening } from './opening.ts';

/** Why an agency could not act: 47 of 62 families did not engage (Stockton Cabinet, 16 March 2017). */
export const NOT_DONE_REASONS = [
  'DECLINED',
  'NO_CONTACT',
  'MOVED',
  'DISENGAGED',
  'SERVICE_CAPACITY',
  'NOT_APPROPRIATE',
] as const;
export type NotDoneReason = (typeof NOT_DONE_REASONS)[number];

/**
 * `NOT_DONE` goes back to the hub and is open until a manager has looked. `APPROPRIATE`, `INAPPROPRIATE` and
 * `NO_REPLY` are what a question about the agency's own referral ends in.
 */
export const AGENCY_ACTION_STAGES = [
  'ASKED',
  'ACCEPTED',
  'NOT_DONE',
  'DONE',
  'CLOSED_NOT_DONE',
  'RETURNED',
  'APPROPRIATE',
  'INAPPROPRIATE',
  'NO_REPLY',
  'SUPERSEDED',
  'WITHDRAWN',
] as const;
export type AgencyActionStage = (typeof AGENCY_ACTION_STAGES)[number];
export type AgencyActionEnd = Exclude<AgencyActionStage, 'ASKED' | 'ACCEPTED' | 'NOT_DONE'>;

export type AgencyAction = FollowOnFacts<'AGENCY_ACTION', AgencyActionStage> &
  Pick<AgencyActionOpening, 'purpose' | 'agency' | 'what' | 'decisionNo'> & {
    readonly acceptedAt?: Instant;
    readonly acceptedBy?: string;
    /** What the agency says it did, or why not. */
    readonly report?: {
      readonly done: boolean;
      readonly reportedAt: Instant;
      readonly reportedBy: string;
      readonly reason?: NotDoneReason;
      readonly note?: SealedText;
    };
    /** What a manager makes of an action that was not done. */
    readonly review?: { readonly rationale: SealedText; readonly reviewedBy: string };
  };

/** What may be asked of it. Each `type` is also the name of the workflow update. */
export type AgencyActionCommand =
  | { readonly type: 'acceptAction' }
  | {
      readonly type: 'reportAction';
      readonly done: boolean;
      /** Of an action that was not done. */
      readonly reason?: NotDoneReason;
      readonly note?: SealedText;
    }
  | {
      readonly type: 'reviewNotDone';
      /** To close with the gap on record, or to have the hub decide again. */
      readonly decision: 'CLOSE' | 'DECIDE_AGAIN';
      readonly rationale: SealedText;
    }
  | { readonly type: 'judgeReferral'; readonly appropriate: boolean; readonly note?: SealedText }
  | { readonly type: 'withdrawAction'; readonly rationale: SealedText };

export type AgencyActionEvent =
  | Happened<'AgencyActionOpened', { readonly opening: AgencyActionOpening & { readonly id: string } }>
  | Happened<'ActionAccepted', { readonly acceptedBy: string }>
  | Happened<
      'ActionReported',
      {
        readonly done: boolean;
        readonly reason?: NotDoneReason;
        readonly note?: SealedText;
        readonly reportedBy: string;
      }
    >
  | Happened<
      'NotDoneReviewed',
      {
        readonly decision: 'CLOSE' | 'DECIDE_AGAIN';
        readonly rationale: SealedText;
        readonly reviewedBy: string;
      }
    >
  | Happened<
      'ReferralJudged',
      { readonly appropriate: boolean; readonly note?: SealedText; readonly judgedBy: string }
    >
  | Happened<'ActionWithdrawn', { readonly rationale: SealedText; readonly withdrawnBy: string }>
  | Happened<'AgencyActionEnded', { readonly stage: AgencyActionEnd }>;
