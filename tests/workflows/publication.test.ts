import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../db/ledger-verification.ts';
import { followOnsOf } from '../../db/follow-ons.ts';
import type { AnyEvent } from '../../domain/follow-on/run.ts';
import { parseInstant } from '../../domain/instant.ts';
import { defaultEditions } from '../../policy/editions.ts';
import {
  PUBLICATION_WORKFLOW,
  type PublicationInput,
  RECONCILIATION_WORKFLOW,
  TASK_QUEUE,
} from '../../workflows/contract.ts';
import { Api } from '../api/support/api.ts';
import { discussion, startFor } from '../domain/child-protection/people.ts';
import { passedOn, taken } from '../support/assessments.ts';
import { commandsFor, give, receiveReferral, tellByPhone } from '../support/cases.ts';
import { followOnEvents, followOnOf, giveFollowOn, untilFollowOn } from '../support/follow-ons.ts';
import { actor, contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { streamTimerLabels } from '../support/temporal-views.ts';

const first = actor('ADMINISTRATOR');
const second = actor('ADMINISTRATOR', { userId: 'synthetic-administrator-two' });
const chair = actor('STRATEGY_CHAIR');
const { policy, calendar } = defaultEditions();

/** The shipped calendar with a day of mourning on Tuesday 6 June 2028. */
const proclaimed = {
  ...calendar,
  edition: 'england-and-wales-with-proclaimed-day',
  bankHolidays: [...calendar.bankHolidays, { date: '2028-06-06', title: 'Proclaimed day' }].toSorted(
    (a, b) => (a.date < b.date ? -1 : 1),
  ),
};

let stack: TestStack;
let api: Api;
let assessment: string;
let protection: string;
let ended: string;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

async function decidedOn(outcome: 'STRATEGY_S47' | 'SINGLE_AGENCY'): Promise<string> {
  const { services } = stack;
  const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
  const how =
    outcome === 'STRATEGY_S47' ? ({ level: 4 } as const) : ({ level: 2, receiver: 'HOUSING' } as const);
  await give(services, ref, await commandsFor(services, ref).decide({ outcome, ...how }));
  await give(services, ref, tellByPhone);
  return ref;
}

async function dueOf(stream: string, clock: string): Promise<string | undefined> {
  const { clocks } = await untilFollowOn(stack.services, stream, () => true);
  return clocks.find(({ id }) => id === clock)?.dueAt;
}

async function agreed(body: object): Promise<number> {
  const proposal = await api.post('/v1/rules/proposals', body, { as: first });
  expect(proposal.statusCode).toBe(201);
  const { no } = proposal.json<{ no: number }>();
  const answer = await api.post(`/v1/rules/proposals/${no}/agreement`, {}, { as: second });
  expect(answer.json()).toMatchObject({ status: 'AGREED' });
  return answer.json<{ publication: number }>().publication;
}

async function told(publication: number): Promise<void> {
  const progress = async () =>
    (await api.get(`/v1/rules/publications/${publication}`, first)).json<{ isDone: boolean }>().isDone;
  await expect.poll(progress, { timeout: 30_000 }).toBe(true);
}

// One hub and one travelled clock: these run in order.
describe('E16 a holiday is proclaimed while cases after a decision are open', () => {
  it('is previewed: the clocks of an assessment and of a conference would move', async () => {
    const { services } = stack;
    const passed = await passedOn(services);
    assessment = passed.stream;
    await taken(services, assessment, { type: 'acceptAssessment', threshold: 'AGREED' });
    const ref = await decidedOn('STRATEGY_S47');
    protection = await followOnOf(services, ref, 'CHILD_PROTECTION');
    await stack.travel(parseInstant('2028-06-05T11:30:00+01:00'));
    const held = discussion('Mon 10:30', 'Mon 11:00', { children: [startFor(ref)], chair: chair.userId });
    expect(await giveFollowOn(services, protection, held, { actor: chair })).toMatchObject({
      kind: 'RECORDED',
    });
    const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING' });
    const done = await decidedOn('SINGLE_AGENCY');
    ended = await followOnOf(services, done, 'AGENCY_ACTION');
    await giveFollowOn(services, ended, { type: 'acceptAction' }, { actor: housing });
    await giveFollowOn(services, ended, { type: 'reportAction', done: true }, { actor: housing });
    await services.temporal.workflow.getHandle(ended).result();

    expect(await dueOf(assessment, 'ASSESSMENT')).toBe('2028-08-07T16:00:00.000Z');
    expect(await dueOf(protection, `ICPC.${ref}`)).toBe('2028-06-26T16:00:00.000Z');
    const body = { kind: 'CALENDAR', document: proclaimed };
    const proposal = await api.post('/v1/rules/proposals', body, { as: first });
    const { no } = proposal.json<{ no: number }>();
    const preview = await api.get(`/v1/rules/proposals/${no}/preview`, first);
    const { moves } = preview.json<{ moves: { caseId?: string; clock: string }[] }>();
    expect(moves).toContainEqual(
      expect.objectContaining({
        referralRef: ref,
        caseId: `${ref}.P1`,
        clock: `ICPC.${ref}`,
        dueAt: '2028-06-26T16:00:00.000Z',
        wouldBeDueAt: '2028-06-27T16:00:00.000Z',
      }),
    );
    expect(moves).toContainEqual(
      expect.objectContaining({
        caseId: `${passed.ref}.A1`,
        clock: 'ASSESSMENT',
        wouldBeDueAt: '2028-08-08T16:00:00.000Z',
      }),
    );
    expect(moves.filter(({ caseId }) => caseId === `${done}.S1`)).toEqual([]);
    const answer = await api.post(`/v1/rules/proposals/${no}/agreement`, {}, { as: second });
    await told(answer.json<{ publication: number }>().publication);
  });

  it('reaches them: clocks re-armed with their reason and both editions, and their timers with them', async () => {
    const { services } = stack;
    expect(await dueOf(assessment, 'ASSESSMENT')).toBe('2028-08-08T16:00:00.000Z');
    const events: AnyEvent[] = await followOnEvents(services, protection);
    expect(events.filter(({ type }) => type === 'RulesAdopted')).toMatchObject([
      {
        publication: 1,
        calendarEdition: proclaimed.edition,
        previousCalendarEdition: calendar.edition,
        previousPolicyEdition: policy.edition,
      },
    ]);
    const moved = events.find((event) => event.type === 'ClockRearmed' && event.terms.kind === 'ICPC');
    expect(moved).toMatchObject({
      reason: 'RULES_CHANGED',
      previousDueAt: '2028-06-26T16:00:00.000Z',
      terms: { dueAt: '2028-06-27T16:00:00.000Z', calendarEdition: proclaimed.edition },
    });
    await expect
      .poll(() => streamTimerLabels(services, assessment))
      .toContainEqual(expect.stringContaining('due Tue 8 Aug 2028 17:00'));
  });

  it('leaves an ended case the rules it ended under, and gives a new one those of now', async () => {
    const { services } = stack;
    expect((await followOnEvents(services, ended)).map(({ type }) => type)).not.toContain('RulesAdopted');
    const ref = await decidedOn('SINGLE_AGENCY');
    await followOnOf(services, ref, 'AGENCY_ACTION');
    const [row] = await followOnsOf(services.db, ref);
    expect(row).toMatchObject({ calendarEdition: proclaimed.edition });
  });

  it('a case that runs again after that goes by them, and hears of the next ones', async () => {
    const { services } = stack;
    await services.temporal.workflow.getHandle(assessment).terminate('lost on purpose');
    let no = 0;
    const restarted = () =>
      services.temporal.workflow
        .execute<() => Promise<{ restarted: number }>>(RECONCILIATION_WORKFLOW, {
          workflowId: `reconciliation-${(no += 1)}`,
          taskQueue: TASK_QUEUE,
        })
        .then((run) => run.restarted);
    await expect.poll(restarted, { timeout: 20_000 }).toBe(1);
    await expect
      .poll(() => streamTimerLabels(services, assessment))
      .toContainEqual(expect.stringContaining('due Tue 8 Aug 2028 17:00'));
    const before = (await followOnEvents(services, assessment)).length;
    expect(await dueOf(assessment, 'ASSESSMENT')).toBe('2028-08-08T16:00:00.000Z');
    expect((await followOnEvents(services, assessment)).length).toBe(before);
  });

  it('a run that was under way when only referrals were told goes on, and passes over none', async () => {
    const { services } = stack;
    const withdrawal = await agreed({ withdraw: 1 });
    await told(withdrawal);
    expect(await dueOf(assessment, 'ASSESSMENT')).toBe('2028-08-07T16:00:00.000Z');
    const input: PublicationInput = { publication: withdrawal, after: 'R-ZZZZ-ZZZZ' };
    const adopted = await services.temporal.workflow.execute(PUBLICATION_WORKFLOW, {
      workflowId: 'publication-under-way',
      taskQueue: TASK_QUEUE,
      args: [input],
    });
    expect(adopted).toBe(0);
    expect(await verifyLedger(services.db)).toMatchObject({ faults: [] });
  });
});
