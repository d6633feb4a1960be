import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  HUB_AUTHORITIES_FORMAT,
  parseHubAuthorities,
  readHubAuthorities,
} from '../../policy/hub-authorities.ts';

const demo = new URL('../../policy/authorities/demo.json', import.meta.url);

const document = {
  format: HUB_AUTHORITIES_FORMAT,
  edition: 'mockton',
  source: 'invented',
  authorities: [{ code: 'MOCKTON', from: '2027-01-01' }],
  districts: [{ district: 'ZX2', authority: 'MOCKTON', from: '2027-01-01' }],
};

describe('the list of a hub’s authorities', () => {
  test('the demo hub’s is read, and says that it is invented', () => {
    expect(readHubAuthorities(demo).authorities.map(({ code }) => code)).toEqual(['HARTLEPOOL', 'STOCKTON']);
    expect(readFileSync(demo, 'utf8')).toContain('Invented');
  });

  test('may say that one left and came back', () => {
    const authorities = [
      { code: 'MOCKTON', from: '2027-01-01', to: '2027-06-30' },
      { code: 'MOCKTON', from: '2028-01-01' },
    ];
    expect(parseHubAuthorities({ ...document, authorities }, 'theirs').authorities).toEqual(authorities);
  });

  test.each([
    ['another form', { format: 'front-door/policy/1' }, 'format'],
    ['no authority', { authorities: [] }, 'authorities'],
    [
      'a name in place of a code',
      { authorities: [{ code: 'Mockton Council', from: '2027-01-01' }] },
      'authorities.0.code',
    ],
    [
      'a whole postcode',
      { districts: [{ district: 'ZX2 1AB', authority: 'MOCKTON', from: '2027-01-01' }] },
      'districts.0.district',
    ],
    ['a day that is none', { authorities: [{ code: 'MOCKTON', from: '2027-02-30' }] }, 'authorities.0.from'],
    [
      'an end before the beginning',
      { authorities: [{ code: 'MOCKTON', from: '2027-01-01', to: '2026-12-31' }] },
      'authorities.0.to',
    ],
    [
      'two owners of a district on one day',
      {
        districts: [
          { district: 'ZX2', authority: 'MOCKTON', from: '2027-01-01', to: '2027-06-30' },
          { district: 'ZX2', authority: 'FARSHIRE', from: '2027-06-30' },
        ],
      },
      'districts.1: ZX2 stands twice',
    ],
  ])('is refused for %s', (_what, change, where) => {
    expect(() => parseHubAuthorities({ ...document, ...change }, 'theirs')).toThrow(`theirs: ${where}`);
  });
});
