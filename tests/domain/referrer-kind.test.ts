import { expect, test } from 'vitest';
import { referrerKindOf } from '../../domain/referrer-kind.ts';
import { SOURCE_CODES, type SourceCode } from '../../domain/vocabulary.ts';

test.each([
  ['1A', 'FAMILY', 'a parent or relative'],
  ['1B', 'PUBLIC', 'a neighbour or childminder'],
  ['1C', 'YOUNG_PERSON', 'the young person'],
  ['1D', 'PUBLIC', 'a stranger'],
  ['9', 'PUBLIC', 'nobody by name'],
  ['10', 'PUBLIC', 'nobody knows who'],
] as const)('source %s is told as %s: %s', (code, kind, _who) => {
  expect(referrerKindOf(code)).toBe(kind);
});

test('every other source works with children', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are the codes
  const codes = Object.keys(SOURCE_CODES) as SourceCode[];
  const others = codes.filter((code) => !['1A', '1B', '1C', '1D', '9', '10'].includes(code));
  expect(others.length).toBeGreaterThan(10);
  expect(others.map((code) => referrerKindOf(code))).toEqual(others.map(() => 'PROFESSIONAL'));
});
