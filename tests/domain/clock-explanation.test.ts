import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armClock, type Clock, type ClockEvent, evolveClock } from '../../domain/clock.ts';
import { type ClockExplanation, explainClock } from '../../domain/clock-explanation.ts';
import { dueIfResumed, endPause, pauseClock } from '../../domain/clock-pausing.ts';
import { readClock, type ReadingContext } from '../../domain/clock-reading.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS } from '../../domain/instant.ts';
import type { HubRules, Limit } from '../../domain/policy.ts';
import { at, nineToFive } from '../policy/hubs.ts';

const rules: HubRules = {
  ...nineToFive,
  policy: { ...nineToFive.policy, pausable: ['RAG_TARGET', 'FEEDBACK'] },
};

/** Who did it when. */
type When = { readonly by: string; readonly at: Instant };
const by = (text: string): When => ({ by: 'synthetic-manager', at: at(text) });
const reason = { id: 'reason', digest: '' };

/** A clock and what happened to it. */
class Story {
  readonly events: ClockEvent[];
  clock: Clock;

  constructor(startedAt: Instant, limit: Limit, kind: 'FEEDBACK' | 'RAG_TARGET' = 'FEEDBACK') {
    const terms = armClock({ id: kind, kind, startedAt, limit }, startedAt, rules);
    this.events = [{ type: 'ClockStarted', occurredAt: startedAt, terms }];
    this.clock = { ...terms, status: 'RUNNING', warningsGiven: 0 };
  }

  pause(when: When): this {
    return this.add(pauseClock(this.clock, reason, when, rules));
  }

  resume(no: number, when: When): this {
    return this.add(endPause(this.clock, no, when, rules));
  }

  add(events: readonly ClockEvent[]): this {
    this.events.push(...events);
    this.clock = events.reduce(evolveClock, this.clock);
    return this;
  }

  context(now: Instant, overrides: Partial<ReadingContext> = {}): ReadingContext {
    return {
      now,
      rules,
      rulesNamed: () => rules,
      causeOf: (arming) => ('reason' in arming ? 'its pause ended' : 'the referral was received'),
      ...overrides,
    };
  }

  told(now: Instant, overrides: Partial<ReadingContext> = {}): ClockExplanation {
    return explainClock(this.events, this.context(now, overrides));
  }
}

/** The table as lines, its sources left out. */
function table({ rows }: ClockExplanation): string[] {
  return rows.map(({ what, when, words }) =>
    [what, when, words.replace(/ Working Together.*$/, '')].filter((part) => part !== undefined).join(' | '),
  );
}

const ONE_DAY: Limit = { amount: 1, unit: 'WD' };
const THREE_DAYS: Limit = { amount: 3, unit: 'WD' };
/** Maundy Thursday. */
const EASTER = at('2027-03-25 16:59 GMT');
/** A Monday without a bank holiday near it. */
const MONDAY = at('2027-06-07 10:00 BST');

