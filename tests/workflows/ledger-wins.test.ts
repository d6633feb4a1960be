import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../db/ledger-verification.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { referralStream } from '../../domain/streams.ts';
import {
  commandsFor,
  eventsOf,
  give,
  ledgerOf,
  receiveReferral,
  referralOf,
  tellByPhone,
  untilReferral,
  writeBehind,
  writeEventBehind,
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

describe('rows in the ledger that the case does not know', () => {
  it('are taken on before the next command, which then sees them', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(services, ref, 'lost-command');
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
    await writeBehind(services, ref, 'lost-answer');
    const again = await give(services, ref, await commands.rate('GREEN'), {
      actor: socialWorker,
      updateId: 'lost-answer',
    });
    expect(again).toEqual({ kind: 'RECORDED', receipt: { version: 2, seq: 5 } });
    const ratings = (await eventsOf(services, ref)).filter((event) => event.type === 'ReferralRated');
    expect(ratings).toHaveLength(1);
  });

  it('are taken on before a command is judged whose sender has seen them', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(services, ref, 'lost-command');
    const seen = { expectedVersion: 2, knownSeq: (await ledgerOf(services, ref)).length };
    expect(await give(services, ref, await commands.decide(), seen)).toMatchObject({
      kind: 'RECORDED',
      receipt: { version: 3 },
    });
    expect(await handleOf(services, ref).query('state')).toEqual(await referralOf(services, ref));
  });

  it('are the answer to such a command when they came from it', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(services, ref, 'lost-answer');
    const again = { actor: socialWorker, updateId: 'lost-answer', knownSeq: 5 };
    expect(await give(services, ref, await commands.rate('GREEN'), again)).toEqual({
      kind: 'RECORDED',
      receipt: { version: 2, seq: 5 },
    });
  });

  it('answer their own command when it reaches the case after another: nothing is done twice', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(services, ref, 'overtaken');
    expect(await give(services, ref, await commands.rate('RED'))).toMatchObject({ kind: 'RECORDED' });
    const again = { actor: socialWorker, updateId: 'overtaken' };
    expect(await give(services, ref, await commands.rate('GREEN'), again)).toEqual({
      kind: 'RECORDED',
      receipt: { version: 2, seq: 5 },
    });
    const ratings = (await eventsOf(services, ref)).filter((event) => event.type === 'ReferralRated');
    expect(ratings).toMatchObject([{ rag: 'GREEN' }, { rag: 'RED' }]);
  });

  it('refuse such a command when it is theirs to refuse, and the case goes on', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(services, ref, 'lost-command');
    const stale = { expectedVersion: 1, knownSeq: 5 };
    expect(await give(services, ref, await commands.decide(), stale)).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'STALE_VERSION' },
    });
    expect(await give(services, ref, await commands.decide())).toMatchObject({ kind: 'RECORDED' });
  });

  it('can make a command that was allowed a refused one', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await writeBehind(services, ref, 'lost-command');
    expect(await give(services, ref, await commands.decide(), { expectedVersion: 1 })).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'STALE_VERSION' },
    });
  });
});

describe('what came of a delivery, written by a worker that died', () => {
  it('is noted once', async () => {
    let begun = 0;
    const other = await testStack({
      worker: true,
      activities: (real) => ({
        ...real,
        deliver: async (delivery, at) => {
          const result = await real.deliver(delivery, at);
          if (delivery.message === 'CASE_TO_OPEN' && result.caseId !== undefined) {
            begun += 1;
            const { key } = delivery;
            const said: ReferralEvent = { type: 'FollowOnBegun', occurredAt: at, key, caseId: result.caseId };
            await writeEventBehind(other.services, delivery.opening.referralRefs[0], said);
          }
          return result;
        },
      }),
    });
    const { services } = other;
    const ref = await receiveReferral(services, byPhone);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide());
    await untilReferral(services, ref, ({ followOns = [] }) => followOns[0]?.caseId !== undefined);
    // The next step is proposed on everything that is on record.
    expect(await give(services, ref, tellByPhone)).toMatchObject({ kind: 'RECORDED' });
    await expect.poll(() => handleOf(services, ref).query('state')).toEqual(await referralOf(services, ref));
    const types = (await eventsOf(services, ref)).map((event) => event.type);
    expect(types.filter((type) => type === 'FollowOnBegun')).toHaveLength(begun);
    expect(begun).toBe(1);
    await other.close();
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
