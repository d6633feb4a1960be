import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { armClock } from '../../../domain/clock.ts';
import type { LocalDate } from '../../../domain/instant.ts';
import { clockLimit, type HubRules } from '../../../domain/policy.ts';
import { adoptRules } from '../../../domain/referral/adopt-rules.ts';
import { observe } from '../../../domain/referral/decide.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import {
  byPhone,
  decision,
  folded,
  on,
  outline,
  rateAmber,
  rateGreen,
  rateRed,
  rules,
  type Step,
  story,
} from './story.ts';

const { policy, calendar } = rules;

/** The rules with a bank holiday proclaimed for a day of June 2028, as their first publication. */
function withHoliday(date: string): HubRules {
  const bankHolidays = [...calendar.bankHolidays, { date: date as LocalDate, title: 'Proclaimed day' }];
  const ascending = bankHolidays.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return {
    policy,
    calendar: { ...calendar, edition: `with ${date}`, bankHolidays: ascending },
    publication: 1,
  };
}
const TUESDAY_OFF = withHoliday('2028-06-06');
const RED_IN_TWO: HubRules = {
  ...rules,
  policy: {
    ...policy,
    edition: 'red-in-two',
    ragTargets: { ...policy.ragTargets, RED: { amount: 2, unit: 'CH' } },
  },
  publication: 1,
};

function adopted(steps: readonly Step[], at: string, to: HubRules, from: HubRules = rules) {
  const { events } = story([...steps, [at, 'tick']]);
  const referral = folded(events);
  const adopting = adoptRules(referral, from, to, on(at));
  const after = [...events, ...adopting];
  return { before: referral, adopting, after: folded(after), events: after };
}

const dueOf = ({ clocks }: ReturnType<typeof folded>, id: string) =>
  clocks.find((clock) => clock.id === id)?.dueAt;

describe('a day is proclaimed a bank holiday', () => {
  test.each<[string, Step[], string, string[]]>([
    [
      'every clock that has not stopped is armed anew',
      [],
      'Mon 12:00',
      ['RulesAdopted', 'ClockRearmed ACKNOWLEDGEMENT', 'ClockRearmed DECISION', 'ClockRearmed FEEDBACK'],
    ],
    [
      'a decision in time keeps its stamp',
      [['Mon 11:00', decision()]],
      'Mon 12:00',
      ['RulesAdopted', 'ClockRearmed ACKNOWLEDGEMENT', 'ClockRearmed FEEDBACK'],
    ],
    [
      'a rating target in elapsed hours stands as before',
      [['Mon 10:30', rateRed]],
      'Mon 12:00',
      ['RulesAdopted', 'ClockRearmed ACKNOWLEDGEMENT', 'ClockRearmed DECISION', 'ClockRearmed FEEDBACK'],
    ],
    [
      'a closed referral keeps everything',
      [
        ['Mon 11:00', decision({ outcome: 'NFA' })],
        ['Mon 11:30', byPhone],
      ],
      'Mon 12:00',
      [],
    ],
  ])('%s', (_case, steps, at, expected) => {
    expect(outline(adopted(steps, at, TUESDAY_OFF).adopting)).toEqual(expected);
  });

  it('moves a working day on, and keeps reason and both editions', () => {
    const { before, after, adopting } = adopted([], 'Mon 12:00', TUESDAY_OFF);
    expect([dueOf(before, 'DECISION'), dueOf(after, 'DECISION')]).toEqual([on('Tue 10:00'), on('Wed 10:00')]);
    expect(adopting.find((event) => event.type === 'ClockRearmed' && event.terms.id === 'DECISION')).toEqual({
      type: 'ClockRearmed',
      occurredAt: on('Mon 12:00'),
      terms: expect.objectContaining({
        dueAt: on('Wed 10:00'),
        policyEdition: policy.edition,
        calendarEdition: 'with 2028-06-06',
      }),
      previousDueAt: on('Tue 10:00'),
      reason: 'RULES_CHANGED',
      previousPolicyEdition: policy.edition,
      previousCalendarEdition: calendar.edition,
      publication: 1,
    });
  });

  it('does not count as something a person did', () => {
    const { before, after } = adopted([], 'Mon 12:00', TUESDAY_OFF);
    expect(after.version).toBe(before.version);
  });

  it('makes a clock run again that is late under the old days only, with the breach in the record', () => {
    const { after, events } = adopted([], 'Tue 12:00', TUESDAY_OFF);
    expect(outline(events)).toContain('ClockBreached DECISION');
    expect(after.clocks.find(({ id }) => id === 'DECISION')).toMatchObject({
      status: 'RUNNING',
      dueAt: on('Wed 10:00'),
    });
  });

  it('and withdrawn after its day: the clock is late at its true instant', () => {
    const { events } = adopted([], 'Mon 12:00', TUESDAY_OFF);
    const back = { ...rules, publication: 2 };
    const referral = folded(events);
    const withdrawn = [...events, ...adoptRules(referral, TUESDAY_OFF, back, on('Tue 12:00'))];
    const late = observe(folded(withdrawn), { type: 'tick' }, { now: on('Tue 12:00'), rules: back });
    expect(late.find((event) => event.type === 'ClockBreached' && event.clock === 'DECISION')).toMatchObject({
      occurredAt: on('Tue 10:00'),
    });
  });
});

