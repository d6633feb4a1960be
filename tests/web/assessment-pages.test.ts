import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rulesAt } from '../../db/hub-rules.ts';
import { addMs, type Instant, MINUTE_MS } from '../../domain/instant.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import { timeWords } from '../../domain/words.ts';
import { assessmentNow, type PassedOn, passedOn } from '../support/assessments.ts';
import { untilReferral } from '../support/cases.ts';
import { followOnOf, untilFollowOn } from '../support/follow-ons.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { type Page, Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;
let second: Visitor;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services);
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
  second = await Visitor.signedIn(app, colleagues.secondManager.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

type Answers = Readonly<Record<string, string | readonly string[]>>;

const pageOf = ({ stream }: PassedOn) => `/assessments/${stream.slice('assessment:'.length)}`;
const WORDS = 'What was said and seen.';

/** Fills in the page of a step and gives the page it leads to. */
async function step(child: PassedOn, action: string, answers: Answers = {}, by = manager): Promise<Page> {
  const address = `${pageOf(child)}/${action}`;
  const form = await by.open(address);
  expect([action, form.response.statusCode]).toEqual([action, 200]);
  return by.send(form, address, answers);
}

/** An instant as it is written in the controls of a date and a time. */
async function moment(name: string, instant: Instant): Promise<Answers> {
  const { calendar } = await rulesAt(stack.db, instant);
  const [year = '', month = '', day = ''] = localTimeOf(instant, calendar).date.split('-');
  const time = timeWords(instant, calendar);
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year, [`${name}-time`]: time };
}

