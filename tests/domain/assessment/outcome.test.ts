import { describe, expect, test } from 'vitest';
import {
  assertClosure,
  assertFactors,
  type AssessmentOutcome,
  CLOSURE_CODES,
  type ClosureCode,
  type Factor,
  FACTORS,
  PRIMARY_NEEDS,
} from '../../../domain/assessment/census.ts';
import { episodeFigures } from '../../../domain/assessment/figures.ts';
import { DomainError } from '../../../domain/errors.ts';
import { actor } from '../../support/people.ts';
import { on, outline } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  accepts,
  authorise,
  begun,
  ID,
  keys,
  owed,
  receivingManager,
  REFERRAL,
  refusal,
  sees,
  seen,
  type Step,
  stops,
  told,
  worker,
} from './story.ts';

const authorises = (overrides?: Parameters<typeof authorise>[0], by = receivingManager): Step => [
  '+4 Mon 10:00',
  authorise(overrides),
  by,
];
const NFA = { outcome: 'NFA', closureCode: 'RC8' } as const;

function ruleOf(check: () => void): string | undefined {
  try {
    check();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CENSUS_RULE') return error.message;
    throw error;
  }
  return undefined;
}

describe('factors (N00181)', () => {
  test.each<[string, readonly Factor[], AssessmentOutcome, string | undefined]>([
    ['several', ['1B', '3B', '16A'], 'TO_TEAM', undefined],
    ['other, beside another', ['20', '4B'], 'STEP_DOWN', undefined],
    ['none identified, no further action', ['21'], 'NFA', undefined],
    ['some identified, no further action', ['5C'], 'NFA', undefined],
    ['not a single one', [], 'NFA', 'or 21 for none'],
    ['one of them twice', ['16A', '3B', '16A'], 'TO_TEAM', 'rule 8898'],
    ['none identified, beside another', ['21', '16A'], 'NFA', 'rule 8869'],
    ['none identified, and yet a plan', ['21'], 'TO_TEAM', 'no further action only'],
    ['none identified, and yet Early Help', ['21'], 'STEP_DOWN', 'no further action only'],
  ])('%s', (_case, factors, outcome, rule) => {
    const refused = ruleOf(() => assertFactors(factors, outcome));
    if (rule === undefined) expect(refused).toBeUndefined();
    else expect(refused).toContain(rule);
  });

  test('8945Q, 8950Q: 18A and 19A are not in the code set, and the rest of it is', () => {
    const codes = Object.keys(FACTORS);
    expect(codes).not.toContain('18A');
    expect(codes).not.toContain('19A');
    expect(codes).toHaveLength(42);
    expect(codes).toEqual(expect.arrayContaining(['1A', '6C', '8B', '8F', '18B', '19C', '20', '21', '24A']));
  });
});

describe('primary need (N00101) and reason for closure (N00103)', () => {
  test('8650: N0 to N9', () => {
    expect(Object.keys(PRIMARY_NEEDS)).toEqual(['N0', 'N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8', 'N9']);
    expect(Object.keys(CLOSURE_CODES)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((no) => `RC${no}`));
  });

  test.each<[string, AssessmentOutcome, ClosureCode | undefined, string | undefined]>([
    ['no further action closes with RC8', 'NFA', 'RC8', undefined],
    ['Early Help closes with RC9', 'STEP_DOWN', 'RC9', undefined],
    ['a plan closes nothing', 'TO_TEAM', undefined, undefined],
    ['a date without its reason', 'NFA', undefined, 'rule 8805'],
    ['the reason of Early Help for no further action', 'NFA', 'RC9', 'rule 8805'],
    ['the reason of no further action for Early Help', 'STEP_DOWN', 'RC8', 'rule 8805'],
    ['a reason without its date', 'TO_TEAM', 'RC7', 'rule 8810'],
  ])('%s', (_case, outcome, code, rule) => {
    const refused = ruleOf(() => assertClosure(outcome, code));
    if (rule === undefined) expect(refused).toBeUndefined();
    else expect(refused).toContain(rule);
  });
});

