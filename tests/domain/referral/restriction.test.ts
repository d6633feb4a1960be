import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { allowedActions, obstacle } from '../../../domain/referral/guards.ts';
import { nextAction } from '../../../domain/referral/next-action.ts';
import { readersOf, type RestrictionCommand } from '../../../domain/referral/restriction.ts';
import { actor, socialWorker, teamManager } from '../../support/people.ts';
import { byPhone, decision, on, outline, rateAmber, sealed, type Step, story } from './story.ts';

const serviceManager = actor('SERVICE_MANAGER');
const headOfService = actor('HEAD_OF_SERVICE');
const edt = actor('EMERGENCY_DUTY_TEAM');
const named = actor('SOCIAL_WORKER', { userId: 'synthetic-named-worker' });

const restrict: RestrictionCommand = {
  type: 'restrictRecord',
  reason: sealed('s'),
  readers: [named.userId],
};
const breakGlass: RestrictionCommand = { type: 'breakGlass', reason: sealed('b') };
const reviewed = (finding: 'JUSTIFIED' | 'NOT_JUSTIFIED'): RestrictionCommand => ({
  type: 'reviewBreakGlass',
  no: 1,
  finding,
  note: sealed('n'),
});
const RESTRICTED: Step = ['Mon 11:00', restrict, teamManager];
const BROKEN: Step = ['Mon 12:00', breakGlass, edt];

describe('E41 a record restricted to named readers', () => {
  test.each<[string, Actor, string | undefined]>([
    ['somebody on the list works as always', named, undefined],
    ['the manager who set the list is on it', teamManager, undefined],
    ['a social worker who is not on it', socialWorker, 'RESTRICTED'],
    ['a manager who is not on it', serviceManager, 'RESTRICTED'],
    ['the out-of-hours team', edt, 'RESTRICTED'],
  ])('E41 who may rate it: %s', (_case, who, code) => {
    const { referral } = story([RESTRICTED]);
    expect(obstacle(referral, 'rate', who)?.code).toBe(code);
  });

  test('E41 nothing but breaking the glass is open to those not on the list', () => {
    const { referral } = story([RESTRICTED]);
    expect(allowedActions(referral, edt)).toEqual(['breakGlass']);
    expect(allowedActions(referral, socialWorker)).toEqual([]);
    expect(obstacle(referral, 'breakGlass', teamManager)?.code).toBe('READER_ALREADY');
  });

  test('E41 an allegation marks the record and narrows nothing until a list is set', () => {
    const { referral } = story([
      ['Mon 11:00', { type: 'recordAllegation', reason: sealed('a') }, socialWorker],
    ]);
    expect(referral).toMatchObject({ restricted: true });
    expect(readersOf(referral)).toBeUndefined();
    expect(obstacle(referral, 'rate', socialWorker)).toBeUndefined();
  });

  test('E41 breaking the glass opens the record and is reviewed in one working day', () => {
    const { referral, events } = story([RESTRICTED, BROKEN]);
    expect(readersOf(referral)).toEqual([named.userId, teamManager.userId, edt.userId]);
    expect(referral.clocks).toContainEqual(
      expect.objectContaining({ kind: 'BREAK_GLASS_REVIEW', dueAt: on('Tue 12:00'), status: 'RUNNING' }),
    );
    expect(outline(events).slice(-2)).toEqual([
      'ClockStarted BREAK_GLASS_REVIEW',
      'GlassBroken BREAK_GLASS_REVIEW',
    ]);
  });

  test('E41 a review that nobody gives in time is told to a manager', () => {
    const { last } = story([RESTRICTED, BROKEN, ['Tue 12:00:00.001', 'tick']]);
    expect(last).toContainEqual(
      expect.objectContaining({
        type: 'ClockBreached',
        clock: 'BREAK_GLASS_REVIEW',
        told: 'TEAM_MANAGER',
      }),
    );
  });

  test.each([
    ['JUSTIFIED', [named.userId, teamManager.userId, edt.userId]],
    ['NOT_JUSTIFIED', [named.userId, teamManager.userId]],
  ] as const)('E41 found %s, it is read by %j', (finding, readers) => {
    const { referral } = story([RESTRICTED, BROKEN, ['Mon 15:00', reviewed(finding), teamManager]]);
    expect(readersOf(referral)).toEqual(readers);
    expect(referral.clocks).toContainEqual(
      expect.objectContaining({ kind: 'BREAK_GLASS_REVIEW', stoppedBy: 'GLASS_REVIEWED' }),
    );
  });

  test('E41 nobody reviews themselves', () => {
    const broken: Step = ['Mon 12:00', breakGlass, serviceManager];
    expect(() => story([RESTRICTED, broken, ['Mon 15:00', reviewed('JUSTIFIED'), serviceManager]])).toThrow(
      expect.objectContaining({ code: 'OTHER_REVIEWER_NEEDED' }),
    );
  });

  test('E41 who put themselves on the list after a wrong break-glass is taken off it', () => {
    const { referral } = story([
      RESTRICTED,
      ['Mon 12:00', breakGlass, serviceManager],
      [
        'Mon 13:00',
        { type: 'changeReaders', reason: sealed('c'), readers: [teamManager.userId] },
        serviceManager,
      ],
      ['Mon 15:00', reviewed('NOT_JUSTIFIED'), teamManager],
    ]);
    expect(readersOf(referral)).toEqual([teamManager.userId]);
  });

  test('E41 a restriction set anew does not know who broke the glass of the one before', () => {
    const { referral } = story([
      RESTRICTED,
      BROKEN,
      ['Mon 13:00', { type: 'liftRestriction', reason: sealed('l') }, teamManager],
      ['Mon 14:00', restrict, headOfService],
    ]);
    expect(readersOf(referral)).toEqual([named.userId, headOfService.userId]);
  });

  test('E41 the referral does not close before its break-glass is reviewed, and closes then', () => {
    const settled: Step[] = [
      RESTRICTED,
      BROKEN,
      ['Mon 14:00', rateAmber, named],
      ['Mon 15:00', decision({ outcome: 'NFA', level: 1 }), teamManager],
      ['Mon 15:30', byPhone, teamManager],
    ];
    const waiting = story(settled).referral;
    expect(waiting.stage).toBe('DECIDED');
    expect(nextAction(waiting)).toMatchObject({ action: 'reviewBreakGlass', by: 'TEAM_MANAGER' });
    const { referral } = story([...settled, ['Mon 16:00', reviewed('JUSTIFIED'), teamManager]]);
    expect(referral.stage).toBe('CLOSED_NFA');
  });
});
