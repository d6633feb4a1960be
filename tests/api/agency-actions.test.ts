import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actor, MONDAY_TEN, socialWorker, teamManager } from '../support/people.ts';
import { untilReferral } from '../support/cases.ts';
import { followOnOf } from '../support/follow-ons.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { aDecision, Api } from './support/api.ts';

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

const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING' });
const police = actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' });

async function askedOfHousing(): Promise<{ ref: string; at: string }> {
  const [ref] = await api.contact();
  const decision = { ...aDecision, outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' };
  const decided = await api.post(`/v1/referrals/${ref}/decision`, decision, { as: teamManager, version: 1 });
  expect(decided.statusCode).toBe(200);
  const stream = await followOnOf(stack.services, ref, 'AGENCY_ACTION');
  return { ref, at: `/v1/agency-actions/${stream.slice('agency-action:'.length)}` };
}

describe('an action asked of one agency', () => {
  test('transition 24 is accepted, reported as not done, and looked at by a manager', async () => {
    const { ref, at } = await askedOfHousing();
    const read = await api.get(at, housing);
    expect(read.json()).toMatchObject({
      stage: 'ASKED',
      owner: { team: 'HUB', role: 'TEAM_MANAGER' },
      facts: { purpose: 'ACTION', agency: 'HOUSING', what: aDecision.rationale },
      allowedActions: ['acceptAction', 'reportAction'],
    });
    expect(read.json()).not.toHaveProperty('links.family');
    expect((await api.get(at, police)).statusCode).toBe(404);

    const lacks = await api.post(`${at}/report`, { done: false }, { as: housing });
    expect(lacks.json()).toMatchObject({
      status: 422,
      code: 'MISSING_FIELD',
      errors: [{ pointer: '/reason' }],
    });
    const byStaff = await api.post(`${at}/acceptance`, {}, { as: teamManager });
    expect(byStaff.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    const accepted = await api.post(`${at}/acceptance`, {}, { as: housing });
    expect(accepted.json()).toMatchObject({ stage: 'ACCEPTED', owner: { team: 'HOUSING' } });
    const body = { done: false, reason: 'DECLINED', note: 'They said no at the door.' };
    const reported = await api.post(`${at}/report`, body, { as: housing });
    expect(reported.json()).toMatchObject({ stage: 'NOT_DONE', owner: { team: 'HUB' } });

    const refused = await api.post(
      `${at}/review`,
      { decision: 'CLOSE', rationale: 'x' },
      { as: socialWorker },
    );
    expect(refused.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    const reviewed = await api.post(
      `${at}/review`,
      { decision: 'CLOSE', rationale: 'Nothing more can be offered.' },
      { as: teamManager },
    );
    expect(reviewed.json()).toMatchObject({ stage: 'CLOSED_NOT_DONE', allowedActions: [] });
    const late = await api.post(`${at}/report`, { done: true }, { as: housing });
    expect(late.json()).toMatchObject({ status: 409, code: 'CASE_CLOSED' });

    const read2 = await api.get(at, teamManager);
    expect(read2.json()).toMatchObject({
      facts: { report: { reason: 'DECLINED', note: 'They said no at the door.' } },
      links: { referrals: [`/v1/referrals/${ref}`], from: `/v1/referrals/${ref}` },
    });
  });

  test('never allowed: what the agency never accepted is closed; the hub decides again', async () => {
    const { ref, at } = await askedOfHousing();
    await api.post(`/v1/referrals/${ref}/feedback`, { method: 'PHONE' }, { as: socialWorker });
    const told = { done: false, reason: 'SERVICE_CAPACITY', note: 'No room until August.' };
    const reported = await api.post(`${at}/report`, told, { as: socialWorker });
    expect(reported.json()).toMatchObject({ stage: 'NOT_DONE', owners: [{ team: 'HUB' }] });
    const waits = await api.get(`/v1/referrals/${ref}`, teamManager);
    expect(waits.json()).toMatchObject({ stage: 'DECIDED', handover: { status: 'AWAITED' } });

    const close = { decision: 'CLOSE', rationale: 'There is nothing else.' };
    const refused = await api.post(`${at}/review`, close, { as: teamManager });
    expect(refused.json()).toMatchObject({
      status: 409,
      code: 'NOT_AT_THIS_STAGE',
      errors: [{ pointer: '/decision' }],
    });
    const again = { decision: 'DECIDE_AGAIN', rationale: 'Another service has to act.' };
    const returned = await api.post(`${at}/review`, again, { as: teamManager });
    expect(returned.json()).toMatchObject({ stage: 'RETURNED', allowedActions: [] });
    const called = await untilReferral(
      stack.services,
      ref,
      ({ decisionCall }) => decisionCall?.because === 'FOLLOW_ON_RETURNED',
    );
    expect(called).toMatchObject({ stage: 'DECIDED', handover: { status: 'AWAITED' } });
    expect(called.clocks.at(-1)).toMatchObject({ id: 'DECISION-2', status: 'RUNNING' });
    expect((await api.get(`/v1/referrals/${ref}`, teamManager)).json()).toMatchObject({
      owner: { team: 'HUB' },
      nextAction: { action: 'decide', by: 'TEAM_MANAGER' },
    });
  });

  test('a repeated key is answered and not done again; another body under it is refused', async () => {
    const { at } = await askedOfHousing();
    const key = 'one-key';
    const first = await api.post(`${at}/acceptance`, {}, { as: housing, key });
    const again = await api.post(`${at}/acceptance`, {}, { as: housing, key });
    expect([first.statusCode, again.body]).toEqual([200, first.body]);
    const other = await api.post(`${at}/report`, { done: true }, { as: housing, key });
    expect(other.json()).toMatchObject({ code: 'KEY_REUSED' });
  });

  test('lists show an agency its own, staff those of their authority, and each clock explains itself', async () => {
    const { at } = await askedOfHousing();
    const id = at.split('/').at(-1);
    const list = await api.get('/v1/agency-actions?limit=200', housing);
    expect(list.json<{ cases: { id: string }[] }>().cases.map((one) => one.id)).toContain(id);
    expect((await api.get('/v1/agency-actions', police)).json()).toMatchObject({ cases: [] });
    const elsewhere = actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' });
    expect((await api.get('/v1/agency-actions', elsewhere)).json()).toMatchObject({ cases: [] });
    const clock = await api.get(`${at}/clocks/AGENCY_ACTION`, teamManager);
    expect(clock.json()).toMatchObject({
      id,
      clock: { kind: 'AGENCY_ACTION', dueAt: '2028-06-19T16:00:00.000Z' },
      sentence: expect.stringContaining('because the agency was asked'),
    });
    expect((await api.get(`${at}/clocks/NONE`, teamManager)).json()).toMatchObject({ code: 'CLOCK_UNKNOWN' });
  });
});
