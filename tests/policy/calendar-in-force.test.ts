import { describe, expect, test } from 'vitest';
import { bankHolidayOn } from '../../domain/calendar.ts';
import { explainDue } from '../../domain/explanation.ts';
import { dueAt } from '../../domain/limits.ts';
import { addDays, localTimeOf } from '../../domain/local-time.ts';
import type { HubRules, Limit } from '../../domain/policy.ts';
import type { Instant, LocalDate } from '../../domain/instant.ts';
import { referralPolicy } from '../../policy/case-policy.ts';
import { calendarSlice, defaultRules, loadPolicy, parsePolicy } from '../../policy/editions.ts';
import { at } from './hubs.ts';

const rules = defaultRules();
const DEFAULT_POLICY = new URL('../../policy/hubs/default.json', import.meta.url);

/** The rules a case received at an instant takes along. */
function rulesFor(received: Instant): HubRules {
  const { date } = localTimeOf(received, rules.calendar);
  return { ...rules, calendar: calendarSlice(rules.calendar, date) };
}

const days = (amount: number): Limit => ({ amount, unit: 'WD' });

describe('beyond GOV.UK’s list', () => {
  test.each([
    ['on the eve of Easter 2029', '2029-03-29 16:59 BST', 1, '2029-04-03 16:59 BST'],
    ['45 working days over the May holidays of 2029', '2029-03-29 16:59 BST', 45, '2029-06-06 17:00 BST'],
    ['over Christmas 2033, which falls on a Sunday', '2033-12-23 12:00 GMT', 1, '2033-12-28 12:00 GMT'],
    ['over New Year 2033, a Saturday', '2032-12-31 12:00 GMT', 1, '2033-01-04 12:00 GMT'],
    ['in the last year', '2040-10-26 16:00 BST', 1, '2040-10-29 16:00 GMT'],
  ])('a receipt %s has its due instant', (_case, received, amount, due) => {
    expect(dueAt(at(received), days(amount), rulesFor(at(received)))).toBe(at(due));
  });

  test('the explanation says that a skipped day is provisional', () => {
    const received = at('2029-03-29 16:59 BST');
    const { skipped, sentence } = explainDue(received, days(1), rulesFor(received));
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'Good Friday (provisional)',
      'weekend',
      'weekend',
      'Easter Monday (provisional)',
    ]);
    expect(sentence).toContain('Fri 30 Mar 2029: Good Friday (provisional); ');
  });

  test('an official day is not called provisional', () => {
    const { skipped } = explainDue(at('2027-03-25 16:59 GMT'), days(1), rules);
    expect(skipped[0]?.reason).toBe('Good Friday');
  });

  test('a year past the end is still refused', () => {
    expect(() => dueAt(at('2040-12-31 10:00 GMT'), days(1), rules)).toThrow(
      expect.objectContaining({ code: 'CALENDAR_EXHAUSTED' }),
    );
  });
});

test('the slice of a case stays small, whenever it begins', () => {
  const { firstDay, lastDay } = rules.calendar;
  let largest = 0;
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    largest = Math.max(largest, JSON.stringify(calendarSlice(rules.calendar, day)).length);
  }
  expect(largest).toBeLessThan(1200);
});

test('a day the hub closes by itself moves no clock', () => {
  const closed = '2027-03-24' as LocalDate;
  const document = loadPolicy(DEFAULT_POLICY);
  const policy = referralPolicy(
    parsePolicy({ ...document, closureDays: [{ date: closed, reason: 'Moving house' }] }, 'test'),
  );
  expect(policy).toEqual(referralPolicy(document));
  expect(bankHolidayOn(closed, rules.calendar)).toBeUndefined();
  const received = at('2027-03-23 16:00 GMT');
  expect(dueAt(received, days(1), { ...rules, policy })).toBe(at('2027-03-24 16:00 GMT'));
});
