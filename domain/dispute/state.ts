import type { Happened } from '../follow-on/events.ts';
import type { FollowOnFacts } from '../follow-on/state.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DisputeLane, DisputeOpening, Objector } from './opening.ts';

/** What whoever decides a dispute may find. `MOOT`: there is nothing left to decide. */
export const DISPUTE_FINDINGS = ['UPHELD', 'PARTLY', 'NOT_UPHELD', 'MOOT'] as const;
export type DisputeFinding = (typeof DISPUTE_FINDINGS)[number];

/** What a dispute ends in; `WITHDRAWN` once everybody who objected has let go of it. */
export const DISPUTE_OUTCOMES = ['UPHELD', 'PARTLY', 'NOT_UPHELD', 'WITHDRAWN', 'MOOT'] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];

/** `OPEN` at whatever level of the policy's ladder. */
export const DISPUTE_STAGES = ['OPEN', ...DISPUTE_OUTCOMES] as const;
export type DisputeStage = (typeof DISPUTE_STAGES)[number];

/** How a dispute came to a level: by a person's word, or because the level below let its time pass. */
export const LEVEL_CAUSES = ['OPENED', 'RAISED', 'RAISED_AT_BREACH'] as const;
export type LevelCause = (typeof LEVEL_CAUSES)[number];

/** In what capacity somebody took part in settling a dispute. */
export const PARTICIPANT_ROLES = [
  'PRACTITIONER',
  'TEAM_MANAGER',
  'LINE_MANAGER',
  'SAFEGUARDING_LEAD',
  'SERVICE_MANAGER',
  'HEAD_OF_SERVICE',
  'DESIGNATED_PROFESSIONAL',
  'SUPERINTENDENT',
  'PARTNERSHIP_CHAIR',
  'SCRUTINEER',
  'SAFEGUARDING_PARTNER',
  'OTHER',
] as const;
export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number];

export type Participant = { readonly agency: string; readonly role: ParticipantRole };

/** A level of the ladder as the policy had it when the dispute came there. */
export type LevelTerms = {
  /** 1 for the lowest. */
  readonly level: number;
  /** In the policy's words. */
  readonly who: string;
  /** Nobody is above it. */
  readonly isLast: boolean;
  readonly tellsPartnership: boolean;
};

/** What one side says at a level. */
export type Position = Objector & { readonly position: SealedText; readonly at: Instant };

export type DisputeLevel = LevelTerms & {
  readonly how: LevelCause;
  readonly from: Instant;
  readonly until?: Instant;
  /** Of a level that a person raised it to. */
  readonly raisedBy?: string;
  readonly reason?: SealedText;
  readonly positions: readonly Position[];
};

/** One who objects. Whoever objects again, or takes part once more after withdrawing, is still one. */
export type ObjectorOfDispute = Objector & {
  readonly joinedAt: Instant;
  readonly objections: readonly {
    readonly at: Instant;
    readonly reason: SealedText;
    readonly outcomeSought?: SealedText;
  }[];
  readonly withdrawal?: { readonly at: Instant; readonly reason: SealedText };
};

/**
 * What keeps the child safe while the dispute is open. What an objector adds holds beside the rest, so that joining
 * never makes a child less safe; a manager may put one position in place of all, by name and on record.
 */
export type InterimPosition = {
  readonly words: SealedText;
  readonly by: string;
  readonly at: Instant;
  /** Absent while it holds. */
  readonly until?: Instant;
};

export type Dispute = FollowOnFacts<'DISPUTE', DisputeStage> &
  Pick<DisputeOpening, 'about' | 'subject' | 'lane' | 'decisionNo' | 'decidedBy'> & {
    readonly level: number;
    /** Every level reached, in order; the last is the one it is at, or ended at. */
    readonly levels: readonly [DisputeLevel, ...DisputeLevel[]];
    readonly objectors: readonly [ObjectorOfDispute, ...ObjectorOfDispute[]];
    readonly interim: readonly InterimPosition[];
    /** A later decision made meanwhile; it may leave nothing to dispute, which a person says. */
    readonly supersededBy?: {
      readonly decisionNo: number;
      readonly at: Instant;
      readonly followedBy?: string;
    };
    readonly resolution?: {
      readonly outcome: DisputeFinding;
      readonly rationale: SealedText;
      readonly people: readonly Participant[];
      readonly level: number;
      readonly resolvedBy: string;
    };
  };

/** What may be asked of it. Each `type` is also the name of the workflow update. */
export type DisputeCommand =
  | { readonly type: 'joinDispute'; readonly reason: SealedText; readonly interimSafety?: SealedText }
  | { readonly type: 'respondToDispute'; readonly position: SealedText }
  | { readonly type: 'raiseDispute'; readonly reason: SealedText }
  | { readonly type: 'makeChildSafety'; readonly reason: SealedText }
  | { readonly type: 'changeInterim'; readonly interimSafety: SealedText }
  | {
      readonly type: 'resolveDispute';
      readonly outcome: DisputeFinding;
      readonly rationale: SealedText;
      /** Who took part; at least one. */
      readonly people: readonly Participant[];
    }
  | { readonly type: 'withdrawDispute'; readonly reason: SealedText };

export type DisputeEvent =
  | Happened<
      'DisputeOpened',
      { readonly opening: DisputeOpening & { readonly id: string }; readonly level: LevelTerms }
    >
  | Happened<
      'DisputeJoined',
      {
        readonly objector: Objector;
        readonly reason: SealedText;
        readonly outcomeSought?: SealedText;
        readonly interimSafety?: SealedText;
      }
    >
  | Happened<'DisputeAnswered', { readonly position: SealedText; readonly answeredBy: Objector }>
  | Happened<
      'DisputeRaised',
      {
        readonly level: LevelTerms;
        readonly how: Exclude<LevelCause, 'OPENED'>;
        readonly raisedBy?: string;
        readonly reason?: SealedText;
      }
    >
  | Happened<
      'DisputeLaneChanged',
      { readonly lane: DisputeLane; readonly reason: SealedText; readonly changedBy: string }
    >
  | Happened<'DisputeInterimChanged', { readonly interimSafety: SealedText; readonly changedBy: string }>
  | Happened<
      'DisputeResolved',
      {
        readonly outcome: DisputeFinding;
        readonly rationale: SealedText;
        readonly people: readonly Participant[];
        readonly level: number;
        readonly resolvedBy: string;
      }
    >
  | Happened<'DisputeObjectorWithdrew', { readonly userId: string; readonly reason: SealedText }>
  | Happened<'DisputedDecisionSuperseded', { readonly decisionNo: number; readonly followedBy?: string }>
  | Happened<'DisputeEnded', { readonly stage: DisputeOutcome }>;

/** The level a dispute is at, or ended at. */
export function levelNow({ levels }: Pick<Dispute, 'levels'>): DisputeLevel {
  return levels.at(-1) ?? levels[0];
}