describe('a clock explained', () => {
  test('over Easter and a clock change: what counted, what did not and why, when it is due, and what is left', () => {
    const told = new Story(EASTER, ONE_DAY).told(at('2027-03-30 14:49 BST'));
    expect(told.sentence).toBe(
      'Feedback to the referrer: started Thu 25 Mar 2027 16:59, because the referral was received; ' +
        'the limit is 1 working day: due at the same time on the next working day; ' +
        'counted 8 working hours on 2 days; not counted Fri 26 Mar 2027 (Good Friday), ' +
        'Sat 27 Mar 2027 to Sun 28 Mar 2027 (weekend), Mon 29 Mar 2027 (Easter Monday); ' +
        'due Tue 30 Mar 2027 16:59; 2 working hours 10 minutes left.',
    );
    expect(table(told)).toEqual([
      'STARTED | Thu 25 Mar 2027 16:59 | Because the referral was received. The limit is 1 working day: due at the same time on the next working day.',
      'COUNTED | Thu 25 Mar 2027 16:59 to 17:00 | 1 working minute',
      'SKIPPED | Fri 26 Mar 2027 | Good Friday.',
      'SKIPPED | Sat 27 Mar 2027 to Sun 28 Mar 2027 | Weekend.',
      'SKIPPED | Mon 29 Mar 2027 | Easter Monday.',
      'COUNTED | Tue 30 Mar 2027 09:00 to 16:59 | 7 working hours 59 minutes',
      'DUE | Tue 30 Mar 2027 16:59 | Exactly then is on time, one millisecond later is late. Clocks go forward on Sun 28 Mar 2027, so 119 hours pass in all.',
      'MARGIN | 2 working hours 10 minutes left.',
    ]);
    expect(told.rows[0]?.words).toContain(rules.policy.clocks.FEEDBACK.source);
    expect(told).toMatchObject({ dueAt: at('2027-03-30 16:59 BST'), editions: [{ isAtHand: true }] });
    expect(told.dueIfResumedNow).toBeUndefined();
  });

  test('started outside hub hours', () => {
    const told = new Story(at('2027-06-07 20:00 BST'), ONE_DAY).told(at('2027-06-07 20:01 BST'));
    expect(told.rows[0]?.words).toContain(
      'outside hub hours, so it counts from the next opening, Tue 8 Jun 2027 09:00. The limit is 1 working day: due at closing on that day.',
    );
  });

  test('one that stands still says when it would be due, and that this moves', () => {
    const story = new Story(MONDAY, THREE_DAYS).pause(by('2027-06-08 11:00 BST'));
    const now = at('2027-06-08 14:00 BST');
    const told = story.told(now);
    expect(table(told)).toEqual([
      'STARTED | Mon 7 Jun 2027 10:00 | Because the referral was received. The limit is 3 working days: the day it started is day 0, and it is due at closing on day 3.',
      'COUNTED | Tue 8 Jun 2027 09:00 to 11:00 | 2 working hours',
      'PAUSED | Tue 8 Jun 2027 11:00 until now | It stands still, 3 working hours so far.',
      'COUNTED | Tue 8 Jun 2027 14:00 to Fri 11 Jun 2027 12:00 | 22 working hours on 4 days',
      'DUE | Fri 11 Jun 2027 12:00 if it runs on now | It was due Thu 10 Jun 2027 17:00 when it was paused. The longer it stands still, the later it is due.',
      'MARGIN | 3 working days left once it runs on.',
    ]);
    expect(told.sentence).toContain(
      'paused once (3 working hours); stands still, due Fri 11 Jun 2027 12:00 if it runs on now',
    );
    expect(told.dueIfResumedNow).toBe(at('2027-06-11 12:00 BST'));
    expect(told.rows.find(({ what }) => what === 'PAUSED')).not.toHaveProperty('to');
  });

  test('looked at before the instant its pause began, as a clock that runs ahead may have it', () => {
    const story = new Story(MONDAY, { amount: 4, unit: 'CH' }).pause(by('2027-06-07 11:00 BST'));
    const told = story.told(at('2027-06-07 10:59 BST'));
    expect(told.dueIfResumedNow).toBe(at('2027-06-07 14:00 BST'));
  });

  test('pauses that overlap count once, and running on is told with both due instants', () => {
    const story = new Story(MONDAY, { amount: 4, unit: 'WH' })
      .pause(by('2027-06-07 11:00 BST'))
      .pause(by('2027-06-07 12:00 BST'))
      .resume(1, by('2027-06-07 13:00 BST'))
      .resume(2, by('2027-06-08 10:00 BST'))
      .add([
        {
          type: 'ClockStopped',
          occurredAt: at('2027-06-08 11:00 BST'),
          clock: 'FEEDBACK',
          stoppedBy: 'FEEDBACK_GIVEN',
        },
      ]);
    expect(table(story.told(at('2027-06-09 10:00 BST'))).slice(1)).toEqual([
      'COUNTED | Mon 7 Jun 2027 10:00 to 11:00 | 1 working hour',
      'PAUSED | Mon 7 Jun 2027 11:00 to Tue 8 Jun 2027 10:00 | It stood still for 7 working hours and is due that much later. 2 pauses overlap and count once.',
      'COUNTED | Tue 8 Jun 2027 10:00 to 13:00 | 3 working hours',
      'REARMED | Tue 8 Jun 2027 10:00 | Because its pause ended. Due Tue 8 Jun 2027 13:00 instead of Mon 7 Jun 2027 14:00.',
      'DUE | Tue 8 Jun 2027 13:00 | Exactly then is on time, one millisecond later is late.',
      'STOPPED | Tue 8 Jun 2027 11:00 | Because the referrer was told the outcome.',
      'MARGIN | 2 working hours to spare.',
    ]);
  });

  test('days off within a pause belong to the pause', () => {
    const story = new Story(at('2027-03-24 10:00 GMT'), THREE_DAYS)
      .pause(by('2027-03-25 17:00 GMT'))
      .resume(1, by('2027-03-30 09:00 BST'));
    const rows = story.told(at('2027-03-30 09:00 BST')).rows.map(({ what }) => what);
    expect(rows).not.toContain('SKIPPED');
    expect(rows).toContain('PAUSED');
  });

  test('warned, late and told again: a step that repeats shares one row', () => {
    const next = { step: 1, to: 'TEAM_MANAGER', at: MONDAY } as const;
    const told = (
      occurredAt: string,
      to: 'SERVICE_MANAGER' | 'HEAD_OF_SERVICE',
      step: number,
    ): ClockEvent => ({
      type: 'ClockEscalated',
      occurredAt: at(occurredAt),
      clock: 'FEEDBACK',
      step,
      told: to,
      next,
    });
    const story = new Story(MONDAY, ONE_DAY).add([
      { type: 'ClockWarned', occurredAt: at('2027-06-07 14:00 BST'), clock: 'FEEDBACK', fraction: 0.5 },
      {
        type: 'ClockBreached',
        occurredAt: at('2027-06-08 10:00 BST'),
        clock: 'FEEDBACK',
        told: 'TEAM_MANAGER',
        next,
      },
      told('2027-06-09 10:00 BST', 'SERVICE_MANAGER', 1),
      told('2027-06-10 10:00 BST', 'HEAD_OF_SERVICE', 2),
      told('2027-06-11 10:00 BST', 'HEAD_OF_SERVICE', 3),
      told('2027-06-14 10:00 BST', 'HEAD_OF_SERVICE', 4),
    ]);
    expect(table(story.told(at('2027-06-14 11:00 BST'))).slice(-6)).toEqual([
      'DUE | Tue 8 Jun 2027 10:00 | Exactly then is on time, one millisecond later is late.',
      'WARNED | Mon 7 Jun 2027 14:00 | 50 % of its time was used.',
      'LATE | Tue 8 Jun 2027 10:00 | The team manager was told.',
      'LATE | Wed 9 Jun 2027 10:00 | Still late, and the service manager was told.',
      'LATE | Thu 10 Jun 2027 10:00 to Mon 14 Jun 2027 10:00 | Still late, and the head of service was told 3 times.',
      'MARGIN | Late by 4 working days.',
    ]);
  });

  test('editions that are not at hand: the recorded instant stands, and the words say why nothing is counted', () => {
    const told = new Story(MONDAY, ONE_DAY).told(MONDAY, { rulesNamed: () => undefined });
    const { edition: policy } = rules.policy;
    const { edition: calendar } = rules.calendar;
    expect(table(told)).toEqual([
      `STARTED | Mon 7 Jun 2027 10:00 | Because the referral was received. The limit is 1 working day, counted under policy ${policy} and calendar ${calendar}, which are not at hand.`,
      `DUE | Tue 8 Jun 2027 10:00 | Recorded under policy ${policy} and calendar ${calendar}, which are not at hand: what it counted cannot be told.`,
      'MARGIN | 8 working hours left.',
    ]);
    expect(told).toMatchObject({ dueAt: at('2027-06-08 10:00 BST'), editions: [{ isAtHand: false }] });
  });

  test('an edition that would now say otherwise does not move the recorded instant', () => {
    const shut: HubRules = {
      ...rules,
      calendar: {
        ...rules.calendar,
        bankHolidays: [{ date: '2027-06-08' as never, title: 'Proclaimed day' }],
      },
    };
    const told = new Story(MONDAY, ONE_DAY).told(MONDAY, { rulesNamed: () => shut });
    expect(told.dueAt).toBe(at('2027-06-08 10:00 BST'));
    expect(table(told)).toContain(
      'DUE | Tue 8 Jun 2027 10:00 | Counted anew it would be Wed 9 Jun 2027 10:00: the recorded instant counts.',
    );
  });

  test('exactly at the due instant it was stopped just in time', () => {
    const story = new Story(MONDAY, ONE_DAY);
    story.add([
      {
        type: 'ClockStopped',
        occurredAt: story.clock.dueAt,
        clock: 'FEEDBACK',
        stoppedBy: 'FEEDBACK_WITHHELD',
      },
    ]);
    expect(story.told(MONDAY).rows.at(-1)).toEqual({ what: 'MARGIN', words: 'Just in time.' });
  });

  test('no events are no clock', () => {
    expect(() => explainClock([], new Story(MONDAY, ONE_DAY).context(MONDAY))).toThrow(
      'begins with its start',
    );
  });
});

