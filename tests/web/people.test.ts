import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { addMs, DAY_MS } from '../../domain/instant.ts';
import { receiveReferral } from '../support/cases.ts';
import { childForm, contactForm, MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp } from './support/board-stack.ts';
import { type Page, Visitor } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let ref: string;
let earlier: string;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services);
  const receivedAt = addMs(await stack.now(), -40 * DAY_MS);
  earlier = await receiveReferral(stack.services, { receivedAt });
  const sibling = childForm({ givenName: 'Peregrine', dateOfBirth: '2011-12-01', nhsNumber: '' });
  await receiveReferral(stack.services, { form: contactForm({ children: [sibling] }), receivedAt });
  ref = await receiveReferral(stack.services);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

const wordsOf = ({ document }: Page) =>
  (document.querySelector('main') ?? document).textContent.replaceAll(/\s+/g, ' ');

function matchLink({ document }: Page): string {
  return document.querySelector('a[href*="/people/"]')?.getAttribute('href') ?? '';
}

describe('what the hub knew before', () => {
  test('stands on the case page, is confirmed and taken back by forms alone', async () => {
    const visitor = await Visitor.signedIn(app, 'manager');
    const page = await visitor.open(`/referrals/${ref}`);
    expect(wordsOf(page)).toContain(`${earlier}, received 26/04/2028`);
    expect(wordsOf(page)).toContain('(not confirmed to be the same child)');
    expect(wordsOf(page)).toContain(`Re-referral: say in the decision what is different from ${earlier}`);
    expect(wordsOf(page)).toContain('Peregrine Testpaper');
    expect(await axeViolations(page.response.body)).toEqual([]);

    const address = matchLink(page);
    const form = await visitor.open(address);
    expect(wordsOf(form)).toContain('same NHS number, same name, same date of birth, same address');
    expect(await axeViolations(form.response.body)).toEqual([]);
    const unsaid = await visitor.send(form, address, { verdict: 'CONFIRM', reason: '' });
    expect(unsaid.response.statusCode).toBe(422);
    expect(wordsOf(unsaid)).toContain('Enter how you know');
    const done = await visitor.send(unsaid, address, {
      verdict: 'CONFIRM',
      reason: 'The school knows both.',
    });
    expect(wordsOf(done)).toContain('Confirmed: the same person');
    expect(wordsOf(done)).not.toContain('(not confirmed to be the same child)');

    const taken = await visitor.open(address);
    await visitor.send(taken, address, { verdict: 'UNDO', reason: 'It was the cousin.' });
    const rejected = await visitor.send(await visitor.open(address), address, {
      verdict: 'REJECT',
      reason: 'It was the cousin.',
    });
    expect(wordsOf(rejected)).toContain('The hub knows of no earlier referral of this child');
    expect(wordsOf(rejected)).toContain('Not the same person');
  });

  test('is not shown to those who may not read every referral of the authority', async () => {
    const visitor = await Visitor.signedIn(app, 'mockton');
    const page = await visitor.open(`/referrals/${ref}/people/P-0000-0000-0000`);
    expect(page.response.statusCode).toBe(404);
  });
});
