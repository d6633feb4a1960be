import { describe, expect, test } from 'vitest';
import type { AgencyAction } from '../../../domain/agency-action/state.ts';
import { type Clock, evolveClocks } from '../../../domain/clock.ts';
import { adoptRules } from '../../../domain/follow-on/adopt-rules.ts';
import { ALERT, startClock, startLimited } from '../../../domain/follow-on/clock-keeping.ts';
import type { FollowOn } from '../../../domain/follow-on/kinds.ts';
import { evolve, tick } from '../../../domain/follow-on/run.ts';
import type { LocalDate } from '../../../domain/instant.ts';
import type { HubRules, Limit } from '../../../domain/policy.ts';
import type { LimitedFollowOnClock } from '../../../domain/vocabulary.ts';
import { accept, action, done, harbour } from '../agency-action/about.ts';
import { on, outline, rules } from './story.ts';

const { policy, calendar } = rules;

/** The rules with a bank holiday proclaimed, as their first publication. */
function withHoliday(date: string): HubRules {
  const bankHolidays = [...calendar.bankHolidays, { date: date as LocalDate, title: 'Proclaimed day' }];
  const ascending = bankHolidays.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return {
    policy,
    calendar: { ...calendar, edition: `with ${date}`, bankHolidays: ascending },
    publication: 1,
  };
}

function withLimit(kind: LimitedFollowOnClock, limit: Limit): HubRules {
  const clocks = { ...policy.clocks, [kind]: { limit, source: 'a synthetic edition' } };
  return { ...rules, policy: { ...policy, edition: `another ${kind}`, clocks }, publication: 1 };
}

function adopted(state: FollowOn, to: HubRules, at: string) {
  const events = adoptRules(state, rules, to, on(at));
  return { events, after: events.reduce<FollowOn>(evolve, state) };
}

const dues = ({ clocks }: FollowOn) => clocks.map(({ id, dueAt }) => [id, dueAt]);

/** A case with one clock of a kind, begun on Monday at ten. */
function withClock(kind: LimitedFollowOnClock, limit?: Limit): AgencyAction {
  const { state } = action();
  const begun = { startedAt: on('Mon 10:00'), now: on('Mon 10:00') };
  const none = { clocks: [] };
  const started =
    limit === undefined
      ? startClock(none, kind, begun, rules)
      : [startLimited(none, kind, limit, begun, rules)];
  return { ...state, clocks: started.reduce<readonly Clock[]>(evolveClocks, []) };
}

describe('a day is proclaimed a bank holiday', () => {
  test('every clock that counts working days moves, from its own start', () => {
    const { events, after } = adopted(action().state, withHoliday('2028-06-06'), 'Mon 12:00');
    expect(outline(events)).toEqual([
      'RulesAdopted',
      'ClockRearmed AGENCY_ACTION',
      'ClockRearmed HANDOVER_ACCEPTANCE',
    ]);
    expect(dues(after)).toEqual([
      ['AGENCY_ACTION', on('+2 Tue 17:00')],
      ['HANDOVER_ACCEPTANCE', on('Wed 10:00')],
    ]);
    expect(events[0]).toEqual({
      type: 'RulesAdopted',
      occurredAt: on('Mon 12:00'),
      publication: 1,
      policyEdition: policy.edition,
      calendarEdition: 'with 2028-06-06',
      previousPolicyEdition: policy.edition,
      previousCalendarEdition: calendar.edition,
    });
    expect(events[1]).toMatchObject({
      previousDueAt: on('+2 Mon 17:00'),
      reason: 'RULES_CHANGED',
      publication: 1,
      previousCalendarEdition: calendar.edition,
      terms: { calendarEdition: 'with 2028-06-06', startedAt: on('Mon 10:00') },
    });
  });

  test('one that has stopped keeps its stamp', () => {
    const { state } = action([['Mon 11:00', accept, harbour]]);
    const { events, after } = adopted(state, withHoliday('2028-06-06'), 'Mon 12:00');
    expect(outline(events)).toEqual(['RulesAdopted', 'ClockRearmed AGENCY_ACTION']);
    expect(after.clocks[1]).toEqual(state.clocks[1]);
  });

  test('one that it does not touch is left alone', () => {
    const { events } = adopted(action().state, withHoliday('2028-07-03'), 'Mon 12:00');
    expect(outline(events)).toEqual(['RulesAdopted']);
  });

  test('one that was late may not be any more', () => {
    const { state } = action([['Tue 11:00', 'tick']]);
    expect(state.clocks[1]?.status).toBe('LATE');
    const { after } = adopted(state, withHoliday('2028-06-06'), 'Tue 11:00');
    expect(after.clocks[1]).toMatchObject({ status: 'RUNNING', dueAt: on('Wed 10:00') });
    expect(outline(tick(after, { now: on('Wed 10:00'), rules: withHoliday('2028-06-06') }))).not.toContain(
      'ClockBreached HANDOVER_ACCEPTANCE',
    );
  });

  test('a case that has ended adopts nothing', () => {
    const { state } = action([['Mon 11:00', done, harbour]]);
    expect(adopted(state, withHoliday('2028-06-06'), 'Mon 12:00').events).toEqual([]);
  });

  test('nobody changed the case: its version stays', () => {
    const { state } = action();
    expect(adopted(state, withHoliday('2028-06-06'), 'Mon 12:00').after.version).toBe(state.version);
  });
});

