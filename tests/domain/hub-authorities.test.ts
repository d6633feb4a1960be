import { describe, expect, test } from 'vitest';
import { authoritiesOn, authorityAt, type HubAuthorities } from '../../domain/hub-authorities.ts';
import type { LocalDate } from '../../domain/instant.ts';

const day = (text: string) => text as LocalDate;

/** A hub of two councils; Mockton leaves it at the end of 2027, and a district moves to Specimenshire. */
const hub: HubAuthorities = {
  edition: 'test',
  source: 'invented',
  authorities: [
    { code: 'SPECIMENSHIRE', from: day('2016-06-01') },
    { code: 'MOCKTON', from: day('2016-06-01'), to: day('2027-12-31') },
  ],
  districts: [
    { district: 'ZX1', authority: 'SPECIMENSHIRE', from: day('2016-06-01') },
    { district: 'ZX2', authority: 'MOCKTON', from: day('2016-06-01'), to: day('2027-06-30') },
    { district: 'ZX2', authority: 'SPECIMENSHIRE', from: day('2027-07-01') },
  ],
};

describe('E45 authorities of a hub, from day to day', () => {
  test.each([
    ['2016-05-31', []],
    ['2016-06-01', ['SPECIMENSHIRE', 'MOCKTON']],
    ['2027-12-31', ['SPECIMENSHIRE', 'MOCKTON']],
    ['2028-01-01', ['SPECIMENSHIRE']],
  ])('E45 on %s the hub serves %s', (date, served) => {
    expect(authoritiesOn(hub, day(date))).toEqual(served);
  });

  test.each([
    ['zx2 1ab', '2027-06-30', 'MOCKTON'],
    ['ZX21AB', '2027-07-01', 'SPECIMENSHIRE'],
    ['ZX1 9ZZ', '2028-06-05', 'SPECIMENSHIRE'],
    ['ZX3 9ZZ', '2028-06-05', undefined],
    ['nonsense', '2028-06-05', undefined],
    ['ZX1 9ZZ', '2016-05-31', undefined],
  ])('E45 %s on %s is of %s', (postcode, date, authority) => {
    expect(authorityAt(hub, postcode, day(date))).toBe(authority);
  });
});
