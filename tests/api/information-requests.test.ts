import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseInstant } from '../../domain/instant.ts';
import { give, words } from '../support/cases.ts';
import { actor, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
import { policeOfficer, untilCheck, untilRequest } from '../support/requests.ts';
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

const nurse = actor('AGENCY_REPRESENTATIVE', { agency: 'HEALTH', userId: 'synthetic-nurse' });
const elsewhere = actor('TEAM_MANAGER', { userId: 'synthetic-mockton', localAuthority: 'MOCKTON' });

const aRequest = {
  agency: 'POLICE',
  questions: 'Has Quillon been reported missing?',
  disclosed: ['NAMES', 'DATE_OF_BIRTH'],
  basis: 'PUBLIC_TASK',
  necessity: 'Quillon may be at risk.',
};

/** A rated referral whose family agrees to checks. */
async function ratedReferral(): Promise<string> {
  const [ref] = await api.contact();
  const at = `/v1/referrals/${ref}`;
  await api.post(`${at}/rating`, { rag: 'AMBER', reason: 'Rising.' }, { as: socialWorker });
  const { services } = stack;
  const reason = await words(services, ref, 'The family could not be reached.');
  await give(services, ref, { type: 'authoriseWithoutKnowledge', reason }, { actor: teamManager });
  return ref;
}

/** Asks over the API and waits for the request to be there. */
async function asked(overrides: Partial<typeof aRequest> = {}) {
  const ref = await ratedReferral();
  const body = { ...aRequest, ...overrides };
  const made = await api.post(`/v1/referrals/${ref}/information-requests`, body, { as: socialWorker });
  expect(made.statusCode).toBe(200);
  const { requestId } = await untilCheck(
    stack.services,
    ref,
    ({ openedAt }) => openedAt !== undefined,
    body.agency,
  );
  await untilRequest(stack.services, requestId, ({ sent }) => sent.includes('AGENCY_REQUEST'));
  return { ref, requestId, at: `/v1/information-requests/${requestId}` };
}

test('the time of an agency stands still, is shown so to both, and is not overdue', async () => {
  const { requestId, at } = await asked();
  const reason = 'The officer who knows is away.';
  const refused = await api.post(`${at}/pauses`, { reason }, { as: policeOfficer });
  expect(refused.statusCode).toBe(403);
  const paused = await api.post(`${at}/pauses`, { reason }, { as: teamManager });
  expect(paused.statusCode).toBe(200);
  expect((await api.get(at, teamManager)).json()).toMatchObject({ pauses: [{ no: 1, reason }] });
  const toAgency = (await api.get(at, policeOfficer)).json<{ pauses: object[] }>();
  expect(toAgency.pauses).toHaveLength(1);
  expect(toAgency.pauses[0]).not.toHaveProperty('reason');
  const ofAgency = (await api.get('/v1/information-requests', policeOfficer)).json<{
    requests: { requestId: string; isPaused: boolean; isOverdue: boolean }[];
  }>();
  expect(ofAgency.requests.find((one) => one.requestId === requestId)).toMatchObject({
    isPaused: true,
    isOverdue: false,
  });
  const ended = await api.post(`${at}/pauses/1/end`, {}, { as: teamManager });
  expect(ended.statusCode).toBe(200);
  expect(ended.json()).toMatchObject({ pauses: [] });
  const again = await api.post(`${at}/pauses/1/end`, {}, { as: teamManager });
  expect(again.json()).toMatchObject({ code: 'PAUSE_NOT_OPEN' });
});

describe('asking', () => {
  test('is listed on the referral and with the agency', async () => {
    const { ref, requestId } = await asked();
    const ofChild = await api.get(`/v1/referrals/${ref}/information-requests`, socialWorker);
    expect(ofChild.json()).toMatchObject({
      requests: [{ requestId, agency: 'POLICE', stage: 'AWAITED', isOverdue: false }],
    });
    expect(ofChild.body).not.toContain('Quillon');
    const ofAgency = await api.get('/v1/information-requests', policeOfficer);
    expect(ofAgency.json<List>().requests.map((one) => one.requestId)).toContain(requestId);
  });

  test.each([
    ['an agency the hub does not know', { agency: 'NOBODY' }, '/agency'],
    ['nothing to look the child up by', { disclosed: [] }, '/disclosed'],
    ['no reason', { necessity: ' ' }, '/necessity'],
    ['no basis', { basis: 'CURIOSITY' }, '/basis'],
  ])('is refused for %s, naming the field', async (_case, fault, pointer) => {
    const ref = await ratedReferral();
    const refused = await api.post(
      `/v1/referrals/${ref}/information-requests`,
      { ...aRequest, ...fault },
      { as: socialWorker },
    );
    expect([refused.statusCode, refused.json()]).toMatchObject([422, { errors: [{ pointer }] }]);
  });

  test('is refused for a referrer, and before the rating', async () => {
    const [ref] = await api.contact();
    const at = `/v1/referrals/${ref}/information-requests`;
    expect((await api.post(at, aRequest, { as: referrer })).json()).toMatchObject({ code: 'NOT_PERMITTED' });
    expect((await api.post(at, aRequest, { as: socialWorker })).json()).toMatchObject({ code: 'NOT_RATED' });
  });
});

describe('an agency', () => {
  test('reads its own request: what is asked and disclosed, not how the hub sees the case', async () => {
    const { at } = await asked();
    const read = await api.get(at, policeOfficer);
    expect(read.headers['etag']).toMatch(/^"\d+"$/);
    expect(read.json()).toMatchObject({
      questions: aRequest.questions,
      disclosure: { children: [{ facts: [{ value: 'Quillon Testpaper' }, { value: '2019-02-28' }] }] },
      allowedActions: ['giveAnswer'],
    });
    for (const hidden of ['rag', 'critical', 'necessity', 'referralRefs']) {
      expect(read.json()).not.toHaveProperty(hidden);
    }
    expect((await api.get(at, socialWorker)).json()).toMatchObject({
      rag: 'AMBER',
      necessity: aRequest.necessity,
      allowedActions: ['giveAnswer', 'withdrawRequest'],
    });
  });

  test('neither sees nor answers what another agency was asked', async () => {
    const { at, requestId } = await asked();
    expect((await api.get(at, nurse)).statusCode).toBe(404);
    const answered = await api.post(`${at}/answer`, { answer: 'NOTHING_KNOWN' }, { as: nurse });
    expect([answered.statusCode, answered.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
    const list = await api.get('/v1/information-requests', nurse);
    expect(list.body).not.toContain(requestId);
    expect((await api.get(at, elsewhere)).statusCode).toBe(404);
  });

  test('answers, the same twice with one key, and corrects itself', async () => {
    const { at, ref } = await asked();
    const body = { answer: 'KNOWN_RISK', detail: 'Two reports of shouting.' };
    const call = { as: policeOfficer, key: `once-${ref}` };
    const [first, second] = [
      await api.post(`${at}/answer`, body, call),
      await api.post(`${at}/answer`, body, call),
    ];
    expect(first.statusCode).toBe(200);
    expect(second.body).toBe(first.body);
    const corrected = await api.post(
      `${at}/answer`,
      { answer: 'KNOWN_NO_CONCERN', detail: 'It was the house next door.', corrects: 1 },
      { as: policeOfficer },
    );
    expect(corrected.json()).toMatchObject({ answers: [{ no: 1 }, { no: 2, corrects: 1, route: 'API' }] });
    expect((await api.get(at, policeOfficer)).json()).toMatchObject({
      answers: [{ detail: 'Two reports of shouting.' }, { detail: 'It was the house next door.' }],
    });
  });

  test('is answered for by hub staff who write down what they were told', async () => {
    const { at } = await asked();
    const answered = await api.post(
      `${at}/answer`,
      { answer: 'KNOWN_RISK', partial: true, detail: 'By telephone.' },
      { as: socialWorker },
    );
    expect(answered.json()).toMatchObject({
      stage: 'AWAITED',
      answers: [{ partial: true, route: 'HUB_STAFF' }],
    });
  });
});

type List = { requests: { requestId: string; isOverdue: boolean }[]; links: { next?: string } };

test('the list pages by what is due first, and tells what is overdue', async () => {
  await asked();
  await asked({ agency: 'HEALTH' });
  const first = await api.get('/v1/information-requests?limit=1', socialWorker);
  const { requests, links } = first.json<List>();
  expect(requests).toHaveLength(1);
  const second = await api.get(links.next ?? '', socialWorker);
  expect(second.json<List>().requests[0]?.requestId).not.toBe(requests[0]?.requestId);
  expect(
    (await api.get('/v1/information-requests?status=overdue', socialWorker)).json<List>().requests,
  ).toEqual([]);
  const others = await api.get('/v1/information-requests?agency=HEALTH', policeOfficer);
  expect(others.json<List>().requests).toEqual([]);
  expect((await api.get('/v1/information-requests', referrer)).statusCode).toBe(403);
  await stack.travel(parseInstant('2028-06-05T16:00:00+01:00'));
  const overdue = await api.get('/v1/information-requests?status=overdue', nurse);
  expect(overdue.json<List>().requests).toMatchObject([{ isOverdue: true }]);
});

test('an answer after the decision is reviewed, though nothing changes', async () => {
  const { ref, requestId, at } = await asked();
  const referral = await api.get(`/v1/referrals/${ref}`, teamManager);
  const { version } = referral.json<{ version: number }>();
  const decided = await api.post(`/v1/referrals/${ref}/decision`, aDecision, { as: teamManager, version });
  expect(decided.statusCode).toBe(200);
  await api.post(`${at}/answer`, { answer: 'KNOWN_RISK', detail: 'A report.' }, { as: policeOfficer });
  await untilCheck(stack.services, ref, ({ answers }) => answers.length === 1);
  const review = { answerNo: 1, outcome: 'NO_CHANGE', rationale: 'It was known from the school.' };
  const done = await api.post(`/v1/referrals/${ref}/information-requests/${requestId}/review`, review, {
    as: teamManager,
  });
  expect(done.statusCode).toBe(200);
  const again = await api.post(`/v1/referrals/${ref}/information-requests/${requestId}/review`, review, {
    as: teamManager,
  });
  expect([again.statusCode, again.json()]).toMatchObject([409, { code: 'NO_LATE_ANSWER' }]);
  expect((await api.get(`/v1/referrals/${ref}/information-requests`, socialWorker)).json()).toMatchObject({
    requests: [
      {
        critical: false,
        lateAnswers: [
          {
            answerNo: 1,
            reviewDueAt: expect.any(String),
            outcome: 'NO_CHANGE',
            reviewedBy: teamManager.userId,
          },
        ],
      },
    ],
  });
});
