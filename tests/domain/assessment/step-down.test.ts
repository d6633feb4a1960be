import { describe, expect, test } from 'vitest';
import { episodeFigures } from '../../../domain/assessment/figures.ts';
import { mayRead, nextStep, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { actor, earlyHelpManager } from '../../support/people.ts';
import { on, outline } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  again,
  dues,
  ID,
  keys,
  newRisk,
  news,
  owed,
  receivingManager,
  REFERRAL,
  refusal,
  seen,
  type Step,
  stepsDown,
  stops,
  teams,
  told,
  worker,
} from './story.ts';

const EARLY_HELP_1 = `${ID}/EARLY_HELP/1`;
const settles: Step = ['+4 Mon 10:01', 'settle'];
const pending: readonly Step[] = [...seen, stepsDown, settles];
const meetingHeld = (at: string, no = 1): Step => [
  at,
  news(
    'EARLY_HELP',
    { news: 'ACCEPTED', outcome: 'MEETING_HELD', by: 'synthetic-early-help-manager' },
    at,
    no,
  ),
];
const sentBack = (at: string, no = 1): Step => [
  at,
  news('EARLY_HELP', { news: 'RETURNED', outcome: 'THRESHOLD_HIGHER' }, at, no),
];

describe('transitions 19 and 22: social care steps down', () => {
  test('the assessment is authorised and stays social care’s; Early Help is asked', () => {
    const { state, last } = told([...seen, stepsDown]);
    expect(outline(last.slice(-3))).toEqual([
      'AssessmentAuthorised',
      'ClockStopped ASSESSMENT',
      'ClockStopped ASSESSMENT_CHECKPOINT',
    ]);
    expect(state.stage).toBe('STEP_DOWN_PENDING');
    expect(state.closedAt).toBeUndefined();
    expect(state.closureCode).toBeUndefined();
    expect(state.owners.at(-1)).toMatchObject({ team: 'ASSESSMENT_TEAM', userId: worker.userId });
    expect(owed(state)[0]).toEqual({
      key: EARLY_HELP_1,
      message: 'CASE_TO_OPEN',
      contactRef: 'C-TEST-0001',
      opening: {
        kind: 'EARLY_HELP',
        key: EARLY_HELP_1,
        contactRef: 'C-TEST-0001',
        referralRefs: ['R-TEST-0001'],
        localAuthority: 'SPECIMENSHIRE',
        receivedAt: on('Mon 10:00'),
        from: `assessment:${ID}`,
        openedBy: receivingManager.userId,
        route: 'STEP_DOWN',
        receiver: 'EARLY_HELP',
        familyAgreed: false,
        heldBy: 'ASSESSMENT_TEAM',
        reason: sealed('rationale'),
      },
    });
  });

  test('a family that has agreed is not asked twice', () => {
    const agrees: Step = [
      'Fri 10:00',
      { type: 'recordAgreement', status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY' },
      worker,
    ];
    expect(owed(told([...seen, agrees, stepsDown]).state)[0]).toMatchObject({
      opening: { familyAgreed: true },
    });
  });

  test('while it waits, the meeting has its limit with Early Help, whose turn it is', () => {
    const { state } = told(pending);
    expect(standingOfFollowOn(state)).toMatchObject({
      owners: ['ASSESSMENT_TEAM'],
      whyNoClock: 'NO_LIMIT_SET',
    });
    expect(nextStep(state)).toMatchObject({ action: 'recordHandoverMeeting', by: 'EARLY_HELP_MANAGER' });
  });

  test('the meeting held, it closes with its reason and its date together', () => {
    const { state, last } = told([...pending, meetingHeld('+5 Mon 15:00')]);
    expect(outline(last)).toEqual(['StepDownAccepted', 'AssessmentEnded']);
    expect(state).toMatchObject({ stage: 'CLOSED_EH', closureCode: 'RC9', closedAt: on('+5 Mon 15:00') });
    expect(owed(state)).toMatchObject([{ to: REFERRAL, command: { news: 'ENDED', outcome: 'CLOSED_EH' } }]);
    expect(episodeFigures(state)).toMatchObject({ outcome: 'STEP_DOWN', isAuthorisedInTime: true });
  });

  test('Early Help reads it while it waits, and not before', () => {
    expect(mayRead(told(pending).state, earlyHelpManager)).toBe(true);
    expect(mayRead(told(pending).state, actor('EARLY_HELP_MANAGER', { localAuthority: 'OTHERSHIRE' }))).toBe(
      false,
    );
    expect(mayRead(told(seen).state, earlyHelpManager)).toBe(false);
  });
});

describe('never allowed: closing social care before the Early Help hand-over is accepted', () => {
  test.each<[string, readonly Step[]]>([
    ['time alone closes nothing', [['+20 Mon 10:00', 'tick']]],
    [
      'being begun is not acceptance',
      [['+4 Tue 10:00', news('EARLY_HELP', { news: 'OPENED' }, '+4 Tue 10:00')]],
    ],
    [
      'accepted without the meeting',
      [['+4 Tue 10:00', news('EARLY_HELP', { news: 'ACCEPTED' }, '+4 Tue 10:00')]],
    ],
    [
      'another family’s meeting',
      [
        [
          '+4 Tue 10:00',
          news('EARLY_HELP', { news: 'ACCEPTED', outcome: 'MEETING_HELD' }, '+4 Tue 10:00', 7),
        ],
      ],
    ],
  ])('%s', (_case, steps) => {
    const { state } = told([...pending, ...steps]);
    expect(state.stage).toBe('STEP_DOWN_PENDING');
    expect(teams(state).at(-1)).toBe('ASSESSMENT_TEAM');
  });

  test('no command of anybody closes it as stepped down', () => {
    const asksAgain = again({ outcome: 'STEP_DOWN', closureCode: 'RC9' });
    expect(refusal([...pending, ['+4 Tue 10:00', asksAgain, receivingManager]])).toBe(
      'NOT_AT_THIS_STAGE outcome',
    );
    expect(refusal([...pending, ['+4 Tue 10:00', asksAgain, earlyHelpManager]])).toBe('NOT_PERMITTED');
  });

  test('new risk while it waits: it closes only when the enquiries are over', () => {
    const steps: readonly Step[] = [
      ...pending,
      ['+4 Tue 10:00', newRisk('+4 Tue 09:00'), worker],
      ['+4 Tue 10:01', 'settle'],
      meetingHeld('+4 Wed 10:00'),
    ];
    const waits = told(steps).state;
    expect(waits.stage).toBe('STEP_DOWN_PENDING');
    expect(nextStep(waits)?.action).toBe('concludeS47');
    const over = (outcome: string): Step => [
      '+5 Mon 10:00',
      news('CHILD_PROTECTION', { news: 'ENDED', outcome }, '+5 Mon 10:00'),
    ];
    expect(outline(told([...steps, over('CLOSED_NFA')]).last)).toEqual(['EnquiriesEnded', 'AssessmentEnded']);
    expect(told([...steps, over('CLOSED_NFA')]).state.stage).toBe('CLOSED_EH');
    const conference = told([...steps, over('CLOSED_ICPC')]).state;
    expect(conference.stage).toBe('STEP_DOWN_PENDING');
    expect(nextStep(conference)?.action).toBe('passToChildProtection');
  });
});

describe('E49: Early Help refuses the step-down', () => {
  const refusedBack: readonly Step[] = [...pending, sentBack('+4 Wed 10:00')];

  test('the social worker stays responsible, and a manager has a time to decide again', () => {
    const { state, last } = told(refusedBack);
    expect(outline(last)).toEqual(['StepDownReturned', 'ClockStarted HANDOVER_ACCEPTANCE-2']);
    expect(state.stage).toBe('ASSESSMENT');
    expect(state.owners.at(-1)).toMatchObject({ team: 'ASSESSMENT_TEAM', userId: worker.userId });
    expect(dues(state)).toEqual({ 'HANDOVER_ACCEPTANCE-2': '2028-07-06T09:00:00.000Z' });
    expect(nextStep(state)).toMatchObject({ action: 'decideAgain', by: 'TEAM_MANAGER' });
    expect(keys(state)).toEqual([]);
  });

  test('ended before the meeting, it came back too', () => {
    const ends: Step = [
      '+4 Wed 10:00',
      news('EARLY_HELP', { news: 'ENDED', outcome: 'MOVED' }, '+4 Wed 10:00'),
    ];
    expect(told([...pending, ends]).state.stage).toBe('ASSESSMENT');
  });

  test('the manager decides on a plan, and nothing of the first decision is lost', () => {
    const { state } = told([...refusedBack, ['+4 Wed 12:00', again(), receivingManager]]);
    expect(state.stage).toBe('CLOSED_TO_TEAM');
    expect(stops(state)['HANDOVER_ACCEPTANCE-2']).toBe('DECIDED 2028-07-05T11:00:00.000Z');
    expect(state.outcomes?.map(({ no, outcome, returnedAt }) => [no, outcome, returnedAt])).toEqual([
      [1, 'STEP_DOWN', on('+4 Wed 10:00')],
      [2, 'TO_TEAM', undefined],
    ]);
    expect(stops(state)['ASSESSMENT']).toBe('AUTHORISED 2028-07-03T09:00:00.000Z');
  });

  test('asked a second time it is a new case of Early Help, and the first one’s last words change nothing', () => {
    const steps: readonly Step[] = [
      ...refusedBack,
      ['+4 Wed 12:00', again({ outcome: 'STEP_DOWN', closureCode: 'RC9' }), receivingManager],
    ];
    expect(keys(told(steps).state)).toEqual([`${ID}/EARLY_HELP/2`]);
    const late = told([...steps, ['+4 Wed 12:01', 'settle'], sentBack('+4 Wed 12:02')]);
    expect(late.last).toEqual([]);
    expect(late.state.stage).toBe('STEP_DOWN_PENDING');
    expect(told([...steps, ['+4 Wed 12:01', 'settle'], meetingHeld('+5 Wed 10:00', 2)]).state.stage).toBe(
      'CLOSED_EH',
    );
  });

  test.each<[string, Step, string]>([
    [
      'without its reason for closure',
      ['+4 Wed 12:00', again({ outcome: 'NFA' }), receivingManager],
      'CENSUS_RULE closureCode',
    ],
    [
      'family not told',
      ['+4 Wed 12:00', again({ familyInformed: false }), receivingManager],
      'MISSING_FIELD familyInformed',
    ],
    [
      'by the worker’s own hand',
      ['+4 Wed 12:00', again(), actor('TEAM_MANAGER', { userId: worker.userId })],
      'OTHER_DECIDER_NEEDED',
    ],
  ])('refused: decided again %s', (_case, step, code) => {
    expect(refusal([...refusedBack, step])).toBe(code);
  });
});

describe('a step-down that is called off', () => {
  test('the case of Early Help that was begun is told', () => {
    const { state } = told([...pending, ['+4 Tue 10:00', again(), receivingManager]]);
    expect(state.stage).toBe('CLOSED_TO_TEAM');
    expect(owed(state)).toMatchObject([
      {
        key: `${EARLY_HELP_1}/called-off`,
        to: `early-help:${EARLY_HELP_1}`,
        command: { type: 'noteSuperseded', decisionNo: 1 },
      },
      { key: `${ID}/ENDED/${REFERRAL}` },
    ]);
  });

  test('one that was not begun yet never is', () => {
    const { state } = told([...seen, stepsDown, ['+4 Mon 10:01', again(), receivingManager]]);
    expect(keys(state)).toEqual([`${ID}/ACCEPTED/${REFERRAL}`, `${ID}/ENDED/${REFERRAL}`]);
  });
});
