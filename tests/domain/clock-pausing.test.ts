import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armClock, type Clock, type ClockEvent, evolveClock } from '../../domain/clock.ts';
import { milestones, nextWakeAt } from '../../domain/clock-milestones.ts';
import { standstills } from '../../domain/clock-pauses.ts';
import {
  dueIfResumed,
  endObstacle,
  endPause,
  endPauses,
  openPauses,
  pauseClock,
  pauseObstacle,
} from '../../domain/clock-pausing.ts';
import { DomainError } from '../../domain/errors.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS, msFromInstant } from '../../domain/instant.ts';
import type { HubRules, Limit } from '../../domain/policy.ts';
import { workingTimeBetween } from '../../domain/working-time.ts';
import { at, nineToFive } from '../policy/hubs.ts';
import { sealed } from './referral/story.ts';

/** A hub that lets the feedback clock pause, as a policy of its own may. */
const rules: HubRules = { ...nineToFive, policy: { ...nineToFive.policy, pausable: ['FEEDBACK'] } };
const START = at('2028-06-05 10:00 BST');
const inHours = (hours: number) => addMs(START, hours * HOUR_MS);
const manager = (instant: Instant) => ({ by: 'manager', at: instant });

/** A clock with this limit that started on Monday 5 June 2028 at 10:00. */
function running(limit: Limit): Clock {
  const toArm = { id: 'FEEDBACK', kind: 'FEEDBACK', startedAt: START, limit } as const;
  return { ...armClock(toArm, START, rules), status: 'RUNNING', warningsGiven: 0 };
}

const after = (clock: Clock, events: readonly ClockEvent[]) => events.reduce<Clock>(evolveClock, clock);
const pausedAt = (clock: Clock, instant: Instant) =>
  after(clock, pauseClock(clock, sealed('why'), manager(instant), rules));
const endedAt = (clock: Clock, no: number, instant: Instant) =>
  after(clock, endPause(clock, no, manager(instant), rules));

function standing(clock: Clock): Extract<Clock, { status: 'PAUSED' }> {
  return clock.status === 'PAUSED' ? clock : expect.fail(`the clock is ${clock.status}`);
}

describe('whether a clock may be paused', () => {
  const clock = running({ amount: 4, unit: 'CH' });
  const { pausable: _pausable, ...strict } = rules.policy;

  test.each<[string, Clock, Instant, HubRules, string | undefined]>([
    ['running', clock, inHours(1), rules, undefined],
    ['running, exactly at its due instant', clock, inHours(4), rules, undefined],
    ['one millisecond late, before anybody said so', clock, addMs(inHours(4), 1), rules, 'CLOCK_NOT_RUNNING'],
    ['standing still, its old due instant past', pausedAt(clock, inHours(1)), inHours(9), rules, undefined],
    ['late', after(clock, milestones(clock, inHours(5), rules)), inHours(5), rules, 'CLOCK_NOT_RUNNING'],
    ['under a policy that lets others pause', clock, inHours(1), nineToFive, 'CLOCK_NEVER_PAUSES'],
    ['under a policy that lets none', clock, inHours(1), { ...rules, policy: strict }, 'CLOCK_NEVER_PAUSES'],
  ])('%s', (_case, it, instant, under, code) => {
    expect(pauseObstacle(it, instant, under)?.code).toBe(code);
  });

  test('a pause that is open can be ended, another cannot', () => {
    const paused = pausedAt(clock, inHours(1));
    expect(endObstacle(paused, 1)).toBeUndefined();
    expect(endObstacle(paused, 2)?.code).toBe('PAUSE_NOT_OPEN');
    expect(endObstacle(endedAt(paused, 1, inHours(2)), 1)?.code).toBe('PAUSE_NOT_OPEN');
  });
});

test('ended for something that was done before the pause began, the pause has no length', () => {
  const paused = standing(pausedAt(running({ amount: 4, unit: 'CH' }), inHours(3)));
  const events = endPauses(paused, manager(inHours(2)), rules);
  expect(events).toMatchObject([
    { type: 'ClockPauseEnded', occurredAt: inHours(3) },
    { type: 'ClockRearmed', occurredAt: inHours(2), terms: { dueAt: inHours(4) } },
  ]);
});

type Step = { readonly do: 'pause' | 'tick' | 'end'; readonly minutes: number; readonly pick: number };

/** What people do with a clock and how much later each time; `pick` chooses the pause to end. */
const steps = fc.array(
  fc.record<Step>({
    do: fc.constantFrom('pause', 'pause', 'end', 'tick'),
    minutes: fc.integer({ min: 0, max: 20 * 60 }),
    pick: fc.nat(),
  }),
  { maxLength: 12 },
);
const limit = fc.record({
  amount: fc.integer({ min: 1, max: 12 }),
  unit: fc.constantFrom('WD', 'WH', 'CH', 'CD'),
}) satisfies fc.Arbitrary<Limit>;

