import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { practitioner, untilStage } from '../support/early-help.ts';
import { followOnOf } from '../support/follow-ons.ts';
import {
  actor,
  earlyHelpManager,
  MONDAY_TEN,
  referrer,
  socialWorker,
  teamManager,
} from '../support/people.ts';
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

const health = actor('AGENCY_REPRESENTATIVE', { agency: 'HEALTH' });
const elsewhere = actor('EARLY_HELP_PRACTITIONER', { localAuthority: 'MOCKTON' });

type Case = {
  version: number;
  stage: string;
  facts: Record<string, unknown>;
  links: Record<string, unknown>;
};

async function offered(): Promise<{ ref: string; at: string; id: string; stream: string }> {
  const [ref] = await api.contact();
  const decision = { ...aDecision, outcome: 'EARLY_HELP', level: 2 };
  const decided = await api.post(`/v1/referrals/${ref}/decision`, decision, { as: teamManager, version: 1 });
  expect(decided.statusCode).toBe(200);
  const stream = await followOnOf(stack.services, ref, 'EARLY_HELP');
  const id = stream.slice('early-help:'.length);
  return { ref, id, stream, at: `/v1/early-help/${id}` };
}

async function accepted() {
  const family = await offered();
  const body = { leadPractitioner: practitioner.userId, assessmentOn: '2028-06-14' };
  const answer = await api.post(`${family.at}/acceptance`, body, { as: earlyHelpManager });
  expect(answer.statusCode).toBe(200);
  return family;
}

