import { describe, expect, test } from 'vitest';
import { isLate } from '../../../domain/clock.ts';
import { nextWakeAt } from '../../../domain/clock-milestones.ts';
import { addMs, DAY_MS } from '../../../domain/instant.ts';
import { localTimeOf } from '../../../domain/local-time.ts';
import { observe } from '../../../domain/referral/decide.ts';
import { receive } from '../../../domain/referral/receive.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { calendarSlice } from '../../../policy/editions.ts';
import { at } from '../../policy/hubs.ts';
import {
  byPhone,
  decision,
  folded,
  MON_TEN,
  on,
  outline,
  rateAmber,
  rateBlue,
  rateGreen,
  rateRed,
  receipt,
  rules,
  type Step,
  story,
} from './story.ts';

/** What a referral received at ten on Monday has to say about one clock by an instant. */
function said(clock: string, by: string, steps: readonly Step[] = []): string[] {
  const { events } = story([...steps, [by, 'tick']]);
  return events.flatMap((event) => {
    if (!('clock' in event) || event.clock !== clock) return [];
    switch (event.type) {
      case 'ClockWarned':
        return [`${event.occurredAt} ${event.fraction}`];
      case 'ClockBreached':
      case 'ClockEscalated':
        return [`${event.occurredAt} ${event.told}`];
      case 'ClockStopped':
        return [`${event.occurredAt} ${event.stoppedBy}`];
      case 'ClockPaused':
      case 'ClockPauseEnded':
        return [`${event.occurredAt} ${event.type}`];
      default:
        return [];
    }
  });
}

const clockOf = (events: readonly ReferralEvent[], id: string) =>
  folded(events).clocks.find((clock) => clock.id === id);

describe('the decision clock of a referral received on Monday at ten', () => {
  const warnings = [`${on('Mon 14:00')} 0.5`, `${on('Mon 16:00')} 0.75`, `${on('Tue 09:12')} 0.9`];
  const breach = `${on('Tue 10:00')} TEAM_MANAGER`;

  test.each([
    ['says nothing before half of its hub hours', 'Mon 13:59:59.999', []],
    ['warns at half', 'Mon 14:00', warnings.slice(0, 1)],
    ['warns at three quarters', 'Mon 16:00', warnings.slice(0, 2)],
    ['warns at nine tenths, the night between not counted', 'Tue 09:12', warnings],
    ['is on time at the due instant exactly', 'Tue 10:00', warnings],
    ['is late one millisecond after', 'Tue 10:00:00.001', [...warnings, breach]],
    [
      'tells the service manager a working day later',
      'Wed 10:00',
      [...warnings, breach, `${on('Wed 10:00')} SERVICE_MANAGER`],
    ],
    [
      'tells the head of service every working day from then on, never at a weekend',
      '+1 Tue 09:59',
      [
        ...warnings,
        breach,
        `${on('Wed 10:00')} SERVICE_MANAGER`,
        `${on('Thu 10:00')} HEAD_OF_SERVICE`,
        `${on('Fri 10:00')} HEAD_OF_SERVICE`,
        `${on('+1 Mon 10:00')} HEAD_OF_SERVICE`,
      ],
    ],
  ])('%s', (_case, by, expected) => {
    expect(said('DECISION', by)).toEqual(expected);
  });

  test('stops with the decision and says nothing after', () => {
    expect(said('DECISION', '+1 Mon 10:00', [['Mon 15:00', decision()]])).toEqual([
      warnings[0],
      `${on('Mon 15:00')} DECIDED`,
    ]);
  });

  test('stops escalating with a late decision and stays late', () => {
    const told = story([['Wed 11:00', decision()]]);
    const clock = clockOf(told.events, 'DECISION');
    expect(clock).toMatchObject({ status: 'STOPPED', stoppedAt: on('Wed 11:00'), dueAt: on('Tue 10:00') });
    expect(clock && isLate(clock, on('Fri 10:00'))).toBe(true);
    expect(clock && nextWakeAt(clock)).toBeUndefined();
  });

  test('its breach makes the decision pending, whoever has not rated', () => {
    expect(story([['Tue 10:00', 'tick']]).referral.stage).toBe('RECEIVED');
    expect(story([['Tue 10:00:00.001', 'tick']]).referral.stage).toBe('DECISION_PENDING');
  });
});

