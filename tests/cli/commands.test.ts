import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExitCode } from '../../cli/command.ts';
import { main } from '../../cli/main.ts';
import { stackEnvironment } from '../../cli/settings.ts';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { exportHistory } from '../../temporal/replay.ts';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { MONDAY_TEN, PERSONAL_WORDS } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { TEST_PAYLOAD_KEYS } from '../../temporal/test-payload-keys.ts';

type Said = { readonly code: ExitCode; readonly out: string; readonly notes: string };

let stack: TestStack;
let settings: NodeJS.ProcessEnv;
let ref: string;
let directory: string;

async function frontdoor(args: readonly string[], env: NodeJS.ProcessEnv = settings): Promise<Said> {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await main(args, {
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    progress: () => undefined,
    env,
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'front-door-cli-'));
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  settings = {
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.settings.address,
    TEMPORAL_NAMESPACE: stack.namespace,
    PAYLOAD_KEYS: TEST_PAYLOAD_KEYS,
    AUTH_ISSUER: 'https://issuer.invalid',
    AUTH_JWKS_URL: 'https://issuer.invalid/keys',
    HUB_AUTHORITIES: 'SPECIMENSHIRE,MOCKTON',
    FRONT_DOOR_DEV: '1',
  };
  ref = await receiveReferral(stack.services);
});

afterAll(async () => {
  await stack.close();
  await rm(directory, { recursive: true, force: true });
});

describe('the command line', () => {
  it.each([[['help']], [[]], [['--help']], [['help', 'rebuild']], [['ledger', 'verify', '--help']]])(
    'explains itself: %j',
    async (args) => {
      const { code, out } = await frontdoor(args);
      expect(code).toBe(0);
      expect(out).toContain('frontdoor');
    },
  );

  it.each([
    ['an unknown command', ['decide']],
    ['an unknown option', ['rebuild', '--fast']],
    ['half of a command', ['ledger']],
    ['a missing argument', ['explain']],
    ['an argument too many', ['history', 'R-1', 'R-2']],
    ['an instant without offset', ['travel', '--to', '2028-06-06T10:00:00']],
    ['a month that is none', ['synthesise', '--seed', '1', '--month', '2027-13', '--out', 'x']],
  ])('answers 2 for %s', async (_what, args) => {
    const { code, out, notes } = await frontdoor(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(notes).not.toBe('');
  });

  it('names a setting that is missing', async () => {
    const { code, notes } = await frontdoor(['rebuild'], { DATABASE_URL: stack.databaseUrl });
    expect(code).toBe(1);
    expect(notes).toContain('PAYLOAD_KEYS');
  });

  it('has no travel and no run-month in production', async () => {
    const { FRONT_DOOR_DEV: _dev, ...production } = settings;
    expect((await frontdoor(['travel', '--to', '2028-06-06T10:00:00Z'], production)).code).toBe(2);
    expect((await frontdoor(['run-month', 'x'], production)).code).toBe(2);
    expect((await frontdoor(['help'], production)).out).not.toContain('travel');
  });

  it('never mixes a database that is named with the settings of a development stack', async () => {
    const file = join(directory, 'stack.json');
    await writeFile(file, JSON.stringify({ DATABASE_URL: 'postgres://dev', FRONT_DOOR_DEV: '1' }));
    expect(stackEnvironment({ DATABASE_URL: 'postgres://other' }, file)).toEqual({
      DATABASE_URL: 'postgres://other',
    });
    expect(stackEnvironment({ API_PORT: '1' }, file)).toMatchObject({ FRONT_DOOR_DEV: '1', API_PORT: '1' });
    expect(stackEnvironment({ API_PORT: '1' }, join(directory, 'none.json'))).toEqual({ API_PORT: '1' });
  });
});

describe('commands on a hub', () => {
  it('migrates again without a change', async () => {
    expect((await frontdoor(['migrate'])).code).toBe(0);
  });

  it('explains a referral without the words of people', async () => {
    const { code, out } = await frontdoor(['explain', ref]);
    expect(code).toBe(0);
    expect(out).toContain(ref);
    expect(out).toContain('due at the same time on the next working day');
    expect(out).toContain('Next: SOCIAL_WORKER');
    for (const word of PERSONAL_WORDS) expect(out).not.toContain(word);
  });

  it('says that there is no such referral', async () => {
    const { code, notes } = await frontdoor(['explain', 'R-0000-0000']);
    expect(code).toBe(1);
    expect(notes).toContain('R-0000-0000');
  });

  it('travels over a due instant, and the ledger says who was told', async () => {
    const late = addMs(MONDAY_TEN, 25 * HOUR_MS);
    const { code, out } = await frontdoor(['travel', '--to', late]);
    expect(code).toBe(0);
    expect(out).toContain('cases were moved');
    const { clocks } = await referralOf(stack.services, ref);
    expect(clocks.find((clock) => clock.kind === 'DECISION')?.status).toBe('LATE');
    expect((await stack.now()) >= late).toBe(true);
    expect((await frontdoor(['explain', ref])).out).toContain('Clock breached: DECISION, told TEAM_MANAGER');
  });

  it('does not travel back', async () => {
    const { code, notes } = await frontdoor(['travel', '--to', MONDAY_TEN]);
    expect(code).toBe(1);
    expect(notes).toContain('never goes back');
  });

  it('writes a history that replays the same, and finds one that was changed', async () => {
    const file = join(directory, 'referral.json');
    await writeFile(file, (await frontdoor(['history', ref])).out);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(
      JSON.parse(await exportHistory(stack.services.temporal, `referral:${ref}`)),
    );
    expect(await frontdoor(['replay', file])).toMatchObject({ code: 0, out: `same  ${file}` });

    const broken = join(directory, 'broken.json');
    await writeFile(
      broken,
      (await readFile(file, 'utf8')).replace('EVENT_TYPE_TIMER_STARTED', 'EVENT_TYPE_MARKER_RECORDED'),
    );
    expect((await frontdoor(['replay', file, broken])).code).toBe(1);
  });

  it('rebuilds what screens read to the same, and mends what had drifted', async () => {
    expect(await frontdoor(['rebuild', '--json'])).toMatchObject({ code: 0 });
    await stack.db.execute(sql`update referrals set stage = 'DECIDED'`);
    const drifted = await frontdoor(['rebuild']);
    expect(drifted.code).toBe(1);
    expect(drifted.out).toMatch(/referrals +\w+ now/);
    expect((await frontdoor(['rebuild'])).code).toBe(0);
  });

  it('names the row of the ledger that was altered', async () => {
    expect((await frontdoor(['ledger', 'verify'])).code).toBe(0);
    expect((await frontdoor(['ledger', 'verify', 'referral:R-0000-0000'])).code).toBe(1);
    await stack.db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(
        sql`update ledger set event = jsonb_set(event, '{clock}', '"FEEDBACK"') where stream = ${`referral:${ref}`} and seq = 6`,
      );
    });
    const { code, out } = await frontdoor(['ledger', 'verify', `referral:${ref}`]);
    expect(code).toBe(1);
    expect(out).toContain(`FAULT referral:${ref}, row 6: the row does not fit its own hash`);
  });
});