describe('Early Help over HTTP', () => {
  test('transition 20, 29: offered, accepted, reached, reviewed and closed', async () => {
    const { ref, at } = await offered();
    const read = await api.get(at, earlyHelpManager);
    expect(read.json()).toMatchObject({
      kind: 'EARLY_HELP',
      stage: 'EARLY_HELP_OFFERED',
      owner: { team: 'HUB', role: 'TEAM_MANAGER' },
      next: { action: 'acceptFamily', by: 'EARLY_HELP_MANAGER' },
      facts: { route: 'DECISION', receiver: 'EARLY_HELP', familyAgreed: true, reason: aDecision.rationale },
    });
    const early = await api.post(`${at}/step-up`, { reason: 'x', isUrgent: false }, { as: practitioner });
    expect(early.json()).toMatchObject({ status: 409, code: 'NOT_AT_THIS_STAGE' });

    const body = { leadPractitioner: practitioner.userId };
    const notTheirs = await api.post(`${at}/acceptance`, body, { as: practitioner });
    expect(notTheirs.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    const taken = await api.post(`${at}/acceptance`, body, { as: earlyHelpManager });
    expect(taken.json()).toMatchObject({
      stage: 'EARLY_HELP_ACTIVE',
      owner: { team: 'EARLY_HELP', role: 'EARLY_HELP_MANAGER', userId: practitioner.userId },
      next: { action: 'logContact', by: 'EARLY_HELP_PRACTITIONER' },
    });
    const twice = await api.post(`${at}/acceptance`, body, { as: earlyHelpManager });
    expect(twice.json()).toMatchObject({ code: 'NOT_AT_THIS_STAGE' });

    const now = await stack.now();
    const call = { at: now, method: 'IN_PERSON', reached: true, note: 'Ambrosia was glad.' };
    const reached = await api.post(`${at}/contacts`, call, { as: practitioner });
    expect(reached.json()).toMatchObject({
      facts: { contacts: [{ reached: true, note: 'Ambrosia was glad.' }] },
    });
    const review = { heldAt: now, outcome: 'The heating is back on.' };
    expect((await api.post(`${at}/reviews`, review, { as: practitioner })).json()).toMatchObject({
      facts: { reviews: [{ heldAt: now, outcome: 'The heating is back on.' }] },
    });
    const summary = 'Quillon is warm and fed.';
    const stopped = { outcome: 'FAMILY_STOPPED', organisation: 'EARLY_HELP', summary };
    expect((await api.post(`${at}/closure`, stopped, { as: earlyHelpManager })).json()).toMatchObject({
      code: 'REVIEW_OUTSTANDING',
      errors: [{ pointer: '/outcome' }],
    });
    const met = { ...stopped, outcome: 'OUTCOMES_MET', assessmentCompletedOn: '2028-06-05' };
    const closed = await api.post(`${at}/closure`, met, { as: earlyHelpManager });
    expect(closed.json()).toMatchObject({
      stage: 'CLOSED_EH',
      facts: { closing: { endedOn: '2028-06-05', organisation: 'EARLY_HELP', summary } },
      allowedActions: ['giveRoutingFeedback'],
      links: { referrals: [`/v1/referrals/${ref}`], from: `/v1/referrals/${ref}` },
    });
    const late = await api.post(`${at}/contacts`, call, { as: practitioner });
    expect(late.json()).toMatchObject({ status: 409, code: 'CASE_CLOSED' });
    const route = { code: 'RIGHT_ROUTE', note: 'Nothing else was needed.' };
    expect((await api.post(`${at}/routing-feedback`, route, { as: earlyHelpManager })).json()).toMatchObject({
      facts: { feedback: 'RIGHT_ROUTE' },
    });
    expect((await api.post(`${at}/routing-feedback`, route, { as: earlyHelpManager })).json()).toMatchObject({
      code: 'FEEDBACK_ALREADY_SETTLED',
    });
  });

  test('E24: nothing closes before the tries, the letter and a manager of the hub', async () => {
    const { at, stream } = await accepted();
    const says = { reason: 'NO_CONTACT', note: 'Nobody opens.' };
    const tooSoon = await api.post(`${at}/not-engaging`, says, { as: practitioner });
    expect(tooSoon.json()).toMatchObject({ code: 'ATTEMPTS_OUTSTANDING', errors: [{ pointer: '/reason' }] });
    const call = { at: await stack.now(), method: 'PHONE', reached: false };
    await api.post(`${at}/contacts`, call, { as: practitioner });
    await api.post(`${at}/contacts`, call, { as: practitioner });
    expect((await api.get(at, practitioner)).json()).toMatchObject({ next: { action: 'recordLetterSent' } });
    await api.post(`${at}/letter`, { at: await stack.now() }, { as: practitioner });
    expect((await api.post(`${at}/not-engaging`, says, { as: practitioner })).json()).toMatchObject({
      stage: 'UNDER_REVIEW',
      next: { action: 'reviewEngagement', by: 'TEAM_MANAGER' },
    });
    const look = { decision: 'CLOSE', rationale: 'No risk is known.' };
    const own = await api.post(`${at}/engagement-review`, look, { as: earlyHelpManager });
    expect(own.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    expect((await api.post(`${at}/engagement-review`, look, { as: teamManager })).json()).toMatchObject({
      stage: 'CLOSED_EH',
      facts: { closing: { outcome: 'FAMILY_STOPPED', reason: 'NO_CONTACT', summary: 'No risk is known.' } },
    });
    await untilStage(stack.services, stream, 'CLOSED_EH');
  });

  test('transition 23: the step-up names the new referral and the case it came out of', async () => {
    const { at, stream } = await accepted();
    const given = { reason: 'A bruise nobody explains.', isUrgent: false };
    const answer = await api.post(`${at}/step-up`, given, { as: practitioner });
    expect(answer.statusCode).toBe(200);
    const { stepUp } = await untilStage(stack.services, stream, 'STEPPED_UP');
    const read = await api.get(at, practitioner);
    expect(read.json()).toMatchObject({
      stage: 'STEPPED_UP',
      facts: { stepUp: { isUrgent: false, referralRef: stepUp?.referralRef } },
    });
    expect((await api.get(`/v1/referrals/${stepUp?.referralRef}`, teamManager)).json()).toMatchObject({
      sourceCode: '5D',
    });
  });

  test.each([
    ['acceptance', { leadPractitioner: 'Ambrosia Placeholder' }, '/leadPractitioner'],
    ['acceptance', { leadPractitioner: 'eh-1', assessmentOn: '14 June' }, '/assessmentOn'],
    ['family-answer', { answer: 'PERHAPS', givenBy: 'YOUNG_PERSON', method: 'PHONE' }, '/answer'],
    ['handover-meeting', { heldAt: '2028-06-05T09:00:00Z', plan: ' ' }, '/plan'],
    ['contacts', { at: 'yesterday', method: 'PHONE', reached: false }, '/at'],
    ['closure', { outcome: 'OUTCOMES_MET', organisation: 'a school', summary: 'x' }, '/organisation'],
  ])('%s: a wrong body is named by its field, never by what it says', async (path, body, pointer) => {
    const { at } = await offered();
    const answer = await api.post(`${at}/${path}`, body, { as: earlyHelpManager });
    const { status, code, errors } = answer.json<{
      status: number;
      code: string;
      errors: { pointer: string }[];
    }>();
    expect([status, code]).toEqual([422, 'INVALID_FIELD']);
    expect(errors.map((error) => error.pointer)).toContain(pointer);
    for (const value of Object.values(body)) {
      if (typeof value === 'string' && value.trim().length > 6 && !value.startsWith('20')) {
        expect(answer.body).not.toContain(value);
      }
    }
  });

  test('a family that declines has its reason, and a meeting needs everybody', async () => {
    const { at } = await offered();
    const no = { answer: 'DECLINED', givenBy: 'PARENTAL_RESPONSIBILITY', method: 'PHONE' };
    expect((await api.post(`${at}/family-answer`, no, { as: practitioner })).json()).toMatchObject({
      code: 'MISSING_FIELD',
      errors: [{ pointer: '/reason' }],
    });
    const gone = await api.post(`${at}/family-answer`, { ...no, reason: 'Not now.' }, { as: practitioner });
    expect(gone.json()).toMatchObject({
      stage: 'RETURNED',
      owner: { team: 'HUB' },
      facts: { returned: { why: 'DECLINED' }, answer: { reason: 'Not now.' } },
    });
  });
});

describe('who finds it', () => {
  test('Early Help lists and reads its authority’s; agencies and referrers none of it, until they are in the plan', async () => {
    const { at, id, stream } = await accepted();
    for (const who of [earlyHelpManager, practitioner, socialWorker, teamManager]) {
      const list = await api.get('/v1/early-help?limit=200', who);
      expect(list.json<{ cases: { id: string }[] }>().cases.map((one) => one.id)).toContain(id);
      expect((await api.get(at, who)).statusCode).toBe(200);
    }
    expect((await api.get('/v1/assessments', practitioner)).json()).toMatchObject({ cases: [] });
    for (const who of [elsewhere, health, referrer, actor('LADO'), actor('STRATEGY_CHAIR')]) {
      expect((await api.get(at, who)).statusCode).toBe(404);
    }
    expect((await api.get('/v1/early-help', elsewhere)).json()).toMatchObject({ cases: [] });

    const action = { agency: 'HEALTH', what: 'A visit each week.', dueOn: '2028-07-05' };
    await api.post(`${at}/plan`, action, { as: practitioner });
    const read = await api.get(at, health);
    expect(read.json<Case>().facts).toEqual({
      receiver: 'EARLY_HELP',
      leadPractitioner: practitioner.userId,
      plan: [expect.objectContaining({ agency: 'HEALTH', what: 'A visit each week.' })],
    });
    expect(read.json()).toMatchObject({ allowedActions: ['agreePlanAction', 'declinePlanAction'] });
    await untilStage(stack.services, stream, 'EARLY_HELP_ACTIVE');
  });

  test('every clock says why it ends when it does', async () => {
    const { at } = await accepted();
    const clock = await api.get(`${at}/clocks/EARLY_HELP_CONTACT`, practitioner);
    expect(clock.json()).toMatchObject({
      clock: { kind: 'EARLY_HELP_CONTACT', status: 'RUNNING', isLate: false },
    });
    const { dueAt } = clock.json<{ clock: { dueAt: string } }>().clock;
    expect(dueAt.startsWith('2028-06-07')).toBe(true);
    await stack.travel(addMs(await stack.now(), HOUR_MS));
  });
});
