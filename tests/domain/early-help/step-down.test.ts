import { describe, expect, test } from 'vitest';
import { nextStep, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { on, outline, type Step } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  accept,
  agree,
  clock,
  decline,
  earlyHelpManager,
  handedOver,
  life,
  meeting,
  owner,
  practitioner,
  refuse,
  socialWorker,
  steppedDown,
  teamManager,
  told,
} from './lives.ts';

const socialCare = 'ASSESSMENT_TEAM/TEAM_MANAGER';
const accepted: Step = ['Mon 14:00', accept, earlyHelpManager];
const agreed: Step = ['Tue 11:00', agree, socialWorker];

describe('transition 22: social care hands over at a meeting', () => {
  test('stepped down, the family is social care’s, with ten working days for the meeting', () => {
    const { state } = life(steppedDown);
    expect(state.stage).toBe('STEP_DOWN_PENDING');
    expect(owner(state)).toBe(socialCare);
    expect(clock(state, 'STEP_DOWN_MEETING')?.dueAt).toBe('2028-06-19T16:00:00.000Z');
    expect(clock(state, 'EARLY_HELP_OFFER')).toBeUndefined();
  });

  test('accepted and agreed, it is still social care’s, and social care is told nothing it could close by', () => {
    const { state } = life(steppedDown, [accepted, agreed]);
    expect(state).toMatchObject({ stage: 'STEP_DOWN_PENDING', leadPractitioner: 'synthetic-lead' });
    expect(owner(state)).toBe(socialCare);
    expect(told(state)).toEqual([]);
    expect(nextStep(state)).toMatchObject({ action: 'recordHandoverMeeting', by: 'EARLY_HELP_MANAGER' });
  });

  test('the meeting held, it is Early Help’s, and social care may close', () => {
    const { state, last } = life(steppedDown, handedOver);
    expect(outline(last).filter((line) => !line.startsWith('ClockWarned'))).toEqual([
      'ClockBreached EARLY_HELP_CONTACT',
      'ClockEscalated EARLY_HELP_CONTACT',
      'HandoverMeetingHeld',
      'ClockStopped STEP_DOWN_MEETING',
      'ClockStopped EARLY_HELP_CONTACT',
      'EarlyHelpBegan',
      'ClockStarted EARLY_HELP_REVIEW',
    ]);
    expect(state.stage).toBe('EARLY_HELP_ACTIVE');
    expect(owner(state)).toBe('EARLY_HELP/EARLY_HELP_MANAGER synthetic-lead');
    expect(clock(state, 'STEP_DOWN_MEETING')).toMatchObject({
      stoppedAt: on('Fri 10:00'),
      stoppedBy: 'MET',
    });
    expect(clock(state, 'EARLY_HELP_REVIEW')?.dueAt).toBe('2028-07-21T23:00:00.000Z');
    expect(told(state)).toEqual(['ACCEPTED MEETING_HELD to assessment:R-TEST-0001.A1']);
    expect(state.meeting).toMatchObject({ contingency: sealed('contingency'), reviewOn: '2028-07-14' });
  });

  test.each([
    [
      'without the social worker',
      { socialWorkerPresent: false },
      'MEETING_INCOMPLETE',
      'socialWorkerPresent',
    ],
    [
      'without the lead practitioner',
      { leadPractitionerPresent: false },
      'MEETING_INCOMPLETE',
      'leadPractitionerPresent',
    ],
    ['without the family', { familyPresent: false }, 'MEETING_INCOMPLETE', 'familyPresent'],
    ['held tomorrow', { heldAt: on('+1 Mon 10:00') }, 'INVALID_INSTANT', 'heldAt'],
    ['held before it was asked for', { heldAt: on('Mon 09:00') }, 'INVALID_INSTANT', 'heldAt'],
    ['reviewed on the day it was made', { reviewOn: '2028-06-09' }, 'INVALID_INSTANT', 'reviewOn'],
  ])('a meeting %s is refused, and social care stays responsible', (_case, change, code, field) => {
    const held: Step = ['Fri 12:00', { ...meeting, ...change }, earlyHelpManager];
    expect(() => life(steppedDown, [accepted, agreed, held])).toThrow(
      expect.objectContaining({ code, field }),
    );
  });

  test.each([
    ['before Early Help has accepted', [agreed], 'NOT_AT_THIS_STAGE'],
    ['before the family has agreed', [accepted, ['Tue 11:00', 'tick']], 'AGREEMENT_NEEDED'],
  ] as const)('a meeting %s hands nothing over', (_case, steps, code) => {
    expect(() =>
      life({ ...steppedDown, familyAgreed: false }, [...steps, ['Fri 12:00', meeting, earlyHelpManager]]),
    ).toThrow(expect.objectContaining({ code }));
  });

  test('a manager may let the meeting’s time stand still, with a reason; other clocks never', () => {
    const pause = (id: string, by = teamManager): Step => [
      'Tue 12:00',
      { type: 'pauseClock', clock: id, reason: sealed('holiday') },
      by,
    ];
    const { state } = life(steppedDown, [
      accepted,
      pause('STEP_DOWN_MEETING'),
      ['Thu 12:00', { type: 'endPause', clock: 'STEP_DOWN_MEETING', pause: 1 }, teamManager],
    ]);
    expect(clock(state, 'STEP_DOWN_MEETING')?.dueAt).toBe('2028-06-21T16:00:00.000Z');
    expect(() => life(steppedDown, [pause('STEP_DOWN_MEETING', earlyHelpManager)])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
    expect(() => life(steppedDown, [pause('HANDOVER_ACCEPTANCE')])).toThrow(
      expect.objectContaining({ code: 'CLOCK_NEVER_PAUSES' }),
    );
    expect(() => life(steppedDown, [accepted, pause('EARLY_HELP_CONTACT')])).toThrow(
      expect.objectContaining({ code: 'CLOCK_NEVER_PAUSES' }),
    );
  });

  test('while the meeting’s clock stands still and no other runs, the case says so', () => {
    const { state } = life(steppedDown, [
      accepted,
      [
        'Tue 12:00',
        { type: 'logContact', at: on('Tue 11:00'), method: 'PHONE', reached: true },
        practitioner,
      ],
      [
        'Tue 12:30',
        { type: 'pauseClock', clock: 'STEP_DOWN_MEETING', reason: sealed('holiday') },
        teamManager,
      ],
    ]);
    expect(standingOfFollowOn(state).whyNoClock).toBe('STANDS_STILL');
    expect(brokenRules(standingOfFollowOn(state))).toEqual([]);
  });
});

describe('E49: a step-down that Early Help does not take', () => {
  test.each([
    ['Early Help refuses', refuse, earlyHelpManager, 'THRESHOLD_HIGHER'],
    ['the family declines', decline, socialWorker, 'DECLINED'],
  ] as const)('%s: the social worker stays responsible and hears of it', (_case, command, by, why) => {
    const { state } = life(steppedDown, [accepted, ['Wed 10:00', command, by]]);
    expect(state.stage).toBe('RETURNED');
    expect(owner(state)).toBe(socialCare);
    expect(state.owners).toHaveLength(1);
    expect(told(state)).toEqual([`RETURNED ${why} to assessment:R-TEST-0001.A1`]);
  });

  test('not accepted, and no meeting, in time: managers hear, and it stays social care’s', () => {
    const { state, events } = life(steppedDown, [['+2 Tue 09:00', 'tick']]);
    expect(outline(events)).toEqual(
      expect.arrayContaining(['ClockBreached HANDOVER_ACCEPTANCE', 'ClockBreached STEP_DOWN_MEETING']),
    );
    expect(state.stage).toBe('STEP_DOWN_PENDING');
    expect(owner(state)).toBe(socialCare);
    expect(told(state)).toEqual([]);
    expect(nextStep(state)).toMatchObject({ action: 'acceptFamily' });
  });
});
