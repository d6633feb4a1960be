import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readEditionText } from '../../policy/edition-text.ts';
import { shippedEditions } from '../../policy/editions.ts';

const { policies, calendars } = shippedEditions();

describe('the text of an edition', () => {
  test.each([
    ...policies.map(({ name, file }) => [name, file, 'POLICY'] as const),
    ...calendars.map(({ name, file }) => [name, file, 'CALENDAR'] as const),
  ])('%s says which kind it is', (_name, file, kind) => {
    const text = readFileSync(file, 'utf8');
    expect(readEditionText(text, 'x')).toEqual({ kind, document: JSON.parse(text) });
  });

  test('may begin with the mark some editors write', () => {
    expect(readEditionText('\u{FEFF}{"bankHolidays":[]}', 'x').kind).toBe('CALENDAR');
  });

  test.each([
    ['nothing', '', /^x: must be JSON: /],
    ['half a document', '{"format":', /^x: must be JSON: /],
    ['a list', '[]', /^x: must be a JSON object$/],
    ['null', 'null', /^x: must be a JSON object$/],
    ['another document', '{"name":"hub"}', /^x: must be a policy edition, .* or a calendar edition/],
  ])('%s is refused', (_what, text, message) => {
    expect(() => readEditionText(text, 'x')).toThrow(message);
  });
});
