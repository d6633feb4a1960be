import { describe, expect, test } from 'vitest';
import { episodeFigures } from '../../../domain/assessment/figures.ts';
import { adoptRules } from '../../../domain/follow-on/adopt-rules.ts';
import { nextStep } from '../../../domain/follow-on/run.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { on, outline, rules } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  accepts,
  allocates,
  authorise,
  begun,
  dues,
  receivingManager,
  refusal,
  refuses,
  seen,
  type Step,
  stops,
  told,
  worker,
} from './story.ts';

const sees = (at: string, seenAt: string): Step => [
  at,
  { type: 'recordChildSeen', seenAt: on(seenAt), alone: true, note: sealed('visit') },
  worker,
];

describe('C10: the child is seen', () => {
  test('the visit stops the clock, not its being written down', () => {
    const { state } = told([...begun, sees('+1 Mon 17:30', '+1 Mon 16:59')]);
    expect(stops(state)['CHILD_SEEN_S17']).toBe('CHILD_SEEN 2028-06-12T15:59:00.000Z');
    expect(episodeFigures(state).isSeenInTime).toBe(true);
  });

  test('a minute after the limit it is late', () => {
    const { state, events } = told([...begun, sees('+1 Mon 17:30', '+1 Mon 17:01')]);
    expect(outline(events)).toContain('ClockBreached CHILD_SEEN_S17');
    expect(episodeFigures(state).isSeenInTime).toBe(false);
  });

  test('seen between acceptance and allocation, written down after it', () => {
    const { state } = told([...begun, sees('Tue 11:00', 'Tue 09:00')]);
    expect(stops(state)['CHILD_SEEN_S17']).toBe('CHILD_SEEN 2028-06-06T09:00:00.000Z');
  });

  test('a further visit is kept beside the first', () => {
    const { state } = told([...seen, sees('Fri 12:00', 'Fri 11:00')]);
    expect(state.visits?.map(({ seenAt }) => seenAt)).toEqual([on('Thu 15:00'), on('Fri 11:00')]);
  });

  test.each([
    ['in the future', 'Thu 15:01'],
    ['before the referral was received', 'Mon 09:59'],
  ])('not %s', (_case, seenAt) => {
    expect(refusal([...begun, sees('Thu 15:00', seenAt)])).toBe('INVALID_INSTANT seenAt');
  });
});

describe('C13: the manager’s checkpoint', () => {
  const review: Step = [
    '+2 Mon 12:00',
    { type: 'reviewCheckpoint', note: sealed('review') },
    receivingManager,
  ];

  test('reviewed on day ten', () => {
    const { state } = told([...seen, review]);
    expect(stops(state)['ASSESSMENT_CHECKPOINT']).toBe('REVIEWED 2028-06-19T11:00:00.000Z');
    expect(nextStep(state)?.action).toBe('authoriseAssessment');
    expect(nextStep(told(seen).state)?.action).toBe('reviewCheckpoint');
  });

  test('by a manager, once', () => {
    expect(refusal([...seen, [review[0], review[1], worker]])).toBe('NOT_PERMITTED');
    expect(refusal([...seen, review, review])).toBe('NOT_AT_THIS_STAGE');
  });

  test('missed, the manager is told, and then who is above', () => {
    const { last } = told([...seen, ['+3 Mon 09:00', 'tick']]);
    expect(outline(last)).toContain('ClockBreached ASSESSMENT_CHECKPOINT');
    expect(outline(last)).toContain('ClockEscalated ASSESSMENT_CHECKPOINT');
  });
});