describe('transition 19: the manager authorises the assessment', () => {
  test('a plan for a child in need: the case goes on with a team', () => {
    const { state, last } = told([...seen, authorises()]);
    expect(outline(last.slice(-4))).toEqual([
      'AssessmentAuthorised',
      'ClockStopped ASSESSMENT',
      'ClockStopped ASSESSMENT_CHECKPOINT',
      'AssessmentEnded',
    ]);
    expect(state).toMatchObject({ stage: 'CLOSED_TO_TEAM', closedAt: on('+4 Mon 10:00') });
    expect(state.closureCode).toBeUndefined();
    expect(stops(state)['ASSESSMENT']).toBe('AUTHORISED 2028-07-03T09:00:00.000Z');
    expect(state.authorisation).toEqual({
      at: on('+4 Mon 10:00'),
      by: receivingManager.userId,
      factors: ['16A', '3B'],
      primaryNeed: 'N1',
      childsVoice: sealed('voice'),
    });
    expect(owed(state)).toMatchObject([
      { key: `${ID}/ACCEPTED/${REFERRAL}` },
      { key: `${ID}/ENDED/${REFERRAL}`, command: { news: 'ENDED', outcome: 'CLOSED_TO_TEAM' } },
    ]);
  });

  test('8805, 8810: no further action closes with its reason and its date together', () => {
    const { state } = told([...seen, authorises({ ...NFA, factors: ['21'] })]);
    expect(state).toMatchObject({ stage: 'CLOSED_NFA', closureCode: 'RC8', closedAt: on('+4 Mon 10:00') });
    expect(state.clocks.every(({ status }) => status === 'STOPPED')).toBe(true);
  });

  test('signed on the day it was due, written down on the next', () => {
    const { state } = told([
      ...seen,
      ['+9 Tue 10:00', authorise({ authorisedAt: on('+9 Mon 17:00') }), receivingManager],
    ]);
    expect(stops(state)['ASSESSMENT']).toBe('AUTHORISED 2028-08-07T16:00:00.000Z');
    expect(episodeFigures(state).isAuthorisedInTime).toBe(true);
  });

  test.each<[string, readonly Step[], string]>([
    ['by a social worker', [...seen, authorises({}, worker)], 'NOT_PERMITTED'],
    ['allocated to nobody', [accepts, sees, authorises()], 'NOT_AT_THIS_STAGE'],
    ['before the team has the child', [authorises()], 'NOT_AT_THIS_STAGE'],
    [
      'family not told in writing',
      [...seen, authorises({ familyInformed: false })],
      'MISSING_FIELD familyInformed',
    ],
    [
      'nobody has seen the child, and nobody says why',
      [...begun, authorises()],
      'MISSING_FIELD notSeenReason',
    ],
    ['factors that break a rule', [...seen, authorises({ factors: ['21'] })], 'CENSUS_RULE factors'],
    ['no further action without RC8', [...seen, authorises({ outcome: 'NFA' })], 'CENSUS_RULE closureCode'],
    [
      'signed before the team had the child',
      [...seen, authorises({ authorisedAt: on('Mon 13:59') })],
      'INVALID_INSTANT authorisedAt',
    ],
    [
      'signed in the future',
      [...seen, authorises({ authorisedAt: on('+4 Mon 10:01') })],
      'INVALID_INSTANT authorisedAt',
    ],
    [
      'twice',
      [...seen, authorises({ outcome: 'STEP_DOWN', closureCode: 'RC9' }), authorises()],
      'NOT_AT_THIS_STAGE',
    ],
    [
      'decided again before it was decided',
      [
        ...seen,
        [
          'Fri 10:00',
          { type: 'decideAgain', outcome: 'TO_TEAM', rationale: sealed('r'), familyInformed: true },
          receivingManager,
        ],
      ],
      'NOT_AT_THIS_STAGE',
    ],
  ])('refused: %s', (_case, steps, code) => {
    expect(refusal(steps)).toBe(code);
  });

  test('the child’s voice, or why it is not known', () => {
    const { childsVoice: _voice, ...silent } = authorise() as Extract<
      ReturnType<typeof authorise>,
      { type: 'authoriseAssessment' }
    >;
    const at = '+4 Mon 10:00';
    expect(refusal([...seen, [at, silent, receivingManager]])).toBe('MISSING_FIELD childsVoice');
    const unborn = { ...silent, noVoiceReason: sealed('unborn') };
    expect(refusal([...seen, [at, unborn, receivingManager]])).toBeUndefined();
  });

  test('an unborn child is assessed unseen, with the reason', () => {
    const { state } = told([...begun, authorises({ notSeenReason: sealed('unborn') })]);
    expect(state.authorisation?.notSeenReason).toEqual(sealed('unborn'));
    expect(stops(state)['CHILD_SEEN_S17']).toBe('AUTHORISED 2028-07-03T09:00:00.000Z');
    expect(episodeFigures(state).isSeenInTime).toBeUndefined();
  });

  test('four eyes: a manager who carried it out does not authorise it, even after passing it on', () => {
    const carries = actor('TEAM_MANAGER', { userId: 'synthetic-worker' });
    expect(refusal([...seen, authorises({}, carries)])).toBe('OTHER_DECIDER_NEEDED');
    const passedOn: Step = [
      'Fri 10:00',
      { type: 'allocate', worker: 'synthetic-worker-2' },
      receivingManager,
    ];
    expect(refusal([...seen, passedOn, authorises({}, carries)])).toBe('OTHER_DECIDER_NEEDED');
  });
});

