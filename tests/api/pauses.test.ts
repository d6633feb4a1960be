import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, ledgerOf, referralOf } from '../support/cases.ts';
import { actor, contactOfficer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { aDecision, Api } from './support/api.ts';

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack({ worker: true });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

const otherManager = actor('TEAM_MANAGER', { userId: 'synthetic-second-manager' });
const why = { reason: 'The school is shut and Quillon’s teacher cannot be asked.' };
const pausesOf = (ref: string, clock = 'RAG_TARGET') => `/v1/referrals/${ref}/clocks/${clock}/pauses`;

/** A referral rated red, at version 2. */
async function redReferral(): Promise<string> {
  const [ref] = await api.contact();
  await api.post(`/v1/referrals/${ref}/rating`, { rag: 'RED', reason: 'Rising.' }, { as: socialWorker });
  return ref;
}

async function pausedReferral(): Promise<string> {
  const ref = await redReferral();
  await api.post(pausesOf(ref), why, { as: teamManager });
  return ref;
}

async function targetOf(ref: string) {
  const { clocks } = await referralOf(stack.services, ref);
  return clocks.find(({ id }) => id === 'RAG_TARGET') ?? expect.fail('there is no rating target');
}

describe('a clock that may pause', () => {
  test('is paused with a reason and an author, and runs on when the pause is ended', async () => {
    const ref = await redReferral();
    const dueBefore = (await targetOf(ref)).dueAt;
    const paused = await api.post(pausesOf(ref), why, { as: teamManager, version: 2 });
    expect([paused.statusCode, paused.headers['etag']]).toEqual([200, '"3"']);
    expect(await targetOf(ref)).toMatchObject({
      status: 'PAUSED',
      dueAt: dueBefore,
      pauses: [{ no: 1, pausedBy: teamManager.userId }],
    });
    const ended = await api.post(`${pausesOf(ref)}/1/end`, {}, { as: otherManager, version: 3 });
    expect([ended.statusCode, ended.headers['etag']]).toEqual([200, '"4"']);
    const target = await targetOf(ref);
    expect(target).toMatchObject({
      status: 'RUNNING',
      pauses: [{ no: 1, pausedBy: teamManager.userId, endedBy: otherManager.userId }],
    });
    const { from, until } = target.pauses?.[0] ?? expect.fail('the pause is not kept');
    const stood = Date.parse(until ?? '') - Date.parse(from);
    expect(Date.parse(target.dueAt) - Date.parse(dueBefore)).toBe(stood);
    expect(stood).toBeGreaterThan(0);
  });

  test('runs on when the last of its pauses has ended', async () => {
    const ref = await pausedReferral();
    await api.post(pausesOf(ref), { reason: 'Health is shut too.' }, { as: otherManager });
    await api.post(`${pausesOf(ref)}/1/end`, {}, { as: teamManager });
    expect((await targetOf(ref)).status).toBe('PAUSED');
    await api.post(`${pausesOf(ref)}/2/end`, {}, { as: teamManager });
    expect((await targetOf(ref)).status).toBe('RUNNING');
  });

  test('is paused once however often the same request is sent', async () => {
    const ref = await redReferral();
    const call = { as: teamManager, key: randomUUID() };
    const first = await api.post(pausesOf(ref), why, call);
    const second = await api.post(pausesOf(ref), why, call);
    expect([second.statusCode, second.body]).toEqual([200, first.body]);
    const paused = (await eventsOf(stack.services, ref)).filter((it) => it.type === 'ClockPaused');
    expect(paused).toHaveLength(1);
  });

  test('leaves the words of the reason out of the ledger', async () => {
    const ref = await pausedReferral();
    expect(JSON.stringify(await ledgerOf(stack.services, ref))).not.toContain('Quillon');
  });

  test('is stopped by a decision, its pause ended with it', async () => {
    const ref = await pausedReferral();
    const decided = await api.post(`/v1/referrals/${ref}/decision`, aDecision, {
      as: teamManager,
      version: 3,
    });
    expect(decided.statusCode).toBe(200);
    expect(await targetOf(ref)).toMatchObject({ status: 'STOPPED', stoppedBy: 'DECIDED' });
    expect((await targetOf(ref)).pauses?.[0]).toMatchObject({ until: expect.any(String) });
  });
});

describe('a pause is refused', () => {
  test.each(['DECISION', 'ACKNOWLEDGEMENT', 'FEEDBACK'])(
    'for the statutory clock %s, which names the rule',
    async (clock) => {
      const ref = await redReferral();
      const response = await api.post(pausesOf(ref, clock), why, { as: teamManager });
      expect([response.statusCode, response.headers['content-type'], response.json()]).toMatchObject([
        409,
        expect.stringContaining('application/problem+json'),
        {
          type: '/docs/problems#clock-never-pauses',
          code: 'CLOCK_NEVER_PAUSES',
          detail: expect.stringMatching(
            new RegExp(`^The clock ${clock} may not be paused.*Working Together .* 2023`),
          ),
        },
      ]);
      const events = await eventsOf(stack.services, ref);
      expect(events.map(({ type }) => type)).not.toContain('ClockPaused');
    },
  );

  test('for a clock the referral does not have', async () => {
    const ref = await redReferral();
    const response = await api.post(pausesOf(ref, 'FEEDBACK-9'), why, { as: teamManager });
    expect([response.statusCode, response.json()]).toMatchObject([404, { code: 'CLOCK_UNKNOWN' }]);
  });

  test('for a clock that has stopped', async () => {
    const ref = await redReferral();
    await api.post(`/v1/referrals/${ref}/decision`, aDecision, { as: teamManager, version: 2 });
    const response = await api.post(pausesOf(ref), why, { as: teamManager });
    expect([response.statusCode, response.json()]).toMatchObject([409, { code: 'CLOCK_NOT_RUNNING' }]);
  });

  test.each([contactOfficer, socialWorker])('to $role, who may not decide', async (as) => {
    const ref = await redReferral();
    const response = await api.post(pausesOf(ref), why, { as });
    expect([response.statusCode, response.json()]).toMatchObject([403, { code: 'NOT_PERMITTED' }]);
  });

  test('to somebody who saw an older version', async () => {
    const ref = await redReferral();
    const response = await api.post(pausesOf(ref), why, { as: teamManager, version: 1 });
    expect([response.statusCode, response.json()]).toMatchObject([412, { code: 'STALE_VERSION' }]);
  });

  test.each([
    ['without a reason', {}],
    ['with a blank reason', { reason: ' \n' }],
    ['with more than a reason', { reason: 'Shut.', until: '2028-06-05T10:00:00Z' }],
  ])('%s', async (_case, body) => {
    const ref = await redReferral();
    const response = await api.post(pausesOf(ref), body, { as: teamManager });
    expect([response.statusCode, response.json()]).toMatchObject([422, { code: 'INVALID_FIELD' }]);
  });
});

describe('the end of a pause is refused', () => {
  test('when it has ended', async () => {
    const ref = await pausedReferral();
    await api.post(pausesOf(ref), { reason: 'Health is shut too.' }, { as: teamManager });
    await api.post(`${pausesOf(ref)}/1/end`, {}, { as: teamManager });
    const again = await api.post(`${pausesOf(ref)}/1/end`, {}, { as: otherManager });
    expect([again.statusCode, again.json()]).toMatchObject([409, { code: 'PAUSE_NOT_OPEN' }]);
  });

  test('when there never was one', async () => {
    const ref = await redReferral();
    const response = await api.post(`${pausesOf(ref)}/1/end`, {}, { as: teamManager });
    expect([response.statusCode, response.json()]).toMatchObject([409, { code: 'PAUSE_NOT_OPEN' }]);
  });

  test('to a social worker', async () => {
    const ref = await pausedReferral();
    const response = await api.post(`${pausesOf(ref)}/1/end`, {}, { as: socialWorker });
    expect([response.statusCode, response.json()]).toMatchObject([403, { code: 'NOT_PERMITTED' }]);
  });
});
