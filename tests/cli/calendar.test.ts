import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExitCode } from '../../cli/command.ts';
import { main } from '../../cli/main.ts';
import { GOV_UK_FILE, shippedCalendar } from '../../policy/calendars/build.ts';
import { loadCalendar } from '../../policy/editions.ts';

type Said = { readonly code: ExitCode; readonly out: string; readonly notes: string };

/** Runs a command with no settings at all: calendars need neither server nor database. */
async function frontdoor(...args: string[]): Promise<Said> {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await main(args, {
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    progress: () => undefined,
    env: { DATABASE_URL: 'postgres://nobody@host.invalid/none' },
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

let directory: string;
const file = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'front-door-calendar-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('calendar import', () => {
  it('makes the shipped edition from the shipped list, under a name of its content', async () => {
    const { code, out, notes } = await frontdoor('calendar', 'import');
    expect(code).toBe(0);
    const { edition, ...content } = JSON.parse(out);
    const { edition: shippedName, ...shipped } = shippedCalendar();
    expect(content).toEqual(shipped);
    expect(edition).toMatch(new RegExp(`^${shippedName}-[0-9a-f]{8}$`));
    expect(notes).toBe(
      `${edition}: 136 bank holidays, official until Sun 31 Dec 2028, then provisional to Mon 31 Dec 2040.`,
    );
  });

  it('reads a file, adds and removes days, and writes an edition that loads', async () => {
    const list = file('bank-holidays.json');
    await writeFile(list, await readFile(GOV_UK_FILE));
    const days = ['--add', '2027-06-01=A day = of thanks', '--remove', '2027-05-31'];
    const span = ['--from', '2025', '--to', '2027', '--edition', 'specimenshire-1'];
    const { code, out, notes } = await frontdoor(
      'calendar',
      'import',
      list,
      ...days,
      ...span,
      '--out',
      file('made.json'),
    );
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(notes).toBe('specimenshire-1: 24 bank holidays, official until Fri 31 Dec 2027.');
    const made = loadCalendar(file('made.json'));
    expect(made).toMatchObject({
      edition: 'specimenshire-1',
      firstDay: '2025-01-01',
      lastDay: '2027-12-31',
      removedDays: ['2027-05-31'],
    });
    expect(made.bankHolidays).toContainEqual({
      date: '2027-06-01',
      title: 'A day = of thanks',
      manual: true,
    });
  });

  it.each([
    [
      'a day that is none',
      ['--add', '2027-02-30=Never'],
      '--add: must be a date written YYYY-MM-DD, not 2027-02-30',
    ],
    ['a month that is none', ['--remove', '2027-13-01'], '--remove: must be a date written YYYY-MM-DD'],
    ['a day without title', ['--add', '2027-06-01'], '--add: must be written DATE=TITLE, not 2027-06-01'],
    ['no year', ['--to', 'soon'], '--to: must be a year from 1978 to 2099, not soon'],
    ['a year too far', ['--to', '2100'], '--to: must be a year from 1978 to 2099, not 2100'],
    ['two files', ['a.json', 'b.json'], 'only one FILE can be given'],
    ['an address that is not secret', ['http://hub.invalid/'], 'FILE must be a file or an https address'],
    ['an option that is none', ['--forever'], 'Unknown option'],
  ])('%s: exit 2', async (_case, args, message) => {
    const { code, out, notes } = await frontdoor('calendar', 'import', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(notes).toContain(message);
    expect(notes).toContain('Usage: frontdoor calendar import');
  });

  it.each([
    [
      'a day that is a holiday already',
      ['--add', '2027-05-31=Again'],
      'additions: 2027-05-31 is a bank holiday already',
    ],
    ['a removal of an ordinary day', ['--remove', '2027-06-01'], 'removals: 2027-06-01 is no bank holiday'],
    ['years before the list', ['--from', '2023'], 'firstYear: must not be before 2024'],
    ['a file that is not there', ['absent.json'], 'absent.json'],
    ['an address nobody listens at', ['https://127.0.0.1:1/'], 'https://127.0.0.1:1/: cannot be reached'],
  ])('%s: exit 1', async (_case, args, message) => {
    const { code, out, notes } = await frontdoor('calendar', 'import', ...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(notes).toContain(message);
  });

  it('says which file is no JSON', async () => {
    await writeFile(file('broken.json'), '{');
    const { code, notes } = await frontdoor('calendar', 'import', file('broken.json'));
    expect(code).toBe(1);
    expect(notes).toContain(`${file('broken.json')}: must be a JSON file`);
  });
});

describe('calendar check', () => {
  it('tells span, official days, days by year and what was changed by hand', async () => {
    const args = [
      '--to',
      '2029',
      '--add',
      '2027-06-01=Thanks',
      '--remove',
      '2027-05-31',
      '--edition',
      'mine',
    ];
    await frontdoor('calendar', 'import', ...args, '--out', file('check.json'));
    const { code, out, notes } = await frontdoor(
      'calendar',
      'check',
      file('check.json'),
      '--on',
      '2026-11-22',
    );
    expect({ code, notes }).toEqual({ code: 0, notes: '' });
    expect(out.split('\n').toSpliced(1, 1)).toEqual([
      'Calendar  mine',
      'Span      Mon 1 Jan 2024 to Mon 31 Dec 2029',
      'Official  until Sun 31 Dec 2028',
      'By hand   added Tue 1 Jun 2027: Thanks',
      'By hand   removed Mon 31 May 2027',
      '  2024  8 bank holidays',
      '  2025  8 bank holidays',
      '  2026  8 bank holidays',
      '  2027  8 bank holidays',
      '  2028  8 bank holidays',
      '  2029  8 bank holidays, 8 provisional',
    ]);
    expect(out.split('\n')[1]).toMatch(/^Content {3}[0-9a-f]{64}$/);
  });

  it.each([
    ['the last quiet day', '2028-06-30', 0, ''],
    [
      'the first of fewer than six months',
      '2028-07-01',
      1,
      'ALARM Calendar england-and-wales-2024-2028: official bank holidays end in 183 days, on Sun 31 Dec 2028; ' +
        'clocks that reach beyond are refused. Import a newer GOV.UK list.',
    ],
  ])('on %s', async (_case, on, code, notes) => {
    const said = await frontdoor('calendar', 'check', 'england-and-wales-2024-2028', '--on', on);
    expect(said).toMatchObject({ code, notes });
  });

  it('as JSON, without FILE: the edition a hub starts with', async () => {
    const quiet = await frontdoor('calendar', 'check', '--json', '--on', '2026-11-22');
    expect(quiet.code).toBe(0);
    expect(JSON.parse(quiet.out)).toMatchObject({
      edition: 'england-and-wales-2024-2040',
      firstDay: '2024-01-01',
      lastDay: '2040-12-31',
      officialUntil: '2028-12-31',
      added: [],
      removed: [],
      alarm: null,
    });
    const rings = await frontdoor('calendar', 'check', '--json', '--on', '2028-12-31');
    expect(rings.code).toBe(1);
    expect(JSON.parse(rings.out).alarm).toEqual({
      edition: 'england-and-wales-2024-2040',
      officialUntil: '2028-12-31',
      daysLeft: 0,
      lastDay: '2040-12-31',
    });
  });

  it('refuses an edition that breaks a rule', async () => {
    const calendar = { ...shippedCalendar(), lastDay: '2039-12-31' };
    await writeFile(file('unsound.json'), JSON.stringify(calendar));
    const { code, notes } = await frontdoor('calendar', 'check', file('unsound.json'));
    expect(code).toBe(1);
    expect(notes).toContain('.date: must be from 2024-01-01 to 2039-12-31, not "2040-01-02"');
  });

  it('wants a date', async () => {
    const { code, notes } = await frontdoor('calendar', 'check', '--on', 'today');
    expect(code).toBe(2);
    expect(notes).toContain('--on: must be a date written YYYY-MM-DD, not today');
  });
});

describe('calendar diff', () => {
  it('tells days added, removed, renamed and restated, and a longer span', async () => {
    const before = shippedCalendar();
    const after = {
      ...before,
      edition: 'after',
      lastDay: '2041-12-31',
      bankHolidays: before.bankHolidays
        .filter(({ date }) => date !== '2027-05-31')
        .map((holiday) => {
          if (holiday.date === '2027-12-28') return { ...holiday, title: 'St Stephen’s Day' };
          return holiday.date === '2029-01-01' ? { date: holiday.date, title: holiday.title } : holiday;
        })
        .concat({ date: '2041-06-03', title: 'A jubilee', manual: true } as never),
    };
    await writeFile(file('after.json'), JSON.stringify(after));
    const { code, out } = await frontdoor(
      'calendar',
      'diff',
      'england-and-wales-2024-2040',
      file('after.json'),
    );
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'Span      Mon 1 Jan 2024 to Mon 31 Dec 2040 → Mon 1 Jan 2024 to Tue 31 Dec 2041',
      'Added     Mon 3 Jun 2041: A jubilee (manual)',
      'Removed   Mon 31 May 2027: Spring bank holiday',
      'Renamed   Tue 28 Dec 2027: Boxing Day (substitute day) → St Stephen’s Day',
      'Restated  Mon 1 Jan 2029: New Year’s Day, provisional → official',
    ]);
  });

  it('finds nothing between an edition and itself', async () => {
    const name = 'england-and-wales-2024-2028';
    expect(await frontdoor('calendar', 'diff', name, name)).toEqual({
      code: 0,
      out: 'They say the same of every day.',
      notes: '',
    });
  });

  it('as JSON', async () => {
    const { code, out } = await frontdoor(
      'calendar',
      'diff',
      'england-and-wales-2024-2028',
      'england-and-wales-2024-2040',
      '--json',
    );
    expect(code).toBe(1);
    const { added, removed, restated, offsetsDiffer } = JSON.parse(out);
    expect([added.length, removed, restated, offsetsDiffer]).toEqual([96, [], [], true]);
  });

  it.each([[[]], [['one.json']], [['one.json', 'two.json', 'three.json']]])('wants two: %j', async (args) => {
    const { code, notes } = await frontdoor('calendar', 'diff', ...args);
    expect(code).toBe(2);
    expect(notes).toContain('two calendar editions must be given');
  });
});