describe('K1 and K2: no further action before an assessment, and after one', () => {
  const close = (overrides: { unmetNeed?: boolean; helped?: boolean } = {}): Step => [
    'Wed 10:00',
    {
      type: 'closeBeforeAssessment',
      rationale: sealed('rationale'),
      unmetNeed: overrides.unmetNeed ?? false,
      ...(overrides.helped && { helpOffered: sealed('help') }),
    },
    receivingManager,
  ];

  test('before: nobody has seen the child, and nothing is authorised', () => {
    const { state, last } = told([...begun, close()]);
    expect(outline(last)).toEqual([
      'ClosedBeforeAssessment',
      'ClockStopped ASSESSMENT',
      'ClockStopped ASSESSMENT_CHECKPOINT',
      'ClockStopped CHILD_SEEN_S17',
      'AssessmentEnded',
    ]);
    expect(state.stage).toBe('CLOSED_NFA_BEFORE_ASSESSMENT');
    expect(state.closureCode).toBeUndefined();
    expect(episodeFigures(state)).toEqual({ nfa: 'BEFORE_ASSESSMENT' });
    expect(keys(state)).toContain(`${ID}/ENDED/${REFERRAL}`);
  });

  test('after: completed, with its factors', () => {
    const { state } = told([...seen, authorises(NFA)]);
    expect(episodeFigures(state)).toEqual({
      nfa: 'AFTER_ASSESSMENT',
      outcome: 'NFA',
      isSeenInTime: true,
      isAuthorisedInTime: true,
    });
  });

  test('a completed assessment with a plan is neither', () => {
    expect(episodeFigures(told([...seen, authorises()]).state)).toEqual({
      outcome: 'TO_TEAM',
      isSeenInTime: true,
      isAuthorisedInTime: true,
    });
  });

  test('one that is not over counts as nothing yet', () => {
    expect(episodeFigures(told(begun).state)).toEqual({});
  });

  test.each<[string, readonly Step[], string | undefined]>([
    [
      'a need left unmet, and no help offered',
      [...begun, close({ unmetNeed: true })],
      'MISSING_FIELD helpOffered',
    ],
    ['a need left unmet, and help offered', [...begun, close({ unmetNeed: true, helped: true })], undefined],
    ['not before the team has the child', [close()], 'NOT_AT_THIS_STAGE'],
    [
      'not once the child has been seen',
      [...seen, ['Fri 10:00', close()[1], receivingManager]],
      'NOT_AT_THIS_STAGE',
    ],
    [
      'not by a manager whom it was allocated to',
      [...begun, [close()[0], close()[1], actor('TEAM_MANAGER', { userId: 'synthetic-worker' })]],
      'OTHER_DECIDER_NEEDED',
    ],
  ])('%s', (_case, steps, code) => {
    expect(refusal(steps)).toBe(code);
  });

  test('an ended assessment takes no commands', () => {
    expect(
      refusal([...begun, close(), ['Wed 11:00', { type: 'allocate', worker: 'w' }, receivingManager]]),
    ).toBe('CASE_CLOSED');
  });
});
