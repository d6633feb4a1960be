import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExitCode } from '../../cli/command.ts';
import { main } from '../../cli/main.ts';
import { editions } from '../../db/schema.ts';
import { parseInstant } from '../../domain/instant.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { TEST_PAYLOAD_KEYS } from '../../temporal/test-payload-keys.ts';
import { Api, token } from '../api/support/api.ts';
import { receiveReferral, referralOf } from '../support/cases.ts';
import {
  actor,
  contactForm,
  MONDAY_TEN,
  PERSONAL_WORDS,
  phoneReferrer,
  teamManager,
} from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

type Said = { code: ExitCode; out: string; notes: string; progress: string[] };

const first = actor('ADMINISTRATOR');
const second = actor('ADMINISTRATOR', { userId: 'synthetic-administrator-two' });
const { policy, calendar } = defaultEditions();
/** The referrer hears within four working hours instead of one working day. */
const stricter = {
  ...policy,
  edition: 'stricter-2028',
  clocks: { ...policy.clocks, FEEDBACK: { ...policy.clocks.FEEDBACK, limit: { amount: 4, unit: 'WH' } } },
};
const proclaimed = {
  ...calendar,
  edition: 'england-and-wales-with-proclaimed-day',
  bankHolidays: [...calendar.bankHolidays, { date: '2028-06-06', title: 'Proclaimed day' }].toSorted(
    (a, b) => (a.date < b.date ? -1 : 1),
  ),
};

let stack: TestStack;
let api: Api;
let env: NodeJS.ProcessEnv;
let directory: string;
let files: { policy: string; calendar: string; broken: string; noJson: string };
let ref: string;

async function frontdoor(
  args: readonly string[],
  as: 'first' | 'second' | 'manager' | 'nobody',
): Promise<Said> {
  const said: Said = { code: 0, out: '', notes: '', progress: [] };
  const people = { first, second, manager: teamManager };
  const FRONTDOOR_TOKEN = as === 'nobody' ? undefined : await token(people[as]);
  const write = (key: 'out' | 'notes') => (text: string) => {
    said[key] += `${text}\n`;
  };
  said.code = await main(args, {
    out: write('out'),
    note: write('notes'),
    progress: (text) => said.progress.push(text),
    env: { ...env, ...(FRONTDOOR_TOKEN !== undefined && { FRONTDOOR_TOKEN }) },
  });
  return said;
}

async function written(name: string, content: unknown): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const dueOf = async (kind: string) =>
  (await referralOf(stack.services, ref)).clocks.find((clock) => clock.kind === kind)?.dueAt;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'front-door-rules-'));
  files = {
    policy: await written('policy.json', stricter),
    calendar: await written('calendar.json', proclaimed),
    broken: await written('broken.json', { ...proclaimed, edition: '', lastDay: '2020-01-01' }),
    noJson: await written('no.json', '{\n  "format": front'),
  };
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  const { port } = api.app.server.address() as AddressInfo;
  env = {
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.settings.address,
    TEMPORAL_NAMESPACE: stack.namespace,
    PAYLOAD_KEYS: TEST_PAYLOAD_KEYS,
    AUTH_ISSUER: 'https://issuer.invalid',
    AUTH_JWKS_URL: 'https://issuer.invalid/keys',
    HUB_AUTHORITIES: 'SPECIMENSHIRE,MOCKTON',
    API_PORT: String(port),
    FRONT_DOOR_DEV: '1',
  };
  ref = await receiveReferral(stack.services, {
    receivedAt: MONDAY_TEN,
    form: contactForm({ referrer: phoneReferrer }),
  });
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
  await rm(directory, { recursive: true, force: true });
});

