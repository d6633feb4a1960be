import { describe, expect, test } from 'vitest';
import { addMs, type Instant, type LocalDate } from '../../domain/instant.ts';
import { explainDue } from '../../domain/explanation.ts';
import { dueAt } from '../../domain/limits.ts';
import type { Limit, TimeUnit } from '../../domain/policy.ts';
import { dateWords, dueWords, limitWords, timeLeftWords } from '../../domain/words.ts';
import { at, endOfNextDay, lateMonday, nineToFive, shortFriday, shutOnWednesday } from '../policy/hubs.ts';

const ONE_DAY: Limit = { amount: 1, unit: 'WD' };

describe('explainDue', () => {
  test('names each skipped day, the clock change and the hours in all', () => {
    const {
      sentence,
      skipped,
      counted,
      dueAt: due,
    } = explainDue(at('2027-03-25 16:59 GMT'), ONE_DAY, nineToFive);
    expect(sentence).toBe(
      'Started Thu 25 Mar 2027 16:59. The limit is 1 working day: due at the same time on the next working day. ' +
        'Not counted: Fri 26 Mar 2027: Good Friday; Sat 27 Mar 2027: weekend; Sun 28 Mar 2027: weekend; ' +
        'Mon 29 Mar 2027: Easter Monday. Clocks go forward on Sun 28 Mar 2027, so 119 hours pass in all. ' +
        'Due Tue 30 Mar 2027 16:59.',
    );
    expect(due).toBe(at('2027-03-30 16:59 BST'));
    expect(skipped).toEqual([
      { date: '2027-03-26', reason: 'Good Friday' },
      { date: '2027-03-27', reason: 'weekend' },
      { date: '2027-03-28', reason: 'weekend' },
      { date: '2027-03-29', reason: 'Easter Monday' },
    ]);
    expect(counted).toEqual([
      { date: '2027-03-25', from: at('2027-03-25 16:59 GMT'), to: at('2027-03-25 17:00 GMT') },
      { date: '2027-03-30', from: at('2027-03-30 09:00 BST'), to: at('2027-03-30 16:59 BST') },
    ]);
  });

  test.each([
    [
      'received outside hub hours',
      '2027-02-23 22:00 GMT',
      '1 WD',
      nineToFive,
      'outside hub hours, so it counts from the next opening, Wed 24 Feb 2027 09:00. The limit is 1 working day: due at closing on that day.',
    ],
    [
      'received at opening',
      '2027-02-23 09:00 GMT',
      '1 WD',
      nineToFive,
      '09:00, at opening. The limit is 1 working day: due at closing on that day.',
    ],
    [
      'cut short by an early closing',
      '2026-10-22 16:30 BST',
      '1 WD',
      shortFriday,
      'due on the next working day, when the hub closes at 15:45.',
    ],
    [
      'lifted to a late opening',
      '2026-10-23 09:30 BST',
      '1 WD',
      lateMonday,
      'due on the next working day, when the hub opens at 10:00.',
    ],
    [
      'the hub is shut on a working day',
      '2026-10-20 11:00 BST',
      '1 WD',
      shutOnWednesday,
      'Not counted: Wed 21 Oct 2026: hub closed.',
    ],
    [
      'the end-of-day reading',
      '2027-02-23 22:00 GMT',
      '1 WD',
      endOfNextDay,
      'outside hub hours. The limit is 1 working day: the day it started is day 0, and it is due at closing on day 1.',
    ],
    [
      'a long limit names holidays and counts weekends',
      '2027-03-25 16:59 GMT',
      '15 WD',
      nineToFive,
      'Not counted: Fri 26 Mar 2027: Good Friday; Mon 29 Mar 2027: Easter Monday; 8 days at weekends.',
    ],
    [
      'a substitute day',
      '2026-12-24 12:00 GMT',
      '1 WD',
      nineToFive,
      'Mon 28 Dec 2026: Boxing Day (substitute day)',
    ],
    [
      'clocks go back',
      '2026-10-23 16:00 BST',
      '1 WD',
      nineToFive,
      'Clocks go back on Sun 25 Oct 2026, so 73 hours pass in all.',
    ],
    [
      'clocks go forward after a start in summer',
      '2026-10-01 10:00 BST',
      '130 WD',
      nineToFive,
      'Clocks go back on Sun 25 Oct 2026; Clocks go forward on Sun 28 Mar 2027.',
    ],
    [
      'elapsed hours',
      '2027-02-26 22:00 GMT',
      '4 CH',
      nineToFive,
      'Started Fri 26 Feb 2027 22:00. The limit is 4 hours, counted day and night on every day. Due Sat 27 Feb 2027 02:00.',
    ],
    [
      'working hours',
      '2027-02-26 22:00 GMT',
      '4 WH',
      nineToFive,
      'The limit is 4 working hours, counted only while the hub is open.',
    ],
    [
      'calendar days',
      '2027-02-26 22:00 GMT',
      '2 CD',
      nineToFive,
      'it is due at the midnight that ends day 2. Due Mon 1 Mar 2027 00:00.',
    ],
  ])('%s', (_case, start, text, rules, words) => {
    const [amount, unit] = text.split(' ');
    const { sentence } = explainDue(at(start), { amount: Number(amount), unit: unit as TimeUnit }, rules);
    expect(sentence).toContain(words);
  });

  test('a time of day on a working day', () => {
    const limit: Limit = { amount: 1, unit: 'WD', at: '09:00' };
    const { sentence, skipped } = explainDue(at('2027-03-26 03:00 GMT'), limit, nineToFive);
    expect(sentence).toContain(
      'Started Fri 26 Mar 2027 03:00. The limit is 09:00 on working day 1: a working day on which 09:00 is still to come counts.',
    );
    expect(sentence).toMatch(/Due Tue 30 Mar 2027 09:00\.$/);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'Good Friday',
      'weekend',
      'weekend',
      'Easter Monday',
    ]);
  });

  test('the same day', () => {
    const { sentence, counted } = explainDue(
      at('2027-02-26 22:00 GMT'),
      { amount: 0, unit: 'CD' },
      nineToFive,
    );
    expect(sentence).toBe(
      'Started Fri 26 Feb 2027 22:00. The limit is the same day: it is due at the midnight that ends it. Due Sat 27 Feb 2027 00:00.',
    );
    expect(counted).toEqual([
      { date: '2027-02-26', from: at('2027-02-26 22:00 GMT'), to: at('2027-02-27 00:00 GMT') },
    ]);
  });

  test.each([
    ['15 working days: the 15 days after day 0', { amount: 15, unit: 'WD' }, 15],
    ['72 elapsed hours touch 4 days', { amount: 72, unit: 'CH' }, 4],
    ['2 calendar days: both whole', { amount: 2, unit: 'CD' }, 2],
  ] as const)('counted days of %s', (_case, limit, days) => {
    const { counted } = explainDue(at('2027-03-25 16:59 GMT'), limit, nineToFive);
    expect(counted).toHaveLength(days);
  });

  test('tells the same instant as dueAt', () => {
    const start = at('2027-03-25 16:59 GMT');
    expect(explainDue(start, ONE_DAY, shortFriday).dueAt).toBe(dueAt(start, ONE_DAY, shortFriday));
  });
});

