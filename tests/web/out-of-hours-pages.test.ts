import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInstant } from '../../domain/instant.ts';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { actor, contactForm, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;
let night: Visitor;

const edt = { ...actor('EMERGENCY_DUTY_TEAM'), displayName: 'Noor Madeup' };
const adults = { ...actor('AGENCY_REPRESENTATIVE', { agency: 'ADULT_SERVICES' }), displayName: 'Ola Madeup' };

beforeAll(async () => {
  stack = await testStack({ worker: true, at: parseInstant('2028-06-09T16:50:00+01:00') });
  app = await boardApp(stack.services, { demoUsers: [...Object.values(colleagues), edt, adults] });
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
  night = await Visitor.signedIn(app, edt.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

const quiet = () => receiveReferral(stack.services, { form: contactForm({ referrer: phoneReferrer }) });

/** Fills in the page of a task and sends it. */
async function does(who: Visitor, ref: string, path: string, fields: Record<string, string> = {}) {
  const address = `/referrals/${ref}/${path}`;
  return who.send(await who.open(address), address, fields);
}

test('a night on the board: handed over, taken on, handed back and taken back, without script', async () => {
  const ref = await quiet();
  const blank = await does(manager, ref, 'out-of-hours');
  expect(blank.response.statusCode).toBe(422);
  expect(wordsIn(blank, '.govuk-error-summary__list')).toContain(
    'Enter what the out-of-hours team needs to do',
  );
  const routine = await does(manager, ref, 'out-of-hours', { immediateRisk: 'no', reason: 'Not done.' });
  expect(routine.response.statusCode).toBe(409);
  expect(wordsIn(routine, '.govuk-error-summary__list')).toContain('day team finishes');

  await does(manager, ref, 'out-of-hours', { immediateRisk: 'yes', reason: 'The father returns.' });
  const evening = await night.open('/out-of-hours');
  expect(wordsIn(evening, '#awaitingTeam')).toBe('Handed over, not taken on yet: 1');
  expect(wordsIn(evening, 'main')).toContain('The hub has the child');
  expect(wordsIn(evening, '.fd-header__nav')).toContain('Out of hours');
  expect(await axeViolations(evening.response.body)).toEqual([]);

  await does(night, ref, 'out-of-hours-acknowledgement');
  await does(night, ref, 'hand-back', { note: 'With an aunt.' });
  const morning = await manager.open('/out-of-hours');
  expect(wordsIn(morning, '#awaitingDay')).toBe('Handed back, not read yet: 1');
  expect(wordsIn(morning, 'main')).toContain('Back with the day team by Mon 12 Jun 2028 09:00');
  const done = await does(manager, ref, 'hand-back-acknowledgement');
  expect(wordsIn(done, '.fd-timeline')).toContain('With an aunt.');
  expect((await referralOf(stack.services, ref)).outOfHours).toHaveLength(1);
});

test('adult services open the page of what they are sent, acknowledge it, and see nothing else', async () => {
  const ref = await quiet();
  const receiver = await Visitor.signedIn(app, adults.userId);
  expect((await receiver.open(`/referrals/${ref}`)).response.statusCode).toBe(403);
  const missing = await does(manager, ref, 'redirect', { to: 'ADULTS', reason: 'The grandfather only.' });
  expect(wordsIn(missing, '.govuk-error-summary__list')).toContain('no child of the home needs the hub');
  const sent = await does(manager, ref, 'redirect', {
    to: 'ADULTS',
    noChildNeedsHub: 'yes',
    reason: 'The grandfather only.',
  });
  expect(wordsIn(sent, '.fd-timeline')).toContain('Sent on to Adult services');

  const page = await receiver.open(`/referrals/${ref}`);
  expect(page.response.statusCode).toBe(200);
  expect(page.response.body).not.toContain('wet clothes');
  await does(receiver, ref, 'redirect-acknowledgement', { redirect: '1' });
  expect(await referralOf(stack.services, ref)).toMatchObject({ stage: 'REDIRECTED_ADULTS' });
});

test('an end needs what follows from it, and a transfer shows on the timeline', async () => {
  const ref = await quiet();
  const half = await does(manager, ref, 'ending', { ending: 'CHILD_TURNED_18', rationale: 'Is 18 today.' });
  expect(wordsIn(half, '.govuk-error-summary__list')).toContain('goes on with the risk');
  const asked = await does(manager, ref, 'transfer', {
    to: 'mockton',
    withinHub: 'yes',
    rationale: 'The family moved.',
  });
  expect(wordsIn(asked, '.fd-timeline')).toContain('Mockton asked to take the child');
  const ended = await does(manager, ref, 'ending', {
    ending: 'CHILD_TURNED_18',
    rationale: 'Is 18 today.',
    handedTo: 'transition team',
  });
  expect(wordsIn(ended, '.fd-timeline')).toContain('Transition team goes on with the risk');
});

test('the night is not for those outside', async () => {
  const school = await Visitor.signedIn(app, colleagues.school.userId);
  expect((await school.open('/out-of-hours')).response.statusCode).toBe(403);
});
