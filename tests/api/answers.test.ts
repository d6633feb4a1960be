import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendOwedCommands } from '../../activities/owed-commands.ts';
import { RateLimit } from '../../api/rate-limit.ts';
import { answerToken, newLinkId } from '../../db/answer-tokens.ts';
import type { Actor } from '../../domain/actor.ts';
import { addMs, DAY_MS, parseInstant } from '../../domain/instant.ts';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer, socialWorker, teamManager } from '../support/people.ts';
import { asked, policeOfficer, requestOf, untilCheck } from '../support/requests.ts';
import { altered, tokenSent } from '../support/answer-links.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api, token as bearer } from './support/api.ts';

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

/** A request to the police about a new child, with the token that was sent. */
async function newRequest() {
  const { services } = stack;
  const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
  const requestId = await asked(services, ref);
  const { contactRef } = await referralOf(services, ref);
  return { ref, requestId, token: await tokenSent(services, contactRef) };
}

const open = (token: string) => api.inject({ method: 'GET', url: `/v1/answers/${token}` });
const answer = (token: string, payload: object = { answer: 'NOTHING_KNOWN' }, over: Api = api) =>
  over.inject({ method: 'POST', url: `/v1/answers/${token}`, payload });

describe('a signed link', () => {
  test('shows one request: the questions and what the agency is told, and nothing of the referrer', async () => {
    const { token } = await newRequest();
    const shown = await open(token);
    expect(shown.statusCode).toBe(200);
    expect(shown.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(shown.json()).toMatchObject({
      agency: 'POLICE',
      stage: 'AWAITED',
      questions: 'Has Quillon been reported missing?',
      disclosure: {
        children: [
          {
            facts: [
              { field: 'NAMES', value: 'Quillon Testpaper' },
              { field: 'DATE_OF_BIRTH', value: '2019-02-28' },
            ],
          },
        ],
        family: [],
      },
      answers: [],
      mayAnswer: true,
    });
    for (const hidden of ['9990000018', 'Nowhere Specimen Street', 'Bartleby', 'wet clothes', 'at risk']) {
      expect(shown.body).not.toContain(hidden);
    }
  });

  test('takes the answer that nothing is known, which reaches the referral', async () => {
    const { token, requestId, ref } = await newRequest();
    const given = await answer(token);
    expect(given.json()).toMatchObject({ stage: 'ANSWERED', answers: [{ no: 1, answer: 'NOTHING_KNOWN' }] });
    const { answers } = await untilCheck(stack.services, ref, ({ status }) => status === 'ANSWERED');
    expect(answers).toMatchObject([{ answer: 'NOTHING_KNOWN' }]);
    expect((await requestOf(stack.services, requestId)).answers).toMatchObject([
      { route: 'LINK', answeredBy: expect.stringMatching(/^link:/) },
    ]);
  });

  test('counts the same answer once when it is sent twice at the same time', async () => {
    const { token, requestId } = await newRequest();
    const both = await Promise.all([answer(token), answer(token)]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect((await requestOf(stack.services, requestId)).answers).toHaveLength(1);
  });

  test('used again shows what was answered without the words, and takes a correction', async () => {
    const { token, requestId } = await newRequest();
    await answer(token, { answer: 'KNOWN_RISK', detail: 'Two reports of shouting.' });
    const shown = await open(token);
    expect(shown.json()).toMatchObject({ answers: [{ no: 1, answer: 'KNOWN_RISK' }], mayAnswer: true });
    expect(shown.body).not.toContain('shouting');
    const again = await answer(token);
    expect([again.statusCode, again.json()]).toMatchObject([409, { code: 'REQUEST_ANSWERED' }]);
    const corrected = await answer(token, { answer: 'NOTHING_KNOWN', corrects: 1 });
    expect(corrected.json()).toMatchObject({ answers: [{ no: 1 }, { no: 2, answer: 'NOTHING_KNOWN' }] });
    expect((await requestOf(stack.services, requestId)).answers[1]).toMatchObject({ corrects: 1 });
  });

  test('takes one answer by link and by API, whichever comes first', async () => {
    const { token, requestId } = await newRequest();
    expect((await answer(token)).statusCode).toBe(200);
    const byApi = await api.post(
      `/v1/information-requests/${requestId}/answer`,
      { answer: 'NOTHING_KNOWN' },
      { as: policeOfficer },
    );
    expect([byApi.statusCode, byApi.json()]).toMatchObject([409, { code: 'REQUEST_ANSWERED' }]);
    expect((await requestOf(stack.services, requestId)).answers).toHaveLength(1);
  });

  test('names no field of what was typed when the reason of a refusal is missing', async () => {
    const { token } = await newRequest();
    const refused = await answer(token, { answer: 'REFUSED' });
    expect([refused.statusCode, refused.json()]).toMatchObject([
      422,
      { code: 'MISSING_FIELD', errors: [{ pointer: '/detail' }] },
    ]);
  });
});

describe('a link that is not good', () => {
  test('says the same whether it was forged, altered or never made, and whether there is a request or not', async () => {
    const { token } = await newRequest();
    const forged = answerToken([new TextEncoder().encode('not the key of the hub')], newLinkId());
    const unknown = answerToken(stack.services.answerLinks.keys, newLinkId());
    const bodies = [];
    for (const bad of [forged, unknown, altered(token, 3), altered(token, 40), 'nonsense']) {
      for (const response of [await open(bad), await answer(bad)]) {
        expect(response.statusCode).toBe(404);
        const { instance: _instance, ...body } = response.json<Record<string, unknown>>();
        bodies.push(JSON.stringify(body));
      }
    }
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('LINK_NOT_VALID');
  });

  test('that was replaced opens nothing; the new one does', async () => {
    const { token, requestId } = await newRequest();
    const made = await api.post(`/v1/information-requests/${requestId}/link`, {}, { as: socialWorker });
    expect(made.statusCode).toBe(201);
    const { link } = made.json<{ link: string }>();
    expect(link).toMatch(/^http:\/\/hub\.invalid\/answer\/[\w-]+\.[\w-]+$/);
    const old = await answer(token);
    expect([old.statusCode, old.json()]).toMatchObject([410, { code: 'LINK_REVOKED' }]);
    expect((await open(link.split('/answer/')[1] ?? '')).statusCode).toBe(200);
  });

  test('that was revoked opens nothing, and only staff revoke', async () => {
    const { token, requestId } = await newRequest();
    const refused = await remove(`/v1/information-requests/${requestId}/link`, policeOfficer);
    expect(refused.statusCode).toBe(403);
    const revoked = await remove(`/v1/information-requests/${requestId}/link`, socialWorker);
    expect(revoked.json()).toEqual({ revoked: true });
    expect((await open(token)).json()).toMatchObject({ code: 'LINK_REVOKED' });
  });
});

test('a link of a withdrawn request is withdrawn with it', async () => {
  const { token, requestId } = await newRequest();
  const withdrawn = await api.post(
    `/v1/information-requests/${requestId}/withdrawal`,
    { reason: 'The family has moved away.' },
    { as: teamManager },
  );
  expect(withdrawn.json()).toMatchObject({ stage: 'WITHDRAWN' });
  await expect.poll(async () => (await open(token)).statusCode).toBe(410);
});

test('an answer behind a link that no worker hears is kept, and recorded when one is back', async () => {
  const { services } = stack;
  const { token, requestId } = await newRequest();
  await stack.stopWorkers();
  const kept = await answer(token, { answer: 'KNOWN_NO_CONCERN', detail: 'All is well.' });
  expect([kept.statusCode, kept.json()]).toMatchObject([202, { status: 'PENDING' }]);
  expect((await requestOf(services, requestId)).answers).toEqual([]);
  await stack.startWorker();
  await sendOwedCommands(services);
  const again = await answer(token, { answer: 'KNOWN_NO_CONCERN', detail: 'All is well.' });
  expect([again.statusCode, again.json()]).toMatchObject([409, { code: 'REQUEST_ANSWERED' }]);
  expect((await requestOf(services, requestId)).answers).toMatchObject([
    { answer: 'KNOWN_NO_CONCERN', route: 'LINK' },
  ]);
});

describe('too many requests', () => {
  test('of one link, and of one address, are told when to come again', async () => {
    const { token } = await newRequest();
    const { token: second } = await newRequest();
    const { services } = stack;
    const limits = { link: new RateLimit(2), address: new RateLimit(4) };
    const strict = await Api.over({ ...services, answerLinks: { ...services.answerLinks, limits } });
    const ask = (one: string) => strict.inject({ method: 'GET', url: `/v1/answers/${one}` });
    expect([(await ask(token)).statusCode, (await ask(token)).statusCode]).toEqual([200, 200]);
    const third = await ask(token);
    expect([third.statusCode, third.json()]).toMatchObject([429, { code: 'TOO_MANY_REQUESTS' }]);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(second)).statusCode).toBe(200);
    expect((await ask('guessed')).statusCode).toBe(429);
    await strict.app.close();
  });

  test('are counted by the minute', () => {
    const limit = new RateLimit(1);
    expect(limit.take('one', 0)).toBeUndefined();
    expect(limit.take('one', 30_000)).toBe(30);
    expect(limit.take('other', 30_000)).toBeUndefined();
    expect(limit.take('one', 60_000)).toBeUndefined();
  });
});

test('an answer after the link has expired is refused, and after the request has ended too', async () => {
  const expiring = await newRequest();
  await stack.travel(parseInstant('2028-06-12T10:00:00+01:00'));
  const ended = await answer(expiring.token);
  expect([ended.statusCode, ended.json()]).toMatchObject([410, { code: 'REQUEST_ENDED' }]);
  expect((await open(expiring.token)).json()).toMatchObject({ mayAnswer: false });
  expect((await open(expiring.token)).json()).not.toHaveProperty('disclosure');
  await stack.travel(addMs(MONDAY_TEN, 29 * DAY_MS));
  const late = await answer(expiring.token);
  expect([late.statusCode, late.json()]).toMatchObject([410, { code: 'LINK_EXPIRED' }]);
});

async function remove(url: string, as: Actor) {
  return api.inject({ method: 'DELETE', url, headers: { authorization: `Bearer ${await bearer(as)}` } });
}