/** The words of the section of a page under a heading. */
function under(page: Page, heading: string): string {
  const found = [...page.document.querySelectorAll('main section')].find(
    (section) => section.querySelector('h2')?.textContent.trim() === heading,
  );
  return (found?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

/** Accepted, allocated to the first manager, and the child seen a minute after the contact came. */
async function seen(child: PassedOn): Promise<Page> {
  await step(child, 'acceptAssessment', { threshold: 'AGREED' });
  await step(child, 'allocate', { worker: colleagues.manager.userId });
  const { receivedAt } = await assessmentNow(stack.services, child.stream, 'ASSESSMENT');
  await stack.travel(addMs(receivedAt, 2 * MINUTE_MS));
  const seenAt = await moment('seenAt', addMs(receivedAt, MINUTE_MS));
  return step(child, 'recordChildSeen', { ...seenAt, alone: 'true', note: WORDS });
}

const signs: Answers = {
  outcome: 'TO_TEAM',
  rationale: 'The needs are complex.',
  familyInformed: 'true',
  factors: ['3B', '16A'],
  primaryNeed: 'N1',
  childsVoice: 'I want to stay at home.',
};

describe('the pages of an assessment', () => {
  test('transitions 12 and 19 lead from the list through every step to the end', async () => {
    const child = await passedOn(stack.services);
    const list = await manager.open('/after-decision?kind=ASSESSMENT');
    expect(list.document.querySelector(`a[href="${pageOf(child)}"]`)).not.toBeNull();
    const first = await manager.open(pageOf(child));
    expect(wordsIn(first, '.fd-standing')).toContain('Accept the child, or return it to the hub');
    expect(under(first, 'The hand-over')).toContain('Quillon needs an assessment.');

    const visited = await seen(child);
    expect(wordsIn(visited, '.govuk-notification-banner')).toContain('The visit is recorded');
    expect(under(visited, 'The hand-over')).toContain('Morgan Madeup, since');
    expect(under(visited, 'Seeing the child')).toMatch(/Yes ?What was said and seen\. ?Morgan Madeup/);
    const agreed = await step(child, 'recordAgreement', { status: 'GIVEN', givenBy: 'YOUNG_PERSON' });
    expect(under(agreed, 'The family’s agreement')).toContain('Counts nowThe family agrees');
    await step(child, 'setTimescale', { workingDays: '20', reason: 'Little is open.' });
    const reviewed = await step(child, 'reviewCheckpoint', { note: 'The school has answered.' });
    expect(under(reviewed, 'Time and its review')).toContain('20 working days from receipt');
    expect(wordsIn(reviewed, '.fd-clocks')).toContain('Mon 3 Jul 2028 17:00');
    const explained = await step(child, 'explainOverrun', { reason: 'A report.', newDate: '10/7/2028' });
    expect(under(explained, 'Time and its review')).toContain('2028-07-10Before the time was up');

    const ended = await step(child, 'authoriseAssessment', signs, second);
    expect(ended.response.statusCode).toBe(200);
    expect(wordsIn(ended, '.fd-standing')).toContain('Assessed, goes on with a plan');
    const completed = under(ended, 'The completed assessment');
    expect(completed).toContain('Domestic abuse: a parent or carer is subject to it (3B) Neglect (16A)');
    expect(completed).toContain('Abuse or neglect (N1)');
    expect(completed).toContain('I want to stay at home.');
    expect(under(ended, 'What it leads to')).toContain('A plan with a team of social care');
    expect(wordsIn(ended, '.fd-timeline')).toContain('The manager authorised the assessment');
    expect(await axeViolations(ended.response.body)).toEqual([]);
  });

  test.each([
    [
      'before it is accepted',
      ['acceptAssessment', 'returnToHub', 'recordAgreement', 'reportNewRisk', 'endForChild'],
    ],
    [
      'while it is carried out',
      [
        'allocate',
        'setTimescale',
        'recordChildSeen',
        'reviewCheckpoint',
        'explainOverrun',
        'closeBeforeAssessment',
        'authoriseAssessment',
      ],
    ],
  ])('every form %s is fit for everybody', async (when, actions) => {
    const child = await passedOn(stack.services);
    if (when !== 'before it is accepted') {
      await step(child, 'acceptAssessment', { threshold: 'AGREED' });
      await step(child, 'allocate', { worker: colleagues.manager.userId });
    }
    for (const action of actions) {
      const form = await second.open(`${pageOf(child)}/${action}`);
      expect([action, form.response.statusCode]).toEqual([action, 200]);
      expect(await axeViolations(form.response.body), action).toEqual([]);
    }
  });

  test('the factors stand in the order of the census, each with its words and its code', async () => {
    const child = await passedOn(stack.services);
    await seen(child);
    const form = await second.open(`${pageOf(child)}/authoriseAssessment`);
    const boxes = [...form.document.querySelectorAll('input[name="factors"]')];
    const codes = boxes.map((box) => box.value);
    expect(codes).toHaveLength(42);
    expect([...codes.slice(0, 3), ...codes.slice(-6)]).toEqual([
      '1A',
      '1B',
      '1C',
      '19C',
      '20',
      '21',
      '22A',
      '23A',
      '24A',
    ]);
    expect(wordsIn(form, 'main')).toContain('Child criminal exploitation (24A)');
    // The reason for closure follows from the outcome, so nobody is asked for it.
    expect(form.document.querySelectorAll('input[name="closureCode"]')).toHaveLength(0);
    expect(wordsIn(form, 'main')).toContain('Closed after assessment, no further action (RC8).');
  });

  test('a form that breaks a rule of the census says so and keeps what was entered', async () => {
    const child = await passedOn(stack.services);
    await seen(child);
    const contradicts = { ...signs, factors: ['21', '16A'] };
    const back = await step(child, 'authoriseAssessment', contradicts, second);
    expect(back.response.statusCode).toBe(409);
    expect(wordsIn(back, '.govuk-error-summary')).toContain('21, no factors identified, stands alone');
    expect(back.document.querySelector('textarea[name="rationale"]')?.value).toBe('The needs are complex.');
    const ticked = [...back.document.querySelectorAll('input[name="factors"][checked]')];
    expect(ticked.map((box) => box.value)).toEqual(['16A', '21']);
    expect(await axeViolations(back.response.body)).toEqual([]);
    const empty = await step(child, 'authoriseAssessment', {}, second);
    expect(empty.response.statusCode).toBe(422);
    expect(wordsIn(empty, '.govuk-error-summary')).toContain(
      'Answer this: What does the assessment lead to?',
    );
  });

  test('four eyes: whoever carried it out is told that another manager decides', async () => {
    const child = await passedOn(stack.services);
    await seen(child);
    const refused = await step(child, 'authoriseAssessment', signs);
    expect(refused.response.statusCode).toBe(409);
    expect(wordsIn(refused, '.govuk-error-summary')).toContain('another manager does');
  });

  test('transition 27 a disputed threshold is on the page, with the dispute it led to', async () => {
    const child = await passedOn(stack.services);
    const lacking = await step(child, 'acceptAssessment', { threshold: 'DISPUTED' });
    expect([lacking.response.statusCode, wordsIn(lacking, '.govuk-error-summary')]).toEqual([
      409,
      expect.stringContaining('A threshold that is disputed has its reason'),
    ]);
    await step(child, 'acceptAssessment', {
      threshold: 'DISPUTED',
      reason: 'Nothing here is above level 2.',
      interimSafety: 'The school calls every day.',
    });
    const { ref } = child;
    await untilFollowOn(stack.services, child.stream, ({ settled }) => `${ref}.A1/DISPUTE` in settled);
    const page = await manager.open(pageOf(child));
    const told = under(page, 'The disputed threshold');
    expect(told).toContain('Nothing here is above level 2.');
    expect(told).toContain('The school calls every day.');
    expect(told).toContain(`${ref}.D1`);
    const led = page.document.querySelector(`aside a[href="/disputes/${ref}.D1"]`);
    expect(led?.closest('p')?.textContent).toContain(`Led to: Dispute ${ref}.D1`);
    expect(await axeViolations(page.response.body)).toEqual([]);
    const dispute = await manager.open(`/disputes/${ref}.D1`);
    expect(wordsIn(dispute, 'aside')).toContain(`Came out of: Assessment ${ref}.A1`);
  });

  test('transition 18 a new risk leads to child protection, and is not reported twice', async () => {
    const child = await passedOn(stack.services);
    const { receivedAt } = await assessmentNow(stack.services, child.stream, 'AWAITING_ACCEPTANCE');
    const cause = await moment('reasonableCauseAt', receivedAt);
    await step(child, 'acceptAssessment', { threshold: 'AGREED' });
    const reported = await step(child, 'reportNewRisk', { reason: WORDS, urgency: 'SAME_DAY', ...cause });
    expect(under(reported, 'Significant harm suspected meanwhile')).toContain('Under way');
    await followOnOf(stack.services, child.ref, 'CHILD_PROTECTION');
    await untilFollowOn(stack.services, child.stream, ({ settled }) =>
      Object.values(settled).some(({ caseId }) => caseId === `${child.ref}.P1`),
    );
    const page = await manager.open(pageOf(child));
    expect(page.document.querySelector(`aside a[href="/child-protection/${child.ref}.P1"]`)).not.toBeNull();
    const again = await manager.open(`${pageOf(child)}/reportNewRisk`);
    expect([again.response.statusCode, wordsIn(again, 'main')]).toEqual([
      409,
      expect.stringContaining('Enquiries under section 47 are open'),
    ]);
    expect(await axeViolations(page.response.body)).toEqual([]);
  });

  test('E49 a step-down waits for Early Help on the page, and another way can be decided on', async () => {
    const child = await passedOn(stack.services);
    await seen(child);
    const waits = await step(child, 'authoriseAssessment', { ...signs, outcome: 'STEP_DOWN' }, second);
    expect(wordsIn(waits, '.fd-standing')).toContain('Waits for Early Help');
    expect(under(waits, 'What it leads to')).toContain('Early Help has been asked');
    const form = await second.open(`${pageOf(child)}/decideAgain`);
    const ways = [...form.document.querySelectorAll('input[name="outcome"]')].map((one) => one.value);
    expect(ways).toEqual(['TO_TEAM', 'NFA']);
    expect(await axeViolations(form.response.body)).toEqual([]);
    await followOnOf(stack.services, child.ref, 'EARLY_HELP');
    const nothing = { outcome: 'NFA', rationale: 'They moved in with relatives.', familyInformed: 'true' };
    const ended = await step(child, 'decideAgain', nothing, second);
    expect(under(ended, 'The completed assessment')).toContain(
      'Closed after assessment, no further action (RC8)',
    );
    expect(wordsIn(ended, '.fd-standing')).toContain('Assessed, no further action');
  });

  test('a child is returned to the hub, and the referral calls for a fresh decision', async () => {
    const child = await passedOn(stack.services);
    const returned = await step(child, 'returnToHub', { reason: 'Early Help knows the family.' });
    expect(wordsIn(returned, '.fd-standing')).toContain('Returned to the hub');
    await untilReferral(stack.services, child.ref, ({ decisionCall }) => decisionCall !== undefined);
    const referral = await manager.open(`/referrals/${child.ref}`);
    expect(wordsIn(referral, 'main')).toContain('a new decision is needed');
  });

  test('K1 closing before an assessment asks for the help that was offered', async () => {
    const child = await passedOn(stack.services);
    await step(child, 'acceptAssessment', { threshold: 'AGREED' });
    const closes = { rationale: 'The worry has gone.', unmetNeed: 'true' };
    const lacking = await step(child, 'closeBeforeAssessment', closes);
    expect(wordsIn(lacking, '.govuk-error-summary')).toContain('Say which help the family was offered');
    const closed = await step(child, 'closeBeforeAssessment', { ...closes, helpOffered: 'A family centre.' });
    expect(wordsIn(closed, '.fd-standing')).toContain('Closed before an assessment');
  });

  test('E20 it ends for a child who has turned 18, with the census’s reason', async () => {
    const child = await passedOn(stack.services);
    const lacking = await step(child, 'endForChild', { how: 'CHILD_TURNED_18', reason: 'Birthday.' });
    expect(wordsIn(lacking, '.govuk-error-summary')).toContain('Name the service that goes on with the risk');
    const handedTo = 'ADULT_SERVICES';
    const ended = await step(child, 'endForChild', { how: 'CHILD_TURNED_18', reason: 'Birthday.', handedTo });
    expect(under(ended, 'The completed assessment')).toContain('Transferred to adult care (RC6)');
  });

  test('whoever is of another authority finds no assessment', async () => {
    const child = await passedOn(stack.services);
    const elsewhere = await Visitor.signedIn(app, colleagues.mocktonWorker.userId);
    expect((await elsewhere.open(pageOf(child))).response.statusCode).toBe(403);
    expect((await elsewhere.open(`${pageOf(child)}/recordAgreement`)).response.statusCode).toBe(403);
  });
});