/** Lives a clock through steps, ticking before each as the workflow does; refused steps change nothing. */
function live(clock: Clock, taken: readonly Step[]) {
  const events: ClockEvent[] = [];
  let current = clock;
  let now = START;
  const happen = (step: readonly ClockEvent[]) => {
    events.push(...step);
    current = after(current, step);
  };
  for (const step of taken) {
    now = addMs(now, step.minutes * MINUTE_MS);
    happen(milestones(current, now, rules));
    const open = openPauses(current);
    const chosen = open[step.pick % open.length];
    try {
      if (step.do === 'pause') happen(pauseClock(current, sealed('why'), manager(now), rules));
      if (step.do === 'end' && chosen) happen(endPause(current, chosen.no, manager(now), rules));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return { clock: current, events, now };
}

describe('whatever people do with a clock that may pause', () => {
  test('it stands still exactly while a pause is open', () => {
    fc.assert(
      fc.property(limit, steps, (given, taken) => {
        const { clock } = live(running(given), taken);
        const open = (clock.pauses ?? []).filter(({ until }) => until === undefined);
        expect(clock.status === 'PAUSED').toBe(open.length > 0);
      }),
    );
  });

  test('it says nothing while it stands still, and no breach falls into a standstill', () => {
    fc.assert(
      fc.property(limit, steps, (given, taken) => {
        const { clock, events, now } = live(running(given), taken);
        if (clock.status === 'PAUSED') {
          expect(nextWakeAt(clock)).toBeUndefined();
          expect(milestones(clock, addMs(now, 1e10), rules)).toEqual([]);
        }
        const said = events.filter(({ type }) => type === 'ClockWarned' || type === 'ClockBreached');
        for (const { occurredAt } of said) {
          for (const { from, until } of standstills(clock.pauses ?? [])) {
            expect(from < occurredAt && occurredAt < until).toBe(false);
          }
        }
      }),
    );
  });

  test('it breaches once at most, and is never paused after', () => {
    fc.assert(
      fc.property(limit, steps, (given, taken) => {
        const types = live(running(given), taken).events.map(({ type }) => type);
        const breach = types.indexOf('ClockBreached');
        if (breach < 0) return;
        expect(types.slice(breach + 1).every((type) => type === 'ClockEscalated')).toBe(true);
      }),
    );
  });

  test('each warning is given once', () => {
    fc.assert(
      fc.property(limit, steps, (given, taken) => {
        const warned = live(running(given), taken).events.flatMap((event) =>
          event.type === 'ClockWarned' ? [event.fraction] : [],
        );
        expect(warned).toEqual([...new Set(warned)].toSorted((a, b) => a - b));
      }),
    );
  });

  test.each(['CH', 'WH'] as const)('%s: once it runs on, the time it ran is its limit', (unit) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), steps, (amount, taken) => {
        const lived = live(running({ amount, unit }), taken);
        const { clock, now } = lived;
        const ran = clock.status === 'PAUSED' ? after(clock, endPauses(clock, manager(now), rules)) : clock;
        const between = (from: Instant, until: Instant) =>
          unit === 'CH' ? msFromInstant(until) - msFromInstant(from) : workingTimeBetween(from, until, rules);
        const before = standstills(ran.pauses ?? []).filter(({ from }) => from <= ran.dueAt);
        const stood = before.reduce((total, { from, until }) => total + between(from, until), 0);
        expect(between(START, ran.dueAt) - stood).toBe(amount * HOUR_MS);
      }),
    );
  });

  test('what it would be due if it ran on is what it is due when it does', () => {
    fc.assert(
      fc.property(limit, steps, fc.nat(20_000), (given, taken, minutes) => {
        const { clock, now } = live(running(given), taken);
        if (clock.status !== 'PAUSED') return;
        const later = addMs(now, minutes * MINUTE_MS);
        const due = dueIfResumed(clock, later, rules);
        expect(after(clock, endPauses(clock, manager(later), rules)).dueAt).toBe(due);
        expect(due >= later).toBe(true);
      }),
    );
  });

  test('pauses ended in any order give the same due instant', () => {
    const openings = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 2, maxLength: 5 });
    const plan = openings.chain((begins) =>
      fc.tuple(
        fc.constant(begins.toSorted((a, b) => a - b)),
        fc.array(fc.integer({ min: 60, max: 4_000 }), { minLength: begins.length, maxLength: begins.length }),
        fc.shuffledSubarray(
          begins.map((_begin, index) => index + 1),
          { minLength: begins.length },
        ),
      ),
    );
    fc.assert(
      fc.property(limit, plan, (given, [begins, ends, order]) => {
        const minute = (count: number) => addMs(START, count * MINUTE_MS);
        const paused = begins.reduce((clock, begin) => pausedAt(clock, minute(begin)), running(given));
        const instants = ends.toSorted((a, b) => a - b).map(minute);
        const endedIn = (numbers: readonly number[]) =>
          numbers.reduce((clock, no, index) => endedAt(clock, no, instants[index] ?? START), paused);
        const inOrder = endedIn(order.toSorted((a, b) => a - b));
        expect(inOrder.status).toBe('RUNNING');
        expect(endedIn(order).dueAt).toBe(inOrder.dueAt);
      }),
    );
  });
});
