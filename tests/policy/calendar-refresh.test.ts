import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import type { LocalDate } from '../../domain/instant.ts';
import { bankHolidaysByRule } from '../../policy/bank-holiday-rules.ts';
import { buildCalendar, calendarText } from '../../policy/calendar-build.ts';
import { calendarDiff } from '../../policy/calendar-diff.ts';
import { contentHash, namedByContent } from '../../policy/calendar-name.ts';
import { refreshedCalendar } from '../../policy/calendar-refresh.ts';
import { GOV_UK_FILE, shippedCalendar } from '../../policy/calendars/build.ts';
import { parseCalendar } from '../../policy/editions.ts';
import { govUkList } from './gov-uk.ts';

type Listed = { readonly date: string; readonly title: string; readonly notes?: string };

const day = (text: string) => text as LocalDate;
const years = { firstYear: 2024, lastYear: 2030 };
const shipped = JSON.parse(readFileSync(GOV_UK_FILE, 'utf8')) as {
  'england-and-wales': { events: Listed[] };
};
const LISTED = shipped['england-and-wales'].events;
const LISTED_2029: readonly Listed[] = bankHolidaysByRule(2029);

const current = await namedByContent(buildCalendar({ source: govUkList(LISTED), ...years, name: 'test' }));

async function changed(from: CalendarEdition, listed: readonly Listed[], span = years) {
  const refresh = await refreshedCalendar(from, govUkList(listed), span);
  if (refresh.kind === 'UNCHANGED') throw new Error('expected a change');
  return refresh;
}