describe('words', () => {
  test.each([
    ['in summer', '2026-04-07 16:50 BST', 'Tue 7 Apr 2026 16:50'],
    ['in winter', '2027-03-25 09:05 GMT', 'Thu 25 Mar 2027 09:05'],
    ['just after midnight', '2026-06-30 00:00 BST', 'Tue 30 Jun 2026 00:00'],
  ])('due %s', (_case, instant, words) => {
    expect(dueWords(at(instant), nineToFive.calendar)).toBe(words);
  });

  test('seconds are cut off, not rounded up to a later minute', () => {
    expect(dueWords(addMs(at('2026-04-07 16:50 BST'), 59_999), nineToFive.calendar)).toBe(
      'Tue 7 Apr 2026 16:50',
    );
  });

  test('dates and limits', () => {
    expect(dateWords('2028-02-29' as LocalDate)).toBe('Tue 29 Feb 2028');
    expect(limitWords({ amount: 1, unit: 'WD' })).toBe('1 working day');
    expect(limitWords({ amount: 4, unit: 'CH' })).toBe('4 hours');
    expect(limitWords({ amount: 0, unit: 'CD' })).toBe('the same day');
    expect(limitWords({ amount: 1, unit: 'WD', at: '09:00' })).toBe('09:00 on working day 1');
  });
});

describe('timeLeftWords', () => {
  test.each([
    [
      'hours and minutes',
      'WD',
      '2027-03-30 14:49 BST',
      '2027-03-30 16:59 BST',
      '2 working hours 10 minutes left',
    ],
    ['one hour over Easter', 'WD', '2027-03-25 16:30 GMT', '2027-03-30 09:30 BST', '1 working hour left'],
    ['minutes only', 'WD', '2027-03-30 16:14 BST', '2027-03-30 16:59 BST', '45 working minutes left'],
    ['days', 'WD', '2027-03-25 16:59 GMT', '2027-04-19 17:00 BST', '15 working days left'],
    ['late', 'WD', '2027-03-31 11:59 BST', '2027-03-30 16:58 BST', 'late by 3 working hours 1 minute'],
    ['late by whole hours', 'WD', '2027-03-30 15:00 BST', '2027-03-30 12:00 BST', 'late by 3 working hours'],
    [
      'late, on a Saturday',
      'WD',
      '2027-02-27 10:00 GMT',
      '2027-02-26 17:00 GMT',
      'late by 17 hours, outside hub hours',
    ],
    [
      'left, before opening',
      'WD',
      '2027-02-26 07:00 GMT',
      '2027-02-26 09:00 GMT',
      '2 hours left, outside hub hours',
    ],
    ['elapsed hours at night', 'CH', '2027-02-26 22:00 GMT', '2027-02-27 02:00 GMT', '4 hours left'],
    ['elapsed days', 'CH', '2027-02-26 22:00 GMT', '2027-03-02 01:00 GMT', '3 days 3 hours left'],
    ['exactly at due', 'WD', '2027-03-30 16:59 BST', '2027-03-30 16:59 BST', 'due now'],
  ] as const)('%s', (_case, unit, now, due, words) => {
    expect(timeLeftWords(at(now), at(due), unit, nineToFive)).toBe(words);
  });

  test('exactly at due is on time, one ms later is late', () => {
    const due = at('2027-03-30 16:59 BST');
    const words = (now: Instant) => timeLeftWords(now, due, 'WD', nineToFive);
    expect(words(addMs(due, -1))).toBe('less than a working minute left');
    expect(words(due)).toBe('due now');
    expect(words(addMs(due, 1))).toBe('late by less than a working minute');
  });
});
