import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsFor, give, referralOf, tellByPhone, untilReferral } from '../support/cases.ts';
import { closedWithNothing, receivedByPhone } from '../support/disputes.ts';
import { followOnOf } from '../support/follow-ons.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;
let health: Visitor;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services);
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
  health = await Visitor.signedIn(app, colleagues.health.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

/** Decided for the health visitors, and the referrer has heard. */
async function askedOfHealth(): Promise<{ ref: string; address: string }> {
  const { services } = stack;
  const ref = await receivedByPhone(services);
  const commands = commandsFor(services, ref);
  const forHealth = { outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HEALTH' } as const;
  await give(services, ref, await commands.decide(forHealth));
  await give(services, ref, tellByPhone);
  return { ref, address: await addressOf(ref) };
}

async function addressOf(ref: string): Promise<string> {
  const stream = await followOnOf(stack.services, ref, 'AGENCY_ACTION');
  return `/agency-actions/${stream.slice('agency-action:'.length)}`;
}

async function fill(
  by: Visitor,
  address: string,
  action: string,
  answers: Readonly<Record<string, string>> = {},
) {
  const page = await by.open(`${address}/${action}`);
  expect(await axeViolations(page.response.body), action).toEqual([]);
  return by.send(page, `${address}/${action}`, answers);
}

test('transition 24 the agency accepts and says what came of it; the hub writes down, but never accepts for it', async () => {
  const { ref, address } = await askedOfHealth();
  const forHub = await manager.open(address);
  const offered = (page: typeof forHub) =>
    [...page.document.querySelectorAll('.fd-actions a')].map((link) => link.textContent);
  expect(offered(forHub)).toEqual(['Say what came of it', 'Ask the agency no longer']);
  expect((await manager.open(`${address}/acceptAction`)).response.statusCode).toBe(403);

  const page = await health.open(address);
  expect(await axeViolations(page.response.body)).toEqual([]);
  expect(offered(page)).toEqual(['Accept what is asked', 'Say what came of it']);
  expect(wordsIn(page, 'main')).toContain('Child of this case');
  expect(wordsIn(page, 'main')).not.toContain('Quillon Testpaper');
  const accepted = await fill(health, address, 'acceptAction');
  expect(wordsIn(accepted, '.govuk-notification-banner')).toContain('It is accepted');
  await untilReferral(stack.services, ref, ({ stage }) => stage === 'CLOSED_SINGLE_AGENCY');

  const lacking = await fill(health, address, 'reportAction', { done: 'false' });
  expect(lacking.response.statusCode).toBe(409);
  expect(wordsIn(lacking, '.govuk-error-summary')).toContain('has its reason');
  expect(await axeViolations(lacking.response.body)).toEqual([]);
  const reported = await health.send(lacking, `${address}/reportAction`, {
    done: 'false',
    reason: 'DISENGAGED',
    note: 'They did not open the door.',
  });
  expect(wordsIn(reported, 'main')).toContain('The family stopped taking part');
  const review = await manager.open(`${address}/reviewNotDone`);
  expect([...review.document.querySelectorAll('input[name="decision"]')].map((box) => box.value)).toEqual([
    'CLOSE',
    'DECIDE_AGAIN',
  ]);
  const closed = await fill(manager, address, 'reviewNotDone', {
    decision: 'CLOSE',
    rationale: 'The school sees them.',
  });
  expect(wordsIn(closed, '.fd-standing')).toContain('Closed, not done');
});

test('never allowed: what the agency never accepted is only decided again', async () => {
  const { ref, address } = await askedOfHealth();
  const reported = await fill(manager, address, 'reportAction', {
    done: 'false',
    reason: 'SERVICE_CAPACITY',
  });
  expect(wordsIn(reported, '.fd-standing')).toContain('Not done, a manager has to look');
  expect((await referralOf(stack.services, ref)).stage).toBe('DECIDED');
  const review = await manager.open(`${address}/reviewNotDone`);
  expect([...review.document.querySelectorAll('input[name="decision"]')].map((box) => box.value)).toEqual([
    'DECIDE_AGAIN',
  ]);
  await fill(manager, address, 'reviewNotDone', { decision: 'DECIDE_AGAIN', rationale: 'Another service.' });
  await untilReferral(stack.services, ref, ({ decisionCall }) => decisionCall !== undefined);
  const page = await manager.open(`/referrals/${ref}`);
  expect(wordsIn(page, '.fd-standing')).toContain('Decide again: the child has come back to the hub');
});

test('C30: whether its own referral was appropriate is for the agency to say; staff write it down', async () => {
  const address = await addressOf(await closedWithNothing(stack.services));
  expect((await health.open(address)).response.statusCode).toBe(403);
  const page = await manager.open(address);
  expect(wordsIn(page, 'main')).toContain('Its view of its own referral');
  const judged = await fill(manager, address, 'judgeReferral', {
    appropriate: 'false',
    note: 'It was known.',
  });
  expect(wordsIn(judged, '.fd-standing')).toContain('Referral judged not appropriate');
  expect(wordsIn(judged, 'main')).toContain('Not appropriate');
  expect(await axeViolations(judged.response.body)).toEqual([]);
});
