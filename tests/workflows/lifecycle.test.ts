import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../db/schema.ts';
import {
  acceptHandover,
  commandsFor,
  eventsOf,
  give,
  isAcknowledged,
  ledgerOf,
  receiveReferral,
  referralOf,
  sendOutcome,
  untilReferral,
} from '../support/cases.ts';
import { MONDAY_TEN, socialWorker } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { currentDetails, handleOf, shownAttributes, timerLabels } from '../support/temporal-views.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

const DUE = '2028-06-06T09:00:00.000Z';
const RED_DUE = '2028-06-05T13:00:00.000Z';

describe('a referral decided in time', () => {
  it('goes from receipt to the receiving team, shown at every step', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, { receivedAt: MONDAY_TEN });
    const { contactRef } = await untilReferral(services, ref, isAcknowledged);
    const commands = commandsFor(services, ref);
    const always = {
      LocalAuthority: 'SPECIMENSHIRE',
      Agency: 'SPECIMEN_SCHOOL',
      ContactRef: contactRef,
      ReferralRef: ref,
      Overdue: false,
    };
    const handle = handleOf(services, ref);
    expect(await (await handle.describe()).staticSummary()).toBe(
      `Referral ${ref}, SPECIMENSHIRE, received Mon 5 Jun 2028 10:00`,
    );
    await expect
      .poll(() => shownAttributes(services, ref))
      .toEqual({ ...always, Stage: 'SCREENING', NextDueAt: DUE, RunningClocks: ['DECISION', 'FEEDBACK'] });

    await give(services, ref, await commands.rate('RED'), { actor: socialWorker });
    await expect
      .poll(() => shownAttributes(services, ref))
      .toEqual({
        ...always,
        Stage: 'DECISION_PENDING',
        Rag: 'RED',
        NextDueAt: RED_DUE,
        RunningClocks: ['DECISION', 'FEEDBACK', 'RAG_TARGET'],
      });
    await expect
      .poll(() => currentDetails(services, ref))
      .toBe(
        [
          '**DECISION_PENDING**, rated RED',
          '',
          '- Decision due Tue 6 Jun 2028 10:00',
          '- Feedback to the referrer due Tue 6 Jun 2028 10:00',
          '- Rating target due Mon 5 Jun 2028 14:00',
          '',
          'Next: **TEAM_MANAGER** — Decide the next steps.',
        ].join('\n'),
      );

    await give(services, ref, await commands.decide());
    await expect
      .poll(() => shownAttributes(services, ref))
      .toEqual({
        ...always,
        Stage: 'DECIDED',
        Rag: 'RED',
        NextDueAt: DUE,
        RunningClocks: ['FEEDBACK'],
      });

    expect(await give(services, ref, sendOutcome)).toMatchObject({ kind: 'RECORDED' });
    await untilReferral(services, ref, (it) => 'feedback' in it && it.feedback?.status === 'SENT');
    expect(await give(services, ref, acceptHandover)).toMatchObject({ kind: 'RECORDED' });
    await handle.result();
    await expect
      .poll(() => shownAttributes(services, ref))
      .toEqual({ ...always, Stage: 'CLOSED_TO_TEAM', Rag: 'RED' });
    expect(await referralOf(services, ref)).toMatchObject({ stage: 'CLOSED_TO_TEAM', version: 8 });
    expect((await handle.describe()).status.name).toBe('COMPLETED');
    await expect
      .poll(() => timerLabels(services, ref))
      .toEqual(
        expect.arrayContaining([
          'Acknowledgement due Tue 6 Jun 2028 10:00',
          'Decision due Tue 6 Jun 2028 10:00',
          'Feedback to the referrer due Tue 6 Jun 2028 10:00',
          'Rating target due Mon 5 Jun 2028 14:00',
        ]),
      );
  });

  it('sends each message once and records who did what when it was known', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, { receivedAt: MONDAY_TEN });
    const sent = await services.db.select().from(messages);
    await untilReferral(services, ref, isAcknowledged);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide());
    await give(services, ref, sendOutcome);
    await untilReferral(services, ref, (it) => 'feedback' in it && it.feedback?.status === 'SENT');
    const mine = (await services.db.select().from(messages)).filter((message) => message.referralRef === ref);
    expect(mine.map((message) => message.template)).toEqual(['ACKNOWLEDGEMENT', 'OUTCOME']);
    expect(sent.length).toBeGreaterThan(0);
    const rows = await ledgerOf(services, ref);
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_row, index) => index + 1));
    expect(rows.find((row) => row.event.type === 'DecisionMade')?.actor.role).toBe('TEAM_MANAGER');
    for (const row of rows) expect(row.occurredAt <= row.recordedAt).toBe(true);
    expect(
      (await eventsOf(services, ref)).filter((event) => event.type === 'AcknowledgementSent'),
    ).toHaveLength(1);
  });
});
