import { describe, expect, test } from 'vitest';
import { nextStep } from '../../../domain/follow-on/run.ts';
import { on, outline } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  accept,
  agree,
  clock,
  decided,
  decline,
  earlyHelpManager,
  letter,
  life,
  notReached,
  offered,
  owner,
  practitioner,
  refuse,
  teamManager,
  told,
} from './lives.ts';

describe('transition 12: the hub keeps the family until Early Help has accepted it', () => {
  test('opened, it is the hub manager’s, with one working day to be accepted', () => {
    const { state, events } = life(decided);
    expect(outline(events)).toEqual(['EarlyHelpOpened', 'ClockStarted HANDOVER_ACCEPTANCE']);
    expect(state.stage).toBe('EARLY_HELP_OFFERED');
    expect(owner(state)).toBe('HUB/TEAM_MANAGER');
    expect(clock(state, 'HANDOVER_ACCEPTANCE')?.dueAt).toBe('2028-06-06T09:00:00.000Z');
    expect(told(state)).toEqual([]);
    expect(nextStep(state)).toMatchObject({ action: 'acceptFamily', by: 'EARLY_HELP_MANAGER' });
  });

  test('a family that has not agreed yet has ten working days for its answer', () => {
    expect(clock(life(offered).state, 'EARLY_HELP_OFFER')?.dueAt).toBe('2028-06-19T16:00:00.000Z');
  });

  test('accepted, the hub hears of it, and the owner is never empty on the way', () => {
    const { state } = life(decided, [['Mon 14:00', accept, earlyHelpManager]]);
    expect(told(state)).toEqual(['ACCEPTED to referral:R-TEST-0001']);
    expect(state.owners.map(({ team, since }) => [team, since])).toEqual([
      ['HUB', on('Mon 10:00')],
      ['EARLY_HELP', on('Mon 14:00')],
    ]);
  });

  test.each([
    ['a practitioner', practitioner],
    ['the hub’s manager', teamManager],
    ['an Early Help manager of another authority', { ...earlyHelpManager, localAuthority: 'ELSEWHERE' }],
  ])('%s does not accept it', (_case, by) => {
    expect(() => life(decided, [['Mon 14:00', accept, by]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });

  test('it is accepted once', () => {
    const steps = [
      ['Mon 14:00', accept, earlyHelpManager],
      ['Mon 15:00', accept, earlyHelpManager],
    ] as const;
    expect(() => life(offered, steps)).toThrow(
      expect.objectContaining({ code: 'HANDOVER_ALREADY_ACCEPTED' }),
    );
  });
});

describe('transition 20: accepted and agreed, it is active', () => {
  test('a family that had agreed is active as soon as it is accepted', () => {
    const { state, last } = life(decided, [['Mon 14:00', accept, earlyHelpManager]]);
    expect(outline(last).slice(-5)).toEqual([
      'FamilyAccepted',
      'ClockStopped HANDOVER_ACCEPTANCE',
      'ClockStarted EARLY_HELP_CONTACT',
      'EarlyHelpBegan',
      'ClockStarted EARLY_HELP_REVIEW',
    ]);
    expect(state.stage).toBe('EARLY_HELP_ACTIVE');
    expect(owner(state)).toBe('EARLY_HELP/EARLY_HELP_MANAGER synthetic-lead');
    expect(state.acceptance).toMatchObject({
      assessmentOn: '2028-06-14',
      leadPractitioner: 'synthetic-lead',
    });
    expect(clock(state, 'EARLY_HELP_CONTACT')?.dueAt).toBe('2028-06-07T16:00:00.000Z');
    expect(clock(state, 'EARLY_HELP_REVIEW')?.dueAt).toBe('2028-07-17T23:00:00.000Z');
  });

  test('accepted before the family has agreed, it waits for the answer with Early Help', () => {
    const accepted = ['Mon 14:00', accept, earlyHelpManager] as const;
    const waiting = life(offered, [accepted]).state;
    expect(waiting.stage).toBe('EARLY_HELP_OFFERED');
    expect(owner(waiting)).toBe('EARLY_HELP/EARLY_HELP_MANAGER synthetic-lead');
    expect(nextStep(waiting)).toMatchObject({ action: 'recordFamilyAnswer', by: 'EARLY_HELP_PRACTITIONER' });
    const answeredAt = on('Wed 09:00');
    const { state } = life(offered, [accepted, ['Wed 12:00', { ...agree, answeredAt }, practitioner]]);
    expect(state.stage).toBe('EARLY_HELP_ACTIVE');
    expect(state.answer).toMatchObject({
      givenBy: 'PARENTAL_RESPONSIBILITY',
      method: 'PHONE',
      answeredAt,
      recordedBy: practitioner.userId,
    });
    expect(clock(state, 'EARLY_HELP_OFFER')).toMatchObject({ stoppedAt: answeredAt, stoppedBy: 'AGREED' });
  });

  test('agreed before it is accepted, it is active when it is', () => {
    const agreed = ['Mon 12:00', agree, earlyHelpManager] as const;
    expect(life(offered, [agreed]).state.stage).toBe('EARLY_HELP_OFFERED');
    const { state } = life(offered, [agreed, ['Mon 14:00', accept, earlyHelpManager]]);
    expect(state.stage).toBe('EARLY_HELP_ACTIVE');
  });

  test('accepted on the referral’s page, whoever accepted leads until somebody else does', () => {
    const word = {
      type: 'noteAccepted',
      receiver: 'EARLY_HELP',
      acceptedBy: 'synthetic-manager',
      acceptedAt: on('Mon 14:00'),
    } as const;
    const { state, last } = life(decided, [
      ['Mon 14:00', word],
      ['Mon 14:01', word],
    ]);
    expect(state.stage).toBe('EARLY_HELP_ACTIVE');
    expect(owner(state)).toBe('EARLY_HELP/EARLY_HELP_MANAGER synthetic-manager');
    expect(last).toEqual([]);
  });

  test.each([
    [
      'a young person who agrees without a word on why they can',
      { ...agree, givenBy: 'YOUNG_PERSON' },
      'reason',
    ],
    ['a family that declines without a reason', { ...agree, answer: 'DECLINED' }, 'reason'],
  ] as const)('%s is asked again', (_case, answer, field) => {
    expect(() => life(offered, [['Mon 12:00', answer, practitioner]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field }),
    );
  });
});

describe('transition 21: back to the hub’s manager for a fresh decision', () => {
  const hub = 'HUB/TEAM_MANAGER';

  test.each([
    ['Early Help says the threshold is higher', refuse, earlyHelpManager, 'THRESHOLD_HIGHER'],
    [
      'Early Help cannot take the family',
      { ...refuse, thresholdHigher: false },
      earlyHelpManager,
      'CANNOT_ACCEPT',
    ],
    ['the family declines', decline, practitioner, 'DECLINED'],
  ] as const)('%s', (_case, command, by, why) => {
    const { state, last } = life(offered, [['Mon 15:00', command, by]]);
    expect(outline(last).slice(-4)).toEqual([
      'FamilyReturned',
      'ClockStopped HANDOVER_ACCEPTANCE',
      'ClockStopped EARLY_HELP_OFFER',
      'EarlyHelpEnded',
    ]);
    expect(state).toMatchObject({ stage: 'RETURNED', closedAt: on('Mon 15:00'), returned: { why } });
    expect(owner(state)).toBe(hub);
    expect(told(state)).toEqual([`RETURNED ${why} to referral:R-TEST-0001`]);
  });

  test('nobody accepts within the limit; exactly at it is in time', () => {
    expect(life(offered, [['Tue 10:00', 'tick']]).state.stage).toBe('EARLY_HELP_OFFERED');
    const { state, last } = life(offered, [['Tue 10:00:00.001', 'tick']]);
    expect(outline(last)).toContain('ClockBreached HANDOVER_ACCEPTANCE');
    expect(state).toMatchObject({
      stage: 'RETURNED',
      closedAt: '2028-06-06T09:00:00.001Z',
      returned: { why: 'NOT_ACCEPTED_IN_TIME' },
    });
    expect(owner(state)).toBe(hub);
    expect(told(state)).toEqual(['RETURNED NOT_ACCEPTED_IN_TIME to referral:R-TEST-0001']);
  });

  test('however late it is noticed, it went back when the limit had passed', () => {
    const { state, last } = life(offered, [['+3 Mon 09:00', 'tick']]);
    expect(state.closedAt).toBe('2028-06-06T09:00:00.001Z');
    expect(outline(last)).not.toContain('ClockBreached EARLY_HELP_OFFER');
  });

  test('the family gives no answer within the limit, though Early Help had accepted it', () => {
    const { state } = life(offered, [
      ['Mon 14:00', accept, earlyHelpManager],
      ['+2 Mon 17:01', 'tick'],
    ]);
    expect(state).toMatchObject({
      stage: 'RETURNED',
      closedAt: '2028-06-19T16:00:00.001Z',
      returned: { why: 'NO_ANSWER_IN_TIME' },
    });
    expect(state.owners.map(({ team }) => team)).toEqual(['HUB', 'EARLY_HELP', 'HUB']);
    expect(told(state)).toEqual([
      'ACCEPTED to referral:R-TEST-0001',
      'RETURNED NO_ANSWER_IN_TIME to referral:R-TEST-0001',
    ]);
  });

  test('it cannot be reached: two calls and a letter, then back', () => {
    const noContact = { type: 'recordNotEngaging', reason: 'NO_CONTACT', note: sealed('n') } as const;
    const { state } = life(offered, [
      ['Mon 14:00', accept, earlyHelpManager],
      ['Tue 10:00', notReached('Tue 09:30'), practitioner],
      ['Wed 10:00', notReached('Wed 09:30'), practitioner],
      ['Wed 15:00', letter('Wed 14:00'), practitioner],
      ['Fri 10:00', noContact, practitioner],
    ]);
    expect(state).toMatchObject({ stage: 'RETURNED', returned: { why: 'NO_CONTACT' } });
    expect(owner(state)).toBe(hub);
  });

  test('E22: a refusal ends nothing by itself, the hub decides afresh', () => {
    const { state } = life(offered, [['Mon 15:00', decline, practitioner]]);
    expect(state.stage).toBe('RETURNED');
    expect(told(state)).toHaveLength(1);
  });
});
