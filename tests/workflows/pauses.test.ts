import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import type { ReferralCommand } from '../../domain/referral/commands.ts';
import { commandsFor, eventsOf, give, receiveReferral, referralOf, words } from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { handleOf, opened } from '../support/temporal-views.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

/** June 2028, summer time. */
const on = (day: number, time: string) =>
  parseInstant(`2028-06-${String(day).padStart(2, '0')}T${time}+01:00`);

/** Nobody is acknowledged by the system, so every clock runs. */
async function redReferral(receivedAt: Instant): Promise<string> {
  const { services } = stack;
  const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }), receivedAt });
  await give(services, ref, await commandsFor(services, ref).rate('RED'));
  return ref;
}

async function pause(ref: string, clock = 'RAG_TARGET'): Promise<ReferralCommand> {
  const reason = await words(stack.services, ref, 'The school is shut.');
  return { type: 'pauseClock', clock, reason };
}
const end = (no: number): ReferralCommand => ({ type: 'endPause', clock: 'RAG_TARGET', pause: no });

async function said(ref: string, clock: string): Promise<string[]> {
  return (await eventsOf(stack.services, ref)).flatMap((event) =>
    'clock' in event && event.clock === clock ? [`${event.type} ${event.occurredAt}`] : [],
  );
}

async function targetOf(ref: string) {
  const { clocks } = await referralOf(stack.services, ref);
  return clocks.find(({ id }) => id === 'RAG_TARGET') ?? expect.fail('there is no rating target');
}

/** What the timers of a case are called that are armed and have neither fired nor been cancelled. */
async function timersOf(ref: string): Promise<string[]> {
  const history = await handleOf(stack.services, ref).fetchHistory();
  const armed = new Map<string, string>();
  for (const event of history.events ?? []) {
    const { timerStartedEventAttributes: started } = event;
    if (started?.timerId) {
      const summary = event.userMetadata?.summary;
      armed.set(started.timerId, summary ? String(await opened(summary)) : '');
    }
    armed.delete(event.timerFiredEventAttributes?.timerId ?? '');
    armed.delete(event.timerCanceledEventAttributes?.timerId ?? '');
  }
  return [...armed.values()];
}

// One travelled clock: these run in order, each later than the one before.
describe('a clock that stands still', () => {
  it('arms no timer, passes its old due instant, runs on and breaches at the moved instant', async () => {
    const { services } = stack;
    const ref = await redReferral(MONDAY_TEN);
    await stack.travel(on(5, '12:30'));
    await give(services, ref, await pause(ref));
    const { from } = (await targetOf(ref)).pauses?.[0] ?? expect.fail('the clock was not paused');
    await expect.poll(() => timersOf(ref)).not.toContainEqual(expect.stringContaining('Rating target'));
    expect(await timersOf(ref)).toContainEqual(expect.stringContaining('Decision'));

    await stack.travel(on(5, '16:30'));
    expect(await said(ref, 'RAG_TARGET')).toEqual([`ClockWarned ${on(5, '12:00')}`, `ClockPaused ${from}`]);
    expect(await said(ref, 'DECISION')).toEqual([
      `ClockWarned ${on(5, '14:00')}`,
      `ClockWarned ${on(5, '16:00')}`,
    ]);

    await give(services, ref, end(1));
    const ranOn = await targetOf(ref);
    const { until = from } = ranOn.pauses?.[0] ?? expect.fail('the pause is not kept');
    const stood = Date.parse(until) - Date.parse(from);
    expect(Date.parse(ranOn.dueAt) - Date.parse(on(5, '14:00'))).toBe(stood);
    expect(ranOn.dueAt >= on(5, '17:59')).toBe(true);
    await expect.poll(() => timersOf(ref)).toContainEqual(expect.stringContaining('Rating target'));

    await stack.travel(on(5, '19:00'));
    expect((await said(ref, 'RAG_TARGET')).at(-1)).toBe(`ClockBreached ${ranOn.dueAt}`);
    expect(await targetOf(ref)).toMatchObject({ status: 'LATE' });
  });

  it('lets the decision clock breach meanwhile, and is stopped by the decision with its breach in the record', async () => {
    const { services } = stack;
    const receivedAt = on(6, '10:00');
    await stack.travel(receivedAt);
    const ref = await redReferral(receivedAt);
    await give(services, ref, await pause(ref));
    await stack.travel(on(7, '11:00'));
    expect((await said(ref, 'DECISION')).at(-1)).toBe(`ClockBreached ${on(7, '10:00')}`);
    expect(await targetOf(ref)).toMatchObject({ status: 'PAUSED' });
    await give(services, ref, await commandsFor(services, ref).decide());
    expect((await said(ref, 'RAG_TARGET')).map((line) => line.split(' ')[0])).toEqual([
      'ClockPaused',
      'ClockPauseEnded',
      'ClockBreached',
      'ClockStopped',
    ]);
    expect(await said(ref, 'RAG_TARGET')).toContain(`ClockBreached ${on(7, '10:00')}`);
  });

  it('goes on standing still while one of two pauses holds', async () => {
    const { services } = stack;
    const receivedAt = on(8, '10:00');
    await stack.travel(receivedAt);
    const ref = await redReferral(receivedAt);
    await give(services, ref, await pause(ref));
    await give(services, ref, await pause(ref));
    await stack.travel(on(8, '12:00'));
    await give(services, ref, end(2));
    await stack.travel(on(8, '15:00'));
    expect(await targetOf(ref)).toMatchObject({ status: 'PAUSED' });
    expect((await said(ref, 'RAG_TARGET')).map((line) => line.split(' ')[0])).toEqual([
      'ClockPaused',
      'ClockPaused',
      'ClockPauseEnded',
    ]);
    await give(services, ref, end(1));
    expect(await targetOf(ref)).toMatchObject({ status: 'RUNNING' });
    await stack.travel(on(8, '19:30'));
    expect(await targetOf(ref)).toMatchObject({ status: 'LATE' });
  });

  it('is refused for a statutory clock without a trace in the ledger', async () => {
    const { services } = stack;
    const receivedAt = on(9, '10:00');
    await stack.travel(receivedAt);
    const ref = await redReferral(receivedAt);
    const before = await eventsOf(services, ref);
    const outcome = await give(services, ref, await pause(ref, 'DECISION'));
    expect(outcome).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'CLOCK_NEVER_PAUSES', field: 'clock' },
    });
    expect(await eventsOf(services, ref)).toEqual(before);
  });
});
