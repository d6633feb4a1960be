import { describe, expect, test } from 'vitest';
import type { Limit } from '../../../domain/policy.ts';
import { shiftOf, shiftWords } from '../../../domain/rulebook/shift.ts';
import { at, nineToFive } from '../../policy/hubs.ts';

const oneDay: Limit = { amount: 1, unit: 'WD' };
const fourHours: Limit = { amount: 4, unit: 'CH' };

describe('how far a due instant moves', () => {
  test.each<[string, string, string, Limit, string]>([
    ['a day on', '2028-06-06 10:00 BST', '2028-06-07 10:00 BST', oneDay, '8 working hours later'],
    ['a day back', '2028-06-07 10:00 BST', '2028-06-06 10:00 BST', oneDay, '8 working hours earlier'],
    [
      'over a weekend',
      '2028-06-09 16:30 BST',
      '2028-06-12 09:45 BST',
      oneDay,
      '1 working hour 15 minutes later',
    ],
    [
      'while the hub is shut',
      '2028-06-06 18:00 BST',
      '2028-06-06 20:00 BST',
      oneDay,
      '2 hours later, outside hub hours',
    ],
    ['a clock of elapsed hours', '2028-06-06 16:00 BST', '2028-06-06 20:00 BST', fourHours, '4 hours later'],
  ])('%s', (_case, dueAt, wouldBeDueAt, limit, words) => {
    const move = { dueAt: at(dueAt), wouldBeDueAt: at(wouldBeDueAt), limit };
    expect(shiftWords(shiftOf(move, nineToFive))).toBe(words);
  });
});
