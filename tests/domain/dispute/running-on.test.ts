import { describe, expect, test } from 'vitest';
import type { DisputeOpening } from '../../../domain/dispute/opening.ts';
import { adoptRules } from '../../../domain/follow-on/adopt-rules.ts';
import { decide, owedDeliveries, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { type LocalDate } from '../../../domain/instant.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { on, rules, type Step, story } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  changeInterim,
  dispute,
  headOfService,
  headTeacher,
  manager,
  nurse,
  opening,
  raise,
  resolve,
  sergeant,
  serviceManager,
  urgent,
  withdraw,
} from './about.ts';

/** Lives of a dispute that touch everything it does. */
const LIVES: [string, Step[], Partial<DisputeOpening>?][] = [
  [
    'let be to the end',
    [
      ['Thu 18:00', 'tick'],
      ['+1 Tue 09:00', 'tick'],
      ['+2 Tue 09:00', 'tick'],
      ['+4 Mon 09:00', 'tick'],
    ],
  ],
  [
    'raised and resolved',
    [
      ['Mon 12:00', raise, headTeacher],
      ['Tue 12:00', resolve(), serviceManager],
    ],
  ],
  [
    'urgent on the way',
    [
      ['Mon 12:00', urgent, headTeacher],
      ['Mon 13:00', changeInterim, headOfService],
      ['Wed 09:00', 'tick'],
    ],
  ],
  ['urgent from the start', [['Sat 12:00', 'tick']], { lane: 'CHILD_SAFETY' }],
  ['withdrawn', [['Mon 12:00', withdraw, headTeacher]]],
];

describe('E28: the clocks of the disputed case run on', () => {
  test.each(LIVES)('%s: a dispute says something of its own clocks alone', (_case, steps, from) => {
    const { events } = dispute(steps, from);
    const clocks = events.flatMap((event) => {
      if ('terms' in event) return [event.terms.id];
      return 'clock' in event ? [event.clock] : [];
    });
    expect(clocks.length).toBeGreaterThan(0);
    expect(clocks.filter((id) => !id.startsWith('DISPUTE_'))).toEqual([]);
  });

  test.each(LIVES)('%s: it gives other cases words, and begins none', (_case, steps, from) => {
    const { state } = dispute(steps, from);
    const toCases = owedDeliveries(state).filter(({ message }) => message !== 'LETTER');
    expect(toCases.length).toBeGreaterThan(0);
    for (const delivery of toCases) {
      expect(delivery).toMatchObject({ message: 'CASE_TO_TELL', command: { type: 'noteNews' } });
    }
  });

  test('never allowed: no clock of a dispute stands still', () => {
    const { state } = dispute();
    for (const actor of [manager, headOfService]) {
      expect(() =>
        decide(
          state,
          { type: 'pauseClock', clock: 'DISPUTE_STAGE.1', reason: sealed('pause') },
          { actor, now: on('Mon 12:00'), rules },
        ),
      ).toThrow(expect.objectContaining({ code: 'CLOCK_NEVER_PAUSES' }));
    }
  });

  test('a bank holiday proclaimed meanwhile moves its own stage, as every working-day clock', () => {
    const bankHolidays = [
      ...rules.calendar.bankHolidays,
      { date: '2028-06-07' as LocalDate, title: 'Proclaimed day' },
    ].toSorted((a, b) => (a.date < b.date ? -1 : 1));
    const to: HubRules = {
      ...rules,
      calendar: { ...rules.calendar, edition: 'with Wednesday off', bankHolidays },
      publication: 1,
    };
    const { state } = dispute([['Mon 12:00', 'tick']]);
    expect(adoptRules(state, rules, to, on('Mon 12:00'))).toMatchObject([
      { type: 'RulesAdopted', publication: 1 },
      { type: 'ClockRearmed', terms: { id: 'DISPUTE_STAGE.1', dueAt: on('Fri 17:00') } },
    ]);
  });
});

describe('E26: the more protective position holds meanwhile', () => {
  test('what an objector adds holds beside what held; nobody loosens it by joining', () => {
    const { state } = dispute([
      [
        'Mon 11:00',
        { type: 'joinDispute', reason: sealed('join'), interimSafety: sealed('stay away') },
        nurse,
      ],
      ['Mon 12:00', { type: 'joinDispute', reason: sealed('join') }, sergeant],
    ]);
    expect(state.interim).toEqual([
      { words: sealed('interim'), by: 'synthetic-head-teacher', at: on('Mon 10:00') },
      { words: sealed('stay away'), by: 'synthetic-nurse', at: on('Mon 11:00') },
    ]);
  });

  test('a manager puts one position in place of all, by name and on record', () => {
    const { state } = dispute([['Mon 12:00', changeInterim, manager]]);
    expect(state.interim).toEqual([
      {
        words: sealed('interim'),
        by: 'synthetic-head-teacher',
        at: on('Mon 10:00'),
        until: on('Mon 12:00'),
      },
      { words: sealed('safer'), by: 'synthetic-other-manager', at: on('Mon 12:00') },
    ]);
  });
});

describe('one owner, a clock and a next step, at every instant', () => {
  test.each(LIVES)('%s', (_case, steps, from) => {
    for (let taken = 0; taken <= steps.length; taken += 1) {
      const { state } = story(opening(from), 'Mon 10:00', steps.slice(0, taken));
      expect(state.owners.length).toBeGreaterThan(0);
      if (state.closedAt !== undefined) continue;
      expect(brokenRules(standingOfFollowOn(state))).toEqual([]);
    }
  });
});
