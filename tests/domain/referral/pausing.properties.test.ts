import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Clock, isClockEvent, isLate } from '../../../domain/clock.ts';
import { DomainError } from '../../../domain/errors.ts';
import { addMs, type Instant, MINUTE_MS } from '../../../domain/instant.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { receive } from '../../../domain/referral/receive.ts';
import { CLOCK_KINDS } from '../../../domain/vocabulary.ts';
import { teamManager } from '../../support/people.ts';
import {
  approveWithdrawal,
  askToWithdraw,
  decision,
  folded,
  MON_TEN,
  rateAmber,
  rateBlue,
  rateGreen,
  rateRed,
  receipt,
  rules,
  sealed,
} from './story.ts';

const pause = fc
  .constantFrom('RAG_TARGET', 'RAG_TARGET', 'RAG_TARGET', ...CLOCK_KINDS)
  .map((clock): ReferralCommand => ({ type: 'pauseClock', clock, reason: sealed('why') }));
const end = fc
  .integer({ min: 1, max: 4 })
  .map((no): ReferralCommand => ({ type: 'endPause', clock: 'RAG_TARGET', pause: no }));
const what: fc.Arbitrary<ReferralCommand | 'tick'> = fc.oneof(
  { weight: 4, arbitrary: pause },
  { weight: 4, arbitrary: end },
  { weight: 3, arbitrary: fc.constantFrom(rateRed, rateAmber, rateGreen, rateBlue) },
  { weight: 2, arbitrary: fc.constant('tick' as const) },
  { weight: 1, arbitrary: fc.constantFrom(decision(), askToWithdraw, approveWithdrawal) },
);
const steps = fc.array(fc.record({ what, minutes: fc.integer({ min: 0, max: 8 * 60 }) }), {
  minLength: 2,
  maxLength: 16,
  size: 'max',
});

type Life = { readonly events: readonly ReferralEvent[]; readonly now: Instant };

/** What happens to a referral rated red at once, ticking before each step; refused commands change nothing. */
function live(taken: typeof steps extends fc.Arbitrary<infer T> ? T : never): Life {
  const events: ReferralEvent[] = receive(receipt(), MON_TEN, rules);
  let now = MON_TEN;
  events.push(...decide(folded(events), rateRed, { actor: teamManager, now, rules }));
  for (const { what: step, minutes } of taken) {
    now = addMs(now, minutes * MINUTE_MS);
    events.push(...observe(folded(events), { type: 'tick' }, { now, rules }));
    if (step === 'tick') continue;
    try {
      events.push(...decide(folded(events), step, { actor: teamManager, now, rules }));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  events.push(...observe(folded(events), { type: 'tick' }, { now, rules }));
  return { events, now };
}

const isOpen = ({ pauses = [] }: Clock) => pauses.some(({ until }) => until === undefined);

describe('whatever people do with a referral whose target may pause', () => {
  test('these lives pause, run on, breach and are stopped', () => {
    const types = fc.sample(steps, { numRuns: 300, seed: 5 }).flatMap((taken) => {
      const { events } = live(taken);
      return events.flatMap((event) =>
        'clock' in event && event.clock === 'RAG_TARGET' ? [event.type] : [],
      );
    });
    const seen = ['ClockPaused', 'ClockPauseEnded', 'ClockWarned', 'ClockBreached', 'ClockStopped'] as const;
    expect(seen.filter((type) => !types.includes(type))).toEqual([]);
  });

  test('no statutory clock ever stands still', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { clocks } = folded(live(taken).events);
        const paused = clocks.filter(({ pauses = [] }) => pauses.length > 0);
        expect(paused.filter(({ kind }) => kind !== 'RAG_TARGET')).toEqual([]);
      }),
    );
  });

  test('after every event but the end of a pause, a clock stands still exactly while a pause is open', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { events } = live(taken);
        events.forEach((event, index) => {
          if (event.type === 'ClockPauseEnded') return;
          for (const clock of folded(events.slice(0, index + 1)).clocks) {
            expect(isOpen(clock)).toBe(clock.status === 'PAUSED');
          }
        });
      }),
    );
  });

  test('a clock is late exactly when its breach is in the record', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { events, now } = live(taken);
        for (const clock of folded(events).clocks) {
          const breaches = events.filter(
            (event) => event.type === 'ClockBreached' && event.clock === clock.id,
          );
          if (isLate(clock, now)) expect(breaches.length).toBeGreaterThan(0);
          if (clock.status === 'RUNNING' || clock.status === 'PAUSED') expect(isLate(clock, now)).toBe(false);
        }
      }),
    );
  });

  test('the target is never due after the decision', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { clocks } = folded(live(taken).events);
        const due = (kind: string) => clocks.find((clock) => clock.kind === kind)?.dueAt ?? MON_TEN;
        expect(due('RAG_TARGET') <= due('DECISION')).toBe(true);
      }),
    );
  });

  test('the version counts what people did, pauses included', () => {
    const isPause = ({ type }: ReferralEvent) => type === 'ClockPaused' || type === 'ClockPauseEnded';
    // The hub asks for the case that follows a decision by itself.
    const isCounted = (event: ReferralEvent) => !isClockEvent(event) && event.type !== 'FollowOnAsked';
    fc.assert(
      fc.property(steps, (taken) => {
        const { events } = live(taken);
        expect(folded(events).version).toBe(
          events.filter((event) => isCounted(event) || isPause(event)).length,
        );
      }),
    );
  });
});
