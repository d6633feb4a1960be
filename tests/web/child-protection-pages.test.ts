import type { FastifyInstance } from 'fastify';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindNamed } from '../../domain/follow-on/kinds.ts';
import { parseInstant } from '../../domain/instant.ts';
import { formOf } from '../../web/follow-ons/kinds.ts';
import {
  convened,
  familyOf,
  lettersOf,
  protectionCommands,
  protectionNow,
  taken,
} from '../support/child-protection.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { type Page, Visitor, wordsIn } from './support/visitor.ts';

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

const CAUSE = parseInstant('2028-06-05T08:00:00+01:00');

/** A family for whom a discussion was convened at eight: references, stream, and address of the page. */
async function begun(children = 1) {
  const { services } = stack;
  const refs = await familyOf(services, children);
  const [ref = '', sibling = ''] = refs;
  const stream = await convened(services, refs, { reasonableCauseAt: CAUSE });
  return {
    ref,
    sibling,
    stream,
    page: `/child-protection/${ref}.P1`,
    commands: protectionCommands(services, ref),
  };
}

/** Fills in the page of a command and gives the page it leads to. */
async function fill(
  by: Visitor,
  address: string,
  answers: Readonly<Record<string, string | readonly string[]>>,
): Promise<Page> {
  return by.send(await by.open(address), address, answers);
}

const moment = (name: string, time: string, day = '5') => ({
  [`${name}-day`]: day,
  [`${name}-month`]: '6',
  [`${name}-year`]: '2028',
  [`${name}-time`]: time,
});

/** What every record has. */
const RECORD = {
  heldAs: 'MEETING',
  mode: 'VIDEO',
  ...moment('startedAt', '9:00'),
  ...moment('endedAt', '9:30'),
  chair: 'synthetic-chair',
  chairRole: 'STRATEGY_CHAIR',
  thresholdAnalysis: 'Significant harm is likely.',
  enquiryPlan: 'A joint visit today.',
  criminalInvestigation: 'None.',
  'medical-needed': 'false',
  safetyPlan: 'With the grandmother.',
  whatFamilyIsTold: 'That the child is seen today.',
  toldBy: 'The social worker.',
  siblingsConsidered: 'true',
  allAgree: 'true',
};

const attending = (row: number, attendance: string, information = '') => ({
  [`attendance-${row}-attendance`]: attendance,
  [`attendance-${row}-information`]: information,
});

/** The names of the controls of a page that hold something, and what they hold. */
function held({ document }: Page, prefix: string): string[] {
  const chosen = [...document.querySelectorAll(`select[name^="${prefix}"] option[selected]`)];
  return chosen.map((option) => option.getAttribute('value') ?? '').filter((value) => value !== '');
}

test('every command that people give has a page', () => {
  const { actions } = kindNamed('CHILD_PROTECTION');
  expect(actions.filter((action) => formOf('CHILD_PROTECTION', action) === undefined)).toEqual([]);
});

