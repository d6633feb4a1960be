import type { Instant, LocalDate } from '../instant.ts';
import { addDays } from '../local-time.ts';
import type { RepeatRules } from '../policy.ts';
import type { Outcome, Rag, Stage } from '../vocabulary.ts';

/** Whether a person has said that an earlier referral is about the same child, or only the records say so. */
export const CERTAINTIES = ['CONFIRMED', 'LIKELY'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** A referral that was received before, and what became of it. */
export type EarlierReferral = {
  readonly referralRef: string;
  readonly contactRef: string;
  readonly personId: string;
  readonly certainty: Certainty;
  readonly receivedAt: Instant;
  readonly stage: Stage;
  readonly rag?: Rag;
  readonly outcome?: Outcome;
  readonly decidedAt?: Instant;
};

/** What earlier contacts mean for a referral. */
export type History = {
  /** Newest first. */
  readonly earlier: readonly EarlierReferral[];
  /** Present when the one before came within the policy's months; `last` is that one. */
  readonly reReferral?: { readonly certainty: Certainty; readonly last: string };
  /** Referrals within those months, this one among them, and whether they call for a threshold review meeting. */
  readonly recent: {
    readonly referrals: number;
    readonly certainty: Certainty;
    readonly needsReview: boolean;
  };
  /** Low-level contacts within those months, and whether together they may reach the threshold. */
  readonly lowLevel: {
    readonly contacts: number;
    readonly certainty: Certainty;
    readonly mayReachThreshold: boolean;
  };
};

/** The referral itself, as far as its history hangs on it. */
export type Present = Pick<
  EarlierReferral,
  'referralRef' | 'contactRef' | 'receivedAt' | 'rag' | 'outcome' | 'stage'
>;

/**
 * The history of a referral. `since` is the beginning of the policy's months before its receipt, see
 * {@link monthsBefore}. Rules without repeats, of hubs from before, flag nothing.
 */
export function historyOf(
  present: Present,
  known: readonly EarlierReferral[],
  since: Instant,
  repeats: RepeatRules | undefined,
): History {
  const earlier = known
    .filter((one) => one.receivedAt < present.receivedAt && one.contactRef !== present.contactRef)
    .toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  const recent = earlier.filter((one) => one.receivedAt >= since && isReferral(one));
  const lowLevel = earlier.filter((one) => one.receivedAt >= since && isLowLevel(one));
  const contacts = new Set(
    [...lowLevel, ...(isLowLevel(present) ? [present] : [])].map((one) => one.contactRef),
  );
  const last = recent.find(({ certainty }) => certainty === 'CONFIRMED') ?? recent[0];
  const count = recent.length + 1;
  return {
    earlier,
    ...(repeats !== undefined &&
      last !== undefined && { reReferral: { certainty: last.certainty, last: last.referralRef } }),
    recent: {
      referrals: count,
      certainty: certaintyOf(recent),
      needsReview: repeats !== undefined && count >= repeats.thresholdReviewAt,
    },
    lowLevel: {
      contacts: contacts.size,
      certainty: certaintyOf(lowLevel),
      mayReachThreshold: repeats !== undefined && contacts.size >= repeats.lowLevelContacts,
    },
  };
}

/** A duplicate tells of the same incident again, and what goes to an open case is no new referral. */
function isReferral({ stage }: Pick<EarlierReferral, 'stage'>): boolean {
  return stage !== 'DUPLICATE' && stage !== 'LINKED_TO_OPEN_CASE';
}

/** Rated Green or below, or decided without a service of the hub. */
function isLowLevel({ rag, outcome, stage }: Pick<EarlierReferral, 'rag' | 'outcome' | 'stage'>): boolean {
  if (!isReferral({ stage })) return false;
  return outcome === undefined
    ? rag === 'GREEN' || rag === 'BLUE'
    : outcome === 'NFA' || outcome === 'ADVICE_SIGNPOST';
}

function certaintyOf(found: readonly EarlierReferral[]): Certainty {
  return found.every(({ certainty }) => certainty === 'CONFIRMED') ? 'CONFIRMED' : 'LIKELY';
}

/**
 * The same day so many calendar months before; the last day of a shorter month. 12 months before 29 February 2028 is
 * 28 February 2027.
 */
export function monthsBefore(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const count = year * 12 + (month - 1) - months;
  const first = monthStart(count);
  const lastDay = Number(addDays(monthStart(count + 1), -1).slice(8));
  return addDays(first, Math.min(day, lastDay) - 1);
}

function monthStart(count: number): LocalDate {
  const year = String(Math.floor(count / 12)).padStart(4, '0');
  return `${year}-${String((count % 12) + 1).padStart(2, '0')}-01` as LocalDate;
}
