import { describe, expect, test } from 'vitest';
import type { DisputeOpening } from '../../../domain/dispute/opening.ts';
import { decide, nextStep } from '../../../domain/follow-on/run.ts';
import { ownerNow } from '../../../domain/follow-on/state.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { actor, teamManager } from '../../support/people.ts';
import { on, outline, rules, type Step } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  clocksOf,
  dispute,
  dueOf,
  headTeacher,
  manager,
  objector,
  raise,
  respond,
  sergeant,
} from './about.ts';

describe('transition 27: a decision is disputed', () => {
  test('by the referrer: the first stage has three working days, and the hub’s manager answers for it', () => {
    const { state, events } = dispute();
    expect(outline(events)).toEqual(['DisputeOpened', 'ClockStarted DISPUTE_STAGE.1']);
    // Monday is day 0; three working days on is Thursday at closing.
    expect(dueOf(state, 'DISPUTE_STAGE.1')).toBe(on('Thu 17:00'));
    expect(state).toMatchObject({
      stage: 'OPEN',
      level: 1,
      lane: 'ORDINARY',
      owners: [{ team: 'HUB', role: 'TEAM_MANAGER', since: on('Mon 10:00') }],
      levels: [{ level: 1, how: 'OPENED', from: on('Mon 10:00'), isLast: false, tellsPartnership: false }],
      objectors: [
        {
          userId: 'synthetic-head-teacher',
          objections: [{ reason: sealed('reason'), outcomeSought: sealed('sought') }],
        },
      ],
      interim: [{ words: sealed('interim'), by: 'synthetic-head-teacher' }],
    });
  });

  test.each<[string, Partial<DisputeOpening>]>([
    ['by an agency', { objector: objector(sergeant) }],
    ['by the referrer', {}],
    [
      'E49: by Early Help, which refuses a step-down',
      {
        objector: objector(actor('EARLY_HELP_MANAGER')),
        about: 'early-help:R-TEST-0001.H1',
        subject: 'THRESHOLD',
      },
    ],
    ['by the designated officer', { objector: objector(actor('LADO')) }],
    ['by the out-of-hours team', { objector: objector(actor('EMERGENCY_DUTY_TEAM')) }],
    ['after the case was closed', { subject: 'CLOSURE' }],
    ['about a step of another case', { about: 'early-help:R-TEST-0001.H1', subject: 'OTHER_STEP' }],
  ])('%s', (_case, from) => {
    expect(dispute([], from).state).toMatchObject({ stage: 'OPEN', level: 1 });
  });

  test.each([['CONTACT_OFFICER'], ['AUDITOR'], ['ADMINISTRATOR'], ['DISPUTE_MANAGER']] as const)(
    'not by the role %s',
    (role) => {
      expect(() => dispute([], { objector: objector(actor(role)) })).toThrow(
        expect.objectContaining({ code: 'NOT_PERMITTED' }),
      );
    },
  );

  test('first both sides say what they hold, then the level decides', () => {
    const { state } = dispute();
    expect(nextStep(state)).toEqual({
      action: 'respondToDispute',
      by: 'TEAM_MANAGER',
      words: 'Answer the dispute at stage 1',
    });
    const answered = dispute([['Tue 09:30', respond, teamManager]]).state;
    expect(answered.levels[0].positions).toEqual([
      {
        userId: 'synthetic-team-manager',
        role: 'TEAM_MANAGER',
        agency: 'SOCIAL_CARE',
        position: sealed('position'),
        at: on('Tue 09:30'),
      },
    ]);
    expect(nextStep(answered)).toMatchObject({ action: 'resolveDispute', by: 'TEAM_MANAGER' });
  });
});

