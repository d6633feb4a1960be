import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actor, contactOfficer, MONDAY_TEN, socialWorker, teamManager } from '../support/people.ts';
import { eventsOf } from '../support/cases.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { handleOf } from '../support/temporal-views.ts';
import { aDecision, Api, contactBody } from './support/api.ts';

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

const REASON = { reason: 'The school has told of a second injury.' };
const NOTHING = { ...aDecision, outcome: 'NFA', level: 1 };

/** Decided, told and closed; its run is over. */
async function closed(): Promise<string> {
  const [ref] = await api.contact();
  await api.decide(ref, NOTHING);
  await api.post(`/v1/referrals/${ref}/feedback`, { method: 'PHONE' }, { as: socialWorker });
  await handleOf(stack.services, ref).result();
  return ref;
}

describe('transition 26 a closed referral is opened again on what has become known', () => {
  test('after its run has ended: a new clock, and everything recorded stays', async () => {
    const ref = await closed();
    const before = await eventsOf(stack.services, ref);
    const reopened = await api.post(`/v1/referrals/${ref}/reopening`, REASON, { as: teamManager });
    expect(reopened.json()).toMatchObject({ stage: 'DECIDED', nextAction: { action: 'decide' } });
    const after = await eventsOf(stack.services, ref);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).map(({ type }) => type)).toEqual(['DecisionCalledFor', 'ClockStarted']);
    expect((await handleOf(stack.services, ref).describe()).status.name).toBe('RUNNING');

    const decided = await api.decide(ref, { ...aDecision, supersedes: 1 });
    expect(decided.json()).toMatchObject({
      decisions: [
        { no: 1, outcome: 'NFA' },
        { no: 2, outcome: 'ASSESSMENT_S17', supersedes: 1 },
      ],
      feedback: { status: 'OUTSTANDING' },
    });
    expect(decided.json()).not.toHaveProperty('decisions.1.disputeId');
  });

  test('the same key opens it once, however often it is sent', async () => {
    const ref = await closed();
    const request = { as: teamManager, key: 'reopened-once' };
    const first = await api.post(`/v1/referrals/${ref}/reopening`, REASON, request);
    const again = await api.post(`/v1/referrals/${ref}/reopening`, REASON, request);
    expect([first.statusCode, again.body]).toEqual([200, first.body]);
    const calls = (await eventsOf(stack.services, ref)).filter(({ type }) => type === 'DecisionCalledFor');
    expect(calls).toHaveLength(1);
  });

  test('not by anybody but a manager, and not while it is open', async () => {
    const ref = await closed();
    for (const as of [socialWorker, contactOfficer]) {
      const refused = await api.post(`/v1/referrals/${ref}/reopening`, REASON, { as });
      expect(refused.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    }
    const elsewhere = actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' });
    const hidden = await api.post(`/v1/referrals/${ref}/reopening`, REASON, { as: elsewhere });
    expect(hidden.statusCode).toBeGreaterThanOrEqual(403);
    const blank = await api.post(`/v1/referrals/${ref}/reopening`, { reason: ' ' }, { as: teamManager });
    expect(blank.json()).toMatchObject({ status: 422, errors: [{ pointer: '/reason' }] });
    const [open] = await api.contact(contactBody());
    const early = await api.post(`/v1/referrals/${open}/reopening`, REASON, { as: teamManager });
    expect(early.json()).toMatchObject({ status: 409, code: 'NOT_AT_THIS_STAGE' });
  });
});
