import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idempotencyKeys } from '../../db/schema.ts';
import { actor, referrer, socialWorker, teamManager } from '../support/people.ts';
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

/** A referral that awaits its decision, at version 2. */
async function ratedReferral(): Promise<string> {
  const [ref] = await api.contact();
  await api.post(`/v1/referrals/${ref}/rating`, { rag: 'AMBER', reason: 'Rising.' }, { as: socialWorker });
  return ref;
}

async function decidedReferral(): Promise<string> {
  const ref = await ratedReferral();
  await api.post(`/v1/referrals/${ref}/decision`, aDecision, { as: teamManager, version: 2 });
  return ref;
}

describe('a referral from receipt to the receiving team', () => {
  test('is acknowledged, rated, decided, fed back and accepted', async () => {
    const [ref] = await api.contact();
    const at = `/v1/referrals/${ref}`;
    const acknowledged = await api.post(`${at}/acknowledgement`, { method: 'PHONE' }, { as: socialWorker });
    expect(acknowledged.json()).toMatchObject({ stage: 'SCREENING', version: 2 });
    const rated = await api.post(`${at}/rating`, { rag: 'AMBER', reason: 'Rising.' }, { as: socialWorker });
    expect(rated.json()).toMatchObject({ stage: 'DECISION_PENDING', rating: { rag: 'AMBER' }, version: 3 });
    const decided = await api.post(`${at}/decision`, aDecision, { as: teamManager, version: 3 });
    expect(decided.statusCode).toBe(200);
    expect(decided.headers['etag']).toBe('"4"');
    expect(decided.json()).toMatchObject({
      stage: 'DECIDED',
      version: 4,
      nextAction: { action: 'giveFeedback' },
      allowedActions: expect.arrayContaining([
        'decide',
        'giveFeedback',
        'withholdFeedback',
        'acceptHandover',
        'requestWithdrawal',
      ]),
    });
    await api.post(`${at}/feedback`, { method: 'PHONE' }, { as: socialWorker });
    const accepted = await api.post(`${at}/handover-acceptance`, {}, { as: teamManager });
    expect(accepted.json()).toMatchObject({
      stage: 'CLOSED_TO_TEAM',
      // What becomes known later may open it again.
      allowedActions: ['reopenReferral'],
    });
    const read = await api.get(at, teamManager);
    expect(read.json()).toMatchObject({
      child: { displayName: 'Quillon Testpaper' },
      rating: { reason: 'Rising.' },
      decisions: [{ rationale: aDecision.rationale }],
    });
  });

  test('is withdrawn by its referrer with a manager’s approval', async () => {
    const [ref] = await api.contact();
    const at = `/v1/referrals/${ref}/withdrawal`;
    const asked = await api.post(at, { action: 'REQUEST', reason: 'Sent twice.' }, { as: referrer });
    expect(asked.json()).toEqual({
      referralRef: ref,
      contactRef: expect.stringMatching(/^C-/),
      version: 2,
      status: 'RECEIVED',
      allowedActions: [],
      asOf: expect.any(String),
    });
    const approval = { action: 'APPROVE', rationale: 'The other one stands.', noDutyArises: true };
    const unbound = await api.post(at, approval, { as: teamManager });
    expect(unbound.statusCode).toBe(428);
    const approved = await api.post(at, approval, { as: teamManager, version: 2 });
    expect(approved.json()).toMatchObject({ stage: 'WITHDRAWN', version: 3 });
  });

  test('feedback is withheld with its reason', async () => {
    const ref = await decidedReferral();
    const body = { withhold: { reason: 'NO_SAFE_CONTACT', note: 'The phone is shared.' } };
    const response = await api.post(`/v1/referrals/${ref}/feedback`, body, { as: socialWorker });
    expect(response.json()).toMatchObject({ feedback: { status: 'WITHHELD', reason: 'NO_SAFE_CONTACT' } });
  });
});

