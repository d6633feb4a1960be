import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
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

/** A referral nobody can acknowledge by email, so that nothing changes it by itself. */
function quietReferral(overrides: Parameters<typeof receiveReferral>[1] = {}) {
  return receiveReferral(stack.services, { form: contactForm({ referrer: phoneReferrer }), ...overrides });
}

/** Fills in the page of a task and gives the page it leads to. */
async function fill(ref: string, path: string, answers: Readonly<Record<string, string>>) {
  const address = `/referrals/${ref}/${path}`;
  return manager.send(await manager.open(address), address, answers);
}

test('E35 the question page begins with what the contact lacks, and the case page tells the wait', async () => {
  const ref = await quietReferral({ marks: [{ pointer: '/concern', rule: 'CONCERN_MISSING' }] });
  const page = await manager.open(`/referrals/${ref}/clarification`);
  expect(page.document.querySelector('textarea')?.value).toContain('- Say what you are worried about');
  await fill(ref, 'clarification', { question: 'What worries you?' });
  await stack.travel(addMs(await stack.now(), HOUR_MS));
  await fill(ref, 'clarification-attempt', { method: 'PHONE', reached: 'no' });
  const open = await manager.open(`/referrals/${ref}`);
  const questions = open.document.querySelector('[aria-labelledby="questions"]')?.textContent ?? '';
  expect(questions).toContain('What worries you?');
  expect(questions).toContain('Not reached by telephone');
  expect(questions).toContain('Attempts still to make: 1');
  expect(questions).toMatch(/Time the hub waited for the referrer: 1 hour/);
  expect(wordsIn(open, '.fd-standing')).toContain('Waiting for the referrer');
  expect(wordsIn(open, '.fd-clocks')).toContain('Waiting for the referrer, while this clock ran on');
  expect(await axeViolations(open.response.body)).toEqual([]);
});

test('E8 siblings are decided together only where each is ticked, and each is told of by itself', async () => {
  const child = (givenName: string) => ({ givenName, familyName: 'Testpaper' });
  const form = contactForm({ referrer: phoneReferrer, children: [child('Quillon'), child('Ottoline')] });
  const ref = await receiveReferral(stack.services, { form });
  const link = (await manager.open(`/referrals/${ref}`)).document.querySelector(
    'a[href$="/sibling-decisions"]',
  );
  const address = link?.getAttribute('href') ?? '';
  const page = await manager.open(address);
  expect(await axeViolations(page.response.body)).toEqual([]);
  const boxes = [...page.document.querySelectorAll('input[name="children"]')];
  expect(boxes.map((box) => box.getAttribute('checked'))).toEqual([null, null]);
  const reasons = {
    outcome: 'NFA',
    level: '1',
    agreement: 'GIVEN',
    rationale: 'Both are safe.',
    evidenceConsidered: 'Call.',
  };
  const none = await manager.send(page, address, reasons);
  expect([none.response.statusCode, wordsIn(none, '.govuk-error-summary')]).toEqual([
    422,
    expect.stringContaining('Tick each child'),
  ]);
  const [first] = boxes;
  const one = await manager.send(none, address, { ...reasons, children: first?.getAttribute('value') ?? '' });
  expect(wordsIn(one, 'main')).toContain('The decision is recorded.');
  expect((await referralOf(stack.services, ref)).stage).toBe('DECIDED');
  const left = await manager.open(address);
  expect(left.document.querySelectorAll('input[name="children"]')).toHaveLength(1);
});

test('the rating page says which ratings open a check, and the case page why one does not', async () => {
  const ref = await quietReferral();
  const page = await manager.open(`/referrals/${ref}/rating`);
  expect(wordsIn(page, 'main')).toContain('Opens a check with the agencies');
  expect(wordsIn(page, 'main')).toContain('because partners lack the capacity for more');
  expect(await axeViolations(page.response.body)).toEqual([]);
  const rated = await fill(ref, 'rating', { rag: 'GREEN', reason: 'Known and safe.' });
  const rating = rated.document.querySelector('[aria-labelledby="rating"]')?.textContent;
  expect(rating).toContain('lower levels are rated on the initial information alone');
  expect(rating).toContain('Stockton Cabinet, 16 March 2017');
});

test('agreement and lawful basis are two records on the case page', async () => {
  const ref = await quietReferral();
  const lacking = await fill(ref, 'agreement', { status: 'GIVEN' });
  expect(lacking.response.statusCode).toBe(409);
  expect(wordsIn(lacking, '.govuk-error-summary__list')).toContain('Say who answered for the family');
  await fill(ref, 'agreement', { status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY', method: 'PHONE' });
  await fill(ref, 'lawful-basis', { basis: 'CONSENT', purpose: 'To decide.', necessity: 'Little is known.' });
  const page = await fill(ref, 'checks-without-knowledge', { reason: 'Asking would put the child at risk.' });
  const records = page.document.querySelector('[aria-labelledby="agreement"]')?.textContent ?? '';
  expect(records).toContain('The family agrees');
  expect(records).toContain('Somebody with parental responsibility');
  expect(records).toContain('Consent is rarely the right lawful basis');
  expect(records).toContain('Asking would put the child at risk.');
  expect(wordsIn(page, '.fd-timeline')).toContain('Lawful basis for sharing: consent');
  expect(await axeViolations(page.response.body)).toEqual([]);
});

test('E22 the decision page names the rule that an assessment without agreement breaks', async () => {
  const ref = await quietReferral();
  await fill(ref, 'agreement', {
    status: 'REFUSED',
    givenBy: 'PARENTAL_RESPONSIBILITY',
    method: 'IN_PERSON',
    reason: 'The mother says no.',
  });
  const decision = {
    outcome: 'ASSESSMENT_S17',
    level: '3',
    agreement: 'REFUSED',
    rationale: 'Needs are rising.',
    evidenceConsidered: 'Call with the school.',
  };
  const refused = await fill(ref, 'decision', decision);
  expect(refused.response.statusCode).toBe(409);
  expect(wordsIn(refused, '.govuk-error-summary__list')).toContain('offer Early Help. Rule: ');
  expect((await referralOf(stack.services, ref)).stage).not.toBe('DECIDED');
});
