import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { commandsFor, give, receiveReferral, tellByPhone } from '../support/cases.ts';
import { followOnOf, giveFollowOn } from '../support/follow-ons.ts';
import { actor, contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
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

const byPhone = { form: contactForm({ referrer: phoneReferrer }), agency: 'EDUCATION' };

async function decided(outcome: 'NFA' | 'SINGLE_AGENCY', receiver?: string): Promise<string> {
  const { services } = stack;
  const ref = await receiveReferral(services, byPhone);
  const commands = commandsFor(services, ref);
  await give(services, ref, await commands.decide({ outcome, level: 1, ...(receiver && { receiver }) }));
  return ref;
}

test('who is to be told next, who has been, and what agencies say, counted; axe finds nothing', async () => {
  const { services } = stack;
  const empty = await manager.open('/feedback');
  expect(wordsIn(empty, 'main')).toContain('Nobody waits to be told.');
  expect(wordsIn(empty, 'main')).toContain('No agency was asked in this period.');

  const told = await decided('NFA');
  await give(services, told, tellByPhone);
  const question = await followOnOf(services, told, 'AGENCY_ACTION');
  const education = actor('AGENCY_REPRESENTATIVE', { agency: 'EDUCATION' });
  await giveFollowOn(services, question, { type: 'judgeReferral', appropriate: false }, { actor: education });
  const action = await followOnOf(services, await decided('SINGLE_AGENCY', 'HOUSING'), 'AGENCY_ACTION');
  const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING' });
  const notDone = { type: 'reportAction', done: false, reason: 'DECLINED' } as const;
  await giveFollowOn(services, action, notDone, { actor: housing });
  const waiting = await decided('NFA');
  await stack.travel(addMs(await stack.now(), 48 * HOUR_MS));

  const page = await manager.open('/feedback');
  const [row] = [...page.document.querySelectorAll('main table tbody tr')];
  expect(page.document.querySelectorAll('.fd-row')).toHaveLength(2);
  expect(row?.textContent).toContain('Overdue');
  expect(wordsIn(page, 'main')).toContain(waiting);
  expect(wordsIn(page, 'main')).not.toContain(told);
  const tell = page.document.querySelector(`a[href="/referrals/${waiting}/feedback"]`);
  expect(tell?.textContent).toContain('Tell them');
  const counts = [...page.document.querySelectorAll('[aria-labelledby^="counts-"] tbody tr')].map((line) =>
    [...line.querySelectorAll('th, td')].map(({ textContent }) => textContent).join(' | '),
  );
  expect(counts).toEqual([
    'Education | 1 | 0 | 1 | 0 | 0 | 0%',
    'Housing | 1 | 0 | The family declined: 1 | 0 | 0 | 0%',
  ]);
  expect(await axeViolations(page.response.body)).toEqual([]);

  const settled = await manager.open('/feedback?status=settled');
  expect(wordsIn(settled, 'main table')).toContain(told);
  expect(wordsIn(settled, 'main table')).toContain('Told by telephone');
  expect(settled.document.querySelector('main table a[href^="/agency-actions/"]')?.textContent).toContain(
    'Asked',
  );
  expect(await axeViolations(settled.response.body)).toEqual([]);
});

test('it is in the navigation of staff, and not for agencies', async () => {
  const nav = (await manager.open('/')).document.querySelector('nav a[href="/feedback"]');
  expect(nav?.textContent).toBe('Feedback');
  const health = await Visitor.signedIn(app, colleagues.health.userId);
  expect((await health.open('/feedback')).response.statusCode).toBe(403);
});