describe('C12: a time of its own for the child', () => {
  const sets = (at: string, workingDays: number): Step => [
    at,
    { type: 'setTimescale', workingDays, reason: sealed('baby') },
    receivingManager,
  ];

  test('counts from receipt like the limit, with its warnings', () => {
    const { state, last } = told([...begun, sets('Wed 10:00', 20)]);
    expect(outline(last)).toEqual(['TimescaleSet', 'ClockRearmed ASSESSMENT']);
    expect(last[1]).toMatchObject({
      reason: 'TIMESCALE_SET',
      previousDueAt: '2028-08-07T16:00:00.000Z',
      terms: { limit: { amount: 20, unit: 'WD' }, startedAt: on('Mon 10:00') },
    });
    expect(dues(state)['ASSESSMENT']).toBe('2028-07-03T16:00:00.000Z');
  });

  test('may be set longer again, up to the limit', () => {
    const { state } = told([...begun, sets('Wed 10:00', 20), sets('+1 Wed 10:00', 45)]);
    expect(dues(state)['ASSESSMENT']).toBe('2028-08-07T16:00:00.000Z');
  });

  test.each<[string, Step, string]>([
    ['longer than the limit', sets('Wed 10:00', 46), 'TIMESCALE_NOT_ALLOWED workingDays'],
    ['none at all', sets('Wed 10:00', 0), 'TIMESCALE_NOT_ALLOWED workingDays'],
    ['half a day', sets('Wed 10:00', 10.5), 'TIMESCALE_NOT_ALLOWED workingDays'],
    ['one that is over already', sets('+2 Mon 17:01', 10), 'TIMESCALE_NOT_ALLOWED workingDays'],
    ['once the time is up', sets('+9 Mon 17:01', 45), 'CLOCK_NOT_RUNNING'],
  ])('refused: %s', (_case, step, code) => {
    expect(refusal([...begun, step])).toBe(code);
  });

  test('stays as it was set when other rules come into force, unless they allow less', () => {
    const { state } = told([...begun, sets('Wed 10:00', 20)]);
    const limited = (amount: number): HubRules => ({
      ...rules,
      policy: {
        ...rules.policy,
        clocks: {
          ...rules.policy.clocks,
          ASSESSMENT: { limit: { amount, unit: 'WD' }, source: 'Synthetic' },
        },
      },
    });
    const moved = (amount: number) =>
      adoptRules(state, rules, limited(amount), on('Thu 10:00')).flatMap((event) =>
        event.type === 'ClockRearmed' ? [event.terms.dueAt] : [],
      );
    expect(moved(40)).toEqual([]);
    expect(moved(15)).toEqual(['2028-06-26T16:00:00.000Z']);
  });

  test('late for it, but not for the limit, is in time in the figures', () => {
    const { state, events } = told([
      ...seen,
      sets('Fri 10:00', 20),
      ['+5 Mon 10:00', authorise(), receivingManager],
    ]);
    expect(outline(events)).toContain('ClockBreached ASSESSMENT');
    expect(episodeFigures(state).isAuthorisedInTime).toBe(true);
  });
});

describe('E34: an assessment needs more than 45 working days', () => {
  const explains = (at: string, newDate = '2028-08-21'): Step => [
    at,
    { type: 'explainOverrun', reason: sealed('overrun'), newDate },
    worker,
  ];

  test('reason and new date before it is due: the clock does not move, and it is late in the figures', () => {
    const { state, events } = told([
      ...seen,
      explains('+9 Mon 17:00'),
      ['+10 Mon 10:00', authorise(), receivingManager],
    ]);
    expect(state.overruns).toEqual([
      {
        reason: sealed('overrun'),
        newDate: '2028-08-21',
        givenLate: false,
        at: on('+9 Mon 17:00'),
        by: worker.userId,
      },
    ]);
    expect(outline(events)).toContain('ClockBreached ASSESSMENT');
    expect(stops(state)['ASSESSMENT']).toBe('AUTHORISED 2028-08-14T09:00:00.000Z');
    expect(episodeFigures(state)).toMatchObject({ isAuthorisedInTime: false, isOverrunExplained: true });
  });

  test('given a minute late it is kept as given late', () => {
    const { state } = told([...seen, explains('+9 Mon 17:01')]);
    expect(state.overruns?.[0]?.givenLate).toBe(true);
    expect(episodeFigures(state)).toMatchObject({ isAuthorisedInTime: false, isOverrunExplained: false });
  });

  test.each([
    ['not after the day it was due', '+8 Mon 10:00', '2028-08-07'],
    ['in the past', '+11 Mon 10:00', '2028-08-20'],
    ['more than a year beyond', '+8 Mon 10:00', '2029-08-09'],
    ['no day that there is', '+8 Mon 10:00', '2028-08-32'],
  ])('a new date %s is refused', (_case, at, newDate) => {
    expect(refusal([...seen, explains(at, newDate)])).toBe('INVALID_INSTANT newDate');
  });

  test('a breach ends nothing', () => {
    const { state } = told([...seen, ['+12 Mon 10:00', 'tick']]);
    expect(state.stage).toBe('ASSESSMENT');
    expect(state.closedAt).toBeUndefined();
  });
});

