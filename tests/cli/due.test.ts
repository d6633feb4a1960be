import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { loadPolicy, shippedEditions } from '../../policy/editions.ts';
import { editionHash } from '../../policy/edition-hash.ts';
import { PROJECT } from '../support/import-graph.ts';

const BEFORE_EASTER = '2027-03-25T16:59:00+00:00';

const folder = mkdtempSync(join(tmpdir(), 'front-door-due-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function due(...args: string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal = {
    out: (text: string) => out.push(text),
    note: (text: string) => notes.push(text),
    progress: () => undefined,
    env: {},
  };
  const code = await main(['due', ...args], terminal);
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

async function answer(...args: string[]) {
  const { out, code, notes } = await due(...args, '--json');
  expect(`${code} ${notes}`).toBe('0 ');
  return JSON.parse(out) as Record<string, unknown>;
}

describe('frontdoor due', () => {
  it.each([
    ['red', '2027-03-25T20:59:00.000Z'],
    ['amber', '2027-03-30T15:59:00.000Z'],
    ['blue', '2027-03-30T15:59:00.000Z'],
  ])('decides a referral rated %s by its target, never later than the limit', async (rag, dueAt) => {
    const found = await answer('--clock', 'decision', '--rag', rag, '--received', BEFORE_EASTER);
    expect(found).toMatchObject({ clock: 'DECISION', ref: 'C2', rag: rag.toUpperCase(), dueAt });
    expect(found['sentence']).toContain('Tue 30 Mar 2027 16:59');
  });

  it('computes a decision over Easter, with what was skipped and the editions it counts by', async () => {
    const found = await answer('--clock', 'decision', '--received', BEFORE_EASTER);
    const policy = shippedEditions().policies.find(({ name }) => name === 'default');
    if (policy === undefined) throw new Error('no default policy is shipped');
    expect(found).toMatchObject({
      clock: 'DECISION',
      ref: 'C2',
      limit: { amount: 1, unit: 'WD' },
      received: '2027-03-25T16:59:00.000Z',
      dueAt: '2027-03-30T15:59:00.000Z',
      dueLocal: 'Tue 30 Mar 2027 16:59 BST',
      skipped: [
        { date: '2027-03-26', reason: 'Good Friday' },
        { date: '2027-03-27', reason: 'weekend' },
        { date: '2027-03-28', reason: 'weekend' },
        { date: '2027-03-29', reason: 'Easter Monday' },
      ],
      warnings: [
        { share: 0.5, at: '2027-03-30T11:59:00.000Z', local: 'Tue 30 Mar 2027 12:59 BST' },
        { share: 0.75, at: '2027-03-30T13:59:00.000Z', local: 'Tue 30 Mar 2027 14:59 BST' },
        { share: 0.9, at: '2027-03-30T15:11:00.000Z', local: 'Tue 30 Mar 2027 16:11 BST' },
      ],
      policyEdition: {
        name: 'default-2026-12',
        sha256: await editionHash(loadPolicy(policy.file)),
      },
      calendarEdition: {
        name: expect.stringMatching(/^england-and-wales-/),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(found['sentence']).toContain('Not counted: Fri 26 Mar 2027: Good Friday;');
  });

  it('says the same in words', async () => {
    const { code, out } = await due('--clock', 'decision', '--received', BEFORE_EASTER);
    expect(code).toBe(0);
    expect(out).toMatch(/^Started Thu 25 Mar 2027 16:59\. /);
    expect(out).toContain('\nNot counted  Mon 29 Mar 2027: Easter Monday\n');
    expect(out).toContain('\nDue          Tue 30 Mar 2027 16:59 BST, which is 2027-03-30T15:59:00.000Z\n');
    expect(out).toMatch(/\nPolicy {7}default-2026-12, sha256 [0-9a-f]{64}\n/);
  });

  it.each([
    ['icpc', '2027-03-25T16:59:00Z', '2027-04-19T16:00:00.000Z'],
    ['ASSESSMENT', '2027-03-25T16:59:00Z', '2027-06-02T16:00:00.000Z'],
    ['child-seen-s47', '2027-03-25T16:59:00Z', '2027-03-26T16:59:00.000Z'],
    ['strategy_discussion_urgent', '2027-03-25T16:59:00Z', '2027-03-26T00:00:00.000Z'],
    ['EDT-handover', '2027-03-26T03:00:00Z', '2027-03-30T08:00:00.000Z'],
    ['police-protection', '2027-03-27T10:00:00Z', '2027-03-30T10:00:00.000Z'],
  ])('knows the clock %s', async (clock, received, dueAt) => {
    expect(await answer('--clock', clock, '--received', received)).toMatchObject({ dueAt });
  });

  it('names the alert a clock has besides its warnings, in order', async () => {
    const { warnings } = await answer('--clock', 'police-protection', '--received', '2027-02-01T10:00:00Z');
    expect(warnings).toEqual([
      { share: 0.5, at: '2027-02-02T22:00:00.000Z', local: 'Tue 2 Feb 2027 22:00 GMT' },
      { at: '2027-02-03T10:00:00.000Z', local: 'Wed 3 Feb 2027 10:00 GMT' },
      { share: 0.75, at: '2027-02-03T16:00:00.000Z', local: 'Wed 3 Feb 2027 16:00 GMT' },
      { share: 0.9, at: '2027-02-04T02:48:00.000Z', local: 'Thu 4 Feb 2027 02:48 GMT' },
    ]);
  });

  it.each([
    ['merton', 'red', '2027-03-25T16:59:00Z', '2027-03-30T09:59:00.000Z'],
    ['oxfordshire', 'red', '2027-03-25T16:59:00Z', '2027-03-25T20:59:00.000Z'],
    ['oxfordshire', 'green', '2027-03-25T16:59:00Z', '2027-03-30T15:59:00.000Z'],
    ['hackney', 'amber', '2027-03-25T16:59:00Z', '2027-03-26T16:59:00.000Z'],
    ['hackney', 'amber', '2027-03-23T22:00:00Z', '2027-03-24T17:00:00.000Z'],
    ['surrey-police', 'amber', '2027-03-23T10:00:00Z', '2027-03-24T10:00:00.000Z'],
  ])('takes %s, %s, never later than the decision', async (policy, rag, received, dueAt) => {
    const args = ['--rag', rag, '--policy', policy, '--received', received];
    expect(await answer('--clock', 'rag-target', ...args)).toMatchObject({ dueAt, rag: rag.toUpperCase() });
  });

  it('says when a rating is due with the decision', async () => {
    const args = ['--rag', 'green', '--policy', 'oxfordshire', '--received', '2027-03-25T16:59:00Z'];
    const { sentence } = await answer('--clock', 'rag-target', ...args);
    expect(sentence).toMatch(
      /^The rating allows 3 working days, until Thu 1 Apr 2027 17:00; but never more than the decision has, so it is due with the decision\. Started /,
    );
  });

  it('counts by the files it is given', async () => {
    const [policy, calendar] = [join(folder, 'policy.json'), join(folder, 'calendar.json')];
    const merton = shippedEditions().policies.find(({ name }) => name === 'merton');
    if (merton === undefined) throw new Error('the Merton preset is not shipped');
    const edition = loadPolicy(merton.file);
    writeFileSync(
      policy,
      JSON.stringify({
        ...edition,
        edition: 'ours',
        oneWorkingDay: { mode: 'END_OF_NEXT_WD', source: 'x' },
      }),
    );
    writeFileSync(
      calendar,
      JSON.stringify({
        edition: 'no holidays',
        firstDay: '2027-03-01',
        lastDay: '2027-04-30',
        bankHolidays: [],
        offsetChanges: [
          { from: '2026-10-25T01:00:00.000Z', offsetMinutes: 0 },
          { from: '2027-03-28T01:00:00.000Z', offsetMinutes: 60 },
        ],
      }),
    );
    const args = ['--received', BEFORE_EASTER, '--policy', policy, '--calendar', calendar];
    expect(await answer('--clock', 'decision', ...args)).toMatchObject({
      dueAt: '2027-03-26T17:00:00.000Z',
      skipped: [],
      policyEdition: { name: 'ours' },
      calendarEdition: { name: 'no holidays' },
    });
  });

  it.each([
    ['no clock', ['--received', BEFORE_EASTER], '--clock NAME is missing'],
    ['an unknown clock', ['--clock', 'tea', '--received', BEFORE_EASTER], '--clock: must be one of'],
    ['no start', ['--clock', 'decision'], '--received INSTANT is missing'],
    ['a start without offset', ['--clock', 'decision', '--received', '2027-03-25T16:59:00'], '--received: '],
    [
      'a target without rating',
      ['--clock', 'rag-target', '--received', BEFORE_EASTER],
      '--rag RATING is missing',
    ],
    [
      'an unknown rating',
      ['--clock', 'rag-target', '--rag', 'pink', '--received', BEFORE_EASTER],
      '--rag: must be red, amber, green or blue, not pink',
    ],
    [
      'a rating of another clock',
      ['--clock', 'icpc', '--rag', 'red', '--received', BEFORE_EASTER],
      '--rag: only rag-target and decision go by a rating, not icpc',
    ],
  ])('answers 2 for %s', async (_what, args, message) => {
    const { code, out, notes } = await due(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(notes).toContain(message);
  });

  it.each([
    [
      'a rating without target',
      ['--clock', 'rag-target', '--rag', 'blue', '--received', BEFORE_EASTER],
      'default-2026-12 sets no target for the rating BLUE',
    ],
    ['a year no calendar covers', ['--clock', 'decision', '--received', '1999-01-04T10:00:00Z'], 'covers'],
    [
      'a policy that is not there',
      ['--clock', 'decision', '--received', BEFORE_EASTER, '--policy', 'absent.json'],
      'absent.json: must be a readable JSON file',
    ],
  ])('answers 1 for %s', async (_what, args, message) => {
    const { code, out, notes } = await due(...args);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(notes).toContain(message);
  });

  it('runs as a command of its own, with nothing in its environment', () => {
    const printed = execFileSync(
      process.execPath,
      ['cli/bin.mjs', 'due', '--clock', 'decision', '--received', BEFORE_EASTER, '--json'],
      { cwd: PROJECT, env: {}, encoding: 'utf8' },
    );
    expect(JSON.parse(printed)).toMatchObject({ dueAt: '2027-03-30T15:59:00.000Z' });
  });
});
