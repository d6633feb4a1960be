import { describe, expect, test } from 'vitest';
import { allowedActions, mayRead, type AnyCommand } from '../../../domain/follow-on/run.ts';
import { partiesOf } from '../../../domain/follow-on/parties.ts';
import { actor } from '../../support/people.ts';
import { on, type Step } from '../follow-on/story.ts';
import {
  A,
  B,
  call,
  chair,
  clockOf,
  discussion,
  housing,
  manager,
  officer,
  opening,
  part,
  plan,
  police,
  told,
  unwarned,
  words,
  worker,
} from './people.ts';

const both = opening({ referralRefs: [A, B] });
const end = (how: string, more: object = {}, referralRef = A): AnyCommand =>
  ({ type: 'endForChild', referralRef, how, reason: words('why'), ...more }) as AnyCommand;

describe('an end that comes to one child from outside', () => {
  test('E20: at 18 the clocks stop for that reason, the risk is handed to a service, the sibling goes on', () => {
    const { state, last } = told(
      [
        ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
        ['Tue 09:00', end('CHILD_TURNED_18', { handedTo: 'ADULT_SERVICES' }), manager],
      ],
      both,
    );
    expect(unwarned(last)).toEqual([
      'ProtectionEndedForChild',
      `ClockStopped CHILD_SEEN_S47.${A}`,
      `ClockStopped ICPC.${A}`,
    ]);
    expect(clockOf(state, `ICPC.${A}`)).toMatchObject({
      stoppedAt: on('Tue 09:00'),
      stoppedBy: 'CHILD_TURNED_18',
    });
    expect(state.stage).toBe('STRATEGY_PLANNING');
    expect(clockOf(state, 'STRATEGY_DISCUSSION').status).toBe('RUNNING');
  });

  test('the last child’s end is the case’s', () => {
    const { state } = told([['Mon 15:00', end('CHILD_TURNED_18', { handedTo: 'ADULT_SERVICES' }), manager]]);
    expect(state).toMatchObject({ stage: 'CHILD_TURNED_18', closedAt: on('Mon 15:00') });
    expect(clockOf(state, 'STRATEGY_DISCUSSION')).toMatchObject({ stoppedBy: 'CHILD_TURNED_18' });
  });

  test('E17, E18: another authority takes over once it has accepted in writing; until then the clocks run', () => {
    const move = end('CLOSED_TRANSFERRED_OUT', { handedTo: 'ELSEWHERESHIRE', acceptance: words('letter') });
    const { state } = told([['Mon 15:00', move, manager]]);
    expect(state.stage).toBe('CLOSED_TRANSFERRED_OUT');
    expect(clockOf(state, 'STRATEGY_DISCUSSION')).toMatchObject({ stoppedBy: 'TRANSFERRED_OUT' });
  });

  test('a death ends everything that protects the child, with the review told', () => {
    const { state } = told([
      ['Mon 12:00', { type: 'recordEpo', referralRef: A, madeAt: on('Mon 11:30') }, worker],
      ['Mon 15:00', end('CHILD_DIED', { routes: ['CHILD_DEATH_REVIEW'] }), manager],
    ]);
    expect(state.stage).toBe('CHILD_DIED');
    expect(clockOf(state, `EPO.${A}`)).toMatchObject({ stoppedBy: 'CHILD_DIED' });
  });

  test.each<[string, AnyCommand, string]>([
    ['at 18 to nobody', end('CHILD_TURNED_18'), 'handedTo'],
    ['a move to nobody', end('CLOSED_TRANSFERRED_OUT'), 'handedTo'],
    ['a move without acceptance', end('CLOSED_TRANSFERRED_OUT', { handedTo: 'X' }), 'acceptance'],
    ['a death that nobody was told of', end('CHILD_DIED'), 'routes'],
  ])('refuses %s', (_case, command, field) => {
    expect(() => told([['Mon 15:00', command, manager]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field }),
    );
  });
});

describe('a later decision takes another way', () => {
  const word = (referralRef?: string) =>
    ({ type: 'noteSuperseded', decisionNo: 2, ...(referralRef !== undefined && { referralRef }) }) as const;

  test('before enquiries it ends the case', () => {
    const { state } = told([['Mon 15:00', word()]]);
    expect(state).toMatchObject({ stage: 'SUPERSEDED', closedAt: on('Mon 15:00') });
    expect(clockOf(state, 'STRATEGY_DISCUSSION')).toMatchObject({ stoppedBy: 'SUPERSEDED' });
  });

  test('it ends the part of the child it is about, and without a name none of several', () => {
    expect(told([['Mon 15:00', word(B)]], both).state).toMatchObject({ stage: 'STRATEGY_PLANNING' });
    expect(part(told([['Mon 15:00', word(B)]], both).state, B).end?.stage).toBe('SUPERSEDED');
    expect(unwarned(told([['Mon 15:00', word()]], both).last)).toEqual([]);
  });

  test('enquiries that have begun end by their outcome alone', () => {
    const { last, state } = told([
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
      ['Mon 16:00', word(A)],
    ]);
    expect(unwarned(last)).toEqual([]);
    expect(state.stage).toBe('S47_ENQUIRY');
  });
});

test('minutes of a discussion are owed after the end, too', () => {
  const { state } = told([
    ['Mon 11:30', call('Mon 11:00', 'Mon 11:20', { nextDiscussionAt: on('Mon 16:00') }), chair],
    ['Mon 15:00', { type: 'noteSuperseded', decisionNo: 2 }],
  ]);
  expect(state.closedAt).toBeUndefined();
  expect(clockOf(state, 'STRATEGY_RECORD.1').status).toBe('RUNNING');
});

describe('who may do what', () => {
  const steps: Step[] = [['Mon 10:30', plan('Mon 14:00'), officer]];
  const { state } = told(steps);

  test.each([
    ['a contact officer convenes', officer, ['planDiscussion']],
    [
      'an agency that is invited answers, sends what it knows, and keeps to the plan',
      police,
      ['answerInvitation', 'sendInformation'],
    ],
    [
      'an agency that is not invited does nothing',
      actor('AGENCY_REPRESENTATIVE', { agency: 'PROBATION' }),
      [],
    ],
    ['the chair of another authority does nothing', { ...chair, localAuthority: 'ELSEWHERESHIRE' }, []],
  ])('%s', (_case, by, expected) => {
    const allowed = allowedActions(state, by).filter((action) => !action.endsWith('PlanAction'));
    expect(allowed).toEqual(expected);
  });

  test('agencies that were invited read it, others do not', () => {
    expect(mayRead(state, police)).toBe(true);
    expect(mayRead(state, housing)).toBe(true);
    expect(mayRead(state, { ...police, agency: 'PROBATION' })).toBe(false);
    expect(mayRead(state, { ...chair, localAuthority: 'SPECIMENSHIRE' })).toBe(true);
    expect([...partiesOf(state)]).toEqual(['SOCIAL_CARE', 'POLICE', 'HEALTH', 'HOUSING']);
  });
});
