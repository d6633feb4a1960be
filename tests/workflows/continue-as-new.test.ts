import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseInstant } from '../../domain/instant.ts';
import {
  adoptDayOff,
  commandsFor,
  eventsOf,
  give,
  keep,
  referralOf,
  startLimited,
  tellByPhone,
} from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { handleOf, shownAttributes, timerLabels } from '../support/temporal-views.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

const HISTORY_LIMIT = 17;

async function runOf(ref: string): Promise<string> {
  return (await handleOf(stack.services, ref).describe()).runId;
}

async function limitedReferral() {
  const { services } = stack;
  const { referralRefs } = await keep(services, {
    receivedAt: MONDAY_TEN,
    form: contactForm({ referrer: phoneReferrer }),
  });
  const [ref] = referralRefs;
  await startLimited(services, ref, HISTORY_LIMIT);
  // An update that comes with the first task saves it events.
  await expect.poll(() => timerLabels(services, ref)).not.toEqual([]);
  return { ref, commands: commandsFor(services, ref), firstRun: await runOf(ref) };
}

describe('a case whose history grows too long', () => {
  it('goes on in a new run with its state, timers and attributes', async () => {
    const { services } = stack;
    const { ref, commands, firstRun } = await limitedReferral();
    await give(services, ref, await commands.rate('AMBER'));
    await give(services, ref, await commands.rate('RED'));
    await expect.poll(() => runOf(ref)).not.toBe(firstRun);
    const before = await referralOf(services, ref);
    expect(await handleOf(services, ref).query('state')).toEqual(before);
    await expect
      .poll(() => shownAttributes(services, ref))
      .toMatchObject({
        Stage: 'DECISION_PENDING',
        Rag: 'RED',
        NextDueAt: '2028-06-05T13:00:00.000Z',
        RunningClocks: ['ACKNOWLEDGEMENT', 'DECISION', 'FEEDBACK', 'RAG_TARGET'],
      });
    await expect.poll(() => timerLabels(services, ref)).toContain('Decision due Tue 6 Jun 2028 10:00');
    await stack.travel(parseInstant('2028-06-05T14:10:00+01:00'));
    expect((await eventsOf(services, ref)).at(-1)).toMatchObject({
      type: 'ClockBreached',
      clock: 'RAG_TARGET',
      occurredAt: '2028-06-05T13:00:00.000Z',
    });
    expect(await give(services, ref, await commands.decide())).toMatchObject({ kind: 'RECORDED' });
    expect(await give(services, ref, tellByPhone)).toMatchObject({ kind: 'RECORDED' });
  });

  it('keeps the rules it adopted', async () => {
    const { services } = stack;
    const { ref, commands, firstRun } = await limitedReferral();
    const edition = await adoptDayOff(services, ref, 1);
    await give(services, ref, await commands.rate('AMBER'));
    await expect.poll(() => runOf(ref)).not.toBe(firstRun);
    await give(services, ref, await commands.rate('RED'));
    expect((await eventsOf(services, ref)).at(-1)).toMatchObject({
      type: 'ClockRearmed',
      reason: 'RATING_CHANGED',
      terms: { calendarEdition: edition },
    });
    // An earlier publication, told late, changes nothing.
    await adoptDayOff(services, ref, 1);
    const adoptions = (await eventsOf(services, ref)).filter(({ type }) => type === 'RulesAdopted');
    expect(adoptions).toHaveLength(1);
  });

  it('answers an update of an earlier run from memory', async () => {
    const { services } = stack;
    const { ref, commands, firstRun } = await limitedReferral();
    const rate = await commands.rate('AMBER');
    const first = await give(services, ref, rate, { updateId: 'pressed-twice' });
    await give(services, ref, await commands.rate('RED'));
    await expect.poll(() => runOf(ref)).not.toBe(firstRun);
    expect(await give(services, ref, rate, { updateId: 'pressed-twice' })).toEqual(first);
    const rated = (await eventsOf(services, ref)).filter((event) => event.type === 'ReferralRated');
    expect(rated).toHaveLength(2);
  });
});

describe('an update sent twice in one run', () => {
  it('is done once and answered alike', async () => {
    const { services } = stack;
    const { ref, commands } = await limitedReferral();
    const rate = await commands.rate('AMBER');
    const answers = await Promise.all(
      [1, 2, 3].map(() => give(services, ref, rate, { updateId: 'pressed-thrice' })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const rated = (await eventsOf(services, ref)).filter((event) => event.type === 'ReferralRated');
    expect(rated).toHaveLength(1);
  });
});