describe('what fell due while nobody looked', () => {
  test('is told in the order in which it fell due, across all clocks', () => {
    const { last } = story([
      ['Mon 10:30', rateRed],
      ['Wed 12:00', 'tick'],
    ]);
    const instants = last.map((event) => event.occurredAt);
    expect(instants).toEqual(instants.toSorted());
    expect(outline(last)).toContain('ClockBreached RAG_TARGET');
  });

  test('is told once', () => {
    const told = story([['Wed 12:00', 'tick']]);
    expect(observe(told.referral, { type: 'tick' }, { now: on('Wed 12:00'), rules })).toEqual([]);
  });
});

describe('a phone call written up later (E47)', () => {
  test('is due from the call, warns only of what is still ahead', () => {
    const events = receive(receipt(), on('Mon 15:00'), rules);
    expect(clockOf(events, 'DECISION')).toMatchObject({
      dueAt: on('Tue 10:00'),
      warnings: [
        { fraction: 0.75, at: on('Mon 16:00') },
        { fraction: 0.9, at: on('Tue 09:12') },
      ],
    });
  });

  test('is late at once when written up after its due instant, from the true instant', () => {
    const told = story([['Wed 09:30', 'tick']], {}, on('Wed 09:30'));
    expect(outline(told.last)).toEqual([
      'ClockBreached ACKNOWLEDGEMENT',
      'ClockBreached DECISION',
      'ClockBreached FEEDBACK',
    ]);
    expect(new Set(told.last.map((event) => event.occurredAt))).toEqual(new Set([on('Tue 10:00')]));
  });

  test('wakes one millisecond after the due instant, which has passed', () => {
    const events = receive(receipt(), on('Wed 09:30'), rules);
    const clock = clockOf(events, 'DECISION');
    expect(clock && nextWakeAt(clock)).toBe(addMs(on('Tue 10:00'), 1));
  });
});

describe('the rating target', () => {
  const target = (steps: readonly Step[]) => clockOf(story(steps).events, 'RAG_TARGET');

  test.each<[string, Step[], string | undefined]>([
    ['red is due four hours from receipt, not from rating', [['Mon 11:00', rateRed]], 'Mon 14:00'],
    ['amber is due with the decision', [['Mon 11:00', rateAmber]], 'Tue 10:00'],
    ['blue sets none', [['Mon 11:00', rateBlue]], undefined],
    [
      'amber made red is brought forward',
      [
        ['Mon 11:00', rateAmber],
        ['Mon 12:00', rateRed],
      ],
      'Mon 14:00',
    ],
    [
      'red made green in time may run longer',
      [
        ['Mon 11:00', rateRed],
        ['Mon 13:00', rateGreen],
      ],
      'Tue 10:00',
    ],
    [
      'red made green exactly when due is not yet missed',
      [
        ['Mon 11:00', rateRed],
        ['Mon 14:00', rateGreen],
      ],
      'Tue 10:00',
    ],
    [
      'red made green one millisecond too late stays missed',
      [
        ['Mon 11:00', rateRed],
        ['Mon 14:00:00.001', rateGreen],
      ],
      'Mon 14:00',
    ],
  ])('%s', (_case, steps, expected) => {
    expect(target(steps)?.dueAt).toBe(expected === undefined ? undefined : on(expected));
  });

  test('made red after the four hours is late from the true instant', () => {
    const told = story([
      ['Mon 11:00', rateAmber],
      ['Mon 16:00', rateRed],
      ['Mon 16:00:00.001', 'tick'],
    ]);
    expect(told.last).toMatchObject([
      { type: 'ClockBreached', clock: 'RAG_TARGET', occurredAt: on('Mon 14:00') },
    ]);
  });

  test('brought forward keeps the former due instant and the reason', () => {
    const { last } = story([
      ['Mon 11:00', rateAmber],
      ['Mon 12:00', rateRed],
    ]);
    expect(last.at(-1)).toMatchObject({
      type: 'ClockRearmed',
      previousDueAt: on('Tue 10:00'),
      reason: 'RATING_CHANGED',
      terms: { policyEdition: rules.policy.edition, calendarEdition: rules.calendar.edition },
    });
  });

  test('never lies after the decision clock', () => {
    // Received after hours: the decision is due at Tuesday's closing, one working day from the rating would be later.
    const received = { receivedAt: on('Mon 18:00') };
    const told = story([['Tue 09:30', rateAmber]], received, on('Mon 18:00'));
    expect(clockOf(told.events, 'RAG_TARGET')?.dueAt).toBe(on('Tue 17:00'));
  });
});