describe('strategy discussions on the board', () => {
  test('transition 13 is planned, recorded with those asked standing there, and enquiries run', async () => {
    const { ref, sibling, stream, page } = await begun(2);
    const first = await manager.open(page);
    expect(wordsIn(first, '.govuk-inset-text')).toContain(
      '0 working days since reasonable cause, and no quorate strategy discussion has been held.',
    );
    expect(wordsIn(first, '.fd-standing')).toContain('Convene a strategy discussion');
    expect(await axeViolations(first.response.body)).toEqual([]);

    const planning = await manager.open(`${page}/planDiscussion`);
    expect(await axeViolations(planning.response.body)).toEqual([]);
    const ticked = [...planning.document.querySelectorAll('input[checked]')].map(({ value }) => value);
    expect(ticked).toEqual(['SOCIAL_CARE', 'POLICE', 'HEALTH', ref, sibling]);
    const planned = await fill(manager, `${page}/planDiscussion`, {
      ...moment('startsAt', '16:00'),
      mode: 'VIDEO',
      place: 'https://meet.invalid/1',
      invited: ['SOCIAL_CARE', 'POLICE', 'HEALTH', 'HOUSING'],
      covers: [ref, sibling],
    });
    expect(wordsIn(planned, 'main')).toContain('The discussion is planned, and the agencies are invited');
    expect(wordsIn(planned, 'main')).toContain('By video: https://meet.invalid/1');
    expect(wordsIn(planned, '.govuk-inset-text')).toContain('Planned so far1');

    const recording = await manager.open(`${page}/recordDiscussion`);
    expect(await axeViolations(recording.response.body)).toEqual([]);
    expect(held(recording, 'attendance')).toEqual([
      'SOCIAL_CARE',
      'SOCIAL_CARE',
      'POLICE',
      'POLICE',
      'HEALTH',
      'HEALTH',
      'HOUSING',
      'HOUSING',
    ]);
    const people = ['SOCIAL_CARE', 'POLICE', 'HEALTH', 'HOUSING'].map((agency, row) => ({
      [`attendance-${row}-agency`]: agency,
      [`attendance-${row}-kind`]: agency,
      ...(agency === 'HOUSING' ? attending(row, 'APOLOGIES') : attending(row, 'PRESENT', `${agency} knows.`)),
    }));
    const answers = Object.assign(
      {
        ...RECORD,
        no: '1',
        'children-0-decision': 'START_S47.JOINT',
        'children-1-decision': 'NO_S47.EARLY_HELP',
        'actions-0-what': 'Speak with the school.',
        'actions-0-agency': 'POLICE',
        'actions-0-dueOn': '6/6/2028',
      },
      ...people,
    ) as Record<string, string>;
    const lacking = await manager.send(recording, `${page}/recordDiscussion`, answers);
    expect(lacking.response.statusCode).toBe(422);
    const summary = lacking.document.querySelector('.govuk-error-summary a');
    expect([summary?.getAttribute('href'), summary?.textContent]).toEqual([
      '#children-1-rationale',
      'Answer this: If no enquiries begin: why not?',
    ]);
    expect(await axeViolations(lacking.response.body)).toEqual([]);
    const done = await manager.send(lacking, `${page}/recordDiscussion`, {
      ...answers,
      'children-1-rationale': 'Nothing found.',
    });
    expect(wordsIn(done, 'main')).toContain('The discussion is recorded');
    const words = wordsIn(done, 'main');
    expect(words).toContain('Quorate');
    expect(words).toContain(
      'The first quorate strategy discussion was held 0 working days after reasonable cause.',
    );
    expect(words).toContain('Since Mon 5 Jun 2028 09:30, together with the police');
    expect(words).toContain('Not yet; due Tue 6 Jun 2028 09:30');
    expect(words).toContain('Due Mon 26 Jun 2028 17:00');
    expect(words).toContain('Waits for their acceptance; the child stays here until then');
    expect(words).toContain('Speak with the school.');
    expect(await axeViolations(done.response.body)).toEqual([]);
    const state = await protectionNow(stack.services, stream);
    expect(state.discussions[0]?.held?.dissent).toBe('NONE');

    const sent = await fill(manager, `${page}/circulateMinutes`, { no: '1' });
    expect(wordsIn(sent, 'main')).toContain('The minutes are being sent');
  });

  test('E29 a call without health is recorded as what it was, and drift is seen first', async () => {
    const { page } = await begun();
    const recording = await manager.open(`${page}/recordDiscussion`);
    const { enquiryPlan: _plan, ...rest } = RECORD;
    const call = {
      ...rest,
      no: 'UNPLANNED',
      mode: 'PHONE',
      heldAs: 'DISCUSSION',
      ...attending(0, 'PRESENT', 'Known.'),
      ...attending(1, 'PRESENT', 'Called there.'),
      ...attending(2, 'ABSENT'),
      ...Object.fromEntries(
        ['SOCIAL_CARE', 'POLICE', 'HEALTH'].flatMap((agency, row) => [
          [`attendance-${row}-agency`, agency],
          [`attendance-${row}-kind`, agency],
        ]),
      ),
      'children-0-decision': 'START_S47.SINGLE',
      inquorateReason: 'Nobody of health was reached.',
    };
    const refused = await manager.send(recording, `${page}/recordDiscussion`, call);
    expect(refused.response.statusCode).toBe(409);
    expect(wordsIn(refused, '.govuk-error-summary__list')).toContain('Without HEALTH the discussion decides');
    const done = await manager.send(refused, `${page}/recordDiscussion`, {
      ...call,
      'children-0-decision': 'CONTINUE',
      ...moment('nextDiscussionAt', '9:00', '6'),
    });
    expect(wordsIn(done, 'main')).toContain('Not quorate, without health');
    expect(wordsIn(done, '.govuk-inset-text')).toContain('Held so far1');
  });

  test('an agency that is asked reads its part by reference, answers and sends what it knows', async () => {
    const { page, stream, commands, ref } = await begun();
    await taken(stack.services, stream, await commands.plan(parseInstant('2028-06-05T16:00:00+01:00')));
    const read = await health.open(page);
    expect(read.response.statusCode).toBe(200);
    expect(wordsIn(read, 'main')).toContain('By video: https://meet.invalid/quillon');
    expect(read.response.body).not.toMatch(/Testpaper|bruises|reasonable cause|drift/i);
    expect(await axeViolations(read.response.body)).toEqual([]);
    const answered = await fill(health, `${page}/answerInvitation`, { no: '1', attendance: 'COMING' });
    expect(wordsIn(answered, 'main')).toContain('comes');
    const sent = await fill(health, `${page}/sendInformation`, { no: '1', information: 'Seen in May.' });
    expect(wordsIn(sent, 'main')).toContain('Seen in May.');
    expect((await health.open(`${page}/recordDiscussion`)).response.statusCode).toBe(403);
    expect(ref).toMatch(/^R-/);
  });

  test('on a development stack the outbox gives the entry of the calendar', async () => {
    const { ref, stream, commands } = await begun();
    await taken(stack.services, stream, await commands.plan(parseInstant('2028-06-05T16:00:00+01:00')));
    const key = `${ref}.P1/STRATEGY_INVITATION/1/HEALTH`;
    await protectionNow(stack.services, stream, ({ settled }) => key in settled);
    expect((await lettersOf(stack.services, stream)).length).toBeGreaterThan(0);
    const outbox = await manager.open('/outbox');
    const address = `/outbox/file?message=${encodeURIComponent(key)}`;
    const link = outbox.document.querySelector(`a[href="${address}"]`);
    expect(link?.textContent).toBe('strategy-discussion.ics');
    const file = await manager.open(address);
    expect(file.response.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8; method=REQUEST',
      'content-disposition': 'attachment; filename="strategy-discussion.ics"',
    });
    expect(new ICAL.Component(ICAL.parse(file.response.body)).getFirstPropertyValue('method')).toBe(
      'REQUEST',
    );
    expect((await manager.open('/outbox/file?message=none')).response.statusCode).toBe(404);
  });
});

