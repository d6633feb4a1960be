import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExitCode } from '../../cli/command.ts';
import { main } from '../../cli/main.ts';
import { informationRequestStream, referralStream } from '../../domain/streams.ts';
import { caseClock } from '../../temporal/case-clock.ts';
import type { FamilyHistories } from '../../temporal/family-histories.ts';
import { TEST_PAYLOAD_KEYS } from '../../temporal/test-payload-keys.ts';
import { RECONCILIATION_WORKFLOW, TASK_QUEUE } from '../../workflows/contract.ts';
import { Api } from '../api/support/api.ts';
import { commandsFor, give, receive, tellByPhone } from '../support/cases.ts';
import { followOnOf, giveFollowOn, untilFollowOn } from '../support/follow-ons.ts';
import {
  actor,
  contactForm,
  MONDAY_TEN,
  PERSONAL_WORDS,
  phoneReferrer,
  teamManager,
} from '../support/people.ts';
import { asked } from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';

type Said = { readonly code: ExitCode; readonly out: string; readonly notes: string };

const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING' });

let stack: TestStack;
let directory: string;
let file: string;
let contactRef: string;
let ref: string;
let requestId: string;
/** Stream of what the agency is asked to do. */
let action: string;
let id: string;

async function frontdoor(...args: readonly string[]): Promise<Said> {
  const out: string[] = [];
  const notes: string[] = [];
  const env = {
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.settings.address,
    TEMPORAL_NAMESPACE: stack.namespace,
    PAYLOAD_KEYS: TEST_PAYLOAD_KEYS,
    AUTH_ISSUER: 'https://issuer.invalid',
    AUTH_JWKS_URL: 'https://issuer.invalid/keys',
    HUB_AUTHORITIES: 'SPECIMENSHIRE,MOCKTON',
    FRONT_DOOR_DEV: '1',
  };
  const code = await main(args, {
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    progress: () => undefined,
    env,
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'front-door-family-'));
  file = join(directory, 'family.json');
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  const { services } = stack;
  const received = await receive(services, { form: contactForm({ referrer: phoneReferrer }) });
  ({ contactRef } = received);
  [ref] = received.referralRefs;
  requestId = await asked(services, ref);
  const commands = commandsFor(services, ref);
  await give(
    services,
    ref,
    await commands.decide({ outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' }),
  );
  await give(services, ref, tellByPhone);
  action = await followOnOf(services, ref, 'AGENCY_ACTION');
  id = `${ref}.S1`;
  await untilFollowOn(services, action, ({ settled }) => Object.keys(settled).length > 0);
});
afterAll(async () => {
  await stack?.close();
  await rm(directory, { recursive: true, force: true });
});

describe('a case after a decision in words', () => {
  it('stands, is owned and is due in the words of the API, without the words of people', async () => {
    const { code, out } = await frontdoor('explain', id);
    expect(code).toBe(0);
    expect(out).toContain(`Case      ${id}: action by one agency, SPECIMENSHIRE`);
    expect(out).toContain(`From      ${referralStream(ref)}`);
    expect(out).toMatch(/Owner +HUB, TEAM_MANAGER, since Mon 5 Jun 2028 10:00/);
    expect(out).toContain('Next: AGENCY_REPRESENTATIVE — Accept what is asked.');
    expect(out).toMatch(/Timeline\n +1 /);
    for (const word of PERSONAL_WORDS) expect(out).not.toContain(word);

    const api = await Api.over(stack.services);
    const clock = await api.get(`/v1/agency-actions/${id}/clocks/AGENCY_ACTION`, teamManager);
    await api.app.close();
    const { sentence } = clock.json<{ sentence: string }>();
    expect(sentence).toContain('because the agency was asked');
    expect(out).toContain(sentence);
    expect((await frontdoor('explain', id, 'AGENCY_ACTION')).out).toContain(sentence);
  });

  it('is named by its referral, tells itself as JSON, and has only the clocks it has', async () => {
    expect((await frontdoor('explain', ref)).out).toContain(`Cases     ${id}`);
    const told: unknown = JSON.parse((await frontdoor('explain', id, '--json')).out);
    expect(told).toMatchObject({ case: { id, stage: 'ASKED' }, nextAction: { action: 'acceptAction' } });
    expect(await frontdoor('explain', id, 'DECISION')).toMatchObject({
      code: 1,
      notes: expect.stringContaining(`case ${id} has no clock of that name; it has AGENCY_ACTION`),
    });
    expect(await frontdoor('explain', `${ref}.S9`)).toMatchObject({
      code: 1,
      notes: `there is no case ${ref}.S9`,
    });
  });
});

describe('a family as one', () => {
  it('is written into one file, every run of every case, and replays the same', async () => {
    const { services } = stack;
    await services.temporal.workflow.getHandle(action).terminate('lost on purpose');
    await expect
      .poll(
        async () => {
          const { restarted } = await services.temporal.workflow.execute<
            () => Promise<{ restarted: number }>
          >(RECONCILIATION_WORKFLOW, {
            workflowId: `reconciliation-${Date.now()}`,
            taskQueue: TASK_QUEUE,
          });
          return restarted;
        },
        { timeout: 30_000 },
      )
      .toBe(1);
    await giveFollowOn(services, action, { type: 'acceptAction' }, { actor: housing });
    await expect
      .poll(async () => (await workflowsWritten()).filter((workflowId) => workflowId === action), {
        timeout: 20_000,
      })
      .toHaveLength(2);
    expect(await workflowsWritten()).toEqual([
      referralStream(ref),
      informationRequestStream(requestId),
      action,
      action,
    ]);
    const replayed = await frontdoor('replay', file);
    expect(replayed.code).toBe(0);
    expect(replayed.out.split('\n')).toEqual([
      `same  ${file}  ${referralStream(ref)}`,
      `same  ${file}  ${informationRequestStream(requestId)}`,
      `same  ${file}  ${action}`,
      `same  ${file}  ${action}`,
    ]);
  });

  it('shows which history of it the code would not take the same way', async () => {
    const family = await familyWritten();
    const broken = join(directory, 'broken.json');
    const histories = family.histories.map((one) =>
      one.workflowId === action ? { ...one, history: bent(one.history) } : one,
    );
    await writeFile(broken, JSON.stringify({ ...family, histories }));
    const { code, out } = await frontdoor('replay', broken, '--json');
    expect(code).toBe(1);
    const lines = out.split('\n').map((line) => JSON.parse(line) as { workflowId: string; isSame: boolean });
    for (const { workflowId, isSame } of lines)
      expect([workflowId, isSame]).toEqual([workflowId, workflowId !== action]);
  });

  it('a single case of it is written by its id', async () => {
    const alone = join(directory, 'action.json');
    await writeFile(alone, (await frontdoor('history', id)).out);
    expect(await frontdoor('replay', alone)).toMatchObject({ code: 0, out: `same  ${alone}` });
    expect(await frontdoor('history', 'C-0000-0000')).toMatchObject({
      code: 1,
      notes: 'there is no contact C-0000-0000',
    });
  });

  it('travels as one: every open case is brought to the instant, and what falls due on the way is late', async () => {
    const to = '2028-06-20T10:00:00.000Z';
    const before = await stack.now();
    expect(await frontdoor('travel', '--to', to, '--family', 'C-0000-0000')).toMatchObject({ code: 1 });
    expect((await stack.now()) < to).toBe(true);
    expect((await stack.now()) >= before).toBe(true);

    const { code, out } = await frontdoor('travel', '--to', to, '--family', contactRef);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`\n  ${action.replace('.', '\\.')}  is at 2028-06-20T10:00:0`));
    const { nowMs } = await caseClock(stack.services.temporal, action);
    expect(new Date(nowMs).toISOString() >= to).toBe(true);
    const { clocks } = await untilFollowOn(stack.services, action, () => true);
    expect(clocks.find(({ kind }) => kind === 'AGENCY_ACTION')).toMatchObject({ status: 'LATE' });
  });
});

async function familyWritten(): Promise<FamilyHistories> {
  return JSON.parse(await readFile(file, 'utf8')) as FamilyHistories;
}

/** Writes the family and gives the workflow of each history. */
async function workflowsWritten(): Promise<string[]> {
  const { code, out } = await frontdoor('history', contactRef);
  expect(code).toBe(0);
  await writeFile(file, out);
  const { family, histories } = await familyWritten();
  expect(family).toBe(contactRef);
  return histories.map(({ workflowId }) => workflowId);
}

/** A history in which a timer was none. */
function bent(history: unknown): unknown {
  return JSON.parse(
    JSON.stringify(history).replace('EVENT_TYPE_TIMER_STARTED', 'EVENT_TYPE_MARKER_RECORDED'),
  );
}
