import { describe, expect, test } from 'vitest';
import { isPostcode, isUpn, normalPostcode } from '../../domain/identifiers.ts';

describe('unique pupil numbers', () => {
  test.each([
    ['G800000000001', true],
    ['N820001200001', true],
    ['n820 0012 00001', true],
    ['A800000000001', false],
    ['G800000000002', false],
    ['G80000000001', false],
    ['G8000000000011', false],
    ['I800000000001', false],
    ['', false],
  ])('%s', (upn, valid) => {
    expect(isUpn(upn)).toBe(valid);
  });

  test.each(['A80000000000A', 'Z80000000000Z'])('a temporary one, %s, is held to its shape', (upn) => {
    expect(isUpn(upn)).toBe(true);
  });

  test.each(['A80000000000I', 'A80000000000O', 'A80000000000S'])(
    '%s ends in a letter none ends in',
    (upn) => {
      expect(isUpn(upn)).toBe(false);
    },
  );

  test('one wrong digit is always found', () => {
    const upn = 'N820001200001';
    for (let place = 1; place < upn.length; place += 1) {
      for (const digit of '0123456789') {
        const changed = `${upn.slice(0, place)}${digit}${upn.slice(place + 1)}`;
        expect(isUpn(changed), changed).toBe(changed === upn);
      }
    }
  });
});

describe('postcodes', () => {
  test.each([
    ['ts181au', 'TS18 1AU', true],
    [' ts18  1au ', 'TS18 1AU', true],
    ['EC1A1BB', 'EC1A 1BB', true],
    ['m11ae', 'M1 1AE', true],
    ['ZZ99 3VZ', 'ZZ99 3VZ', true],
    ['not known', 'NOT KNOWN', true],
    ['Unknown', 'NOT KNOWN', true],
    ['TS1 9XXX', 'TS19 XXX', false],
    ['TS1', ' TS1', false],
    ['', ' ', false],
    ['12345', '12 345', false],
  ])('%s', (written, normal, valid) => {
    expect([normalPostcode(written), isPostcode(written)]).toEqual([normal, valid]);
  });
});
