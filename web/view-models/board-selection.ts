import type { Instant } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import { RAGS, STAGES } from '../../domain/vocabulary.ts';
import type { OpenClock, OpenReferral } from '../queries/open-referrals.ts';
import type { BoardFilter, SortKey } from './board-filter.ts';
import { mostUrgent, unitOf, type Urgency, urgencyReader } from './urgency.ts';

export const PAGE_SIZE = 25;

/** An open referral with how it stands now. Without a running clock it is on time. */
export type BoardEntry = {
  readonly referral: OpenReferral;
  readonly urgency: Urgency;
  /** The clock due first. */
  readonly next: OpenClock | undefined;
};

export type BoardSelection = {
  /** The entries of one page, in order. */
  readonly entries: readonly BoardEntry[];
  /** How many open referrals stand how, before filtering. */
  readonly counts: Readonly<Record<Urgency, number>>;
  readonly open: number;
  /** How many the filter leaves, on all pages. */
  readonly matching: number;
  /** The page shown, from 1; the last one when the one asked for lies beyond it. */
  readonly page: number;
  readonly pages: number;
};

/** What one page of the board shows of all open referrals. */
export function selectPage(
  open: readonly OpenReferral[],
  filter: BoardFilter,
  { now, rules }: { readonly now: Instant; readonly rules: HubRules },
): BoardSelection {
  const entries = assess(open, now, rules);
  const matching = entries.filter((entry) => matches(entry, filter)).sort(comparing(filter));
  const pages = Math.max(1, Math.ceil(matching.length / PAGE_SIZE));
  const page = Math.min(filter.page, pages);
  const count = (urgency: Urgency) => entries.filter((entry) => entry.urgency === urgency).length;
  return {
    entries: matching.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    counts: { LATE: count('LATE'), SOON: count('SOON'), ON_TIME: count('ON_TIME') },
    open: entries.length,
    matching: matching.length,
    page,
    pages,
  };
}

function assess(open: readonly OpenReferral[], now: Instant, rules: HubRules): BoardEntry[] {
  const urgencyOf = urgencyReader(now, rules);
  return open.map((referral) => {
    const urgencies = referral.clocks.map(({ kind, startedAt, dueAt }) =>
      urgencyOf({ startedAt, dueAt, unit: unitOf(kind, referral.rag ?? undefined, rules) }),
    );
    return { referral, urgency: mostUrgent(urgencies), next: referral.clocks[0] };
  });
}

function matches({ referral, urgency }: BoardEntry, filter: BoardFilter): boolean {
  return (
    (filter.urgency === undefined || filter.urgency === urgency) &&
    (filter.stage === undefined || filter.stage === referral.stage) &&
    (filter.rag === undefined || filter.rag === (referral.rag ?? 'NONE')) &&
    (filter.authority === undefined || filter.authority === referral.localAuthority)
  );
}

/** No clock running sorts after every due instant. */
const NEVER = '9999';

const SORTED_BY: Readonly<Record<SortKey, (entry: BoardEntry) => string>> = {
  due: ({ next }) => next?.dueAt ?? NEVER,
  child: ({ referral }) => referral.childName.toLocaleLowerCase('en-GB'),
  rag: ({ referral }) => String(referral.rag === null ? RAGS.length : RAGS.indexOf(referral.rag)),
  stage: ({ referral }) => String(STAGES.indexOf(referral.stage)).padStart(2, '0'),
  received: ({ referral }) => referral.receivedAt,
  authority: ({ referral }) => referral.localAuthority,
};

/**
 * By the filter's column, then by due instant, then by reference. Hub hours only ever add up, so the order of due
 * instants is the order of working time left.
 */
function comparing({ sort, order }: BoardFilter): (a: BoardEntry, b: BoardEntry) => number {
  const direction = order === 'asc' ? 1 : -1;
  return (a, b) =>
    direction * compare(SORTED_BY[sort](a), SORTED_BY[sort](b)) ||
    compare(SORTED_BY.due(a), SORTED_BY.due(b)) ||
    compare(a.referral.referralRef, b.referral.referralRef);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
