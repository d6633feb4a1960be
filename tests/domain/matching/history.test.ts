import { describe, expect, test } from 'vitest';
import { type Instant, type LocalDate, parseInstant } from '../../../domain/instant.ts';
import { type EarlierReferral, historyOf, monthsBefore } from '../../../domain/matching/history.ts';
import type { RepeatRules } from '../../../domain/policy.ts';

const repeats: RepeatRules = { reReferralMonths: 12, thresholdReviewAt: 3, lowLevelContacts: 3 };
const on = (date: string): Instant => parseInstant(`${date}T10:00:00Z`);
const since = on('2027-06-05');
const present = {
  referralRef: 'R-TEST-0000',
  contactRef: 'C-TEST-0000',
  receivedAt: on('2028-06-05'),
  stage: 'SCREENING' as const,
};

function before(date: string, overrides: Partial<EarlierReferral> = {}): EarlierReferral {
  return {
    referralRef: `R-${date}`,
    contactRef: `C-${date}`,
    personId: `P-${date}`,
    certainty: 'CONFIRMED',
    receivedAt: on(date),
    stage: 'CLOSED_TO_TEAM',
    outcome: 'ASSESSMENT_S17',
    ...overrides,
  };
}

describe('E12 re-referral', () => {
  test.each<[string, readonly EarlierReferral[], string | undefined, boolean]>([
    ['nothing before', [], undefined, false],
    ['one within the months', [before('2028-01-10')], 'R-2028-01-10', false],
    ['one at the first instant of them', [before('2027-06-05')], 'R-2027-06-05', false],
    ['one the day before them', [before('2027-06-04')], undefined, false],
    [
      'two within them: the third calls for a review',
      [before('2028-01-10'), before('2027-09-01')],
      'R-2028-01-10',
      true,
    ],
    ['a duplicate is none', [before('2028-01-10', { stage: 'DUPLICATE' })], undefined, false],
    [
      'what went to an open case is none',
      [before('2028-01-10', { stage: 'LINKED_TO_OPEN_CASE' })],
      undefined,
      false,
    ],
    [
      'a sibling of the same contact is none',
      [before('2028-01-10', { contactRef: 'C-TEST-0000' })],
      undefined,
      false,
    ],
    ['a later one is none', [before('2028-07-01')], undefined, false],
  ])('%s', (_case, known, last, needsReview) => {
    const history = historyOf(present, known, since, repeats);
    expect(history.reReferral?.last).toBe(last);
    expect(history.recent.needsReview).toBe(needsReview);
  });

  test('is likely while nobody has confirmed the child, and a confirmed one counts first', () => {
    const likely = before('2028-03-01', { certainty: 'LIKELY' });
    const only = historyOf(present, [likely], since, repeats);
    expect(only).toMatchObject({ reReferral: { certainty: 'LIKELY' }, recent: { certainty: 'LIKELY' } });
    const both = historyOf(present, [likely, before('2027-09-01')], since, repeats);
    expect(both.reReferral).toEqual({ certainty: 'CONFIRMED', last: 'R-2027-09-01' });
    expect(both.recent).toEqual({ referrals: 3, certainty: 'LIKELY', needsReview: true });
  });

  test('rules from before the hub counted repeats flag nothing', () => {
    const history = historyOf(present, [before('2028-01-10'), before('2027-09-01')], since, undefined);
    expect(history.reReferral).toBeUndefined();
    expect(history.recent.needsReview).toBe(false);
    expect(history.earlier).toHaveLength(2);
  });
});

describe('E13 low-level repeats', () => {
  test('Green ones and those without a service count, once for each contact, this one among them', () => {
    const known = [
      before('2028-01-10', { outcome: 'NFA', rag: 'AMBER' }),
      before('2028-02-10', { outcome: 'ADVICE_SIGNPOST' }),
      before('2028-02-11', { outcome: 'ADVICE_SIGNPOST', contactRef: 'C-2028-02-10' }),
      before('2028-03-10', { outcome: 'ASSESSMENT_S17', rag: 'GREEN' }),
      before('2026-03-10', { outcome: 'NFA' }),
    ];
    const history = historyOf({ ...present, rag: 'GREEN' }, known, since, repeats);
    expect(history.lowLevel).toEqual({ contacts: 3, certainty: 'CONFIRMED', mayReachThreshold: true });
    expect(historyOf({ ...present, rag: 'RED' }, known, since, repeats).lowLevel.mayReachThreshold).toBe(
      false,
    );
  });
});

test.each([
  ['2028-06-05', 12, '2027-06-05'],
  ['2028-02-29', 12, '2027-02-28'],
  ['2028-03-31', 1, '2028-02-29'],
  ['2028-01-15', 1, '2027-12-15'],
  ['2028-01-31', 0, '2028-01-31'],
  ['2028-05-31', 18, '2026-11-30'],
])('the day %s less %i months is %s', (date, months, expected) => {
  expect(monthsBefore(date as LocalDate, months)).toBe(expected);
});
