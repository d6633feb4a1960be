import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { give, receiveReferral, referralOf, commandsFor, words } from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { RateLimit } from '../../api/rate-limit.ts';
import { answer, asked, giveRequest, requestOf, untilCheck } from '../support/requests.ts';
import { altered, tokenSent } from '../support/answer-links.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services);
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

async function newReferral(): Promise<string> {
  return receiveReferral(stack.services, { form: contactForm({ referrer: phoneReferrer }) });
}

async function newRequest(agency = 'POLICE') {
  const ref = await newReferral();
  const requestId = await asked(stack.services, ref, { agency });
  const { contactRef } = await referralOf(stack.services, ref);
  return { ref, requestId, address: `/answer/${await tokenSent(stack.services, contactRef)}` };
}

describe('the page behind a link', () => {
  test('needs no account, sets no cookie and tells nobody where it is', async () => {
    const { address } = await newRequest();
    const stranger = new Visitor(app);
    const page = await stranger.open(address);
    expect(page.response.statusCode).toBe(200);
    expect(page.response.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'no-store',
    });
    expect(stranger.cookies.size).toBe(0);
    expect(page.document.querySelector('meta[name=robots]')).not.toBeNull();
    expect(page.document.querySelector('a[href="/"]')).toBeNull();
    expect(wordsIn(page, 'main')).toContain('NameQuillon TestpaperDate of birth2019-02-28');
    expect(wordsIn(page, 'main')).toContain('Answer byMon 5 Jun 2028 14:00');
    for (const hidden of ['Bartleby', 'wet clothes', 'Nowhere Specimen', '9990000018']) {
      expect(page.response.body).not.toContain(hidden);
    }
  });

  test('takes “we hold nothing” with one press, which reading the page does not press', async () => {
    const { address, requestId, ref } = await newRequest();
    const stranger = new Visitor(app);
    const page = await stranger.open(address);
    await stranger.open(`${address}/nothing-known`);
    expect((await requestOf(stack.services, requestId)).answers).toEqual([]);
    const after = await stranger.send(page, `${address}/nothing-known`);
    expect(wordsIn(after, '.govuk-notification-banner')).toContain('Your answer is recorded');
    expect(wordsIn(after, 'main')).toContain('Nothing known');
    const again = await stranger.send(page, `${address}/nothing-known`);
    expect(again.response.statusCode).toBe(409);
    expect((await requestOf(stack.services, requestId)).answers).toHaveLength(1);
    await untilCheck(stack.services, ref, ({ status }) => status === 'ANSWERED');
  });

  test('names what is missing, keeps what was typed, and records the answer', async () => {
    const { address, requestId } = await newRequest();
    const stranger = new Visitor(app);
    const empty = await stranger.send(await stranger.open(address), address, { answer: 'KNOWN_RISK' });
    expect(empty.response.statusCode).toBe(422);
    expect(wordsIn(empty, '.govuk-error-summary')).toContain('Enter what you know');
    expect(empty.document.querySelector('input[value=KNOWN_RISK][checked]')).not.toBeNull();
    const sent = await stranger.send(empty, address, {
      answer: 'KNOWN_RISK',
      detail: 'Two reports of shouting.',
    });
    expect(wordsIn(sent, 'main')).toContain('Known, and there is a risk');
    expect(sent.response.body).not.toContain('shouting');
    const corrected = await stranger.send(sent, address, {
      answer: 'KNOWN_NO_CONCERN',
      detail: 'It was next door.',
    });
    expect(corrected.response.statusCode).toBe(200);
    expect((await requestOf(stack.services, requestId)).answers).toMatchObject([
      { no: 1, route: 'LINK' },
      { no: 2, corrects: 1 },
    ]);
  });

  test('keeps a draft, gives it back, and forgets it once it is answered', async () => {
    const { address } = await newRequest();
    const stranger = new Visitor(app);
    const page = await stranger.open(address);
    const form = { answer: 'KNOWN_RISK', detail: 'Still to be checked.', partial: 'yes' };
    const response = await app.inject({
      method: 'POST',
      url: `${address}/draft`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    });
    expect(response.statusCode).toBe(303);
    const later = await new Visitor(app).open(address);
    expect(wordsIn(later, 'textarea')).toBe('Still to be checked.');
    expect(later.document.querySelector('input[value=KNOWN_RISK][checked]')).not.toBeNull();
    expect(wordsIn(later, 'main')).toContain('It has not been sent yet');
    await stranger.send(page, address, { answer: 'NOTHING_KNOWN' });
    expect((await new Visitor(app).open(address)).response.body).not.toContain('Still to be checked');
  });

  test.each([
    ['altered', (address: string) => altered(address, 12)],
    ['cut short', (address: string) => address.slice(0, -4)],
  ])('that was %s says the same as one that was never made', async (_case, change) => {
    const { address } = await newRequest();
    const stranger = new Visitor(app);
    const page = await stranger.open(change(address));
    const never = await stranger.open('/answer/never-made');
    expect(page.response.statusCode).toBe(404);
    expect(wordsIn(page, 'main')).toBe(wordsIn(never, 'main'));
    expect(wordsIn(page, 'h1')).toBe('This link is not valid');
  });
});