describe('a limit is changed', () => {
  test('the clock counts by the new one, from its own start', () => {
    const to = withLimit('AGENCY_ACTION', { amount: 5, unit: 'WD' });
    const { events, after } = adopted(action().state, to, 'Tue 09:00');
    expect(outline(events)).toEqual(['RulesAdopted', 'ClockRearmed AGENCY_ACTION']);
    expect(after.clocks[0]).toMatchObject({
      dueAt: on('+1 Mon 17:00'),
      limit: { amount: 5, unit: 'WD' },
      policyEdition: 'another AGENCY_ACTION',
    });
  });

  test('one that is over by the new limit is late at the instant it would have been', () => {
    const to = withLimit('AGENCY_ACTION', { amount: 2, unit: 'WD' });
    const { state } = action([['Fri 09:00', accept, harbour]]);
    const { after } = adopted(state, to, 'Fri 10:00');
    expect(tick(after, { now: on('Fri 10:00'), rules: to })[0]).toMatchObject({
      type: 'ClockBreached',
      clock: 'AGENCY_ACTION',
      occurredAt: on('Wed 17:00'),
    });
  });
});

describe('a limit of its own', () => {
  const NINE_DAYS: Limit = { amount: 9, unit: 'CD' };
  const COURTS: Limit = { amount: 120, unit: 'CH' };

  test.each<[string, HubRules]>([
    ['another day off', withHoliday('2028-06-06')],
    ['more time by the rules', withLimit('EPO', NINE_DAYS)],
  ])('is kept under %s: an order that the court ends on Saturday ends then', (_case, to) => {
    const state = withClock('EPO', COURTS);
    expect(dues(state)).toEqual([['EPO', on('Sat 10:00')]]);
    const { events, after } = adopted(state, to, 'Mon 12:00');
    expect(outline(events)).toEqual(['RulesAdopted']);
    expect(after.clocks[0]).toMatchObject({ dueAt: on('Sat 10:00'), limit: COURTS });
  });

  test('a child’s own time for the assessment stays, and counts without the new day off', () => {
    const state = withClock('ASSESSMENT', { amount: 10, unit: 'WD' });
    const { after } = adopted(state, withHoliday('2028-06-06'), 'Mon 12:00');
    expect(after.clocks[0]).toMatchObject({
      dueAt: on('+2 Tue 17:00'),
      limit: { amount: 10, unit: 'WD' },
    });
  });

  test('is no longer than what the new rules allow', () => {
    const to = withLimit('EPO', { amount: 2, unit: 'CD' });
    const { after } = adopted(withClock('EPO', COURTS), to, 'Mon 12:00');
    expect(after.clocks[0]).toMatchObject({ dueAt: on('Thu 00:00'), limit: { amount: 2, unit: 'CD' } });
  });

  test('an action of the plan keeps its day', () => {
    const begun = { startedAt: on('Mon 10:00'), now: on('Mon 10:00') };
    const own = startLimited({ clocks: [] }, 'PLAN_ACTION', { amount: 4, unit: 'CD' }, begun, rules, '1');
    const state: AgencyAction = { ...action().state, clocks: evolveClocks([], own) };
    const { events, after } = adopted(state, withHoliday('2028-06-06'), 'Mon 12:00');
    expect(outline(events)).toEqual(['RulesAdopted']);
    expect(dues(after)).toEqual([['PLAN_ACTION.1', on('Sat 00:00')]]);
  });
});

describe('the legal alert before police protection ends', () => {
  const LESS = withLimit('POLICE_PROTECTION', { amount: 60, unit: 'CH' });

  test('stays where the rest moves', () => {
    const { after } = adopted(withClock('POLICE_PROTECTION'), LESS, 'Mon 12:00');
    const [clock] = after.clocks;
    expect(clock?.dueAt).toBe(on('Wed 22:00'));
    expect(clock?.warnings.filter(({ fraction }) => fraction === ALERT)).toEqual([
      { fraction: ALERT, at: on('Wed 10:00') },
    ]);
    expect(clock?.warnings.map(({ at }) => at)).toEqual([
      on('Tue 16:00'),
      on('Wed 07:00'),
      on('Wed 10:00'),
      on('Wed 16:00'),
    ]);
  });

  test('is not given again once it was given', () => {
    const { after } = adopted(withClock('POLICE_PROTECTION'), LESS, 'Wed 11:00');
    expect(after.clocks[0]?.warnings.map(({ at }) => at)).toEqual([on('Wed 16:00')]);
  });
});
