import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChildProtection } from '../../domain/child-protection/state.ts';
import type { Dispute } from '../../domain/dispute/state.ts';
import { commandsFor, give, receive, tellByPhone, untilReferral } from '../support/cases.ts';
import { steppedUpFamily } from '../support/families.ts';
import { followOnOf, untilFollowOn } from '../support/follow-ons.ts';
import { childForm, contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { type Page, Visitor, wordsIn } from './support/visitor.ts';

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

/** A contact about two siblings; the first is decided on. */
async function twoSiblings(outcome: 'ASSESSMENT_S17' | 'NFA' = 'ASSESSMENT_S17') {
  const { services } = stack;
  const form = contactForm({
    referrer: phoneReferrer,
    children: [childForm(), childForm({ givenName: 'Ottoline', dateOfBirth: '2021-05-04' })],
  });
  const actor = { ...colleagues.school };
  const { contactRef, referralRefs } = await receive(services, { form, actor });
  const [elder, younger = ''] = referralRefs;
  const commands = commandsFor(services, elder);
  await give(services, elder, await commands.decide({ outcome, level: outcome === 'NFA' ? 1 : 3 }));
  await give(services, elder, tellByPhone);
  return { contactRef, elder, younger };
}

function linkTo(page: Page, end: string): string {
  return page.document.querySelector(`a[href*="${end}"]`)?.getAttribute('href') ?? '';
}

describe('a referral, what follows it, and its family', () => {
  test('find each other: case page, contact page and family page, each accessible', async () => {
    const { services } = stack;
    const { contactRef, elder, younger } = await twoSiblings();
    const stream = await followOnOf(services, elder, 'ASSESSMENT');
    const id = stream.slice('assessment:'.length);
    const referral = await manager.open(`/referrals/${elder}`);
    const after = wordsIn(referral, '[aria-labelledby="after-decision"]');
    expect(after).toContain(`Assessment${id}Follows decision 1`);
    expect(after).toContain('Hub Tue 6 Jun 2028 10:00');
    expect(linkTo(referral, '/assessments/')).toBe(`/assessments/${id}`);
    expect(await axeViolations(referral.response.body)).toEqual([]);

    const contact = await manager.open(`/contacts/${contactRef}`);
    const family = await manager.open(linkTo(contact, '/families/'));
    expect(await axeViolations(family.response.body)).toEqual([]);
    for (const name of [elder, younger, id]) expect(wordsIn(family, 'main')).toContain(name);
    expect(linkTo(family, '/assessments/')).toBe(`/assessments/${id}`);

    const undecided = await manager.open(`/referrals/${younger}`);
    expect(undecided.document.querySelector('#after-decision')).toBeNull();
    expect(linkTo(undecided, '/disputes/new')).toBe('');
    expect(linkTo(undecided, '/child-protection/new')).toBe(`/child-protection/new?referralRef=${younger}`);
  });

  test('E47 a family page leads to the contact the family was stepped up into, and back', async () => {
    const { contactRef, newContactRef } = await steppedUpFamily(stack.services);
    const before = await manager.open(`/families/${contactRef}`);
    expect(linkTo(before, `/families/${newContactRef}`)).not.toBe('');
    const after = await manager.open(`/families/${newContactRef}`);
    expect(linkTo(after, `/families/${contactRef}`)).not.toBe('');
    expect(await axeViolations(after.response.body)).toEqual([]);
  });

  test('a family of another authority is nobody else’s', async () => {
    const { contactRef } = await twoSiblings();
    const other = await Visitor.signedIn(app, colleagues.mocktonWorker.userId);
    expect((await other.open(`/families/${contactRef}`)).response.statusCode).toBe(403);
  });
});

describe('a strategy discussion that somebody convenes', () => {
  test('transition 14 covers the siblings that are ticked, and begins when reasonable cause appeared', async () => {
    const { elder, younger } = await twoSiblings();
    const address = '/child-protection/new';
    const page = await manager.open(`${address}?referralRef=${elder}`);
    expect(await axeViolations(page.response.body)).toEqual([]);
    const boxes = [...page.document.querySelectorAll('input[name="siblings"]')];
    expect(boxes.map((box) => box.getAttribute('value'))).toEqual([younger]);

    const none = await manager.send(page, address, { urgency: 'SAME_DAY' });
    expect(none.response.statusCode).toBe(422);
    expect(wordsIn(none, '.govuk-error-summary')).toContain('What gives reasonable cause?');
    expect(none.document.querySelector('#reason')).not.toBeNull();
    const future = await manager.send(none, address, {
      urgency: 'SAME_DAY',
      reason: 'A burn that nobody explains.',
      'reasonableCauseAt-day': '6',
      'reasonableCauseAt-month': '6',
      'reasonableCauseAt-year': '2028',
      'reasonableCauseAt-time': '09:00',
    });
    expect([future.response.statusCode, wordsIn(future, '.govuk-error-summary')]).toEqual([
      409,
      expect.stringContaining('Reasonable cause cannot appear in the future'),
    ]);
    const done = await manager.send(future, address, {
      urgency: 'SAME_DAY',
      reason: 'A burn that nobody explains.',
      siblings: younger,
      'reasonableCauseAt-day': '5',
      'reasonableCauseAt-month': '6',
      'reasonableCauseAt-year': '2028',
      'reasonableCauseAt-time': '09:30',
    });
    expect(done.response.statusCode).toBe(200);
    expect(wordsIn(done, 'main')).toContain('The strategy discussion is convened');
    const stream = await followOnOf(stack.services, elder, 'CHILD_PROTECTION');
    const state = await untilFollowOn<ChildProtection>(stack.services, stream, () => true);
    expect(state.referralRefs).toEqual([elder, younger]);
    expect(state.clocks.map(({ kind, startedAt }) => [kind, startedAt])).toContainEqual([
      'STRATEGY_DISCUSSION_URGENT',
      '2028-06-05T08:30:00.000Z',
    ]);
    expect(linkTo(await manager.open(`/referrals/${younger}`), `/child-protection/${elder}`)).not.toBe('');
  });

  test('an agency without business with the child, and a role that convenes none, are told so', async () => {
    const { elder } = await twoSiblings();
    const address = `/child-protection/new?referralRef=${elder}`;
    const health = await Visitor.signedIn(app, colleagues.health.userId);
    expect((await health.open(address)).response.statusCode).toBe(403);
    const administrator = await Visitor.signedIn(app, colleagues.administrator.userId);
    expect((await administrator.open('/child-protection/new')).response.statusCode).toBe(403);
  });
});

describe('a dispute that somebody opens', () => {
  const grounds = {
    subject: 'DECISION',
    reason: 'The school has seen more than the decision considers.',
    outcomeSought: 'An assessment.',
    interimSafety: 'The school sees the child every morning.',
    lane: 'ORDINARY',
  };

  test('by the referrer about the decision on their own referral, whose reference they type in', async () => {
    const { elder } = await twoSiblings('NFA');
    await untilReferral(stack.services, elder, ({ stage }) => stage === 'CLOSED_NFA');
    const school = await Visitor.signedIn(app, colleagues.school.userId);
    const address = '/disputes/new';
    const page = await school.open(address);
    expect(await axeViolations(page.response.body)).toEqual([]);
    const unknown = await school.send(page, address, { ...grounds, referralRef: 'R-0000-0000' });
    expect([unknown.response.statusCode, wordsIn(unknown, '.govuk-error-summary')]).toEqual([
      404,
      expect.stringContaining('There is nothing here that you may dispute'),
    ]);
    expect(await axeViolations(unknown.response.body)).toEqual([]);
    const done = await school.send(unknown, address, { ...grounds, referralRef: elder });
    expect(done.response.statusCode).toBe(200);
    const stream = await followOnOf(stack.services, elder, 'DISPUTE');
    expect(wordsIn(done, 'main')).toContain(stream.slice('dispute:'.length));
    const state = await untilFollowOn<Dispute>(stack.services, stream, () => true);
    expect(state.objectors).toMatchObject([{ userId: colleagues.school.userId }]);
  });

  test('by a manager about a step of a case, once however often the form is sent', async () => {
    const { services } = stack;
    const { elder } = await twoSiblings();
    const id = (await followOnOf(services, elder, 'ASSESSMENT')).slice('assessment:'.length);
    const shown = await manager.open(`/assessments/${id}`);
    const page = await manager.open(linkTo(shown, '/disputes/new'));
    expect(wordsIn(page, 'main')).toContain(id);
    expect(linkTo(page, `/assessments/${id}`)).not.toBe('');
    const first = await manager.post(page, '/disputes/new', { ...grounds, subject: 'THRESHOLD' });
    const again = await manager.post(page, '/disputes/new', { ...grounds, subject: 'THRESHOLD' });
    expect([first.statusCode, again.statusCode]).toEqual([303, 303]);
    expect(again.headers.location).toBe(first.headers.location);
    const dispute = await manager.open(first.headers.location ?? '');
    expect(wordsIn(dispute, 'main')).toContain('The dispute is open');
    expect(wordsIn(dispute, 'main')).toContain(`Assessment ${id}`);
  });

  test('not about a dispute, nor about what is none of theirs', async () => {
    const { elder } = await twoSiblings();
    const health = await Visitor.signedIn(app, colleagues.health.userId);
    expect((await health.open(`/disputes/new?referralRef=${elder}`)).response.statusCode).toBe(403);
    expect((await manager.open(`/disputes/new?caseId=${elder}.D1`)).response.statusCode).toBe(403);
  });
});