describe('refreshedCalendar', () => {
  test('the same list changes nothing, however the edition is called', async () => {
    expect(await refreshedCalendar(current, govUkList(LISTED), years)).toEqual({ kind: 'UNCHANGED' });
    const renamed = { ...current, edition: 'called otherwise' };
    expect(await refreshedCalendar(renamed, govUkList(LISTED), years)).toEqual({ kind: 'UNCHANGED' });
    const span = { firstYear: 2024, lastYear: 2040 };
    expect(await refreshedCalendar(shippedCalendar(), shipped, span)).toEqual({ kind: 'UNCHANGED' });
  });

  test('a newly listed year becomes official; no day moves', async () => {
    const { calendar, added, removed, renamed, restated, offsetsDiffer } = await changed(current, [
      ...LISTED,
      ...LISTED_2029,
    ]);
    expect([added, removed, renamed, offsetsDiffer]).toEqual([[], [], [], false]);
    expect(restated).toHaveLength(8);
    expect(restated[0]).toEqual({
      date: '2029-01-01',
      title: 'New Year’s Day',
      from: 'PROVISIONAL',
      to: 'OFFICIAL',
    });
    expect(calendar.bankHolidays.filter(({ provisional }) => provisional)).toHaveLength(8);
  });

  test('a proclaimed day, a moved one and a new title are told apart', async () => {
    const listed = [
      ...LISTED.filter(({ date }) => date !== '2028-05-29').map((one) =>
        one.date === '2028-12-26' ? { ...one, title: 'St Stephen’s Day' } : one,
      ),
      { date: '2028-06-01', title: 'Spring bank holiday' },
      { date: '2028-06-02', title: 'A jubilee' },
    ];
    const { added, removed, renamed, restated } = await changed(current, listed);
    expect(added).toEqual([
      { date: '2028-06-01', title: 'Spring bank holiday' },
      { date: '2028-06-02', title: 'A jubilee' },
    ]);
    expect(removed).toEqual([{ date: '2028-05-29', title: 'Spring bank holiday' }]);
    expect(renamed).toEqual([{ date: '2028-12-26', from: 'Boxing Day', to: 'St Stephen’s Day' }]);
    expect(restated).toEqual([]);
  });

  test('the name follows from the content, and the result is a sound edition', async () => {
    const first = await changed(current, [...LISTED, ...LISTED_2029]);
    const second = await changed({ ...current, edition: 'called otherwise' }, [...LISTED_2029, ...LISTED]);
    expect(second.calendar).toEqual(first.calendar);
    const hash = await contentHash(first.calendar);
    expect(first.calendar.edition).toBe(`england-and-wales-2024-2030-${hash.slice(0, 8)}`);
    expect(first.calendar.edition).not.toBe(current.edition);
    expect(parseCalendar(JSON.parse(calendarText(first.calendar)), 'test')).toEqual(first.calendar);
    expect(await refreshedCalendar(first.calendar, govUkList([...LISTED, ...LISTED_2029]), years)).toEqual({
      kind: 'UNCHANGED',
    });
  });

  describe('with a day added and a day removed by hand', async () => {
    const byHand = buildCalendar({
      source: govUkList(LISTED),
      ...years,
      name: 'by hand',
      additions: [{ date: day('2028-06-02'), title: 'A jubilee' }],
      removals: [day('2028-05-29')],
    });

    test('the same list leaves both as they are', async () => {
      expect(await refreshedCalendar(byHand, govUkList(LISTED), years)).toEqual({ kind: 'UNCHANGED' });
    });

    test('a newer list that does not know of them leaves them too', async () => {
      const { calendar, added, removed } = await changed(byHand, [...LISTED, ...LISTED_2029]);
      expect([added, removed]).toEqual([[], []]);
      expect(calendar.bankHolidays).toContainEqual({
        date: '2028-06-02',
        title: 'A jubilee',
        manual: true,
      });
      expect(calendar.bankHolidays.map(({ date }) => date)).not.toContain('2028-05-29');
    });

    test('once GOV.UK lists the day it is official, under GOV.UK’s title', async () => {
      const { calendar, added, removed, renamed, restated } = await changed(byHand, [
        ...LISTED,
        { date: '2028-06-02', title: 'The jubilee' },
      ]);
      expect([added, removed]).toEqual([[], []]);
      expect(renamed).toEqual([{ date: '2028-06-02', from: 'A jubilee', to: 'The jubilee' }]);
      expect(restated).toEqual([
        { date: '2028-06-02', title: 'The jubilee', from: 'MANUAL', to: 'OFFICIAL' },
      ]);
      expect(calendar.bankHolidays).toContainEqual({ date: '2028-06-02', title: 'The jubilee' });
    });
  });

  test('years GOV.UK has dropped from the front keep their days', async () => {
    const from2026 = [...LISTED, ...LISTED_2029].filter(({ date }) => date > '2026');
    const { calendar, removed } = await changed(current, from2026);
    expect(removed).toEqual([]);
    const before2026 = ({ bankHolidays }: CalendarEdition) =>
      bankHolidays.filter(({ date }) => date < '2026');
    expect(before2026(calendar)).toEqual(before2026(current));
    expect(before2026(calendar)).toHaveLength(16);
  });

  test('a longer span adds provisional years', async () => {
    const { added } = await changed(current, LISTED, { firstYear: 2024, lastYear: 2031 });
    expect(added).toEqual(bankHolidaysByRule(2031).map((holiday) => ({ ...holiday, provisional: true })));
  });

  test.each([
    [
      'a list that ends sooner than the official days held',
      LISTED.filter(({ date }) => date < '2028'),
      years,
      'must reach 2028-12-31, where the official days of',
    ],
    [
      'a list that begins after the years asked for, with nothing at hand for them',
      LISTED,
      { firstYear: 2023, lastYear: 2030 },
      'must begin in 2023, not 2024',
    ],
    [
      'a list that begins after the official days held end',
      [2030, 2031].flatMap((year): Listed[] => bankHolidaysByRule(year)),
      years,
      'must begin in 2024, not 2030: ',
    ],
    [
      'a list with a hole',
      LISTED.filter(({ date }) => date !== '2027-05-31'),
      years,
      'must list at least 8 bank holidays for 2027, not 7',
    ],
  ])('refuses %s', async (_case, listed, span, message) => {
    const refresh = refreshedCalendar(current, govUkList(listed), span);
    await expect(refresh).rejects.toThrow(message);
    await expect(refresh).rejects.toMatchObject({ name: 'EditionError' });
  });

  test.each([[null], ['<html>'], [{}], [[]], [{ 'england-and-wales': { events: [] } }]])(
    'refuses %j',
    async (document) => {
      await expect(refreshedCalendar(current, document, years)).rejects.toMatchObject({
        name: 'EditionError',
      });
    },
  );
});

describe('calendarDiff', () => {
  test('finds nothing between an edition and itself', () => {
    expect(calendarDiff(current, { ...current, edition: 'other' })).toEqual({
      added: [],
      removed: [],
      renamed: [],
      restated: [],
      offsetsDiffer: false,
    });
  });

  test('says when the clock changes differ', () => {
    const offsetChanges = current.offsetChanges.slice(0, -1);
    expect(calendarDiff(current, { ...current, offsetChanges }).offsetsDiffer).toBe(true);
  });
});