describe('a rating is given less time', () => {
  test.each<[string, Step[], string, string | undefined]>([
    ['a red target runs', [['Mon 10:30', rateRed]], 'Mon 11:00', 'Mon 12:00'],
    ['an amber target stands', [['Mon 10:30', rateAmber]], 'Mon 11:00', 'Tue 10:00'],
    ['a red target is shortened into the past', [['Mon 10:30', rateRed]], 'Mon 13:00', 'Mon 12:00'],
    [
      'a missed red target, rated green since, keeps the limit it was missed under',
      [
        ['Mon 10:30', rateRed],
        ['Mon 15:00', rateGreen],
      ],
      'Mon 16:00',
      'Mon 14:00',
    ],
  ])('%s', (_case, steps, at, due) => {
    expect(dueOf(adopted(steps, at, RED_IN_TWO).after, 'RAG_TARGET')).toBe(due && on(due));
  });
});

describe('adopting', () => {
  const holidays = fc.constantFrom('2028-06-06', '2028-06-07', '2028-06-08', '2028-06-12');
  const lives = fc.constantFrom<Step[]>(
    [],
    [['Mon 10:30', rateRed]],
    [
      ['Mon 10:30', rateAmber],
      ['Mon 11:00', rateRed],
    ],
    [['Mon 11:00', decision()]],
  );
  const instants = fc.constantFrom('Mon 12:00', 'Tue 09:59', 'Tue 10:00', 'Wed 16:00', '+1 Mon 10:00');
  const armed = ({ clocks }: ReturnType<typeof folded>) =>
    clocks.filter(({ status }) => status !== 'STOPPED').map(({ id, dueAt }) => `${id} ${dueAt}`);

  it('gives every open clock the instant it would have had under the rules from the start', () => {
    fc.assert(
      fc.property(holidays, lives, instants, (holiday, steps, at) => {
        const to = withHoliday(holiday);
        const { after } = adopted(steps, at, to);
        for (const clock of after.clocks) {
          if (clock.status === 'STOPPED' || clock.kind === 'RAG_TARGET') continue;
          const limit = clockLimit(policy, clock.kind)?.limit ?? clock.limit;
          const fresh = armClock({ ...clock, limit }, on(at), to);
          expect(clock.dueAt).toBe(fresh.dueAt);
        }
      }),
    );
  });

  it('and going back restores every open clock', () => {
    fc.assert(
      fc.property(holidays, lives, instants, (holiday, steps, at) => {
        const to = withHoliday(holiday);
        const { before, after, events } = adopted(steps, at, to);
        const back: ReferralEvent[] = adoptRules(after, to, { ...rules, publication: 2 }, on(at));
        expect(armed(folded([...events, ...back]))).toEqual(armed(before));
      }),
    );
  });

  it('changes nothing but the record when the new rules count alike', () => {
    fc.assert(
      fc.property(lives, instants, (steps, at) => {
        const same = { ...rules, calendar: { ...calendar, edition: 'same days' }, publication: 1 };
        expect(outline(adopted(steps, at, same).adopting)).toEqual(['RulesAdopted']);
      }),
    );
  });
});
