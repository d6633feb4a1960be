import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispute } from '../../domain/dispute/state.ts';
import { addMs, HOUR_MS, parseInstant } from '../../domain/instant.ts';
import { closedWithNothing, disputed, lettersOf } from '../support/disputes.ts';
import { followOnEvents, untilFollowOn } from '../support/follow-ons.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

const at = (text: string) => parseInstant(text);
const dispute = (stream: string, holds: (state: Dispute) => boolean = () => true) =>
  untilFollowOn<Dispute>(stack.services, stream, holds);

describe('C28 a stage that lets its time pass', () => {
  test('loses the dispute to the next one at the instant its time was up, and the partnership is told', async () => {
    const { services } = stack;
    const ref = await closedWithNothing(services);
    const stream = await disputed(services, { referralRef: ref });
    await stack.travel(at('2028-07-01T12:00:00+01:00'));
    const state = await dispute(stream, ({ level }) => level === 4);
    // Three working days from Monday at ten; two from Thursday at closing; five; and five that pass, too.
    const raisedAt = ['2028-06-08', '2028-06-12', '2028-06-19'].map((day) => at(`${day}T17:00:00+01:00`));
    expect(state.levels).toMatchObject([
      { level: 1, how: 'OPENED', until: raisedAt[0] },
      { level: 2, how: 'RAISED_AT_BREACH', from: raisedAt[0], until: raisedAt[1] },
      { level: 3, how: 'RAISED_AT_BREACH', from: raisedAt[1], until: raisedAt[2] },
      { level: 4, how: 'RAISED_AT_BREACH', from: raisedAt[2] },
    ]);
    expect(state.owners.map(({ team, role, since }) => [team, role, since]).slice(1)).toEqual([
      ['HUB', 'SERVICE_MANAGER', raisedAt[0]],
      ['HUB', 'HEAD_OF_SERVICE', raisedAt[1]],
      ['PARTNERSHIP', 'DISPUTE_MANAGER', raisedAt[2]],
    ]);
    // Nobody is above the last stage: it is late, and stays with whoever has it.
    expect(state.clocks.at(-1)).toMatchObject({
      id: 'DISPUTE_STAGE.4',
      status: 'LATE',
      dueAt: at('2028-06-26T17:00:00+01:00'),
    });
    const letters = await lettersOf(services, stream);
    expect(letters.filter(([template]) => template === 'PARTNERSHIP_TOLD').map(([, to]) => to)).toEqual(
      Array.from({ length: 3 }, () => 'office@partnership.example'),
    );
    expect(letters.filter(([template]) => template === 'DISPUTE_RAISED')).toHaveLength(3);
  });
});

describe('a child may come to harm meanwhile', () => {
  test('24 hours for all stages together, over a weekend too, straight with heads of service', async () => {
    const { services } = stack;
    // A Friday.
    await stack.travel(at('2028-07-07T16:00:00+01:00'));
    const ref = await closedWithNothing(services);
    const stream = await disputed(services, { referralRef: ref, lane: 'CHILD_SAFETY' });
    const opened = await dispute(stream);
    const dueAt = addMs(opened.openedAt, 24 * HOUR_MS);
    expect(opened).toMatchObject({ lane: 'CHILD_SAFETY', level: 3, owners: [{ role: 'HEAD_OF_SERVICE' }] });
    expect(opened.clocks).toMatchObject([{ id: 'DISPUTE_URGENT', dueAt }]);
    expect(dueAt.startsWith('2028-07-08T15:0')).toBe(true);
    await stack.travel(at('2028-07-08T22:00:00+01:00'));
    const late = await dispute(stream, ({ clocks }) => clocks.some(({ status }) => status === 'LATE'));
    // The urgent clock has no stage to pass the dispute to: whoever has it is told, and keeps it.
    expect(late).toMatchObject({ stage: 'OPEN', level: 3 });
    const breach = (await followOnEvents(services, stream)).find(({ type }) => type === 'ClockBreached');
    expect(breach).toMatchObject({ occurredAt: dueAt });
    expect((await lettersOf(services, stream)).map(([template]) => template)).toEqual([
      'DISPUTE_OPENED',
      'PARTNERSHIP_TOLD',
    ]);
  });
});