describe('enquiries and protection on the board', () => {
  test('begun in an emergency, seen, and ended in a conference that is booked', async () => {
    const { ref, page } = await begun();
    const emergency = await manager.open(`${page}/startEmergencyS47`);
    expect(await axeViolations(emergency.response.body)).toEqual([]);
    const started = await manager.send(emergency, `${page}/startEmergencyS47`, {
      referralRefs: ref,
      enquiry: 'JOINT',
      reason: 'Cannot go home tonight.',
      action: 'Taken to hospital.',
    });
    expect(wordsIn(started, 'main')).toContain('begun in an emergency');
    const seen = await fill(manager, `${page}/recordChildSeen`, {
      referralRef: ref,
      alone: 'true',
      note: 'Spoke freely.',
    });
    expect(wordsIn(seen, 'main')).toContain('without the parents');
    const early = await manager.open(`${page}/concludeS47`);
    const concluded = {
      referralRef: ref,
      outcome: 'ICPC',
      rationale: 'Not safe.',
      interimProtectionPlan: 'With the grandmother.',
      ...moment('conferenceAt', '10:00', '20'),
    };
    const refused = await manager.send(early, `${page}/concludeS47`, concluded);
    expect(wordsIn(refused, '.govuk-error-summary__list')).toContain(
      'A quorate strategy discussion is held first',
    );
    expect(await axeViolations(refused.response.body)).toEqual([]);
  });

  test('C20 a legal alert stands before everything else until it is said how the protection ended', async () => {
    const { ref, page } = await begun();
    const recorded = await fill(manager, `${page}/recordPoliceProtection`, {
      referralRef: ref,
      ...moment('from', '9:00', '3'),
      reason: 'Found alone.',
    });
    const prominent = recorded.document.querySelector('.govuk-inset-text')?.textContent ?? '';
    expect(prominent).toContain('Legal alert');
    expect(wordsIn(recorded, 'main')).toContain('Children Act 1989, section 46(6)');
    expect(prominent.replaceAll(/\s+/g, ' ')).toContain('Ends Tue 6 Jun 2028 09:00');
    expect(await axeViolations(recorded.response.body)).toEqual([]);
    const ended = await fill(manager, `${page}/endPoliceProtection`, {
      referralRef: ref,
      how: 'RETURNED_HOME',
    });
    expect(wordsIn(ended, 'main')).toContain('The child went home');
    expect(wordsIn(ended, '.govuk-inset-text')).not.toContain('Legal alert');
  });

  test('every page that is open now has no faults for whoever cannot see it', async () => {
    const { page } = await begun();
    const open = await manager.open(page);
    const links = [...open.document.querySelectorAll('.fd-actions a')].map(
      (link) => link.getAttribute('href') ?? '',
    );
    expect(links.length).toBeGreaterThan(6);
    for (const link of links) {
      const form = await manager.open(link);
      expect([link, form.response.statusCode, await axeViolations(form.response.body)]).toEqual([
        link,
        200,
        [],
      ]);
    }
  });
});
