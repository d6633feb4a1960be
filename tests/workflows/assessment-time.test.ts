import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { episodeFigures } from '../../domain/assessment/figures.ts';
import { parseInstant } from '../../domain/instant.ts';
import {
  assessmentNow,
  authorising,
  passedOn,
  receivingManager,
  seen,
  taken,
  worker,
} from '../support/assessments.ts';
import { words } from '../support/cases.ts';
import { followOnEvents, giveFollowOn } from '../support/follow-ons.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

async function clockSaid(stream: string, clock: string): Promise<string[]> {
  return (await followOnEvents(stack.services, stream)).flatMap((event) =>
    'clock' in event && event.clock === clock && event.type !== 'ClockWarned'
      ? [`${event.type} ${event.occurredAt}`]
      : [],
  );
}

// One travelled clock: these run in order, each later than the one before.
describe('the time an assessment takes', () => {
  it('E34 breaches at the end of 45 working days from receipt, whoever explains it before that', async () => {
    const { services } = stack;
    const child = await passedOn(services);
    const { ref, stream } = child;
    await seen(services, child);
    await stack.travel(parseInstant('2028-06-19T17:30:00+01:00'));
    expect(await clockSaid(stream, 'ASSESSMENT_CHECKPOINT')).toEqual([
      'ClockBreached 2028-06-19T16:00:00.000Z',
    ]);
    const note = await words(services, ref, 'The school has not answered yet.');
    await taken(services, stream, { type: 'reviewCheckpoint', note });
    const reviewed = await assessmentNow(services, stream, 'ASSESSMENT');
    expect(reviewed.clocks.find(({ id }) => id === 'ASSESSMENT_CHECKPOINT')).toMatchObject({
      status: 'STOPPED',
      stoppedBy: 'REVIEWED',
    });

    await stack.travel(parseInstant('2028-08-01T10:00:00+01:00'));
    const reason = await words(services, ref, 'A specialist report is awaited.');
    await taken(services, stream, { type: 'explainOverrun', reason, newDate: '2028-08-21' }, worker);
    await stack.travel(parseInstant('2028-08-07T16:59:00+01:00'));
    expect(await clockSaid(stream, 'ASSESSMENT')).toEqual([]);
    await stack.travel(parseInstant('2028-08-07T17:30:00+01:00'));
    expect(await clockSaid(stream, 'ASSESSMENT')).toEqual(['ClockBreached 2028-08-07T16:00:00.000Z']);

    await taken(services, stream, await authorising(services, ref));
    const ended = await assessmentNow(services, stream, 'CLOSED_TO_TEAM');
    expect(episodeFigures(ended)).toEqual({
      outcome: 'TO_TEAM',
      isSeenInTime: true,
      isAuthorisedInTime: false,
      isOverrunExplained: true,
    });
  });

  it('a shorter time set for a child moves the clock, and no longer one can be set', async () => {
    const { services } = stack;
    const { ref, stream } = await passedOn(services);
    await taken(services, stream, { type: 'acceptAssessment', threshold: 'AGREED' });
    const reason = await words(services, ref, 'One question is open.');
    const longer = await giveFollowOn(
      services,
      stream,
      { type: 'setTimescale', workingDays: 46, reason },
      { actor: receivingManager },
    );
    expect(longer).toMatchObject({ kind: 'REFUSED', refusal: { code: 'TIMESCALE_NOT_ALLOWED' } });
    // Received on Monday 7 August 2028 after hours; Monday 28 August is a bank holiday.
    await taken(services, stream, { type: 'setTimescale', workingDays: 15, reason });
    const set = await assessmentNow(services, stream, 'ASSESSMENT');
    const { dueAt } = set.clocks.find(({ id }) => id === 'ASSESSMENT') ?? {};
    expect(dueAt).toBe('2028-08-29T16:00:00.000Z');
    await stack.travel(parseInstant('2028-08-29T17:01:00+01:00'));
    expect(await clockSaid(stream, 'ASSESSMENT')).toEqual(['ClockBreached 2028-08-29T16:00:00.000Z']);
  });
});
