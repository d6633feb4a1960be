import type { CalendarEdition } from './calendar-edition.ts';
import type { Instant } from './instant.ts';
import { localTimeOf } from './local-time.ts';
import { dueWords, timeWords } from './words.ts';

/** What a row of the table about a clock tells. */
export const CLOCK_ROW_KINDS = [
  'STARTED',
  'COUNTED',
  'SKIPPED',
  'PAUSED',
  'REARMED',
  'DUE',
  'WARNED',
  'LATE',
  'STOPPED',
  'MARGIN',
] as const;
export type ClockRowKind = (typeof CLOCK_ROW_KINDS)[number];

/** What each row is called on every screen and on the command line. */
export const CLOCK_ROW_NAMES: Readonly<Record<ClockRowKind, string>> = {
  STARTED: 'Started',
  COUNTED: 'Counted',
  SKIPPED: 'Not counted',
  PAUSED: 'Paused',
  REARMED: 'Re-armed',
  DUE: 'Due',
  WARNED: 'Warned',
  LATE: 'Late',
  STOPPED: 'Stopped',
  MARGIN: 'Margin',
};

/** One row of the table about a clock. */
export type ClockRow = {
  readonly what: ClockRowKind;
  readonly from?: Instant;
  /** Absent for what happened at one instant, and for a pause that lasts. */
  readonly to?: Instant;
  /** `from` and `to` on the hub's wall clock. */
  readonly when?: string;
  readonly words: string;
};

/** When something happened, for a row. */
export function moment(at: Instant, calendar: CalendarEdition): Pick<ClockRow, 'from' | 'when'> {
  return { from: at, when: dueWords(at, calendar) };
}

/** `Tue 7 Apr 2026 09:00 to 16:50`; both dates where they differ. */
export function whenWords(from: Instant, to: Instant, calendar: CalendarEdition): string {
  const isSameDay = localTimeOf(from, calendar).date === localTimeOf(to, calendar).date;
  return `${dueWords(from, calendar)} to ${isSameDay ? timeWords(to, calendar) : dueWords(to, calendar)}`;
}

/** Parts of speech as sentences, each with its capital and its full stop. */
export function inSentences(...parts: readonly string[]): string {
  return parts
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}${part.endsWith('.') ? '' : '.'}`)
    .join(' ');
}
