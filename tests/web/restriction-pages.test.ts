import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keep, receiveReferral, startLimited } from '../support/cases.ts';
import { childForm, contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;
let other: Visitor;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services);
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
  other = await Visitor.signedIn(app, colleagues.secondManager.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

/** Fills in the page of a task and sends it. */
async function does(who: Visitor, ref: string, path: string, fields: Record<string, string> = {}) {
  const address = `/referrals/${ref}/${path}`;
  return who.send(await who.open(address), address, fields);
}

test('E41 a sibling’s case is read without what was written about both children', async () => {
  const sibling = childForm({ givenName: 'Zephyrine' });
  const form = contactForm({ referrer: phoneReferrer, children: [childForm(), sibling] });
  const { referralRefs } = await keep(stack.services, { form });
  const [ref, second = ''] = referralRefs;
  for (const one of referralRefs) await startLimited(stack.services, one, 10_000);
  await does(manager, ref, 'restriction', { readers: 'synthetic-reader', reason: 'A refuge.' });
  const open = (await other.open(`/referrals/${second}`)).response;
  expect(open.statusCode).toBe(200);
  expect(open.body).toContain('Zephyrine');
  expect(open.body).not.toContain('Quillon');
  expect(open.body).not.toContain('Nowhere Specimen Street');
});

test('E41 a record is restricted, opened in an emergency and reviewed on the board', async () => {
  const ref = await receiveReferral(stack.services, { form: contactForm({ referrer: phoneReferrer }) });
  const page = `/referrals/${ref}`;
  const blank = await does(manager, ref, 'restriction', { readers: 'not an id!' });
  expect(blank.response.statusCode).toBe(422);
  await does(manager, ref, 'restriction', { readers: 'synthetic-reader', reason: 'A refuge.' });
  expect(wordsIn(await manager.open(page), 'main')).toContain('Quillon');

  const board = await other.open('/');
  expect(wordsIn(board, 'main')).toContain('Restricted record');
  expect(wordsIn(board, 'main')).not.toContain('Quillon');
  const shut = await other.open(page);
  expect(shut.response.statusCode).toBe(403);
  expect(wordsIn(shut, 'h1')).toBe('Restricted record');
  expect(shut.response.body).not.toContain('Quillon');
  expect(await axeViolations(shut.response.body)).toEqual([]);
  expect((await other.open(`${page}/rating`)).response.statusCode).toBe(403);
  const glass = await other.open(`${page}/break-glass`);
  expect(glass.response.body).not.toContain('Quillon');
  expect(glass.response.body).not.toContain('Nowhere Specimen Street');
  expect(await axeViolations(glass.response.body)).toEqual([]);

  await does(other, ref, 'break-glass', { reason: 'The police ask.' });
  expect(wordsIn(await other.open(page), 'main')).toContain('Quillon');
  await does(manager, ref, 'break-glass-review', { no: '1', finding: 'NOT_JUSTIFIED', note: 'No call.' });
  expect((await other.open(page)).response.statusCode).toBe(403);
  expect(wordsIn(await manager.open(page), 'main')).toContain('It was not justified');
});
