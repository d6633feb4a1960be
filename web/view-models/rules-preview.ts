import { z } from 'zod';
import { followOnPath } from '../../api/follow-ons/resources.ts';
import type { RulesPreview } from '../../api/rules-outlook.ts';
import type { ClockMove } from '../../db/rules-preview.ts';
import { kindNamedBy } from '../../domain/follow-on/stream.ts';
import { HOUR_MS } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import { type Shift, shiftOf, shiftWords } from '../../domain/rulebook/shift.ts';
import { CLOCK_KINDS, CLOCK_NAMES } from '../../domain/vocabulary.ts';
import { dueWords } from '../../domain/words.ts';

const SORT_KEYS = ['referral', 'clock', 'from', 'to', 'shift'] as const;
type SortKey = (typeof SORT_KEYS)[number];

/** The query string of a preview. What is odd in it is left out, never refused. */
export const previewOrderSchema = z.object({
  sort: z.enum(SORT_KEYS).catch('from'),
  order: z.enum(['asc', 'desc']).catch('asc'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type PreviewOrder = z.infer<typeof previewOrderSchema>;

const PAGE_SIZE = 50;

/** What a proposal would move: counts, how far, and one page of the clocks in the order asked for. */
export function previewView(
  { asOf, cases, moves, unknown }: RulesPreview,
  { address, order }: { readonly address: string; readonly order: PreviewOrder },
  rules: HubRules,
) {
  const shifted = moves.map((move) => ({ move, shift: shiftOf(move, rules) })).sort(comparing(order));
  const pages = Math.max(1, Math.ceil(shifted.length / PAGE_SIZE));
  const page = Math.min(order.page, pages);
  const at = (change: Partial<PreviewOrder>) => previewAddress(address, { ...order, page: 1, ...change });
  return {
    asOf: dueWords(asOf, rules.calendar),
    cases,
    movedCases: new Set(moves.map(nameOf)).size,
    moved: moves.length,
    counts: countsOf(shifted),
    spread: spreadOf(shifted),
    columns: COLUMNS.map(({ key, words }) => {
      const isSorted = order.sort === key;
      return {
        words,
        address: at({ sort: key, order: isSorted && order.order === 'asc' ? 'desc' : 'asc' }),
        sorted: isSorted ? (order.order === 'asc' ? 'ascending' : 'descending') : undefined,
      };
    }),
    rows: shifted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((one) => rowView(one, rules)),
    paging:
      pages === 1
        ? undefined
        : {
            page,
            pages,
            previous: page > 1 ? at({ page: page - 1 }) : undefined,
            next: page < pages ? at({ page: page + 1 }) : undefined,
          },
    unknown,
  };
}

type Shifted = { readonly move: ClockMove; readonly shift: Shift };

const COLUMNS: readonly { readonly key: SortKey; readonly words: string }[] = [
  { key: 'referral', words: 'Case' },
  { key: 'clock', words: 'Clock' },
  { key: 'from', words: 'Due now' },
  { key: 'to', words: 'Would be due' },
  { key: 'shift', words: 'By how much' },
];

function previewAddress(address: string, { sort, order, page }: PreviewOrder): string {
  return `${address}?${new URLSearchParams({ sort, order, page: String(page) }).toString()}#moves`;
}

const SORTED_BY: Readonly<Record<SortKey, (one: Shifted) => string | number>> = {
  referral: ({ move }) => nameOf(move),
  clock: ({ move }) => CLOCK_NAMES[move.kind],
  from: ({ move }) => move.dueAt,
  to: ({ move }) => move.wouldBeDueAt,
  shift: ({ shift }) => (shift.direction === 'LATER' ? shift.elapsedMs : -shift.elapsedMs),
};

/** By the column asked for, then by referral and clock. */
function comparing({ sort, order }: PreviewOrder): (a: Shifted, b: Shifted) => number {
  const direction = order === 'asc' ? 1 : -1;
  return (a, b) =>
    direction * compare(SORTED_BY[sort](a), SORTED_BY[sort](b)) ||
    compare(nameOf(a.move), nameOf(b.move)) ||
    compare(a.move.clock, b.move.clock);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : Number(a > b);
}

function rowView({ move, shift }: Shifted, { calendar }: HubRules) {
  return {
    reference: nameOf(move),
    address: addressOf(move),
    clock: CLOCK_NAMES[move.kind],
    from: { words: dueWords(move.dueAt, calendar), instant: move.dueAt },
    to: { words: dueWords(move.wouldBeDueAt, calendar), instant: move.wouldBeDueAt },
    shift: shiftWords(shift),
  };
}

/** The case that moves: a referral by its reference, one that follows a decision by its id. */
function nameOf({ referralRef, caseId }: ClockMove): string {
  return caseId ?? referralRef;
}

function addressOf({ referralRef, caseId }: ClockMove): string {
  const kind = caseId === undefined ? undefined : kindNamedBy(caseId);
  return kind === undefined || caseId === undefined
    ? `/referrals/${referralRef}`
    : followOnPath(kind, caseId);
}

function countsOf(shifted: readonly Shifted[]) {
  return CLOCK_KINDS.flatMap((kind) => {
    const ofKind = shifted.filter(({ move }) => move.kind === kind);
    const later = ofKind.filter(({ shift }) => shift.direction === 'LATER').length;
    if (ofKind.length === 0) return [];
    return [{ clock: CLOCK_NAMES[kind], later, earlier: ofKind.length - later }];
  });
}

/** Bounds of the bars in working hours; a hub day has about eight. */
const BOUNDS = [1, 4, 8, 16, 40] as const;

/** How many clocks move how far, as bars; nothing when one bar would hold them all. */
function spreadOf(shifted: readonly Shifted[]) {
  const bars = [...barsOf(shifted, 'EARLIER').toReversed(), ...barsOf(shifted, 'LATER')].filter(
    ({ count }) => count > 0,
  );
  const most = Math.max(...bars.map(({ count }) => count));
  return bars.length < 2
    ? []
    : bars.map((bar) => ({ ...bar, percent: Math.round((100 * bar.count) / most) }));
}

function barsOf(shifted: readonly Shifted[], direction: Shift['direction']) {
  const hours = shifted
    .filter(({ shift }) => shift.direction === direction)
    .map(({ shift }) => shift.workingMs / HOUR_MS);
  return [0, ...BOUNDS].map((from, index) => {
    const to = BOUNDS[index];
    const words =
      to === undefined
        ? `${from} working hours or more`
        : from === 0
          ? 'less than 1 working hour'
          : `${from} to under ${to} working hours`;
    const count = hours.filter((it) => it >= from && (to === undefined || it < to)).length;
    return { words: `${words} ${direction.toLowerCase()}`, count };
  });
}
