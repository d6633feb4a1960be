import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAcknowledged, receiveReferral, referralOf, untilReferral } from '../support/cases.ts';
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

const decision = {
  outcome: 'ASSESSMENT_S17',
  level: '3',
  agreement: 'GIVEN',
  rationale: 'The heating stays off and a baby lives there.',
  evidenceConsidered: 'Call with the school.',
};

/** A referral nobody can acknowledge by email, so that nothing changes it by itself. */
function quietReferral() {
  return receiveReferral(stack.services, { form: contactForm({ referrer: phoneReferrer }) });
}

describe('a case', () => {
  test('tells who, which clocks and why, what happened, and what can be done', async () => {
    const ref = await receiveReferral(stack.services);
    await untilReferral(stack.services, ref, isAcknowledged);
    const page = await manager.open(`/referrals/${ref}`);
    expect(wordsIn(page, '.fd-identity')).toContain('Quillon Testpaper Date of birth: 28 Feb 2019, aged 9');
    expect(wordsIn(page, '.fd-clocks')).toContain('The limit is 1 working day');
    expect(wordsIn(page, '.fd-timeline')).toContain('Referrer acknowledged electronically');
    expect(wordsIn(page, '.fd-concern')).toContain('wet clothes');
    expect(wordsIn(page, '.fd-actions')).toContain('Rate the referral');
    expect(page.response.body).toContain(
      `http://temporal-ui.invalid/namespaces/tests/workflows/referral%3A${ref}`,
    );
    expect((await manager.open('/outbox')).response.body).toContain(ref);
  });

  test('a decision with nothing filled in names every problem, at the top and at the question', async () => {
    const ref = await quietReferral();
    const address = `/referrals/${ref}/decision`;
    const page = await manager.send(await manager.open(address), address, { rationale: 'Kept words.' });
    expect(page.response.statusCode).toBe(422);
    const links = [...page.document.querySelectorAll('.govuk-error-summary__list a')];
    expect(links.map(({ textContent }) => textContent)).toEqual([
      'Choose what happens next',
      'Choose the level of need',
      'Choose whether the family agrees',
      'Enter the evidence you considered',
    ]);
    for (const link of links) {
      const control = page.document.querySelector(link.getAttribute('href') ?? '');
      expect(control?.closest('.govuk-form-group--error')?.textContent).toContain(link.textContent);
    }
    expect(page.document.querySelector('textarea')?.value).toBe('Kept words.');
  });

  test('an outcome that needs a receiver asks for one together with the other problems', async () => {
    const ref = await quietReferral();
    const address = `/referrals/${ref}/decision`;
    const page = await manager.send(await manager.open(address), address, { outcome: 'SINGLE_AGENCY' });
    expect(wordsIn(page, '.govuk-error-summary__list')).toContain('Enter the code of the agency');
    expect(wordsIn(page, '.govuk-error-summary__list')).toContain('Enter the reasons');
  });

  test('sending a decision twice makes one', async () => {
    const ref = await quietReferral();
    const address = `/referrals/${ref}/decision`;
    const form = await manager.open(address);
    const answers = [
      await manager.post(form, address, decision),
      await manager.post(form, address, decision),
    ];
    expect(answers.map(({ headers }) => headers.location)).toEqual(
      Array(2).fill(`/referrals/${ref}?done=decide`),
    );
    const done = await manager.open(`/referrals/${ref}?done=decide`);
    expect(wordsIn(done, '.govuk-notification-banner--success')).toContain('The decision is recorded');
    expect(wordsIn(done, '.fd-card')).toContain('The heating stays off');
    expect(await referralOf(stack.services, ref)).toMatchObject({ decisions: { length: 1 } });
  });

  test('the second of two managers sees the decision of the first, keeps the words and is asked again', async () => {
    const ref = await quietReferral();
    const address = `/referrals/${ref}/decision`;
    const second = await Visitor.signedIn(app, colleagues.secondManager.userId);
    const form = await second.open(address);
    await manager.send(await manager.open(address), address, decision);
    const own = { ...decision, outcome: 'EARLY_HELP', rationale: 'Early Help is enough.' };
    const refused = await second.send(form, address, own);
    expect(refused.response.statusCode).toBe(409);
    expect(wordsIn(refused, '.fd-card')).toContain('The heating stays off');
    expect(wordsIn(refused, '.fd-changes')).toContain('Decision 1: Assessment');
    expect(refused.document.querySelector('textarea')?.value).toBe('Early Help is enough.');
    const replaced = await second.send(refused, address, own);
    expect(wordsIn(replaced, '.fd-card')).toContain('Decision 2: Early Help');
  });

  test('feedback, handover and the end', async () => {
    const ref = await quietReferral();
    const at = (path: string) => `/referrals/${ref}/${path}`;
    await manager.send(await manager.open(at('rating')), at('rating'), { rag: 'RED', reason: 'Rising.' });
    const withReceiver = { ...decision, outcome: 'SINGLE_AGENCY', receiver: 'health' };
    await manager.send(await manager.open(at('decision')), at('decision'), withReceiver);
    const early = {
      method: 'PHONE',
      'givenAt-day': '1',
      'givenAt-month': '1',
      'givenAt-year': '2028',
      'givenAt-time': '9:00',
    };
    const refused = await manager.send(await manager.open(at('feedback')), at('feedback'), early);
    expect(wordsIn(refused, '.govuk-error-summary__list')).toContain('between the receipt');
    expect(refused.document.querySelector('#givenAt-year')?.getAttribute('value')).toBe('2028');
    await manager.send(refused, at('feedback'), { method: 'PHONE' });
    const health = await Visitor.signedIn(app, colleagues.health.userId);
    const handover = await health.open(`/referrals/${ref}`);
    expect(handover.response.body).not.toContain('wet clothes');
    expect(handover.response.body).not.toContain('The heating stays off');
    expect((await health.open(at('rating'))).response.statusCode).toBe(403);
    const accepted = await health.send(
      await health.open(at('handover-acceptance')),
      at('handover-acceptance'),
    );
    expect(wordsIn(accepted, '.govuk-notification-banner')).toContain('You have accepted the child');
    expect((await referralOf(stack.services, ref)).stage).toBe('CLOSED_SINGLE_AGENCY');
    const late = await manager.open(at('rating'));
    expect(late.response.statusCode).toBe(409);
    expect(wordsIn(late, 'main')).toContain('This referral is closed');
  });

  test('withdrawal is asked for and approved', async () => {
    const ref = await quietReferral();
    const at = (path: string) => `/referrals/${ref}/${path}`;
    await manager.send(await manager.open(at('withdrawal')), at('withdrawal'), { words: 'Sent twice.' });
    const approval = await manager.open(at('withdrawal-approval'));
    expect(wordsIn(approval, '.fd-concern')).toBe('Sent twice.');
    await manager.send(approval, at('withdrawal-approval'), {
      rationale: 'The other one stands.',
      noDutyArises: 'yes',
    });
    expect((await referralOf(stack.services, ref)).stage).toBe('WITHDRAWN');
  });

  test('no page breaks a rule of axe', async () => {
    const ref = await quietReferral();
    const address = `/referrals/${ref}/decision`;
    const pages = {
      board: await manager.open('/'),
      case: await manager.open(`/referrals/${ref}`),
      decide: await manager.open(address),
      problems: await manager.send(await manager.open(address), address),
      feedback: await manager.open(`/referrals/${ref}/acknowledgement`),
      outbox: await manager.open('/outbox'),
      signIn: await new Visitor(app).open('/sign-in'),
      fault: await manager.open('/referrals/none'),
    };
    for (const [name, page] of Object.entries(pages)) {
      expect(await axeViolations(page.response.body), name).toEqual([]);
    }
  });
});

test('a command nobody answers in time is on its way, and is recorded once somebody works again', async () => {
  const ref = await quietReferral();
  const address = `/referrals/${ref}/rating`;
  const form = await manager.open(address);
  await stack.stopWorkers();
  const page = await manager.send(form, address, { rag: 'AMBER', reason: 'Rising.' });
  expect(page.response.statusCode).toBe(202);
  expect(wordsIn(page, 'h1')).toBe('Your entry is on its way');
  expect(wordsIn(page, 'main a[href]')).not.toBe('');
  await stack.startWorker();
  await untilReferral(stack.services, ref, ({ rating }) => rating?.rag === 'AMBER');
});
