import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markStarted } from '../../db/case-starts.ts';
import { keepFollowOn, readFollowOn } from '../../db/follow-ons.ts';
import { followOnRulesAt } from '../../db/hub-rules.ts';
import { appendEntries } from '../../db/ledger.ts';
import { messages } from '../../db/schema.ts';
import { readStream } from '../../db/streams.ts';
import type { AgencyAction } from '../../domain/agency-action/state.ts';
import { ledgerEntries } from '../../domain/case.ts';
import { decide } from '../../domain/follow-on/run.ts';
import { parseInstant } from '../../domain/instant.ts';
import { referralStream } from '../../domain/streams.ts';
import { ensureSchedules } from '../../temporal/schedules.ts';
import { FOLLOW_ON_WORKFLOWS, RECONCILIATION_WORKFLOW, TASK_QUEUE } from '../../workflows/contract.ts';
import {
  commandsFor,
  give,
  receiveReferral,
  tellByPhone,
  untilReferral,
  referralOf,
} from '../support/cases.ts';
import { followOnEvents, followOnOf, giveFollowOn, untilFollowOn } from '../support/follow-ons.ts';
import { actor, contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING' });

function reconcile(): Promise<{ looked: number; restarted: number }> {
  return stack.services.temporal.workflow.execute(RECONCILIATION_WORKFLOW, {
    workflowId: `reconciliation-${randomUUID()}`,
    taskQueue: TASK_QUEUE,
  });
}

/** Runs it until the list view has heard of what was terminated. */
async function untilRestarted(cases = 1): Promise<void> {
  let restarted = 0;
  await expect
    .poll(async () => (restarted += (await reconcile()).restarted), { timeout: 30_000 })
    .toBe(cases);
}

async function decided(outcome: 'SINGLE_AGENCY' | 'ASSESSMENT_S17'): Promise<string> {
  const { services } = stack;
  const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
  const commands = commandsFor(services, ref);
  const receiver = outcome === 'SINGLE_AGENCY' ? ({ level: 2, receiver: 'HOUSING' } as const) : {};
  await give(services, ref, await commands.decide({ outcome, ...receiver }));
  await give(services, ref, tellByPhone);
  return ref;
}

function terminate(stream: string): Promise<unknown> {
  return stack.services.temporal.workflow.getHandle(stream).terminate('lost on purpose');
}

/** What a stream has, as types of events. */
async function typesIn(stream: string): Promise<string[]> {
  return (await followOnEvents(stack.services, stream)).map(({ type }) => type);
}

/** The report that a worker wrote down last, before it died with the run of the case. */
async function reportBehind(stream: string): Promise<void> {
  const { db } = stack.services;
  const [rows, state, now] = [
    await readStream(db, stream),
    await readFollowOn(db, stream),
    await stack.now(),
  ];
  if (state === undefined) throw new Error(`${stream} is not there`);
  const rules = await followOnRulesAt(db, { receivedAt: state.receivedAt, now: state.openedAt });
  const events = decide(state, { type: 'reportAction', done: true }, { actor: housing, now, rules });
  const about = {
    stream,
    actor: housing,
    commandId: randomUUID(),
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    afterSeq: rows.length,
  };
  await appendEntries(db, ledgerEntries(events, about));
}

describe('a case after a decision whose run was lost runs again from the ledger', () => {
  it('nothing is lost or doubled: it takes commands, its clock breaches at its instant, its last words are said', async () => {
    const { services } = stack;
    const ref = await decided('SINGLE_AGENCY');
    const stream = await followOnOf(services, ref, 'AGENCY_ACTION');
    await untilFollowOn(services, stream, ({ settled }) => Object.keys(settled).length === 1);
    const updateId = randomUUID();
    await giveFollowOn(services, stream, { type: 'acceptAction' }, { actor: housing, updateId });
    await untilReferral(services, ref, ({ stage }) => stage === 'CLOSED_SINGLE_AGENCY');
    const before = await untilFollowOn<AgencyAction>(
      services,
      stream,
      ({ settled }) => Object.keys(settled).length === 2,
    );
    await terminate(stream);

    await untilRestarted();
    expect(await reconcile()).toMatchObject({ restarted: 0 });
    const again = await giveFollowOn(
      services,
      stream,
      { type: 'acceptAction' },
      { actor: housing, updateId },
    );
    expect(again).toMatchObject({ kind: 'RECORDED', receipt: { version: before.version } });
    expect((await typesIn(stream)).filter((type) => type === 'ActionAccepted')).toHaveLength(1);

    await stack.travel(parseInstant('2028-06-19T17:00:01+01:00'));
    const late = await untilFollowOn(services, stream, ({ clocks }) => clocks[0]?.status === 'LATE');
    expect(late.clocks[0]).toMatchObject({ dueAt: '2028-06-19T16:00:00.000Z' });
    const breach = (await followOnEvents(services, stream)).filter(({ type }) => type === 'ClockBreached');
    expect(breach).toMatchObject([{ occurredAt: '2028-06-19T16:00:00.000Z', clock: 'AGENCY_ACTION' }]);
    await giveFollowOn(services, stream, { type: 'reportAction', done: true }, { actor: housing });
    await services.temporal.workflow.getHandle(stream).result();
    const ended = await untilFollowOn(services, stream, ({ stage }) => stage === 'DONE');
    expect(Object.keys(ended.settled)).toContain(`${ref}.S1/ENDED/${referralStream(ref)}`);
    const sent = await services.db.select().from(messages).where(eq(messages.referralRef, ref));
    const asked = sent.filter(({ template }) => template === 'AGENCY_ACTION_ASKED');
    expect(asked).toHaveLength(1);
  });

  it('a case that had ended and not yet said so tells the referral all the same', async () => {
    const { services } = stack;
    const ref = await decided('SINGLE_AGENCY');
    const stream = await followOnOf(services, ref, 'AGENCY_ACTION');
    await untilFollowOn(services, stream, ({ settled }) => Object.keys(settled).length === 1);
    await terminate(stream);
    await reportBehind(stream);

    await untilRestarted();
    // What it did was an acceptance too, which the hub waited for.
    await untilReferral(services, ref, ({ stage }) => stage === 'CLOSED_SINGLE_AGENCY');
    await services.temporal.workflow.getHandle(stream).result();
    const { settled } = await untilFollowOn(services, stream, ({ stage }) => stage === 'DONE');
    const to = referralStream(ref);
    expect(Object.keys(settled)).toEqual(
      expect.arrayContaining([`${ref}.S1/ACCEPTED/${to}`, `${ref}.S1/ENDED/${to}`]),
    );
    expect(await reconcile()).toMatchObject({ restarted: 0 });
  });
});

describe('a start that was lost', () => {
  it('is made up for, although the hub noted that it had been made', async () => {
    const { services } = stack;
    const { db } = services;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const { contactRef, localAuthority, receivedAt } = await referralOf(services, ref);
    const opening = {
      kind: 'AGENCY_ACTION',
      key: `${ref}/lost`,
      contactRef,
      referralRefs: [ref],
      localAuthority,
      receivedAt,
      purpose: 'APPROPRIATENESS',
      agency: 'HOUSING',
    } as const;
    const now = await stack.now();
    const { stream } = await db.transaction((tx) =>
      keepFollowOn(tx, opening, { now, workflowType: FOLLOW_ON_WORKFLOWS.AGENCY_ACTION }),
    );
    expect(await reconcile()).toMatchObject({ restarted: 0 });
    await markStarted(db, stream, now);
    expect(await reconcile()).toMatchObject({ restarted: 1 });
    await untilFollowOn(services, stream, ({ settled }) => Object.keys(settled).length === 1);
    const judged = { type: 'judgeReferral', appropriate: true } as const;
    expect(await giveFollowOn(services, stream, judged, { actor: housing })).toMatchObject({
      kind: 'RECORDED',
    });
  });
});

describe('what is not put right by itself', () => {
  it('a referral whose run was terminated is left to whoever looks after the service', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    await terminate(referralStream(ref));
    const { restarted } = await reconcile();
    expect(restarted).toBe(0);
  });

  it('is on a schedule, once a minute', async () => {
    const { temporal } = stack.services;
    await ensureSchedules(temporal);
    const { spec, action } = await temporal.schedule.getHandle(RECONCILIATION_WORKFLOW).describe();
    expect(action).toMatchObject({ workflowType: RECONCILIATION_WORKFLOW });
    expect(spec.intervals).toMatchObject([{ every: 60_000 }]);
  });
});
