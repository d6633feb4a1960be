import { defaultRules } from '../../policy/editions.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEntries } from '../../db/ledger.ts';
import { verifyLedger } from '../../db/ledger-verification.ts';
import { ledgerEntries } from '../../domain/case.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { referralStream } from '../../domain/streams.ts';
import {
  commandsFor,
  eventsOf,
  give,
  ledgerOf,
  receiveReferral,
  referralOf,
  words,
} from '../support/cases.ts';
import { contactForm, phoneReferrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { handleOf } from '../support/temporal-views.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true });
});
afterAll(() => stack?.close());

const byPhone = { form: contactForm({ referrer: phoneReferrer }) };

/** Rows a worker wrote before it died, which the case's own history therefore does not know. */
async function writeBehind(ref: string, commandId: string): Promise<void> {
  const { services } = stack;
  const rows = await ledgerOf(services, ref);
  const now = await stack.now();
  const rated: ReferralEvent = {
    type: 'ReferralRated',
    occurredAt: now,
    rag: 'GREEN',
    reason: await words(services, ref, 'Written by a worker that died.'),
    ratedBy: socialWorker.userId,
  };
  const { policy, calendar } = defaultRules();
  const about = {
    stream: referralStream(ref),
    actor: socialWorker,
    commandId,
    recordedAt: now,
    policyEdition: policy.edition,
    calendarEdition: calendar.edition,
    afterSeq: rows.length,
  };
  await appendEntries(services.db, ledgerEntries([rated], about));
}

describe('rows in the ledger that the case does not know', () => {
  it('are taken on before the next command, which then sees them', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(ref, 'lost-command');
    expect(await give(services, ref, await commands.rate('RED'))).toEqual({
      kind: 'RECORDED',
      receipt: { version: 3, seq: 7 },
    });
    const ratings = (await eventsOf(services, ref)).filter((event) => event.type === 'ReferralRated');
    expect(ratings).toMatchObject([{ rag: 'GREEN' }, { rag: 'RED', previous: 'GREEN' }]);
    expect(await handleOf(services, ref).query('state')).toEqual(await referralOf(services, ref));
  });

  it('are the answer when they came from this very command', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(ref, 'lost-answer');
    const again = await give(services, ref, await commands.rate('GREEN'), {
      actor: socialWorker,
      updateId: 'lost-answer',
    });
    expect(again).toEqual({ kind: 'RECORDED', receipt: { version: 2, seq: 5 } });
    const ratings = (await eventsOf(services, ref)).filter((event) => event.type === 'ReferralRated');
    expect(ratings).toHaveLength(1);
  });

  it('can make a command that was allowed a refused one', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(ref, 'lost-command');
    expect(await give(services, ref, await commands.decide(), { expectedVersion: 1 })).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'STALE_VERSION' },
    });
  });
});

describe('a ledger that takes nothing for a while', () => {
  it('keeps the command waiting and then has it once', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    const decide = await commands.decide();
    let answer: ReturnType<typeof give> | undefined;
    await services.db.transaction(async (tx) => {
      await tx.execute(sql`lock table ledger in access exclusive mode`);
      answer = give(services, ref, decide, { actor: teamManager });
      // Longer than the quick append is given, so that the lasting one takes over.
      await sleep(8_000);
    });
    expect(await answer).toMatchObject({ kind: 'RECORDED' });
    const made = (await eventsOf(services, ref)).filter((event) => event.type === 'DecisionMade');
    expect(made).toHaveLength(1);
    const { events } = await handleOf(services, ref).fetchHistory();
    const scheduled = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
    expect(scheduled).toContain('appendToLedger');
    expect(await verifyLedger(services.db, referralStream(ref))).toMatchObject({ faults: [] });
  });
});