describe('E22: the family refuses to be assessed', () => {
  const refused: readonly Step[] = [...seen, ['Fri 10:00', refuses(), worker]];
  const authorises = (overrides?: Parameters<typeof authorise>[0]): Step => [
    '+1 Mon 10:00',
    authorise(overrides),
    receivingManager,
  ];

  test('the refusal is on record, and a manager is next', () => {
    const { state } = told(refused);
    expect(state.agreements).toEqual([
      {
        status: 'REFUSED',
        givenBy: 'PARENTAL_RESPONSIBILITY',
        reason: sealed('refusal'),
        at: on('Fri 10:00'),
        recordedBy: worker.userId,
      },
    ]);
    expect(nextStep(state)).toMatchObject({ action: 'authoriseAssessment', by: 'TEAM_MANAGER' });
  });

  test('it is not authorised without saying why it was done all the same', () => {
    expect(refusal([...refused, authorises()])).toBe('AGREEMENT_NEEDED noAgreementRationale');
    expect(refusal([...refused, authorises({ noAgreementRationale: sealed('why') })])).toBeUndefined();
  });

  test('E23: nor after the family has withdrawn', () => {
    const withdrawn: Step = ['Fri 10:00', refuses('WITHDRAWN'), worker];
    expect(refusal([...seen, withdrawn, authorises()])).toBe('AGREEMENT_NEEDED noAgreementRationale');
  });

  test('where significant harm is enquired into, no agreement is needed', () => {
    expect(refusal([...refused, authorises()], { withS47: true })).toBeUndefined();
  });

  test('a young person who can decide for themselves is heard, not the parent who disagrees', () => {
    const agrees: Step = [
      'Fri 09:00',
      { type: 'recordAgreement', status: 'GIVEN', givenBy: 'YOUNG_PERSON' },
      worker,
    ];
    expect(refusal([...seen, agrees, ['Fri 10:00', refuses(), worker], authorises()])).toBeUndefined();
  });

  test('refused before anybody was seen, help is offered before it is closed', () => {
    const steps: readonly Step[] = [accepts, allocates, ['Wed 10:00', refuses(), worker]];
    const close = (helpOffered: boolean): Step => [
      'Wed 11:00',
      {
        type: 'closeBeforeAssessment',
        rationale: sealed('r'),
        unmetNeed: false,
        ...(helpOffered && { helpOffered: sealed('early-help') }),
      },
      receivingManager,
    ];
    expect(nextStep(told(steps).state)?.action).toBe('closeBeforeAssessment');
    expect(refusal([...steps, close(false)])).toBe('MISSING_FIELD helpOffered');
    expect(told([...steps, close(true)]).state.stage).toBe('CLOSED_NFA_BEFORE_ASSESSMENT');
  });

  test('a refusal has its reason', () => {
    const { type, status, givenBy } = {
      type: 'recordAgreement',
      status: 'REFUSED',
      givenBy: 'YOUNG_PERSON',
    } as const;
    expect(refusal([...begun, ['Wed 10:00', { type, status, givenBy }, worker]])).toBe(
      'MISSING_FIELD reason',
    );
  });
});