describe('the clocks at receipt', () => {
  test.each([
    [
      'Thursday before Good Friday, a minute before closing (E3)',
      '2027-03-25 16:59 GMT',
      '2027-03-30 16:59 BST',
    ],
    ['Good Friday (E4)', '2027-03-26 10:00 GMT', '2027-03-30 17:00 BST'],
    ['Christmas Eve (E5)', '2026-12-24 12:00 GMT', '2026-12-29 12:00 GMT'],
    ['Friday before the clocks go back (E6)', '2026-10-23 16:00 BST', '2026-10-26 16:00 GMT'],
  ])('%s', (_case, received, due) => {
    const events = receive(receipt({ receivedAt: at(received) }), at(received), rules);
    expect(folded(events).clocks.map(({ id, dueAt }) => [id, dueAt])).toEqual([
      ['ACKNOWLEDGEMENT', at(due)],
      ['DECISION', at(due)],
      ['FEEDBACK', at(due)],
    ]);
  });

  test('an anonymous contact has only the decision to wait for', () => {
    const events = receive(receipt({ referrerReach: 'UNREACHABLE' }), MON_TEN, rules);
    expect(folded(events)).toMatchObject({
      clocks: [{ id: 'DECISION' }],
      acknowledgement: { status: 'NOT_POSSIBLE' },
    });
  });

  test('a contact cannot have been received in the future', () => {
    expect(() => receive(receipt({ receivedAt: on('Mon 10:00:00.001') }), MON_TEN, rules)).toThrow(
      expect.objectContaining({ code: 'RECEIVED_IN_FUTURE', field: 'receivedAt' }),
    );
  });
});

describe('a closed referral', () => {
  test('leaves no clock running, even one nobody stopped', () => {
    const told = story([
      ['Mon 11:00', decision({ outcome: 'NFA', level: 1 })],
      ['Mon 11:30', byPhone],
    ]);
    expect(told.referral.stage).toBe('CLOSED_NFA');
    expect(told.referral.acknowledgement.status).toBe('OUTSTANDING');
    expect(told.referral.clocks.map((clock) => clock.status)).not.toContain('RUNNING');
  });
});

test('a clock late beyond the end of the calendar goes on telling, day by day', () => {
  const calendar = calendarSlice(rules.calendar, localTimeOf(MON_TEN, rules.calendar).date, 14);
  const short = { ...rules, calendar };
  const opened = folded(receive(receipt(), MON_TEN, short));
  const late = observe(opened, { type: 'tick' }, { now: addMs(MON_TEN, 20 * DAY_MS), rules: short });
  const told = late.filter((event) => event.type === 'ClockEscalated' && event.clock === 'DECISION');
  const last = told.map((event) => Date.parse(event.occurredAt)).slice(-3);
  expect(last.map((ms, index) => ms - (last[index - 1] ?? ms))).toEqual([0, DAY_MS, DAY_MS]);
});