// One hub: these run in order.
describe('changing the rules from the command line', () => {
  it.each([
    ['nothing to do', ['policy', 'publish']],
    ['two things to do', ['policy', 'publish', 'x.json', '--agree', '1']],
    ['a number that is none', ['policy', 'publish', '--agree', 'one']],
    ['a preview of nothing', ['policy', 'preview']],
    ['a calendar without a file', ['calendar', 'propose']],
  ])('answers 2 for %s', async (_what, args) => {
    const { code, out, notes } = await frontdoor(args, 'first');
    expect([code, out]).toEqual([2, '']);
    expect(notes).toContain('Usage: frontdoor');
  });

  it('asks for a token, and for the right kind of file', async () => {
    const without = await frontdoor(['policy', 'publish', files.policy], 'nobody');
    expect([without.code, without.notes]).toEqual([2, expect.stringContaining('FRONTDOOR_TOKEN')]);
    const wrong = await frontdoor(['policy', 'publish', files.calendar], 'first');
    expect([wrong.code, wrong.notes]).toEqual([2, expect.stringContaining('frontdoor calendar propose')]);
  });

  it('names every field that breaks a rule, and what is no JSON', async () => {
    const broken = await frontdoor(['calendar', 'propose', files.broken], 'first');
    expect(broken.code).toBe(1);
    expect(broken.notes).toContain('edition: ');
    expect(broken.notes).toContain('lastDay: must not be before firstDay 2024-01-01, not "2020-01-01"');
    const noJson = await frontdoor(['policy', 'preview', files.noJson], 'first');
    expect([noJson.code, noJson.notes]).toEqual([1, expect.stringMatching(/no\.json: must be JSON: \S/)]);
  });

  it('says when nobody answers', async () => {
    const args = ['policy', 'publish', files.policy, '--url', 'http://127.0.0.1:9'];
    const { code, notes } = await frontdoor(args, 'first');
    expect([code, notes]).toEqual([1, expect.stringContaining('nobody answers at http://127.0.0.1:9')]);
  });

  it('previews a file that nobody has proposed, and writes nothing', async () => {
    const kept = await stack.db.select().from(editions);
    const { code, out } = await frontdoor(['policy', 'preview', files.calendar], 'nobody');
    expect(code).toBe(1);
    expect(out).toMatch(
      new RegExp(`${ref}  DECISION +Tue 6 Jun 2028 10:00 → Wed 7 Jun 2028 10:00  8 working hours later`),
    );
    expect(out).toContain('Decision: 1 later, 0 earlier');
    expect(out).toContain('3 clocks of 1 open case would move.');
    for (const word of PERSONAL_WORDS) expect(out).not.toContain(word);
    expect(await stack.db.select().from(editions)).toEqual(kept);
  });

  it('previews a policy as JSON: here only the feedback moves', async () => {
    const { code, out } = await frontdoor(['policy', 'preview', files.policy, '--json'], 'nobody');
    const { cases, moves } = JSON.parse(out) as { cases: number; moves: { clock: string; dueAt: string }[] };
    expect([code, cases]).toEqual([1, 1]);
    expect(moves).toEqual([
      expect.objectContaining({
        referralRef: ref,
        clock: 'FEEDBACK',
        wouldBeDueAt: parseInstant('2028-06-05T14:00:00+01:00'),
      }),
    ]);
  });

  it('refuses to preview what is in force', async () => {
    const { code, notes } = await frontdoor(['policy', 'preview', 'default'], 'nobody');
    expect([code, notes]).toEqual([1, `${policy.edition} is in force already\n`]);
  });

  it('proposes, and tells what has to happen next', async () => {
    const refused = await frontdoor(['calendar', 'propose', files.calendar], 'manager');
    expect([refused.code, refused.out]).toEqual([1, '']);
    const { code, out, notes } = await frontdoor(['calendar', 'propose', files.calendar], 'first');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Proposal 1: calendar england-and-wales-with-proclaimed-day, sha256 [0-9a-f]{64}\.\n$/,
    );
    expect(notes).toContain('one more has to agree');
    expect(notes).toContain('frontdoor policy publish --agree 1');
    const preview = await frontdoor(['policy', 'preview', '--proposal', '1'], 'nobody');
    expect(preview.out).toContain('8 working hours later');
  });

  it('publishes with the second person only, and follows it to the last open case', async () => {
    const alone = await frontdoor(['policy', 'publish', '--agree', '1'], 'first');
    expect([alone.code, alone.notes]).toEqual([1, expect.stringContaining('needs two people')]);
    const { code, out, progress } = await frontdoor(['policy', 'publish', '--agree', '1'], 'second');
    expect(code).toBe(0);
    expect(out).toContain('Publication 1: calendar england-and-wales-with-proclaimed-day');
    expect(out).toContain('All 1 open case goes by the rules in force.');
    expect(progress.at(-1)).toBe('told 1 of 1 open cases');
    expect(await dueOf('DECISION')).toBe(parseInstant('2028-06-07T10:00:00+01:00'));
  });

  it('withdraws a publication, which takes two people as well', async () => {
    const proposed = await frontdoor(['policy', 'publish', '--withdraw', '1'], 'first');
    expect([proposed.code, proposed.out]).toEqual([0, 'Proposal 2: withdraw publication 1.\n']);
    const preview = await frontdoor(['policy', 'preview', '--proposal', '2'], 'nobody');
    expect(preview.out).toContain('Decision: 0 later, 1 earlier');
    expect((await frontdoor(['policy', 'publish', '--agree', '2'], 'second')).code).toBe(0);
    expect(await dueOf('DECISION')).toBe(parseInstant('2028-06-06T10:00:00+01:00'));
  });

  it('rejects a proposal, once', async () => {
    expect((await frontdoor(['policy', 'publish', files.policy], 'first')).code).toBe(0);
    const { code, out } = await frontdoor(['policy', 'publish', '--reject', '3'], 'second');
    expect([code, out]).toEqual([0, expect.stringContaining('Proposal 3 is rejected')]);
    const again = await frontdoor(['policy', 'publish', '--reject', '3'], 'second');
    expect([again.code, again.notes]).toEqual([1, expect.stringContaining('agreed or rejected before')]);
  });
});