test('who asks too often reads when to come again', async () => {
  const { services } = stack;
  const limits = { link: new RateLimit(100), address: new RateLimit(1) };
  const strict = await boardApp({ ...services, answerLinks: { ...services.answerLinks, limits } });
  const stranger = new Visitor(strict);
  await stranger.open('/answer/guessed');
  const page = await stranger.open('/answer/guessed-again');
  expect(page.response.statusCode).toBe(429);
  expect(Number(page.response.headers['retry-after'])).toBeGreaterThan(0);
  expect(wordsIn(page, 'main')).toMatch(/^Too many requests .* Try again in \d+ seconds\.$/);
  await strict.close();
});

describe('on the board', () => {
  test('an agency is asked, and the case shows how its check stands', async () => {
    const ref = await newReferral();
    const { services } = stack;
    await give(services, ref, await commandsFor(services, ref).rate('AMBER'));
    const reason = await words(services, ref, 'The family could not be reached.');
    await give(services, ref, { type: 'authoriseWithoutKnowledge', reason });
    const at = `/referrals/${ref}/information-request`;
    const form = await manager.open(at);
    expect(wordsIn(form, 'main')).toContain('Drug and alcohol service');
    const sent = await manager.send(form, at, {
      agency: 'HEALTH',
      questions: 'Is Quillon known?',
      disclosed: ['NAMES', 'DATE_OF_BIRTH'],
      basis: 'PUBLIC_TASK',
      necessity: 'To judge the risk.',
    });
    expect(wordsIn(sent, '.govuk-notification-banner')).toContain('The agency is asked');
    await untilCheck(services, ref, ({ openedAt }) => openedAt !== undefined, 'HEALTH');
    const page = await manager.open(`/referrals/${ref}`);
    expect(wordsIn(page, '#agency-checks + section')).toMatch(
      /^Health visitors.*Waiting for an answer answer by Mon 5 Jun/,
    );
  });

  test('somebody of an agency finds its requests, answers one and sees no other’s', async () => {
    const own = await newRequest('HEALTH');
    const other = await newRequest('POLICE');
    const health = await Visitor.signedIn(app, colleagues.health.userId);
    const list = await health.open('/');
    expect(list.response.body).toContain(own.requestId);
    expect(list.response.body).not.toContain(other.requestId);
    expect((await health.open(`/information-requests/${other.requestId}`)).response.statusCode).toBe(403);
    const at = `/information-requests/${own.requestId}`;
    const page = await health.open(at);
    expect(page.response.body).not.toContain(`/referrals/${own.ref}`);
    const sent = await health.send(page, at, {
      answer: 'KNOWN_NO_CONCERN',
      detail: 'All checks up to date.',
    });
    expect(wordsIn(sent, 'main')).toContain('All checks up to date.');
    expect((await requestOf(stack.services, own.requestId)).answers).toMatchObject([{ route: 'API' }]);
  });

  test('staff make a new link and ask no longer', async () => {
    const { requestId, address } = await newRequest();
    const at = `/information-requests/${requestId}`;
    const made = await manager.send(await manager.open(at), `${at}/link`);
    const [link] = /http:\/\/hub\.invalid(\/answer\/[\w.-]+)/.exec(made.response.body) ?? [];
    expect(link).toBeDefined();
    expect((await new Visitor(app).open(address)).response.statusCode).toBe(410);
    const blank = await manager.send(await manager.open(at), `${at}/withdrawal`);
    expect(wordsIn(blank, '.govuk-error-summary')).toContain('Enter why');
    const gone = await manager.send(blank, `${at}/withdrawal`, { reason: 'The family has moved away.' });
    expect(wordsIn(gone, 'main')).toContain('No longer asked');
  });

  test('a manager lets the time of an agency stand still, and run on', async () => {
    const { requestId, address } = await newRequest();
    const at = `/information-requests/${requestId}`;
    const blank = await manager.send(await manager.open(at), `${at}/pauses`);
    expect(wordsIn(blank, '.govuk-error-summary')).toContain('Enter why the time should stand still');
    const paused = await manager.send(blank, `${at}/pauses`, { pauseReason: 'The officer is away.' });
    expect(wordsIn(paused, '.govuk-notification-banner')).toContain('The time of the agency stands still');
    expect(wordsIn(paused, 'main')).toContain('The officer is away.');
    const behindLink = await new Visitor(app).open(address);
    expect(wordsIn(behindLink, 'main')).toContain('The hub has let the time stand still');
    expect(behindLink.response.body).not.toContain('The officer is away.');
    const ended = await manager.send(paused, `${at}/pauses/1/end`);
    expect(wordsIn(ended, '.govuk-notification-banner')).toContain('The pause has ended');
    expect(wordsIn(ended, 'main')).not.toContain('stand still since');
  });

  test('a late answer is shown with what is new, and its review is recorded', async () => {
    const { services } = stack;
    const { ref, requestId } = await newRequest();
    await give(services, ref, await commandsFor(services, ref).decide());
    const detail = await words(services, ref, 'A report from last night.');
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_RISK', detail }));
    await untilCheck(services, ref, ({ answers }) => answers.length === 1);
    const at = `/referrals/${ref}/late-answer-review`;
    const form = await manager.open(at);
    expect(wordsIn(form, 'main')).toContain(
      'What is newPolice Known, and there is a risk A report from last night.',
    );
    const done = await manager.send(form, at, {
      answer: `${requestId}/1`,
      outcome: 'NO_CHANGE',
      rationale: 'It was weighed before.',
    });
    expect(wordsIn(done, '.govuk-notification-banner')).toContain(
      'The review of the late answer is recorded',
    );
    expect(wordsIn(done, 'main')).toContain('Late answer reviewed: Police');
  });
});