describe('two managers', () => {
  test('who saw the same version: the second gets 412 with the first’s decision', async () => {
    const ref = await ratedReferral();
    const at = `/v1/referrals/${ref}/decision`;
    await api.post(at, aDecision, { as: teamManager, version: 2 });
    const second = await api.post(at, { ...aDecision, outcome: 'NFA' }, { as: otherManager, version: 2 });
    expect(second.statusCode).toBe(412);
    expect(second.headers['content-type']).toContain('application/problem+json');
    expect(second.headers['etag']).toBe('"3"');
    expect(second.json()).toMatchObject({
      type: '/docs/problems#stale-version',
      code: 'STALE_VERSION',
      current: { version: 3, decision: { outcome: 'ASSESSMENT_S17', decidedBy: teamManager.userId } },
    });
  });

  test('at the same moment: one decision, and the other is refused', async () => {
    const ref = await ratedReferral();
    const at = `/v1/referrals/${ref}/decision`;
    const both = await Promise.all(
      [teamManager, otherManager].map((as) => api.post(at, aDecision, { as, version: 2 })),
    );
    expect(new Set(both.map((it) => it.statusCode))).toEqual(new Set([200, 412]));
    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    expect(read.json<{ decisions: unknown[] }>().decisions).toHaveLength(1);
  });

  test('who decides again without superseding gets 409', async () => {
    const ref = await decidedReferral();
    const at = `/v1/referrals/${ref}/decision`;
    const again = await api.post(at, aDecision, { as: otherManager, version: 3 });
    expect([again.statusCode, again.json()]).toMatchObject([409, { code: 'ALREADY_DECIDED' }]);
    const superseding = { ...aDecision, outcome: 'NFA', supersedes: 1 };
    const superseded = await api.post(at, superseding, { as: otherManager, version: 3 });
    expect(superseded.json()).toMatchObject({ decisions: [{ no: 1 }, { no: 2, supersedes: 1 }] });
  });
});

describe('a decision', () => {
  test('without If-Match is answered 428', async () => {
    const ref = await ratedReferral();
    const response = await api.post(`/v1/referrals/${ref}/decision`, aDecision, { as: teamManager });
    expect([response.statusCode, response.json()]).toMatchObject([428, { code: 'VERSION_REQUIRED' }]);
  });

  test('after closure is answered 409 with the decision in force', async () => {
    const ref = await decidedReferral();
    await api.post(`/v1/referrals/${ref}/feedback`, { method: 'PHONE' }, { as: socialWorker });
    await api.post(`/v1/referrals/${ref}/handover-acceptance`, {}, { as: teamManager });
    const late = await api.post(`/v1/referrals/${ref}/decision`, aDecision, { as: teamManager, version: 3 });
    expect(late.statusCode).toBe(409);
    expect(late.json()).toMatchObject({
      code: 'CASE_CLOSED',
      current: { decision: { outcome: 'ASSESSMENT_S17' } },
    });
  });

  test.each(['CONTACT_OFFICER', 'SOCIAL_WORKER', 'REFERRER', 'AUDITOR', 'LADO'] as const)(
    'by a %s is refused and tells nothing of the case',
    async (role) => {
      const ref = await ratedReferral();
      const call = { as: actor(role), version: 2 };
      const response = await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
      expect([response.statusCode, response.json()]).toMatchObject([403, { code: 'NOT_PERMITTED' }]);
      expect(response.json()).not.toHaveProperty('current');
    },
  );

  test('by a manager of another authority is refused', async () => {
    const ref = await ratedReferral();
    const as = actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' });
    const response = await api.post(`/v1/referrals/${ref}/decision`, aDecision, { as, version: 2 });
    expect(response.statusCode).toBe(403);
  });

  test.each([
    ['without rationale', { rationale: undefined }, '/rationale'],
    ['with a blank rationale', { rationale: ' \n\t' }, '/rationale'],
    ['without evidence considered', { evidenceConsidered: undefined }, '/evidenceConsidered'],
    ['with a level the continuum does not have', { level: 5 }, '/level'],
    ['with an outcome nobody knows', { outcome: 'FORGET_IT' }, '/outcome'],
    ['with a receiver that is no code', { receiver: 'Mrs Example' }, '/receiver'],
    ['with a field nobody knows', { 'decided/At': '2027-01-01T00:00:00Z' }, '/decided~1At'],
  ])('%s is answered 422 at %s', async (_case, change, pointer) => {
    const ref = await ratedReferral();
    const call = { as: teamManager, version: 2 };
    const response = await api.post(`/v1/referrals/${ref}/decision`, { ...aDecision, ...change }, call);
    expect([response.statusCode, response.json()]).toMatchObject([422, { errors: [{ pointer }] }]);
    expect(response.body).not.toContain('Mrs Example');
    expect(response.body).not.toContain('FORGET_IT');
  });

  test('that hands over to nobody names the missing receiver', async () => {
    const ref = await ratedReferral();
    const body = { ...aDecision, outcome: 'SINGLE_AGENCY' };
    const response = await api.post(`/v1/referrals/${ref}/decision`, body, { as: teamManager, version: 2 });
    expect([response.statusCode, response.json()]).toMatchObject([
      422,
      { code: 'MISSING_FIELD', errors: [{ pointer: '/receiver' }] },
    ]);
  });

  test('keeps NUL, bidi characters and lone surrogates in its words', async () => {
    const ref = await ratedReferral();
    const rationale = 'a\u0000b \u202Ec \uD800 d';
    const body = JSON.stringify({ ...aDecision, rationale });
    const response = await api.post(`/v1/referrals/${ref}/decision`, body, { as: teamManager, version: 2 });
    expect(response.statusCode).toBe(200);
    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    expect(read.json<{ decisions: { rationale: string }[] }>().decisions[0]?.rationale).toBe(rationale);
  });
});

