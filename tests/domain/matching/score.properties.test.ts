import { type Arbitrary, assert, constantFrom, oneof, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Description, personOf } from '../../../domain/matching/person.ts';
import { scoreOf } from '../../../domain/matching/score.ts';

const name = constantFrom(
  'Quillon',
  'Kwillon',
  'Ottoline',
  'Testpaper',
  'Test-Paper',
  'Madeup',
  'Beth',
  'Eliza',
  '',
);
const date = constantFrom('2019-02-08', '2019-08-02', '2018-02-08', '2011-12-31', 'last spring');
const described: Arbitrary<Description> = record(
  {
    givenName: oneof(name, string()),
    familyName: oneof(name, string({ unit: 'binary' })),
    dateOfBirth: date,
    nhsNumber: constantFrom('9990000018', '9990000026', '12'),
    upn: constantFrom('Z999000000001', 'Z999000000002'),
    address: constantFrom('1 Nowhere Street', '1, Nowhere St', 'Flat 2, 1 Nowhere Street'),
    postcode: constantFrom('ZZ99 9ZZ', 'zz999zz', 'ZZ98 1AA'),
  },
  { requiredKeys: [] },
);
const score = (a: Description, b: Description) => scoreOf(personOf(a), personOf(b));

describe('E10 the score', () => {
  test('is the same whichever description comes first', () => {
    assert(
      property(described, described, (a, b) => {
        expect(score(a, b)).toEqual(score(b, a));
      }),
    );
  });

  test('is highest for a description against itself', () => {
    assert(
      property(described, described, (a, b) => {
        expect(score(a, b).score).toBeLessThanOrEqual(score(a, a).score);
      }),
    );
  });

  test('never falls when an identifier agrees as well, and never rises when one differs', () => {
    assert(
      property(described, described, (a, b) => {
        const [bare, other] = [
          { ...a, nhsNumber: '' },
          { ...b, nhsNumber: '' },
        ];
        const before = score(bare, other).score;
        const agreeing = score({ ...bare, nhsNumber: '9990000018' }, { ...other, nhsNumber: '9990000018' });
        const differing = score({ ...bare, nhsNumber: '9990000018' }, { ...other, nhsNumber: '9990000026' });
        expect(agreeing.score).toBeGreaterThan(before);
        expect(differing.score).toBeLessThan(before);
      }),
    );
  });

  test('falls with every step a date of birth is further away', () => {
    assert(
      property(described, described, (a, b) => {
        const from = { ...a, dateOfBirth: '2019-02-08' };
        const scores = ['2019-02-08', '2019-08-02', '2018-02-08', '2011-12-31'].map(
          (dateOfBirth) => score(from, { ...b, dateOfBirth }).score,
        );
        expect(scores).toEqual(scores.toSorted((one, other) => other - one));
      }),
    );
  });
});
