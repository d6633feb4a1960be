import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';

/** Who may read a restricted record, by name: the record of a child of staff, of somebody in the public eye, of a refuge. */
export type Restriction = {
  /** User ids; a manager who sets the list is always on it. */
  readonly readers: readonly string[];
  readonly reason: SealedText;
  readonly since: Instant;
  readonly setBy: string;
};

/** What a review makes of somebody who opened the record without being on the list. */
export const BREAK_GLASS_FINDINGS = ['JUSTIFIED', 'NOT_JUSTIFIED'] as const;
export type BreakGlassFinding = (typeof BREAK_GLASS_FINDINGS)[number];

/** One time somebody opened the record in an emergency. */
export type BreakGlass = {
  /** 1 for the first of a referral. */
  readonly no: number;
  readonly brokenAt: Instant;
  readonly brokenBy: string;
  readonly reason: SealedText;
  /** Id of the clock of its review; absent under rules without one. */
  readonly clock?: string;
  readonly finding?: BreakGlassFinding;
  readonly note?: SealedText;
  readonly reviewedAt?: Instant;
  readonly reviewedBy?: string;
};

export type RestrictionCommand =
  | { readonly type: 'restrictRecord'; readonly reason: SealedText; readonly readers: readonly string[] }
  | { readonly type: 'changeReaders'; readonly reason: SealedText; readonly readers: readonly string[] }
  | { readonly type: 'liftRestriction'; readonly reason: SealedText }
  | { readonly type: 'breakGlass'; readonly reason: SealedText }
  | {
      readonly type: 'reviewBreakGlass';
      /** Number of what is reviewed. */
      readonly no: number;
      readonly finding: BreakGlassFinding;
      readonly note: SealedText;
    };

export type RestrictionEvent = { readonly occurredAt: Instant } & (
  | {
      readonly type: 'RecordRestricted';
      readonly readers: readonly string[];
      readonly reason: SealedText;
      readonly restrictedBy: string;
    }
  | {
      readonly type: 'ReadersChanged';
      readonly readers: readonly string[];
      readonly reason: SealedText;
      readonly changedBy: string;
    }
  | { readonly type: 'RestrictionLifted'; readonly reason: SealedText; readonly liftedBy: string }
  | {
      readonly type: 'GlassBroken';
      readonly reason: SealedText;
      readonly brokenBy: string;
      readonly clock?: string;
    }
  | {
      readonly type: 'BreakGlassReviewed';
      readonly no: number;
      readonly finding: BreakGlassFinding;
      readonly note: SealedText;
      readonly reviewedBy: string;
    }
);

type WithRestriction = {
  readonly restriction?: Restriction;
  readonly brokenGlass?: readonly BreakGlass[];
};

/** Times the record was opened that nobody has reviewed. */
export function openBreakGlass({ brokenGlass = [] }: WithRestriction): readonly BreakGlass[] {
  return brokenGlass.filter(({ finding }) => finding === undefined);
}

/**
 * User ids that may read the record: those on the list, and those who broke the glass since it was set and were not
 * found wrong to. Undefined where the record is not restricted to anybody.
 */
export function readersOf({ restriction, brokenGlass = [] }: WithRestriction): readonly string[] | undefined {
  if (restriction === undefined) return undefined;
  const opened = brokenGlass
    .filter(({ brokenAt, finding }) => brokenAt >= restriction.since && finding !== 'NOT_JUSTIFIED')
    .map(({ brokenBy }) => brokenBy);
  return [...new Set([...restriction.readers, ...opened])];
}

/** Whether a restriction keeps the record from somebody; auditors read every record. */
export function isWithheld(referral: WithRestriction, { userId, role }: Actor): boolean {
  const readers = readersOf(referral);
  return readers !== undefined && role !== 'AUDITOR' && !readers.includes(userId);
}
