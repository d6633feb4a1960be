import { describe, expect, test } from 'vitest';
import { bornAs } from '../../domain/birth.ts';
import type { ChildForm } from '../../domain/contact.ts';

const TODAY = '2028-06-05';
const unborn = {
  motherName: 'Mara Testpaper',
  expectedDateOfBirth: '2028-06-03',
  sex: 'U',
  postcode: 'TS18 1AU',
};

describe('E9 a birth', () => {
  test('E9 takes the place of the expected date and leaves what was known', () => {
    expect(bornAs(unborn, { givenName: 'Odo', dateOfBirth: TODAY, sex: 'M' }, TODAY)).toEqual({
      motherName: 'Mara Testpaper',
      postcode: 'TS18 1AU',
      givenName: 'Odo',
      dateOfBirth: TODAY,
      sex: 'M',
    });
  });

  test('E9 leaves the sex open rather than unborn, and never has two dates', () => {
    const born = bornAs(unborn, { dateOfBirth: TODAY, expectedDateOfBirth: '2028-06-03' }, TODAY);
    expect(born).not.toHaveProperty('sex');
    expect(born).not.toHaveProperty('expectedDateOfBirth');
  });

  test.each<[string, ChildForm, ChildForm, string]>([
    ['of a child that is born', { dateOfBirth: '2028-01-01' }, { dateOfBirth: TODAY }, 'NOT_UNBORN'],
    ['of a child nothing is known of', {}, { dateOfBirth: TODAY }, 'NOT_UNBORN'],
    ['without a date', unborn, { givenName: 'Odo' }, 'MISSING_FIELD'],
    ['on a day that is none', unborn, { dateOfBirth: '2028-02-30' }, 'MISSING_FIELD'],
    ['tomorrow', unborn, { dateOfBirth: '2028-06-06' }, 'MISSING_FIELD'],
  ])('E9 %s is refused', (_case, known, born, code) => {
    expect(() => bornAs(known, born, TODAY)).toThrow(expect.objectContaining({ code }));
  });
});
