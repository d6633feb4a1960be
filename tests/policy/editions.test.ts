import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { LocalDate } from '../../domain/instant.ts';
import { calendarSlice, defaultRules, EditionError, loadCalendar } from '../../policy/editions.ts';

const { calendar } = defaultRules();
const day = (text: string) => text as LocalDate;
const folder = mkdtempSync(join(tmpdir(), 'front-door-editions-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(document: unknown): string {
  const file = join(folder, 'edition.json');
  writeFileSync(file, JSON.stringify(document));
  return file;
}

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof EditionError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

describe('loadCalendar names field, rule and value', () => {
  test.each([
    [
      'a holiday outside the span',
      { firstDay: '2024-02-01' },
      'bankHolidays.0.date: must be from 2024-02-01 to 2040-12-31, not "2024-01-01"',
    ],
    [
      'holidays out of order',
      { bankHolidays: calendar.bankHolidays.toReversed() },
      'bankHolidays.1.date: must be later than 2040-12-26 before it, not "2040-12-25"',
    ],
    [
      'a span that ends before it begins',
      { lastDay: '2023-01-01' },
      'lastDay: must not be before firstDay 2024-01-01, not "2023-01-01"',
    ],
    [
      'no offset in force on the first day',
      { offsetChanges: calendar.offsetChanges.slice(1) },
      'offsetChanges.0.from: must be in force when 2024-01-01 begins, not "2024-03-31T01:00:00.000Z"',
    ],
    [
      'offsets out of order',
      { offsetChanges: calendar.offsetChanges.toReversed() },
      'offsetChanges.1.from: must be later than 2040-10-28T01:00:00.000Z before it',
    ],
    [
      'an instant without milliseconds',
      { offsetChanges: [{ from: '2024-01-01T00:00:00Z', offsetMinutes: 0 }] },
      'offsetChanges.0.from: must be a UTC instant',
    ],
  ])('%s', (_case, change, message) => {
    const problems = problemsOf(() => loadCalendar(fileOf({ ...calendar, ...change })));
    expect(problems.join('; ')).toContain(message);
  });
});

describe('calendarSlice', () => {
  test('keeps the edition’s name, the days asked for and the offset in force at the start', () => {
    const slice = calendarSlice(calendar, day('2026-11-22'), 40);
    expect(slice).toEqual({
      edition: 'england-and-wales-2024-2040',
      firstDay: '2026-11-22',
      lastDay: '2026-12-31',
      bankHolidays: [
        { date: '2026-12-25', title: 'Christmas Day' },
        { date: '2026-12-28', title: 'Boxing Day (substitute day)' },
      ],
      offsetChanges: [{ from: '2026-10-25T01:00:00.000Z', offsetMinutes: 0 }],
    });
  });

  test('a whole case’s slice is small and is itself a valid edition', () => {
    const slice = calendarSlice(calendar, day('2026-07-01'));
    expect(slice.lastDay).toBe('2027-08-04');
    expect(JSON.stringify(slice).length).toBeLessThan(1024);
    expect(loadCalendar(fileOf(slice))).toEqual(slice);
  });

  test('ends where the edition ends, and does not begin before it', () => {
    expect(calendarSlice(calendar, day('2040-12-01')).lastDay).toBe('2040-12-31');
    const exhausted = expect.objectContaining({ code: 'CALENDAR_EXHAUSTED' });
    expect(() => calendarSlice(calendar, day('2041-01-01'))).toThrow(exhausted);
  });

  test('keeps a clock change on its first and on its last day', () => {
    const changes = calendarSlice(calendar, day('2026-10-25'), 155).offsetChanges;
    expect(changes.map(({ from }) => from.slice(0, 10))).toEqual(['2026-03-29', '2026-10-25', '2027-03-28']);
  });
});
