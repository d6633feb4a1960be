import { eq, sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { invariantRuns, invariantViolations } from '../../db/schema.ts';
import { addMs, MINUTE_MS } from '../../domain/instant.ts';
import { INVARIANT_WORDS, type InvariantRule } from '../../domain/invariant.ts';
import { informationRequestStream, referralStream } from '../../domain/streams.ts';
import { ensureSchedules } from '../../temporal/schedules.ts';
import { TEST_PAYLOAD_KEYS } from '../../temporal/test-payload-keys.ts';
import { INVARIANTS_WORKFLOW, TASK_QUEUE } from '../../workflows/contract.ts';
import { Api } from '../api/support/api.ts';
import {
  acceptHandover,
  commandsFor,
  give,
  keep,
  receiveReferral,
  tellByPhone,
  untilReferral,
} from '../support/cases.ts';
import {
  actor,
  contactForm,
  MONDAY_TEN,
  PERSONAL_WORDS,
  phoneReferrer,
  teamManager,
} from '../support/people.ts';
import { followOnOf } from '../support/follow-ons.ts';
import { asked } from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { handleOf } from '../support/temporal-views.ts';
import { axeViolations } from '../web/support/axe.ts';
import { boardApp, colleagues } from '../web/support/board-stack.ts';
import { Visitor, wordsIn } from '../web/support/visitor.ts';

type Answer = {
  total: number;
  isStale: boolean;
  lastRun?: { checked: number };
  byRule: { rule: InvariantRule; count: number; cure: string }[];
  violations: { case: string; referralRef?: string; rule: InvariantRule; words: string; cure: string }[];
};

let stack: TestStack;
let api: Api;
let pages: FastifyInstance;
let runs = 0;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
  pages = await boardApp(stack.services);
});
afterAll(async () => {
  await pages?.close();
  await api?.app.close();
  await stack?.close();
});

function check(): Promise<{ checked: number; violations: number }> {
  runs += 1;
  return stack.services.temporal.workflow.execute(INVARIANTS_WORKFLOW, {
    workflowId: `invariants-${runs}`,
    taskQueue: TASK_QUEUE,
  });
}

/** A referral that nothing changes by itself. */
function quietReferral(): Promise<string> {
  return receiveReferral(stack.services, { form: contactForm({ referrer: phoneReferrer }) });
}

async function listed(as = teamManager): Promise<Answer> {
  const response = await api.get('/v1/invariants', as);
  expect(response.statusCode).toBe(200);
  return response.json<Answer>();
}

async function brokenBy(ref: string): Promise<InvariantRule[]> {
  const { violations } = await listed();
  return violations.filter(({ referralRef }) => referralRef === ref).map(({ rule }) => rule);
}

/** Adds or changes what only a fault of ours could: rows of a stream, behind the back of the ledger. */
async function bend(change: ReturnType<typeof sql>): Promise<void> {
  await stack.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(change);
  });
}

/** Makes a broken row of a stream and takes it back. */
async function whileBent(
  bent: ReturnType<typeof sql>,
  undone: ReturnType<typeof sql>,
  look: () => Promise<void>,
) {
  await bend(bent);
  try {
    await look();
  } finally {
    await bend(undone);
  }
}

/** What the check says to do about a workflow that was terminated. */
async function resetToLastTask(workflowId: string): Promise<void> {
  const { temporal } = stack.services;
  const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
  const lastTask = events?.findLast(({ workflowTaskCompletedEventAttributes: it }) => it != null)?.eventId;
  await temporal.workflowService.resetWorkflowExecution({
    namespace: stack.namespace,
    workflowExecution: { workflowId },
    reason: 'as the check says',
    requestId: `reset-${workflowId}`,
    workflowTaskFinishEventId: lastTask ?? null,
  });
}

