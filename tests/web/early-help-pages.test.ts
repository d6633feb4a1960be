import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMs, DAY_MS, MINUTE_MS } from '../../domain/instant.ts';
import type { DemoUser } from '../../web/options.ts';
import {
  accept,
  agrees,
  earlyHelpCommands,
  giveEarlyHelp,
  offeredEarlyHelp,
  steppedDown,
  untilStage,
} from '../support/early-help.ts';
import { untilReferral } from '../support/cases.ts';
import { actor, MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { type Page, Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;
let earlyHelpManager: Visitor;
let lead: Visitor;

const inEarlyHelp = (userId: string, role: DemoUser['role'], displayName: string): DemoUser => ({
  ...actor(role, { userId, agency: 'EARLY_HELP' }),
  displayName,
});
const people = [
  ...Object.values(colleagues),
  inEarlyHelp('eh-manager', 'EARLY_HELP_MANAGER', 'Perry Madeup'),
  inEarlyHelp('eh-lead', 'EARLY_HELP_PRACTITIONER', 'Quince Madeup'),
];

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services, { demoUsers: people });
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
  earlyHelpManager = await Visitor.signedIn(app, 'eh-manager');
  lead = await Visitor.signedIn(app, 'eh-lead');
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

async function offered() {
  const { ref, stream } = await offeredEarlyHelp(stack.services);
  return { ref, stream, address: `/early-help/${stream.slice('early-help:'.length)}` };
}

/** Opens the page of a command, holds it to the rules for everybody, and sends it filled in. */
async function fill(by: Visitor, address: string, answers: Readonly<Record<string, string>>): Promise<Page> {
  const page = await by.open(address);
  expect(page.response.statusCode).toBe(200);
  expect(await axeViolations(page.response.body)).toEqual([]);
  return by.send(page, address, answers);
}

const today = (name: string, time = '10:00') => ({
  [`${name}-day`]: '5',
  [`${name}-month`]: '6',
  [`${name}-year`]: '2028',
  [`${name}-time`]: time,
});
const headings = ({ document }: Page) =>
  [...document.querySelectorAll('h2')].map((one) => one.textContent.trim());

describe('Early Help on the board', () => {
  test('its manager and its practitioners find their list, and nothing of other kinds', async () => {
    const { ref, address } = await offered();
    for (const visitor of [earlyHelpManager, lead]) {
      const board = await visitor.open('/');
      expect(board.document.querySelector('a[href="/after-decision"]')).not.toBeNull();
      const list = await visitor.open('/after-decision');
      expect(list.document.querySelector(`a[href="${address}"]`)).not.toBeNull();
      expect(await axeViolations(list.response.body)).toEqual([]);
    }
    // The table of the family names its brothers and sisters, who are not all in Early Help.
    const { contactRef } = await untilReferral(stack.services, ref, () => true);
    const link = `a[href="/families/${contactRef}"]`;
    expect((await manager.open(address)).document.querySelector(link)).not.toBeNull();
    expect((await lead.open(address)).document.querySelector(link)).toBeNull();
    const outsider = await Visitor.signedIn(app, colleagues.health.userId);
    expect((await outsider.open(address)).response.statusCode).toBe(403);
  });

  test('transition 20: accepted through its form, it is the hub’s no longer', async () => {
    const { ref, address } = await offered();
    const page = await earlyHelpManager.open(address);
    expect(wordsIn(page, '.fd-standing')).toContain('Accept the family and name the lead practitioner');
    expect(await axeViolations(page.response.body)).toEqual([]);
    const wrong = await fill(earlyHelpManager, `${address}/acceptFamily`, { leadPractitioner: '' });
    expect([wrong.response.statusCode, wordsIn(wrong, '.govuk-error-summary__list')]).toEqual([
      422,
      'Answer this: Who is the lead practitioner?',
    ]);
    const given = { leadPractitioner: 'eh-lead', assessmentOn: '14/6/2028' };
    const accepted = await fill(earlyHelpManager, `${address}/acceptFamily`, given);
    expect(wordsIn(accepted, '.govuk-notification-banner')).toContain('The family is accepted');
    expect(wordsIn(accepted, '.fd-standing')).toContain('Early Help active');
    expect(wordsIn(accepted, '.fd-standing')).toContain('Quince Madeup');
    expect(wordsIn(accepted, 'main')).toContain('2028-06-14');
    await untilReferral(stack.services, ref, ({ stage }) => stage === 'CLOSED_EH');
  });

  test('accepted on the page of the referral, it is accepted here too', async () => {
    const { ref, stream, address } = await offered();
    await fill(earlyHelpManager, `/referrals/${ref}/handover-acceptance`, {});
    await untilStage(stack.services, stream, 'EARLY_HELP_ACTIVE');
    expect(wordsIn(await lead.open(address), '.fd-standing')).toContain('Perry Madeup');
  });

  test('transition 21: sent back with its reason, it is the hub’s to decide afresh', async () => {
    const { ref, address } = await offered();
    const answers = {
      thresholdHigher: 'true',
      reason: 'There is more to it.',
      feedback: 'SHOULD_HAVE_BEEN_SOCIAL_CARE',
    };
    const back = await fill(earlyHelpManager, `${address}/refuseFamily`, answers);
    expect(wordsIn(back, '.fd-standing')).toContain('Returned for a fresh decision');
    expect(wordsIn(back, 'main')).toContain('The family needs more than Early Help');
    expect(wordsIn(back, 'main')).toContain('It should have gone to social care');
    expect(wordsIn(back, '.fd-timeline')).toContain('There is more to it.');
    await untilReferral(stack.services, ref, (it) => it.decisionCall !== undefined);
    const referral = await manager.open(`/referrals/${ref}`);
    expect(wordsIn(referral, 'main')).toContain('The child came back to the hub; a new decision is needed');
  });

  test('E24: tries, the letter, and a manager of the hub who closes it', async () => {
    const { stream, address } = await offered();
    await giveEarlyHelp(stack.services, stream, { ...accept, leadPractitioner: 'eh-lead' });
    const missed = { ...today('at'), method: 'PHONE', reached: 'false', note: 'Nobody answers.' };
    // What was done before the case began is refused in the words of its rule.
    const before = await fill(lead, `${address}/logContact`, { ...missed, 'at-time': '08:00' });
    expect(before.response.statusCode).toBe(409);
    expect(wordsIn(before, '.govuk-error-summary__list')).toContain('Nothing is answered before');
    await twoMinutesLater();
    const now = await clockTime();
    await fill(lead, `${address}/logContact`, { ...missed, ...now('at') });
    const twice = await fill(lead, `${address}/logContact`, { ...missed, ...now('at') });
    expect(wordsIn(twice, 'main')).toContain('A letter to the family is due.');
    const tooSoon = await fill(lead, `${address}/recordNotEngaging`, { reason: 'NO_CONTACT', note: 'No.' });
    expect(wordsIn(tooSoon, '.govuk-error-summary__list')).toContain('Log the attempts to reach the family');
    await fill(lead, `${address}/recordLetterSent`, now('at'));
    const said = await fill(lead, `${address}/recordNotEngaging`, { reason: 'NO_CONTACT', note: 'Twice.' });
    expect(wordsIn(said, '.fd-standing')).toContain('Family not engaging, a manager has to look');
    const notTheirs = await lead.open(`${address}/reviewEngagement`);
    expect(notTheirs.response.statusCode).toBe(403);
    const closed = await fill(manager, `${address}/reviewEngagement`, {
      decision: 'CLOSE',
      rationale: 'No risk is known.',
      organisation: 'EARLY_HELP',
    });
    expect(wordsIn(closed, '.fd-standing')).toContain('Early Help closed');
    expect(headings(closed)).toEqual(
      expect.arrayContaining([
        'The offer',
        'Reaching the family',
        'The family does not engage',
        'How it ends',
      ]),
    );
    expect(wordsIn(closed, 'main')).toContain('The family could not be reached');
    expect(await axeViolations(closed.response.body)).toEqual([]);
  });

  test('transition 22: the hand-over meeting counts with everybody there', async () => {
    const { stream } = await steppedDown(stack.services);
    const address = `/early-help/${stream.slice('early-help:'.length)}`;
    await giveEarlyHelp(stack.services, stream, accept);
    await giveEarlyHelp(stack.services, stream, agrees);
    await twoMinutesLater();
    const meeting = {
      ...(await clockTime())('heldAt'),
      socialWorkerPresent: 'false',
      leadPractitionerPresent: 'true',
      familyPresent: 'true',
      plan: 'A visit each week.',
      outstandingActions: 'The heating.',
      contingency: 'School is missed again.',
    };
    const alone = await fill(earlyHelpManager, `${address}/recordHandoverMeeting`, meeting);
    expect(alone.response.statusCode).toBe(409);
    expect(wordsIn(alone, '.govuk-error-summary__list')).toContain('social care stays responsible');
    const all = { ...meeting, socialWorkerPresent: 'true' };
    const held = await fill(earlyHelpManager, `${address}/recordHandoverMeeting`, all);
    expect(wordsIn(held, '.fd-standing')).toContain('Early Help active');
    expect(wordsIn(held, 'main')).toContain('School is missed again.');
    expect(await axeViolations(held.response.body)).toEqual([]);
  });

  test('transition 23: stepped up, its page names the new referral, which the hub opens', async () => {
    const { ref, stream, address } = await offered();
    await giveEarlyHelp(stack.services, stream, { ...accept, leadPractitioner: 'eh-lead' });
    const bare = await fill(lead, `${address}/stepUp`, { reason: 'A bruise.' });
    expect(wordsIn(bare, '.govuk-error-summary__list')).toContain('Do you suspect significant harm?');
    await fill(lead, `${address}/stepUp`, { reason: 'A bruise.', isUrgent: 'false' });
    const { stepUp } = await untilStage(stack.services, stream, 'STEPPED_UP');
    const page = await lead.open(address);
    expect(wordsIn(page, 'main')).toContain(stepUp?.referralRef);
    const referral = await manager.open(`/referrals/${stepUp?.referralRef}`);
    expect(wordsIn(referral, 'main')).toContain('A bruise.');
    expect(referral.document.querySelector(`a[href="/referrals/${ref}"]`)).not.toBeNull();
  });

  test('reviews, another lead, and closing with what the return asks', async () => {
    const { ref, stream, address } = await offered();
    await giveEarlyHelp(stack.services, stream, { ...accept, leadPractitioner: 'someone-else' });
    const other = { leadPractitioner: 'eh-lead', reason: 'Known to the family.' };
    expect(
      wordsIn(await fill(earlyHelpManager, `${address}/changeLeadPractitioner`, other), '.fd-standing'),
    ).toContain('Quince Madeup');
    await stack.travel(addMs(await stack.now(), DAY_MS));
    const held = { ...(await clockTime())('heldAt'), outcome: 'The heating is back on.' };
    expect(wordsIn(await fill(lead, `${address}/recordReview`, held), 'main')).toContain(
      'The heating is back on.',
    );
    const form = await earlyHelpManager.open(`${address}/closeEarlyHelp`);
    expect(form.document.querySelector('input[name="organisation"]')?.value).toBe('EARLY_HELP');
    expect(form.document.querySelector('input[value="FAMILY_STOPPED"]')).toBeNull();
    const closed = await fill(earlyHelpManager, `${address}/closeEarlyHelp`, {
      outcome: 'OUTCOMES_MET',
      organisation: 'EARLY_HELP',
      summary: 'Warm and fed.',
    });
    expect(wordsIn(closed, 'main')).toContain('What the family wanted has been reached');
    const route = await fill(earlyHelpManager, `${address}/giveRoutingFeedback`, { code: 'RIGHT_ROUTE' });
    expect(wordsIn(route, 'main')).toContain('It came by the right route');
    expect((await manager.open(`/referrals/${ref}`)).response.statusCode).toBe(200);
  });

  test('E17 the child moves: somebody goes on, and is named', async () => {
    const { stream, address } = await offered();
    await giveEarlyHelp(stack.services, stream, accept);
    const moves = { how: 'MOVED', reason: 'To the coast.' };
    const alone = await fill(manager, `${address}/endForChild`, moves);
    expect(wordsIn(alone, '.govuk-error-summary__list')).toContain('Name the service or authority');
    const ended = await fill(manager, `${address}/endForChild`, { ...moves, handedTo: 'ELSEWHERESHIRE' });
    expect(wordsIn(ended, '.fd-standing')).toContain('Ended, the family moved away');
  });

  test('an agency of the plan sees who leads and its own action, nothing the family said', async () => {
    const { ref, stream, address } = await offered();
    await giveEarlyHelp(stack.services, stream, { ...accept, leadPractitioner: 'eh-lead' });
    const add = { agency: 'HEALTH', what: 'A visit each week.', dueOn: '5/7/2028', isShared: 'false' };
    expect(wordsIn(await fill(lead, `${address}/proposePlanAction`, add), 'main')).toContain(
      'A visit each week.',
    );
    await giveEarlyHelp(stack.services, stream, await earlyHelpCommands(stack.services, ref).stepUp(false));
    const health = await Visitor.signedIn(app, colleagues.health.userId);
    const page = await health.open(address);
    expect(wordsIn(page, 'main')).toContain('A visit each week.');
    expect(wordsIn(page, 'main')).toContain('Quince Madeup');
    expect(wordsIn(page, 'main')).not.toMatch(/Quillon|bruise|Steps up because/);
    expect(await axeViolations(page.response.body)).toEqual([]);
  });
});

/** Forms know minutes, so that what is done in the minute a case begins would lie before it. */
async function twoMinutesLater(): Promise<void> {
  await stack.travel(addMs(await stack.now(), 2 * MINUTE_MS));
}

/** The hub's present as a form takes it. */
async function clockTime() {
  const [date = '', time = ''] = (await stack.now()).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  // Summer time: an hour ahead.
  const hours = String(Number(time.slice(0, 2)) + 1);
  return (name: string) => ({
    [`${name}-day`]: day,
    [`${name}-month`]: month,
    [`${name}-year`]: year,
    [`${name}-time`]: `${hours}:${time.slice(3, 5)}`,
  });
}
