import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { loadCalendar, parseCalendar, parsePolicy, shippedEditions } from '../../policy/editions.ts';
import type { PolicyEdition } from '../../policy/policy-edition.ts';
import { PUBLISHED, schemaText } from '../../policy/schema/build.ts';
import { defaultPolicy, policyWith } from './policy-documents.ts';

const documentIn = (file: URL): unknown => JSON.parse(readFileSync(file, 'utf8'));

function checkerOf(name: string): (document: unknown) => boolean {
  const published = PUBLISHED.find(({ file }) => file.href.endsWith(`/${name}-edition.schema.json`));
  if (published === undefined) throw new Error(`no schema of a ${name} is published`);
  const ajv = new Ajv2020({ strict: true, strictRequired: false });
  addFormats.default(ajv);
  return ajv.compile(documentIn(published.file) as object);
}

const isPolicy = checkerOf('policy');
const isCalendar = checkerOf('calendar');
const { policies, calendars } = shippedEditions();

const hours = { opens: '08:30', closes: '17:00' };
/** Written by somebody who has only the schema: other hours, another reading, a ladder of their own. */
const mockton: PolicyEdition = {
  ...defaultPolicy,
  edition: 'mockton-2027-04',
  title: 'Rules of Mockton',
  openingHours: {
    week: {
      monday: hours,
      tuesday: hours,
      wednesday: null,
      thursday: hours,
      friday: { opens: '08:30', closes: '16:00' },
      saturday: null,
      sunday: null,
    },
    source: 'Mockton children’s hub, opening times',
  },
  closureDays: [{ date: '2027-12-24' as PolicyEdition['effectiveFrom'], reason: 'Council closed' }],
  oneWorkingDay: { mode: 'END_OF_NEXT_WD', source: 'Mockton, local protocol 3' },
  ladders: {
    ...defaultPolicy.ladders,
    mockton: {
      steps: [{ step: 0, to: 'SERVICE_MANAGER', nextAfter: { amount: 4, unit: 'WH' } }],
      source: 'Mockton, local protocol 4',
    },
  },
  clocks: {
    ...defaultPolicy.clocks,
    STEP_DOWN_MEETING: {
      limit: { amount: 3, unit: 'WD', at: '12:00' },
      alertAfter: { amount: 24, unit: 'CH' },
      standing: 'LOCAL',
      mayPause: true,
      ladder: 'mockton',
      source: 'Mockton, local protocol 5',
    },
  },
};

describe('the published JSON Schemas', () => {
  test.each(PUBLISHED)('$title is what its schema gives', (published) => {
    expect(documentIn(published.file)).toEqual(JSON.parse(schemaText(published)));
  });

  test('accept the shipped editions', () => {
    expect(policies.map(({ file }) => isPolicy(documentIn(file)))).not.toContain(false);
    expect(calendars.map(({ file }) => isCalendar(documentIn(file)))).not.toContain(false);
  });

  test('a policy of somebody else that fits the schema loads', () => {
    expect(isPolicy(mockton)).toBe(true);
    expect(parsePolicy(mockton, 'theirs')).toEqual(mockton);
  });

  test('a calendar of somebody else that fits the schema loads', () => {
    const theirs = {
      edition: 'mockton-2030',
      firstDay: '2030-01-01',
      lastDay: '2030-12-31',
      bankHolidays: [
        { date: '2030-01-01', title: 'New Year’s Day' },
        { date: '2030-04-19', title: 'Good Friday', provisional: true },
      ],
      offsetChanges: [{ from: '2029-10-28T01:00:00.000Z', offsetMinutes: 0 }],
    };
    expect(isCalendar(theirs)).toBe(true);
    expect(parseCalendar(theirs, 'theirs')).toEqual(theirs);
  });

  test.each([
    ['a unit', 'clocks.ICPC.limit.unit', 'BD'],
    ['an amount', 'clocks.ICPC.limit.amount', 1.5],
    ['a clock left out', 'clocks.ICPC', undefined],
    ['a clock too many', 'clocks.TEA', mockton.clocks.ICPC],
    ['a source', 'clocks.ICPC.source', ' '],
    ['a role', 'quorum.chair', 'MAYOR'],
    ['a time', 'openingHours.week.monday.opens', '9:00'],
    ['a date', 'effectiveFrom', '2027-02-29'],
  ])('schema and loader both refuse %s that is wrong', (_what, path, value) => {
    const spoilt = policyWith(mockton, path, value);
    expect(isPolicy(spoilt)).toBe(false);
    expect(() => parsePolicy(spoilt, 'theirs')).toThrow(`theirs: ${path.split('.', 1)[0]}`);
  });

  test('a shipped calendar with a day outside its span fits the schema, and is refused by the loader', () => {
    const file = calendars[0]?.file;
    if (file === undefined) throw new Error('no calendar is shipped');
    const calendar = { ...loadCalendar(file), firstDay: '2024-02-01' };
    expect(isCalendar(calendar)).toBe(true);
    expect(() => parseCalendar(calendar, 'theirs')).toThrow('bankHolidays.0.date: must be from 2024-02-01');
  });
});