describe('instants in commands', () => {
  test.each([
    ['without offset', '2027-01-01T10:00:00'],
    ['of a day that does not exist', '2027-02-30T10:00:00Z'],
    ['that are words', 'yesterday'],
  ])('%s are answered 422', async (_case, acknowledgedAt) => {
    const [ref] = await api.contact();
    const body = { method: 'PHONE', acknowledgedAt };
    const response = await api.post(`/v1/referrals/${ref}/acknowledgement`, body, { as: socialWorker });
    expect([response.statusCode, response.json()]).toMatchObject([
      422,
      { errors: [{ pointer: '/acknowledgedAt' }] },
    ]);
  });

  test('before the receipt are answered 422', async () => {
    const [ref] = await api.contact();
    const body = { method: 'PHONE', acknowledgedAt: '2024-03-04T10:00:00Z' };
    const response = await api.post(`/v1/referrals/${ref}/acknowledgement`, body, { as: socialWorker });
    expect([response.statusCode, response.json()]).toMatchObject([422, { code: 'INVALID_INSTANT' }]);
  });
});

describe('the Idempotency-Key of a command', () => {
  test('is required', async () => {
    const ref = await ratedReferral();
    const response = await api.post(
      `/v1/referrals/${ref}/rating`,
      { rag: 'RED', reason: 'Worse.' },
      { as: socialWorker, key: '' },
    );
    expect([response.statusCode, response.json()]).toMatchObject([
      400,
      { code: 'BAD_HEADER', errors: [{ parameter: 'idempotency-key' }] },
    ]);
  });

  test('gives the same answer to the same request, also after more has happened', async () => {
    const ref = await ratedReferral();
    const call = { as: teamManager, version: 2, key: randomUUID() };
    const first = await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
    await api.post(`/v1/referrals/${ref}/feedback`, { method: 'PHONE' }, { as: socialWorker });
    const again = await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
    expect(first.statusCode).toBe(200);
    expect([again.statusCode, again.body, again.headers['etag']]).toEqual([
      200,
      first.body,
      first.headers['etag'],
    ]);
  });

  test('is healed when the API died before it stored its answer', async () => {
    const ref = await ratedReferral();
    const call = { as: teamManager, version: 2, key: randomUUID() };
    const first = await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
    await stack.db
      .update(idempotencyKeys)
      .set({ status: null, body: null })
      .where(eq(idempotencyKeys.key, call.key));
    const again = await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
    expect([again.statusCode, again.body]).toEqual([200, first.body]);
  });

  test('is answered 422 for another request', async () => {
    const ref = await ratedReferral();
    const call = { as: teamManager, version: 2, key: randomUUID() };
    await api.post(`/v1/referrals/${ref}/decision`, aDecision, call);
    const other = await api.post(`/v1/referrals/${ref}/decision`, { ...aDecision, level: 4 }, call);
    expect([other.statusCode, other.json()]).toMatchObject([422, { code: 'KEY_REUSED' }]);
  });

  test('sent twice at once does it once', async () => {
    const ref = await ratedReferral();
    const call = { as: teamManager, version: 2, key: randomUUID() };
    const twice = [1, 2].map(() => api.post(`/v1/referrals/${ref}/decision`, aDecision, call));
    const [one, two] = await Promise.all(twice);
    expect([one?.statusCode, two?.statusCode, two?.body]).toEqual([200, 200, one?.body]);
  });
});

describe('an unknown referral', () => {
  test.each([
    ['nobody has', 'R-0000-0000'],
    ['that is no reference', "R-1'; drop table ledger"],
  ])('reference %s is answered 404', async (_case, ref) => {
    const at = `/v1/referrals/${encodeURIComponent(ref)}`;
    const read = await api.get(at, teamManager);
    const command = await api.post(`${at}/rating`, { rag: 'RED', reason: 'x' }, { as: socialWorker });
    expect([read.statusCode, command.statusCode]).toEqual([404, 404]);
    expect(read.json()).toMatchObject({ code: 'NOT_FOUND', instance: expect.stringMatching(/^urn:uuid:/) });
  });
});
