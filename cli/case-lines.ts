import type { LedgerRow } from '../db/streams.ts';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { ClockExplanation } from '../domain/clock-explanation.ts';
import { CLOCK_ROW_NAMES } from '../domain/clock-row.ts';
import { dueWords } from '../domain/words.ts';

type Named = readonly [name: string, value: string | undefined];

/** Facts beside their names; what is not known is left out. */
export function namedLines(facts: readonly Named[]): string[] {
  const known = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const width = Math.max(9, ...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)} ${value}`);
}

/** A clock in one sentence and one table, as on the board and in the API. */
export function clockLines({ sentence, rows }: ClockExplanation): string[] {
  const width = Math.max(...rows.map(({ when = '' }) => when.length));
  return [
    sentence,
    ...rows.map(({ what, when = '', words }) =>
      ['', CLOCK_ROW_NAMES[what].padEnd(NAME_WIDTH), when.padEnd(width), words].join('  '),
    ),
  ];
}

const NAME_WIDTH = Math.max(...Object.values(CLOCK_ROW_NAMES).map(({ length }) => length));

/** One row of the ledger in a line: when it happened, what, by whom; and when the hub knew, if that was later. */
export function rowLine(row: LedgerRow, said: string, calendar: CalendarEdition): string {
  const happened = dueWords(row.event.occurredAt, calendar);
  const known = dueWords(row.recordedAt, calendar);
  return [
    `  ${String(row.seq).padStart(3)}  ${happened}  ${said}`,
    row.actor.role === 'SYSTEM' ? '' : `, by ${row.actor.role} ${row.actor.userId}`,
    known === happened ? '' : ` (known ${known})`,
  ].join('');
}

/** `ClockStarted` as `Clock started`. */
export function typeWords(type: string): string {
  return type.replaceAll(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
