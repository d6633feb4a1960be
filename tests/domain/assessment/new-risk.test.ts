import { describe, expect, test } from 'vitest';
import { nextStep } from '../../../domain/follow-on/run.ts';
import { actor } from '../../support/people.ts';
import { on, outline } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  accepts,
  authorise,
  dues,
  ID,
  keys,
  newRisk,
  news,
  owed,
  receivingManager,
  REFERRAL,
  refusal,
  refuses,
  seen,
  type Step,
  stops,
  teams,
  told,
  worker,
} from './story.ts';

const reports: Step = ['Fri 16:00', newRisk('Fri 15:30'), worker];
const settles: Step = ['Fri 16:01', 'settle'];
const underEnquiry: readonly Step[] = [...seen, reports, settles];
const ends = (outcome: string, at = '+2 Mon 10:00'): Step => [
  at,
  news('CHILD_PROTECTION', { news: 'ENDED', outcome }, at),
];

describe('transition 18: new risk during the assessment', () => {
  test('a strategy discussion is opened at once, and the assessment goes on beside it', () => {
    const { state, last } = told([...seen, reports]);
    expect(outline(last)).toEqual(['NewRiskReported']);
    expect(state.stage).toBe('ASSESSMENT');
    expect(Object.keys(dues(state))).toEqual(['ASSESSMENT', 'ASSESSMENT_CHECKPOINT']);
    expect(teams(state)).toEqual(['HUB', 'ASSESSMENT_TEAM', 'ASSESSMENT_TEAM']);
    expect(owed(state)[0]).toEqual({
      key: `${ID}/CHILD_PROTECTION/1`,
      message: 'CASE_TO_OPEN',
      contactRef: 'C-TEST-0001',
      opening: {
        kind: 'CHILD_PROTECTION',
        key: `${ID}/CHILD_PROTECTION/1`,
        contactRef: 'C-TEST-0001',
        referralRefs: ['R-TEST-0001'],
        localAuthority: 'SPECIMENSHIRE',
        receivedAt: on('Mon 10:00'),
        from: `assessment:${ID}`,
        openedBy: worker.userId,
        reasonableCauseAt: on('Fri 15:30'),
        urgency: 'SAME_DAY',
        reason: sealed('new-risk'),
      },
    });
  });

  test('it waits for no acceptance, no agreement and no office hours', () => {
    const edt = actor('EMERGENCY_DUTY_TEAM');
    expect(keys(told([['Mon 23:00', newRisk('Mon 22:50'), edt]]).state)).toEqual([
      `${ID}/CHILD_PROTECTION/1`,
    ]);
    expect(
      refusal([accepts, ['Tue 10:00', refuses(), worker], ['Tue 11:00', newRisk('Tue 11:00'), worker]]),
    ).toBeUndefined();
  });

  test('CIN rule 8839: a second while one is open is refused, and taken once that is over', () => {
    const second: Step = ['+3 Mon 10:00', newRisk('+3 Mon 09:00'), worker];
    expect(refusal([...underEnquiry, second])).toBe('NOT_AT_THIS_STAGE');
    const { state } = told([...underEnquiry, ends('CLOSED_NFA'), second]);
    expect(keys(state)).toEqual([`${ID}/CHILD_PROTECTION/2`]);
    expect(state.newRisks?.map(({ no, outcome }) => [no, outcome])).toEqual([
      [1, 'CLOSED_NFA'],
      [2, undefined],
    ]);
  });

  test('reasonable cause does not appear in the future', () => {
    expect(refusal([...seen, ['Fri 16:00', newRisk('Fri 16:01'), worker]])).toBe(
      'INVALID_INSTANT reasonableCauseAt',
    );
  });

  test.each([
    ['no further action', 'NFA', 'RC8', 'NOT_AT_THIS_STAGE'],
    ['Early Help', 'STEP_DOWN', 'RC9', 'NOT_AT_THIS_STAGE'],
    ['a team', 'TO_TEAM', undefined, undefined],
  ] as const)('while enquiries are open it leads to %s: %s', (_case, outcome, closureCode, refused) => {
    const step: Step = [
      '+1 Mon 10:00',
      authorise({ outcome, ...(closureCode && { closureCode }) }),
      receivingManager,
    ];
    expect(refusal([...underEnquiry, step])).toBe(refused);
  });

  test('nor is it closed as not begun', () => {
    const close: Step = [
      '+1 Mon 10:00',
      { type: 'closeBeforeAssessment', rationale: sealed('r'), unmetNeed: false },
      receivingManager,
    ];
    expect(refusal([accepts, reports, close])).toBe('NOT_AT_THIS_STAGE');
  });
});

describe('what the enquiries come to', () => {
  const passes: Step = [
    '+2 Mon 11:00',
    { type: 'passToChildProtection', rationale: sealed('conference') },
    receivingManager,
  ];

  test('a conference: the manager passes the child on', () => {
    const steps = [...underEnquiry, ends('CLOSED_ICPC')];
    expect(nextStep(told(steps).state)?.action).toBe('passToChildProtection');
    const { state, last } = told([...steps, passes]);
    expect(outline(last)).toEqual([
      'PassedToChildProtection',
      'ClockStopped ASSESSMENT',
      'ClockStopped ASSESSMENT_CHECKPOINT',
      'AssessmentEnded',
    ]);
    expect(state).toMatchObject({ stage: 'CLOSED_CHILD_PROTECTION', closedAt: on('+2 Mon 11:00') });
    expect(state.closureCode).toBeUndefined();
    expect(stops(state)['ASSESSMENT']).toBe('CLOSED 2028-06-19T10:00:00.000Z');
    expect(owed(state)).toMatchObject([
      { to: REFERRAL, command: { news: 'ENDED', outcome: 'CLOSED_CHILD_PROTECTION' } },
    ]);
  });

  test('no conference: the assessment goes on, and there is nothing to pass on', () => {
    const steps = [...underEnquiry, ends('CLOSED_TO_ASSESSMENT')];
    expect(told(steps).state.stage).toBe('ASSESSMENT');
    expect(refusal([...steps, passes])).toBe('NOT_AT_THIS_STAGE');
  });

  test('E49: after a conference the child does not step down', () => {
    const steps: Step[] = [
      ...underEnquiry,
      ends('CLOSED_ICPC'),
      ['+2 Mon 11:00', authorise({ outcome: 'STEP_DOWN', closureCode: 'RC9' }), receivingManager],
    ];
    expect(refusal(steps)).toBe('NOT_AT_THIS_STAGE outcome');
  });

  test('told twice, it ends once', () => {
    const steps = [...underEnquiry, ends('CLOSED_NFA'), ends('CLOSED_NFA', '+2 Mon 10:01')];
    expect(told(steps).last).toEqual([]);
  });
});