describe('every open case is held to what must be true of it', () => {
  it('finds nothing in cases at every stage of their life', async () => {
    const { services } = stack;
    await quietReferral();
    const decided = await quietReferral();
    await give(services, decided, await commandsFor(services, decided).decide());
    await give(services, decided, tellByPhone);
    const done = await quietReferral();
    await give(services, done, await commandsFor(services, done).decide());
    await give(services, done, tellByPhone);
    await give(services, done, acceptHandover);
    await handleOf(services, done).result();
    // The last one has closed; what follows the decisions on it and on the other is open.
    for (const ref of [decided, done]) await followOnOf(services, ref, 'ASSESSMENT');
    expect(await check()).toEqual({ checked: 4, violations: 0 });
    const answer = await listed();
    expect(answer).toMatchObject({ total: 0, isStale: false, violations: [], lastRun: { checked: 4 } });
  });

  it('finds a case whose workflow was terminated, says what to do, and clears it once that is done', async () => {
    const { services } = stack;
    const ref = await quietReferral();
    await give(services, ref, await commandsFor(services, ref).rate('AMBER'));
    await handleOf(services, ref).terminate('lost on purpose');
    await expect
      .poll(() => check().then(() => brokenBy(ref)), { timeout: 20_000 })
      .toEqual(['WORKFLOW_RUNS']);
    const { violations } = await listed();
    const cure = violations.find(({ referralRef }) => referralRef === ref)?.cure;
    expect(cure).toContain('reset to its last workflow task');

    await resetToLastTask(referralStream(ref));
    await check();
    expect(await brokenBy(ref)).toEqual([]);
    const kept = await stack.db
      .select()
      .from(invariantViolations)
      .where(eq(invariantViolations.stream, referralStream(ref)));
    expect(kept).toMatchObject([{ rule: 'WORKFLOW_RUNS', clearedAt: expect.any(String) }]);
    await give(services, ref, await commandsFor(services, ref).decide());
    await untilReferral(services, ref, ({ stage }) => stage === 'DECIDED');
  });

  it('finds a start that is owed for more than five minutes, and not one of a moment ago', async () => {
    const { referralRefs } = await keep(stack.services);
    const [ref] = referralRefs;
    await check();
    expect(await brokenBy(ref)).toEqual([]);
    const owed = addMs(await stack.now(), -6 * MINUTE_MS);
    await stack.db.execute(
      sql`update case_starts set owed_since = ${owed} where workflow_id = ${referralStream(ref)}`,
    );
    await check();
    expect(await brokenBy(ref)).toEqual(['START_IN_TIME']);
    await stack.services.temporal.workflow.execute('sweep', { workflowId: 'sweep-1', taskQueue: TASK_QUEUE });
    await check();
    expect(await brokenBy(ref)).toEqual([]);
  });

  it('finds a command that is owed for more than five minutes', async () => {
    const ref = await quietReferral();
    const owedSince = addMs(await stack.now(), -6 * MINUTE_MS);
    const command = await commandsFor(stack.services, ref).rate('GREEN');
    const envelope = JSON.stringify({ command, actor: teamManager });
    await stack.db.execute(
      sql`insert into owed_commands (command_id, workflow_id, action, envelope, owed_since)
        values ('owed-1', ${referralStream(ref)}, 'rate', ${envelope}::jsonb, ${owedSince})`,
    );
    await check();
    expect(await brokenBy(ref)).toEqual(['COMMAND_IN_TIME']);
    await stack.services.temporal.workflow.execute('sweep', { workflowId: 'sweep-2', taskQueue: TASK_QUEUE });
    await check();
    expect(await brokenBy(ref)).toEqual([]);
  });

  it('finds a case without a clock', async () => {
    const ref = await quietReferral();
    const stream = referralStream(ref);
    const type = (from: string, to: string) =>
      sql`update ledger set event = jsonb_set(event, '{type}', to_jsonb(${to}::text))
        where stream = ${stream} and event->>'type' = ${from}`;
    // A row that the fold takes no clock from stands in for a clock that nobody started.
    await whileBent(type('ClockStarted', 'RulesAdopted'), type('RulesAdopted', 'ClockStarted'), async () => {
      await check();
      expect(await brokenBy(ref)).toEqual(['CLOCK_RUNS']);
    });
    await check();
    expect(await brokenBy(ref)).toEqual([]);
  });

  it('finds a case without exactly one owner, or without a next step', async () => {
    const { services } = stack;
    const ref = await quietReferral();
    await give(services, ref, await commandsFor(services, ref).decide());
    await give(services, ref, tellByPhone);
    const stream = referralStream(ref);
    const taken = {
      type: 'HandoverAccepted',
      occurredAt: await stack.now(),
      receiver: '',
      acceptedBy: 'nobody',
    };
    const row = sql`insert into ledger (stream, seq, event, actor, occurred_at, recorded_at, policy_edition, calendar_edition, previous_hash, hash)
      select stream, seq + 1, ${JSON.stringify(taken)}::jsonb, actor, occurred_at, recorded_at, policy_edition, calendar_edition, hash, 'bent'
      from ledger where stream = ${stream} order by seq desc limit 1`;
    await whileBent(row, sql`delete from ledger where stream = ${stream} and hash = 'bent'`, async () => {
      await check();
      expect(await brokenBy(ref)).toEqual(['NEXT_ACTION', 'ONE_OWNER']);
    });
    expect(await check()).toMatchObject({ violations: 0 });
    expect(await brokenBy(ref)).toEqual([]);
  });

  it('holds information requests to the same rules', async () => {
    const { services } = stack;
    const requestId = await asked(services, await quietReferral());
    const stream = informationRequestStream(requestId);
    const { checked } = await check();
    const found = async () => {
      const { violations } = await listed();
      return violations.filter((violation) => violation.case === stream).map(({ rule }) => rule);
    };
    expect(checked).toBeGreaterThan(1);
    expect(await found()).toEqual([]);
    await services.temporal.workflow.getHandle(stream).terminate('lost on purpose');
    await expect.poll(() => check().then(found), { timeout: 20_000 }).toEqual(['WORKFLOW_RUNS']);
    await resetToLastTask(stream);
    await check();
    expect(await found()).toEqual([]);
  });

  it('holds cases after a decision to the same rules, and to what they owe and name', async () => {
    const { services } = stack;
    const ref = await quietReferral();
    await give(services, ref, await commandsFor(services, ref).decide());
    const stream = await followOnOf(services, ref, 'ASSESSMENT');
    await untilReferral(services, ref, ({ followOns = [] }) => followOns[0]?.openedAt !== undefined);
    const brokenIn = async (name: string) => {
      await check();
      const { violations } = await listed();
      return violations.filter((violation) => violation.case === name).map(({ rule }) => rule);
    };
    expect(await brokenIn(stream)).toEqual([]);

    const toNobody = sql`update ledger set event = jsonb_set(event, '{opening,from}', '"referral:R-0000-0000"')
      where stream = ${stream} and seq = 1`;
    const toItsReferral = sql`update ledger
      set event = jsonb_set(event, '{opening,from}', to_jsonb(${referralStream(ref)}::text))
      where stream = ${stream} and seq = 1`;
    await whileBent(toNobody, toItsReferral, async () => {
      expect(await brokenIn(stream)).toEqual(['CASE_LINKED']);
    });
    // A row that the fold makes nothing of stands in for a beginning that was never noted, an hour ago.
    const noted = (from: string, to: string, interval: string) =>
      sql`update ledger set recorded_at = recorded_at + ${interval}::interval,
        event = case when event->>'type' = ${from} then jsonb_set(event, '{type}', to_jsonb(${to}::text)) else event end
        where stream = ${referralStream(ref)}`;
    const unsaid = noted('FollowOnBegun', 'RulesAdopted', '-1 hour');
    await whileBent(unsaid, noted('RulesAdopted', 'FollowOnBegun', '1 hour'), async () => {
      expect(await brokenIn(referralStream(ref))).toEqual(['WORD_IN_TIME']);
    });
    expect(await brokenIn(referralStream(ref))).toEqual([]);
  });

  it('keeps one row for what several runs find, with the date of the first', async () => {
    const { referralRefs } = await keep(stack.services);
    const stream = referralStream(referralRefs[0]);
    const owed = addMs(await stack.now(), -10 * MINUTE_MS);
    await stack.db.execute(sql`update case_starts set owed_since = ${owed} where workflow_id = ${stream}`);
    await check();
    await check();
    const rows = await stack.db
      .select()
      .from(invariantViolations)
      .where(eq(invariantViolations.stream, stream));
    expect(rows).toHaveLength(1);
    const [row] = rows;
    expect(row && row.seenAt > row.foundAt).toBe(true);
  });
});

