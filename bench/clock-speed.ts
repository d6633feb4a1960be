import { explainDue } from '../domain/explanation.ts';
import { addMs, HOUR_MS, type Instant, instantFromMs, MINUTE_MS, msFromInstant } from '../domain/instant.ts';
import { dueAt } from '../domain/limits.ts';
import { instantAt, localTimeOf } from '../domain/local-time.ts';
import type { HubRules, Limit } from '../domain/policy.ts';
import { limitWords } from '../domain/words.ts';
import { calendarSlice, defaultRules } from '../policy/editions.ts';
import { luxonDueMs } from './luxon-walk.ts';
import type { Row } from './report.ts';
import { median } from './statistics.ts';

/** Microseconds. */
const AIMS = { due: 20, explain: 1000 };

const LIMITS: readonly Limit[] = [
  { amount: 1, unit: 'WD' },
  { amount: 45, unit: 'WD' },
  { amount: 4, unit: 'WH' },
  { amount: 72, unit: 'WH' },
];

const ROUNDS = 15;
const RECEIPTS = 100;
/** Prime to the hours of a week, so that receipts fall on every hour of every weekday. */
const HOURS_APART = 89;

/**
 * What it costs to compute and to explain a due instant, over receipts at every hour of the week, beside walking days
 * with luxon. Each figure is the median of a thousand calls or more; the ways of computing take turns.
 */
export function clockSpeed(): Row[] {
  const rules = defaultRules();
  const receipts = receiptsOf(rules);
  const slices = receipts.map((receipt): HubRules => {
    const { date } = localTimeOf(receipt, rules.calendar);
    return { ...rules, calendar: calendarSlice(rules.calendar, date) };
  });
  const holidays = new Set<string>(rules.calendar.bankHolidays.map(({ date }) => date));
  return LIMITS.flatMap((limit) => {
    const byLuxon = (receipt: Instant) => luxonDueMs(receipt, limit, rules, holidays);
    for (const receipt of receipts) assertSame(receipt, dueAt(receipt, limit, rules), byLuxon(receipt));
    const cost = mediansOf(receipts, {
      due: (receipt) => dueAt(receipt, limit, rules),
      dueOnSlice: (receipt, index) => dueAt(receipt, limit, slices[index] ?? rules),
      explain: (receipt) => explainDue(receipt, limit, rules),
      luxon: byLuxon,
    });
    return rowsOf(limitWords(limit), cost);
  });
}

type Way = (receipt: Instant, index: number) => unknown;
const WAYS = ['due', 'dueOnSlice', 'explain', 'luxon'] as const;
type Costs = Readonly<Record<(typeof WAYS)[number], number>>;

function rowsOf(limit: string, { due, dueOnSlice, explain, luxon }: Costs): Row[] {
  const row = (measure: string, value: number, aim: number): Row => ({
    measure: `${limit}, ${measure}`,
    hub: micros(value),
    beside: `luxon day by day ${micros(luxon)}`,
    ratio: `${(value / luxon).toFixed(3)}×`,
    aim: `under ${aim} µs`,
    isMet: value < aim,
  });
  return [
    row('due under all years of the calendar', due, AIMS.due),
    row('due under the slice of a case', dueOnSlice, AIMS.due),
    row('explained', explain, AIMS.explain),
  ];
}

function receiptsOf({ calendar }: HubRules): Instant[] {
  const first = instantAt(calendar.firstDay, 0, calendar);
  return Array.from({ length: RECEIPTS }, (_, index) =>
    addMs(first, index * (HOURS_APART * HOUR_MS + 7 * MINUTE_MS)),
  );
}

/** A peer that computes something else would be no peer. */
function assertSame(receipt: Instant, hub: Instant, luxonMs: number): void {
  if (msFromInstant(hub) !== luxonMs) {
    throw new Error(`Received ${receipt}: due ${hub} here, ${instantFromMs(luxonMs)} by luxon`);
  }
}

function mediansOf(receipts: readonly Instant[], ways: Readonly<Record<keyof Costs, Way>>): Costs {
  const taken = { due: [], dueOnSlice: [], explain: [], luxon: [] } as Record<keyof Costs, number[]>;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of WAYS) {
      // Call by call: when others take the processor away, a batch is slow, but few calls of it are.
      for (const [index, receipt] of receipts.entries()) {
        const beganMs = performance.now();
        ways[name](receipt, index);
        taken[name].push((performance.now() - beganMs) * 1000);
      }
    }
  }
  return {
    due: median(taken.due),
    dueOnSlice: median(taken.dueOnSlice),
    explain: median(taken.explain),
    luxon: median(taken.luxon),
  };
}

function micros(value: number): string {
  return `${value.toFixed(1)} µs`;
}