describe('a level that lets its time pass', () => {
  test('loses the dispute to the next, at the instant its time was up, up to the last', () => {
    const { state, events } = dispute([
      ['Thu 17:01', 'tick'],
      ['+1 Mon 17:01', 'tick'],
      ['+2 Mon 17:01', 'tick'],
      ['+3 Mon 17:01', 'tick'],
    ]);
    expect(events.filter(({ type }) => type === 'DisputeRaised')).toMatchObject([
      // Two working days from Thursday at closing: Friday, Monday.
      { occurredAt: on('Thu 17:00'), how: 'RAISED_AT_BREACH', level: { level: 2 } },
      // Five: Tuesday to Friday, Monday.
      { occurredAt: on('+1 Mon 17:00'), how: 'RAISED_AT_BREACH', level: { level: 3 } },
      { occurredAt: on('+2 Mon 17:00'), how: 'RAISED_AT_BREACH', level: { level: 4, isLast: true } },
    ]);
    expect(state.clocks.map(({ id, startedAt, dueAt }) => [id, startedAt, dueAt])).toEqual([
      ['DISPUTE_STAGE.1', on('Mon 10:00'), on('Thu 17:00')],
      ['DISPUTE_STAGE.2', on('Thu 17:00'), on('+1 Mon 17:00')],
      ['DISPUTE_STAGE.3', on('+1 Mon 17:00'), on('+2 Mon 17:00')],
      ['DISPUTE_STAGE.4', on('+2 Mon 17:00'), on('+3 Mon 17:00')],
    ]);
    expect(clocksOf(state)).toEqual([
      'DISPUTE_STAGE.1 STOPPED RAISED',
      'DISPUTE_STAGE.2 STOPPED RAISED',
      'DISPUTE_STAGE.3 STOPPED RAISED',
      'DISPUTE_STAGE.4 LATE',
    ]);
    expect(state.owners.map(({ team, role, since }) => [team, role, since])).toEqual([
      ['HUB', 'TEAM_MANAGER', on('Mon 10:00')],
      ['HUB', 'SERVICE_MANAGER', on('Thu 17:00')],
      ['HUB', 'HEAD_OF_SERVICE', on('+1 Mon 17:00')],
      ['PARTNERSHIP', 'DISPUTE_MANAGER', on('+2 Mon 17:00')],
    ]);
    expect(state.levels.map(({ level, from, until }) => [level, from, until])).toEqual([
      [1, on('Mon 10:00'), on('Thu 17:00')],
      [2, on('Thu 17:00'), on('+1 Mon 17:00')],
      [3, on('+1 Mon 17:00'), on('+2 Mon 17:00')],
      [4, on('+2 Mon 17:00'), undefined],
    ]);
  });

  test('exactly at its instant it is in time, one millisecond later it is not', () => {
    expect(dispute([['Thu 17:00', 'tick']]).state.level).toBe(1);
    expect(dispute([['Thu 17:00:00.001', 'tick']]).state.level).toBe(2);
  });

  test('a worker that was away finds the same instants', () => {
    const seen = dispute([
      ['Thu 17:00:00.001', 'tick'],
      ['+1 Mon 17:00:00.001', 'tick'],
    ]).state;
    const away = dispute([
      ['+1 Wed 12:00', 'tick'],
      ['+1 Wed 12:00', 'tick'],
    ]).state;
    expect(away.levels).toEqual(seen.levels);
    expect(away.owners).toEqual(seen.owners);
    expect(away.clocks.slice(0, 2)).toEqual(seen.clocks.slice(0, 2));
  });

  test('nobody is above the last: it stays late and is told every working day', () => {
    const { events } = dispute(
      [
        ['Mon 11:00', raise, sergeant],
        ['Mon 11:00', raise, sergeant],
        ['Mon 11:00', raise, sergeant],
        ['+1 Wed 17:01', 'tick'],
      ],
      { objector: objector(sergeant) },
    );
    expect(
      events.flatMap((event) =>
        event.type === 'ClockBreached' || event.type === 'ClockEscalated'
          ? [[event.clock, event.told, event.occurredAt]]
          : [],
      ),
    ).toEqual([
      ['DISPUTE_STAGE.4', 'TEAM_MANAGER', on('+1 Mon 17:00')],
      ['DISPUTE_STAGE.4', 'SERVICE_MANAGER', on('+1 Tue 17:00')],
      ['DISPUTE_STAGE.4', 'HEAD_OF_SERVICE', on('+1 Wed 17:00')],
    ]);
  });

  test('the last level of a shorter ladder is the last', () => {
    const followOn = rules.policy.followOn;
    if (followOn === undefined) throw new Error('the rules of a case that follows have such');
    const short: HubRules = {
      ...rules,
      policy: {
        ...rules.policy,
        followOn: {
          ...followOn,
          disputes: { ...followOn.disputes, stages: followOn.disputes.stages.slice(0, 1) },
        },
      },
    };
    const only = dispute().state;
    expect(() => decide(only, raise, { actor: manager, now: on('Mon 11:00'), rules: short })).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }),
    );
  });
});

describe('raised by a person', () => {
  test('by the losing side: the level’s clock stops and the next has its own limit from then', () => {
    const { state, last } = dispute([['Tue 12:00', raise, headTeacher]]);
    expect(outline(last)).toEqual([
      'DisputeRaised',
      'ClockStopped DISPUTE_STAGE.1',
      'ClockStarted DISPUTE_STAGE.2',
    ]);
    expect(dueOf(state, 'DISPUTE_STAGE.2')).toBe(on('Thu 17:00'));
    expect(state.levels[1]).toMatchObject({
      level: 2,
      how: 'RAISED',
      raisedBy: 'synthetic-head-teacher',
      reason: sealed('raise'),
      who: "Line managers, with the agencies' safeguarding leads",
    });
    expect(ownerNow(state)).toEqual({ team: 'HUB', role: 'SERVICE_MANAGER', since: on('Tue 12:00') });
  });

  test('not above the last level', () => {
    const four: Step[] = [
      ['Mon 11:00', raise, headTeacher],
      ['Mon 12:00', raise, headTeacher],
      ['Mon 13:00', raise, headTeacher],
    ];
    expect(dispute(four).state.level).toBe(4);
    expect(() => dispute([...four, ['Mon 14:00', raise, headTeacher]])).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }),
    );
  });
});
