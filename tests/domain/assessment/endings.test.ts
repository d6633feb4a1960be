import { describe, expect, test } from 'vitest';
import type { Asked } from '../../../domain/assessment/commands.ts';
import { episodeFigures } from '../../../domain/assessment/figures.ts';
import { on, outline } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  begun,
  ID,
  keys,
  owed,
  receivingManager,
  REFERRAL,
  refusal,
  seen,
  type Step,
  stepsDown,
  stops,
  told,
  worker,
} from './story.ts';

const ends = (
  how: Asked<'endForChild'>['how'],
  content: Partial<Asked<'endForChild'>> = {},
  at = '+1 Mon 10:00',
): Step => [at, { type: 'endForChild', how, reason: sealed('reason'), ...content }, receivingManager];

describe('E20: the child turns 18', () => {
  test('the clocks stop for that reason, and adult care has the risk', () => {
    const { state, last } = told([...seen, ends('CHILD_TURNED_18', { handedTo: 'ADULT_SERVICES' })]);
    expect(outline(last)).toEqual([
      'AssessmentEndedForChild',
      'ClockStopped ASSESSMENT',
      'ClockStopped ASSESSMENT_CHECKPOINT',
      'AssessmentEnded',
    ]);
    expect(stops(state)).toMatchObject({
      ASSESSMENT: 'CHILD_TURNED_18 2028-06-12T09:00:00.000Z',
      ASSESSMENT_CHECKPOINT: 'CHILD_TURNED_18 2028-06-12T09:00:00.000Z',
    });
    expect(state).toMatchObject({ stage: 'CHILD_TURNED_18', closureCode: 'RC6' });
    expect(owed(state)).toMatchObject([
      { key: `${ID}/ACCEPTED/${REFERRAL}` },
      { command: { news: 'ENDED', outcome: 'CHILD_TURNED_18', at: on('+1 Mon 10:00') } },
    ]);
    expect(episodeFigures(state).isAuthorisedInTime).toBeUndefined();
  });

  test('handed to another service than adult care, it is no transfer to adult care', () => {
    expect(told([...seen, ends('CHILD_TURNED_18', { handedTo: 'HOUSING' })]).state.closureCode).toBe('RC7');
  });
});

describe('E18: the family moves', () => {
  test('the other authority has accepted in writing', () => {
    const { state } = told([
      ...begun,
      ends('TRANSFERRED_OUT', { handedTo: 'OTHERSHIRE', acceptedBy: sealed('letter') }),
    ]);
    expect(state).toMatchObject({ stage: 'TRANSFERRED_OUT', closureCode: 'RC5' });
    expect(stops(state)['CHILD_SEEN_S17']).toBe('TRANSFERRED_OUT 2028-06-12T09:00:00.000Z');
  });
});

describe('E42: the child dies', () => {
  test('before the team has accepted, too', () => {
    const { state } = told([ends('CHILD_DIED', { routes: ['CHILD_DEATH_REVIEW'] })]);
    expect(state).toMatchObject({ stage: 'CHILD_DIED', closureCode: 'RC2' });
    expect(keys(state)).toEqual([`${ID}/ENDED/${REFERRAL}`]);
  });

  test('Early Help, which was asked, does not go on asking the family', () => {
    const { state } = told([
      ...seen,
      stepsDown,
      ['+4 Mon 10:01', 'settle'],
      ends('CHILD_DIED', { routes: ['CHILD_DEATH_REVIEW', 'SERIOUS_INCIDENT'] }, '+4 Tue 10:00'),
    ]);
    expect(keys(state)).toEqual([`${ID}/EARLY_HELP/1/called-off`, `${ID}/ENDED/${REFERRAL}`]);
  });
});

describe('what each end asks for first', () => {
  test.each<[string, Step, string]>([
    ['18, and nobody goes on with the risk', ends('CHILD_TURNED_18'), 'MISSING_FIELD handedTo'],
    ['moved, to nobody', ends('TRANSFERRED_OUT', { acceptedBy: sealed('letter') }), 'MISSING_FIELD handedTo'],
    [
      'moved, and nobody has accepted',
      ends('TRANSFERRED_OUT', { handedTo: 'OTHERSHIRE' }),
      'MISSING_FIELD acceptedBy',
    ],
    [
      'dead, and the review not told',
      ends('CHILD_DIED', { routes: ['SERIOUS_INCIDENT'] }),
      'MISSING_FIELD routes',
    ],
  ])('%s', (_case, step, code) => {
    expect(refusal([...seen, step])).toBe(code);
  });

  test('a manager ends it, no worker', () => {
    const [at, command] = ends('CHILD_TURNED_18', { handedTo: 'ADULT_SERVICES' });
    expect(refusal([...seen, [at, command, worker]])).toBe('NOT_PERMITTED');
  });
});
