import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsFor, eventsOf, give, keep, receiveReferral, referralOf } from '../support/cases.ts';
import { startIfOwed } from '../../api/owed-cases.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import { referralStream } from '../../domain/streams.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { currentDetails, shownAttributes } from '../support/temporal-views.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

/** June 2028, summer time. */
const on = (day: number, time: string) =>
  parseInstant(`2028-06-${String(day).padStart(2, '0')}T${time}+01:00`);

/** Nobody is acknowledged by the system, so every clock runs. */
const byPhone = { form: contactForm({ referrer: phoneReferrer }) };

async function said(ref: string, clock: string): Promise<string[]> {
  return (await eventsOf(stack.services, ref)).flatMap((event) => {
    if (!('clock' in event) || event.clock !== clock) return [];
    const told = 'told' in event ? ` ${event.told}` : '';
    return [`${event.type} ${event.occurredAt}${told}`];
  });
}

// One travelled clock: these run in order, each later than the one before.
describe('time passing', () => {
  it('re-rated red is brought forward, breaches at its true instant and is shown late', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, { ...byPhone, receivedAt: MONDAY_TEN });
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.rate('AMBER'));
    await expect.poll(() => shownAttributes(services, ref)).toMatchObject({ NextDueAt: on(6, '10:00') });
    await give(services, ref, await commands.rate('RED'));
    await expect
      .poll(() => shownAttributes(services, ref))
      .toMatchObject({ NextDueAt: on(5, '14:00'), Overdue: false });
    await stack.travel(on(5, '14:30'));
    // The ledger is written before the workflow task that shows it is reported, hence the polls.
    expect(await said(ref, 'RAG_TARGET')).toEqual([
      `ClockWarned ${on(5, '12:00')}`,
      `ClockWarned ${on(5, '13:00')}`,
      `ClockWarned ${on(5, '13:36')}`,
      `ClockBreached ${on(5, '14:00')} TEAM_MANAGER`,
    ]);
    await expect
      .poll(() => shownAttributes(services, ref))
      .toMatchObject({
        Overdue: true,
        OverdueClocks: ['RAG_TARGET'],
        NextDueAt: on(5, '14:00'),
      });
    await expect
      .poll(() => currentDetails(services, ref))
      .toContain('- **LATE: Rating target**, was due Mon 5 Jun 2028 14:00');
  });

  it('an undecided referral breaches at its due instant and climbs the ladder until it is decided', async () => {
    const { services } = stack;
    const receivedAt = on(5, '14:31');
    await stack.travel(receivedAt);
    const ref = await receiveReferral(services, { ...byPhone, receivedAt });
    await stack.travel(on(12, '09:00'));
    expect((await said(ref, 'DECISION')).slice(-4)).toEqual([
      `ClockBreached ${on(6, '14:31')} TEAM_MANAGER`,
      `ClockEscalated ${on(7, '14:31')} SERVICE_MANAGER`,
      `ClockEscalated ${on(8, '14:31')} HEAD_OF_SERVICE`,
      `ClockEscalated ${on(9, '14:31')} HEAD_OF_SERVICE`,
    ]);
    expect(await referralOf(services, ref)).toMatchObject({ stage: 'DECISION_PENDING', version: 1 });
    const commands = commandsFor(services, ref);
    expect(await give(services, ref, await commands.decide())).toMatchObject({ kind: 'RECORDED' });
    await stack.travel(on(13, '09:00'));
    expect((await said(ref, 'DECISION')).at(-1)).toMatch(/^ClockStopped 2028-06-12T08:0/);
  });

  it('a command at a travelled instant records first what fell due before it', async () => {
    const { services } = stack;
    const receivedAt = on(13, '09:30');
    await stack.travel(receivedAt);
    const ref = await receiveReferral(services, { ...byPhone, receivedAt });
    await stack.travel(on(14, '09:29'));
    await stack.travel(on(14, '16:00'));
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide());
    const types = (await eventsOf(services, ref)).map((event) => event.type);
    expect(types.indexOf('ClockBreached')).toBeLessThan(types.indexOf('DecisionMade'));
  });

  it('a call written up after its due instant is late at once, from the true instant', async () => {
    const { services } = stack;
    const receivedAt = on(14, '10:00');
    await stack.travel(on(16, '11:00'));
    const { referralRefs } = await keep(services, { ...byPhone, channel: 'PHONE', receivedAt });
    await startIfOwed(services, referralStream(referralRefs[0]));
    const breach: Instant = on(15, '10:00');
    await expect
      .poll(() => said(referralRefs[0], 'DECISION'))
      .toEqual([`ClockBreached ${breach} TEAM_MANAGER`, `ClockEscalated ${on(16, '10:00')} SERVICE_MANAGER`]);
  });
});
