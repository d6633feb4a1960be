import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseInstant } from '../../domain/instant.ts';
import { Api } from '../api/support/api.ts';
import { commandsFor, give, receiveReferral, referralOf, words } from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { type Page, Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;
let secondManager: Visitor;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services);
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
  secondManager = await Visitor.signedIn(app, colleagues.secondManager.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

/** A referral rated red, so that its rating target runs for four hours. */
async function redReferral(overrides: Parameters<typeof receiveReferral>[1] = {}): Promise<string> {
  const { services } = stack;
  const form = contactForm({ referrer: phoneReferrer });
  const ref = await receiveReferral(services, { form, ...overrides });
  await give(services, ref, await commandsFor(services, ref).rate('RED'));
  return ref;
}

const caseOf = (ref: string) => `/referrals/${ref}`;
const pauseOf = (ref: string, clock = 'RAG_TARGET') => `${caseOf(ref)}/clocks/${clock}/pause`;
const endOf = (ref: string, no: number) => `${caseOf(ref)}/clocks/RAG_TARGET/pauses/${no}/end`;

async function pause(visitor: Visitor, ref: string, reason = 'The school is shut.'): Promise<Page> {
  return visitor.send(await visitor.open(pauseOf(ref)), pauseOf(ref), { reason });
}

/** The links of the clocks on a page, by what a reader hears. */
function clockLinks({ document }: Page): Record<string, string | null> {
  const links = [...document.querySelectorAll('.fd-clock__links a')];
  return Object.fromEntries(links.map((link) => [link.textContent, link.getAttribute('href')]));
}

async function targetOf(ref: string) {
  const { clocks } = await referralOf(stack.services, ref);
  return clocks.find(({ id }) => id === 'RAG_TARGET') ?? expect.fail('there is no rating target');
}

describe('pausing a clock on the board', () => {
  test('is offered for the clock that may pause, leads through one form, and says so after', async () => {
    const ref = await redReferral();
    const before = await manager.open(caseOf(ref));
    expect(clockLinks(before)).toEqual({ 'Pause this clock: Rating target': pauseOf(ref) });
    expect(wordsIn(before, '.fd-actions')).not.toContain('clock');
    const after = await pause(manager, ref);
    expect(wordsIn(after, '.govuk-notification-banner')).toContain('The clock is paused');
    expect(wordsIn(after, '#clock-RAG_TARGET')).toContain('Paused');
    expect(clockLinks(after)).toEqual({
      'Let it run on: Rating target': endOf(ref, 1),
      'Pause for a further reason: Rating target': pauseOf(ref),
    });
    const newest = wordsIn(after, '.fd-timeline__entry');
    expect(newest).toContain('Clock paused: Rating target Pause 1 The school is shut.');
    expect(newest).toContain('Morgan Madeup, team manager');
    expect(await targetOf(ref)).toMatchObject({ status: 'PAUSED', pauses: [{ pausedBy: 'manager' }] });
  });

  test('lets it run on with a form of its own', async () => {
    const ref = await redReferral();
    await pause(manager, ref);
    const form = await secondManager.open(endOf(ref, 1));
    expect(wordsIn(form, 'h1')).toBe('Let the clock run on: Rating target');
    const after = await secondManager.send(form, endOf(ref, 1));
    expect(wordsIn(after, '.govuk-notification-banner')).toContain('The pause has ended');
    expect(wordsIn(after, '.fd-timeline')).toContain(
      'Clock runs on after its pause: Rating target Due Mon 5',
    );
    expect(clockLinks(after)).toEqual({ 'Pause this clock: Rating target': pauseOf(ref) });
    expect(await targetOf(ref)).toMatchObject({ status: 'RUNNING', pauses: [{ endedBy: 'second-manager' }] });
  });

  test('ends several pauses one by one', async () => {
    const ref = await redReferral();
    await pause(manager, ref);
    const after = await pause(secondManager, ref, 'Health is shut too.');
    expect(Object.keys(clockLinks(after))).toEqual([
      'End pause 1: Rating target',
      'End pause 2: Rating target',
      'Pause for a further reason: Rating target',
    ]);
    const ended = await manager.send(await manager.open(endOf(ref, 1)), endOf(ref, 1));
    expect(Object.keys(clockLinks(ended))[0]).toBe('Let it run on: Rating target');
    expect((await targetOf(ref)).status).toBe('PAUSED');
  });

  test('asks for a reason', async () => {
    const ref = await redReferral();
    const page = await pause(manager, ref, '  ');
    expect(page.response.statusCode).toBe(422);
    expect(wordsIn(page, '.govuk-error-summary__list')).toBe('Enter why the clock should stand still');
    expect(await axeViolations(page.response.body)).toEqual([]);
  });

  test('says so when somebody else paused it meanwhile, and keeps what was typed', async () => {
    const ref = await redReferral();
    const form = await manager.open(pauseOf(ref));
    await pause(secondManager, ref, 'Health is shut.');
    const page = await manager.send(form, pauseOf(ref), { reason: 'The school is shut.' });
    expect(page.response.statusCode).toBe(409);
    expect(wordsIn(page, '.fd-changes')).toContain('Clock paused: Rating target Pause 1 Health is shut.');
    expect(page.document.querySelector('textarea')?.value).toBe('The school is shut.');
  });

  test('sent twice counts once', async () => {
    const ref = await redReferral();
    const form = await manager.open(pauseOf(ref));
    await manager.send(form, pauseOf(ref), { reason: 'The school is shut.' });
    await manager.send(form, pauseOf(ref), { reason: 'The school is shut.' });
    expect((await targetOf(ref)).pauses).toHaveLength(1);
  });

  test('breaks no rule of axe', async () => {
    const ref = await redReferral();
    await pause(manager, ref);
    for (const address of [caseOf(ref), pauseOf(ref), endOf(ref, 1)]) {
      const { response } = await manager.open(address);
      expect(response.statusCode, address).toBe(200);
      expect(await axeViolations(response.body), address).toEqual([]);
    }
  });
});

describe('is not for', () => {
  test('a statutory clock: the page names the rule', async () => {
    const ref = await redReferral();
    const page = await manager.open(pauseOf(ref, 'DECISION'));
    expect(page.response.statusCode).toBe(409);
    expect(wordsIn(page, 'main')).toContain('Working Together to Safeguard Children 2023, chapter 3');
    expect(page.document.querySelector('main form')).toBeNull();
  });

  test('a social worker: no link, and the page says no', async () => {
    const ref = await redReferral({ localAuthority: 'MOCKTON' });
    const worker = await Visitor.signedIn(app, colleagues.mocktonWorker.userId);
    const page = await worker.open(caseOf(ref));
    expect(page.response.statusCode).toBe(200);
    expect(clockLinks(page)).toEqual({});
    expect((await worker.open(pauseOf(ref))).response.statusCode).toBe(403);
    await pause(manager, ref);
    expect(clockLinks(await worker.open(caseOf(ref)))).toEqual({});
    expect((await worker.open(endOf(ref, 1))).response.statusCode).toBe(403);
  });

  test('a pause that has ended', async () => {
    const ref = await redReferral();
    await pause(manager, ref);
    await manager.send(await manager.open(endOf(ref, 1)), endOf(ref, 1));
    const page = await manager.open(endOf(ref, 1));
    expect([page.response.statusCode, wordsIn(page, 'main')]).toEqual([
      409,
      expect.stringContaining('No clock of this referral stands still'),
    ]);
  });

  test.each(['clocks/NONE/pause', 'clocks/RAG_TARGET/pauses/7/end', 'clocks/__proto__/pause'])(
    'what is not there: %s',
    async (path) => {
      const ref = await redReferral();
      expect((await manager.open(`${caseOf(ref)}/${path}`)).response.statusCode).toBe(404);
    },
  );
});

// Moves the clock of this file, so it comes last.
test('a clock that stands still is not listed as late, on the board or by the API', async () => {
  const { services } = stack;
  const [paused, running] = [await redReferral(), await redReferral()];
  const reason = await words(services, paused, 'The school is shut.');
  await give(services, paused, { type: 'pauseClock', clock: 'RAG_TARGET', reason });
  expect(await targetOf(paused)).toMatchObject({ status: 'PAUSED' });
  await stack.travel(parseInstant('2028-06-05T15:00:00+01:00'));
  const { response } = await manager.open('/?urgency=LATE');
  expect(response.body).toContain(running);
  expect(response.body).not.toContain(paused);
  const api = await Api.over(services);
  const overdue = await api.get('/v1/overdue', teamManager);
  const refs = overdue.json<{ late: { referralRef: string }[] }>().late.map((it) => it.referralRef);
  expect(refs).toContain(running);
  expect(refs).not.toContain(paused);
  await api.app.close();
});
