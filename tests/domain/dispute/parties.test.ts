import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { joins } from '../../../domain/follow-on/run.ts';
import { actor } from '../../support/people.ts';
import { on, outline, type Step, story } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  clocksOf,
  dispute,
  headTeacher,
  join,
  manager,
  nurse,
  objector,
  opening,
  sergeant,
  withdraw,
} from './about.ts';

const NOT_PERMITTED = expect.objectContaining({ code: 'NOT_PERMITTED' });
const opensToo = (from: Parameters<typeof opening>[0]): Step[1] => ({
  type: 'noteOpening',
  opening: opening({ key: 'another-key', ...from }),
});

describe('further objectors join the same dispute', () => {
  test('by hand: an agency joins, and its words are kept beside the first', () => {
    const { state, last } = dispute([['Tue 11:00', join, nurse]]);
    expect(outline(last)).toEqual(['DisputeJoined']);
    expect(state.objectors).toMatchObject([
      { userId: 'synthetic-head-teacher' },
      {
        userId: 'synthetic-nurse',
        role: 'AGENCY_REPRESENTATIVE',
        agency: 'HEALTH',
        joinedAt: on('Tue 11:00'),
        objections: [{ at: on('Tue 11:00'), reason: sealed('join') }],
      },
    ]);
    expect(state.clocks).toMatchObject([{ id: 'DISPUTE_STAGE.1', startedAt: on('Mon 10:00') }]);
  });

  test('by opening one about the same: reason, outcome sought and interim position come along', () => {
    const second = { objector: objector(sergeant), reason: sealed('r2'), outcomeSought: sealed('o2') };
    const { state, last } = dispute([['Tue 11:00', opensToo({ ...second, interimSafety: sealed('i2') })]]);
    expect(outline(last)).toEqual(['DisputeJoined']);
    expect(state.objectors[1]).toMatchObject({
      agency: 'POLICE',
      objections: [{ reason: sealed('r2'), outcomeSought: sealed('o2') }],
    });
    expect(state.interim.map(({ words }) => words)).toEqual([sealed('interim'), sealed('i2')]);
  });

  test('one that is about a child’s safety brings its 24 hours along, from then', () => {
    const { state, last } = dispute([
      ['Tue 11:00', opensToo({ objector: objector(sergeant), lane: 'CHILD_SAFETY' })],
    ]);
    expect(outline(last)).toEqual([
      'DisputeJoined',
      'DisputeLaneChanged',
      'DisputeRaised',
      'ClockStopped DISPUTE_STAGE.1',
      'ClockStarted DISPUTE_URGENT',
    ]);
    expect(clocksOf(state)).toEqual(['DISPUTE_STAGE.1 STOPPED RAISED', 'DISPUTE_URGENT RUNNING']);
    expect(state.clocks[1]).toMatchObject({ dueAt: on('Wed 11:00') });
    expect(state).toMatchObject({ lane: 'CHILD_SAFETY', level: 3 });
  });

  test('a second one about a child’s safety does not begin the 24 hours anew', () => {
    const { state, last } = dispute(
      [['Mon 20:00', opensToo({ objector: objector(sergeant), lane: 'CHILD_SAFETY' })]],
      {
        lane: 'CHILD_SAFETY',
      },
    );
    expect(outline(last)).toEqual(['DisputeJoined']);
    expect(state.clocks).toMatchObject([{ id: 'DISPUTE_URGENT', dueAt: on('Tue 10:00') }]);
  });

  test('whoever objects again is still one, with further words', () => {
    const { state } = dispute([['Tue 11:00', join, headTeacher]]);
    expect(state.objectors).toMatchObject([
      { joinedAt: on('Mon 10:00'), objections: [{ reason: sealed('reason') }, { reason: sealed('join') }] },
    ]);
  });

  test.each<[string, Parameters<typeof opening>[0], boolean]>([
    ['the same decision', {}, true],
    ['the same decision in other words', { subject: 'THRESHOLD' }, true],
    ['a later decision', { decisionNo: 2 }, false],
    ['another case', { about: 'referral:R-TEST-0002' }, false],
  ])('opened about %s', (_case, from, isJoined) => {
    expect(joins(dispute().state, opening({ objector: objector(sergeant), ...from }))).toBe(isJoined);
  });

  test.each<[string, 'CLOSURE' | 'THRESHOLD', boolean]>([
    ['the same step', 'CLOSURE', true],
    ['another step', 'THRESHOLD', false],
  ])('of a case, about no decision: %s', (_case, subject, isJoined) => {
    const { decisionNo: _no, ...closure } = opening({ subject: 'CLOSURE' });
    const { state } = story(closure, 'Mon 10:00');
    expect(joins(state, { ...closure, subject })).toBe(isJoined);
  });
});

describe('withdrawing', () => {
  test('the only objector: the dispute is withdrawn and its clock stops', () => {
    const { state, last } = dispute([['Tue 11:00', withdraw, headTeacher]]);
    expect(outline(last)).toEqual([
      'DisputeObjectorWithdrew',
      'ClockStopped DISPUTE_STAGE.1',
      'DisputeEnded',
    ]);
    expect(state).toMatchObject({ stage: 'WITHDRAWN', closedAt: on('Tue 11:00') });
  });

  test('others keep it open until the last has withdrawn', () => {
    const one: Step[] = [
      ['Mon 11:00', join, nurse],
      ['Tue 11:00', withdraw, headTeacher],
    ];
    const { state } = dispute(one);
    expect(state).toMatchObject({
      stage: 'OPEN',
      objectors: [{ withdrawal: { at: on('Tue 11:00'), reason: sealed('withdraw') } }, {}],
    });
    expect(clocksOf(state)).toEqual(['DISPUTE_STAGE.1 RUNNING']);
    expect(dispute([...one, ['Tue 12:00', withdraw, nurse]]).state.stage).toBe('WITHDRAWN');
  });

  test.each<[string, Actor]>([
    ['a manager', manager],
    ['another agency', sergeant],
    ['somebody else of the same school', actor('REFERRER', { userId: 'synthetic-other-teacher' })],
  ])('not by %s, who does not object', (_case, by) => {
    expect(() => dispute([['Tue 11:00', withdraw, by]])).toThrow(NOT_PERMITTED);
  });

  test('not twice; but whoever has withdrawn may object again', () => {
    const gone: Step[] = [
      ['Mon 11:00', join, nurse],
      ['Tue 11:00', withdraw, nurse],
    ];
    expect(() => dispute([...gone, ['Tue 12:00', withdraw, nurse]])).toThrow(NOT_PERMITTED);
    const { state } = dispute([...gone, ['Wed 11:00', join, nurse]]);
    expect(state.objectors[1]).toMatchObject({ joinedAt: on('Wed 11:00') });
    expect(state.objectors[1]).not.toHaveProperty('withdrawal');
  });
});