// What the last test above left broken is one start that is owed.
describe('who sees what is broken', () => {
  it('managers of that authority, auditors and administrators, and nobody else', async () => {
    for (const role of ['SERVICE_MANAGER', 'AUDITOR', 'ADMINISTRATOR'] as const) {
      expect((await listed(actor(role))).total).toBe(1);
    }
    expect((await listed(actor('TEAM_MANAGER', { localAuthority: 'SPECIMENSHIRE' }))).total).toBe(1);
    expect((await listed(actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' }))).total).toBe(0);
    for (const role of ['SOCIAL_WORKER', 'REFERRER', 'AGENCY_REPRESENTATIVE'] as const) {
      expect((await api.get('/v1/invariants', actor(role))).statusCode).toBe(403);
    }
  });

  it('the board counts for managers, and its page says what to do', async () => {
    const manager = await Visitor.signedIn(pages, colleagues.manager.userId);
    expect(wordsIn(await manager.open('/'), '.fd-alarm')).toContain('1 check of open cases fails');
    const page = await manager.open('/invariants');
    expect(wordsIn(page, 'main')).toContain(INVARIANT_WORDS.START_IN_TIME.broken);
    expect(wordsIn(page, 'main')).toContain(INVARIANT_WORDS.START_IN_TIME.cure);
    expect(await axeViolations(page.response.body)).toEqual([]);
    const worker = await Visitor.signedIn(pages, colleagues.mocktonWorker.userId);
    expect((await worker.open('/')).document.querySelector('.fd-alarm')).toBeNull();
    expect((await worker.open('/invariants')).response.statusCode).toBe(403);
  });

  it('the command line prints the same list and answers 1', async () => {
    const out: string[] = [];
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
    const terminal = { out: (text: string) => out.push(text), note: fail, progress: () => undefined, env };
    expect(await main(['invariants'], terminal)).toBe(1);
    const { violations } = await listed();
    for (const violation of violations) expect(out.join('\n')).toContain(violation.case);
    expect(out.join('\n')).toContain(INVARIANT_WORDS.START_IN_TIME.cure);
  });

  it('says so when the check itself has stopped', async () => {
    await stack.db.update(invariantRuns).set({ finishedAt: addMs(await stack.now(), -16 * MINUTE_MS) });
    expect(await listed()).toMatchObject({ isStale: true });
  });

  it('holds no words of people', async () => {
    const rows = JSON.stringify([
      await stack.db.select().from(invariantViolations),
      await stack.db.select().from(invariantRuns),
    ]);
    for (const word of PERSONAL_WORDS) expect(rows).not.toContain(word);
  });

  it('is on a schedule', async () => {
    const { temporal } = stack.services;
    await ensureSchedules(temporal);
    const { spec, action } = await temporal.schedule.getHandle(INVARIANTS_WORKFLOW).describe();
    expect(action).toMatchObject({ workflowType: INVARIANTS_WORKFLOW });
    expect(spec.intervals).toMatchObject([{ every: 300_000 }]);
  });
});

function fail(text: string): never {
  throw new Error(text);
}