describe('whatever the pauses', () => {
  const limit = fc.constantFrom<Limit>(
    { amount: 4, unit: 'CH' },
    { amount: 30, unit: 'CH' },
    { amount: 4, unit: 'WH' },
    { amount: 20, unit: 'WH' },
  );
  /** Minutes the clock runs and then stands still, and whether it still does. */
  const pause = fc.record({
    runs: fc.integer({ min: 0, max: 59 }),
    still: fc.integer({ min: 1, max: 6000 }),
  });
  const pauses = fc.array(pause, { minLength: 1, maxLength: 3 });

  test('what counted sums to the limit, and a clock that stands still is due as if it ran on now', () => {
    fc.assert(
      fc.property(limit, pauses, fc.boolean(), (aLimit, times, lasts) => {
        const story = new Story(EASTER, aLimit);
        let now = EASTER;
        times.forEach(({ runs, still }, index) => {
          now = addMs(now, runs * MINUTE_MS);
          story.pause({ by: '', at: now });
          now = addMs(now, still * MINUTE_MS);
          if (!lasts || index < times.length - 1) story.resume(index + 1, { by: '', at: now });
        });
        const { counting, dueAt, clock } = readClock(story.events, story.context(now));
        const countedMs = (counting?.counted ?? []).reduce((sum, run) => sum + run.countedMs, 0);
        expect(countedMs).toBe(aLimit.amount * HOUR_MS);
        expect(dueAt).toBe(clock.status === 'PAUSED' ? dueIfResumed(clock, now, rules) : clock.dueAt);
      }),
      { numRuns: 100 },
    );
  });
});
