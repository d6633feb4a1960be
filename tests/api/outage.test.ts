import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseStarts } from '../../db/schema.ts';
import { connectDb } from '../../db/client.ts';
import { openCommands } from '../../db/owed-commands.ts';
import { Cases } from '../../temporal/cases.ts';
import { lazyClient } from '../../temporal/connect.ts';
import { untilReferral } from '../support/cases.ts';
import { referrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { aDecision, Api, contactBody } from './support/api.ts';

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack();
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

/** Nobody listens on the discard port. */
const NOWHERE = '127.0.0.1:9';

type Polled = { commandId: string; status: string; links: { self: string } };

describe('without a worker', () => {
  test('a command is answered 202 with a place to poll, and done once a worker is there', async () => {
    const [ref] = await api.contact();
    const call = { as: teamManager, version: 1, key: randomUUID() };
    const begun = Date.now();
    const pending = await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(pending.statusCode).toBe(202);
    const { status, links } = pending.json<Polled>();
    expect([status, pending.headers['location']]).toEqual(['PENDING', links.self]);
    expect((await api.get(links.self, teamManager)).json<Polled>().status).toBe('PENDING');
    const ready = await api.inject({ method: 'GET', url: '/readyz' });
    expect([ready.statusCode, ready.json()]).toEqual([
      503,
      { status: 'NOT_READY', parts: { postgres: 'READY', temporal: 'READY', worker: 'NOT_READY' } },
    ]);

    const worker = await stack.startWorker();
    const done = await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
    expect([done.statusCode, done.json()]).toMatchObject([200, { stage: 'DECIDED', decisions: [{ no: 1 }] }]);
    expect((await api.get(links.self, teamManager)).json()).toMatchObject({ status: 'RECORDED', version: 2 });
    expect((await api.inject({ method: 'GET', url: '/readyz' })).statusCode).toBe(200);
    await worker.stop();
  });
});

describe('without a worker, after a decision', () => {
  test('a command to the case is answered 202 with a place to poll, and done once a worker is there', async () => {
    const worker = await stack.startWorker();
    const [ref] = await api.contact();
    await api.decide(ref, aDecision);
    await untilReferral(stack.services, ref, ({ followOns = [] }) => followOns[0]?.caseId !== undefined);
    await worker.stop();

    const at = `/v1/assessments/${ref}.A1`;
    const call = { as: teamManager, key: randomUUID() };
    const pending = await api.post(`${at}/acceptance`, { threshold: 'AGREED' }, call);
    expect(pending.statusCode).toBe(202);
    const { commandId, status, links } = pending.json<Polled>();
    expect([status, links]).toEqual(['PENDING', { self: `${at}/commands/${commandId}`, case: at }]);
    expect(pending.headers).toMatchObject({ location: links.self, 'retry-after': expect.any(String) });
    expect((await api.get(links.self, teamManager)).json()).toEqual(pending.json());
    const elsewhere = await api.get(`/v1/referrals/${ref}/commands/${commandId}`, teamManager);
    expect(elsewhere.statusCode).toBe(404);
    expect((await api.get(links.self, referrer)).statusCode).toBe(404);

    const again = await stack.startWorker();
    const done = await api.post(`${at}/acceptance`, { threshold: 'AGREED' }, call);
    expect([done.statusCode, done.json()]).toMatchObject([200, { kind: 'ASSESSMENT', version: 2 }]);
    expect((await api.get(links.self, teamManager)).json()).toMatchObject({ status: 'RECORDED', version: 2 });
    await again.stop();
  });
});

test('a case whose run was ended from outside answers 503, says what to do, and nothing is recorded', async () => {
  const [ref] = await api.contact();
  await stack.services.temporal.workflow.getHandle(`referral:${ref}`).terminate('lost on purpose');
  const refused = await api.post(
    `/v1/referrals/${ref}/rating`,
    { rag: 'RED', reason: 'Worse.' },
    { as: socialWorker },
  );
  expect([refused.statusCode, refused.json()]).toMatchObject([
    503,
    { code: 'UNAVAILABLE', detail: expect.stringContaining('in a minute') },
  ]);
  expect((await api.get(`/v1/referrals/${ref}`, socialWorker)).json()).toMatchObject({ version: 1 });
});

describe('without Temporal', () => {
  let away: Api;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const temporal = lazyClient({ ...stack.settings, address: NOWHERE });
    const cases = new Cases(temporal, stack.services.clock);
    away = await Api.over({ ...stack.services, temporal, cases });
    close = async () => {
      await away.app.close();
      await temporal.close();
    };
  });
  afterAll(() => close());

  test('a contact is received all the same, soon, and its workflow is owed', async () => {
    const begun = Date.now();
    const response = await away.post('/v1/contacts', contactBody(), { as: referrer });
    expect(response.statusCode).toBe(201);
    expect(Date.now() - begun).toBeLessThan(4_000);
    const { referrals } = response.json<{ referrals: { referralRef: string }[] }>();
    const owed = await stack.db.select().from(caseStarts);
    const ours = owed.find((it) => it.workflowId === `referral:${referrals[0]?.referralRef}`);
    expect(ours?.startedAt).toBeNull();
  });

  test('a command is kept, answered 202, and done when it is sent again with its key', async () => {
    const [ref] = await away.contact();
    const call = { as: socialWorker, key: randomUUID() };
    const body = { rag: 'RED', reason: 'Worse.' };
    const pending = await away.post(`/v1/referrals/${ref}/rating`, body, call);
    expect([pending.statusCode, pending.json()]).toMatchObject([202, { status: 'PENDING' }]);
    expect(pending.headers['retry-after']).toBeDefined();
    const owed = await openCommands(stack.db, 50);
    expect(owed.map((it) => it.workflowId)).toContain(`referral:${ref}`);
    const worker = await stack.startWorker();
    const done = await api.post(`/v1/referrals/${ref}/rating`, body, call);
    expect([done.statusCode, done.json()]).toMatchObject([200, { rating: { rag: 'RED' } }]);
    await worker.stop();
  });

  test('readiness tells which part is missing; the process lives', async () => {
    const ready = await away.inject({ method: 'GET', url: '/readyz' });
    expect([ready.statusCode, ready.json()]).toEqual([
      503,
      { status: 'NOT_READY', parts: { postgres: 'READY', temporal: 'NOT_READY', worker: 'NOT_READY' } },
    ]);
    expect((await away.inject({ method: 'GET', url: '/healthz' })).json()).toEqual({ status: 'ALIVE' });
  });
});

describe('without Postgres', () => {
  test('everything but health is answered 503, and says nothing of the database', async () => {
    const { db, close } = connectDb(`postgres://nobody@${NOWHERE}/nothing`);
    const away = await Api.over({ ...stack.services, db });
    const answers = [
      await away.post('/v1/contacts', contactBody(), { as: referrer }),
      await away.post('/v1/referrals/R-0000-0000/decision', aDecision, { as: teamManager, version: 1 }),
      await away.get('/v1/referrals', teamManager),
      await away.get('/v1/overdue', teamManager),
    ];
    for (const answer of answers) {
      expect([answer.statusCode, answer.json()]).toMatchObject([503, { code: 'UNAVAILABLE' }]);
      expect(answer.body).not.toMatch(/insert|select|ECONNREFUSED|Quillon/i);
    }
    expect((await away.inject({ method: 'GET', url: '/healthz' })).statusCode).toBe(200);
    await away.app.close();
    await close();
  });
});
