import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../domain/instant.ts';
import { arrivalFlags, shutHubWords } from '../../../domain/referral/arrival.ts';
import type { SourceCode } from '../../../domain/vocabulary.ts';
import { defaultRules } from '../../../policy/editions.ts';

const rules = defaultRules();
const flagsOf = (sourceCode: SourceCode, received: string, dueAt: readonly string[] = [], now = received) =>
  arrivalFlags(
    {
      sourceCode,
      receivedAt: parseInstant(received),
      dueAt: dueAt.map((due) => parseInstant(due)),
    },
    parseInstant(now),
    rules,
  );

describe('E7 a school referral outside hub hours', () => {
  test.each<[string, SourceCode, string, boolean]>([
    ['Friday at 16:59', '2A', '2028-06-09T16:59:00+01:00', false],
    ['Friday at closing', '2A', '2028-06-09T17:00:00+01:00', true],
    ['Friday evening', '2A', '2028-06-09T18:30:00+01:00', true],
    ['Friday evening, education service', '2B', '2028-06-09T18:30:00+01:00', true],
    ['Friday evening, police', '6', '2028-06-09T18:30:00+01:00', false],
    ['Saturday', '2A', '2028-06-10T11:00:00+01:00', true],
    ['Monday before opening', '2A', '2028-06-12T08:59:59+01:00', true],
    ['Monday at opening', '2A', '2028-06-12T09:00:00+01:00', false],
    ['Good Friday', '2A', '2027-03-26T10:00:00+00:00', true],
  ])('E7 %s', (_case, source, received, isLate) => {
    expect(flagsOf(source, received)).toEqual(isLate ? ['LATE_SCHOOL_REFERRAL'] : []);
  });

  test('E7 it is told 999 and how to reach the out-of-hours team', () => {
    expect(shutHubWords('01632 960999').join(' ')).toMatch(/999.*emergency duty team on 01632 960999/);
    expect(shutHubWords(undefined).join(' ')).toMatch(/999.*emergency duty team of the council/);
  });
});

describe('E47 entered after a limit had passed', () => {
  const due = ['2028-06-06T10:00:00+01:00', '2028-06-06T10:00:00+01:00'];
  test.each([
    ['at the limit', '2028-06-06T10:00:00+01:00', []],
    ['a millisecond later', '2028-06-06T10:00:00.001+01:00', ['ENTERED_AFTER_BREACH']],
  ])('E47 %s', (_case, now, expected) => {
    expect(flagsOf('6', '2028-06-05T10:00:00+01:00', due, now)).toEqual(expected);
  });
});
