import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { DISPUTE_FINDINGS } from '../../../domain/dispute/state.ts';
import { allowedActions, nextStep } from '../../../domain/follow-on/run.ts';
import { ROLES, type Role } from '../../../domain/vocabulary.ts';
import { actor, teamManager } from '../../support/people.ts';
import { on, outline, type Step, story } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import { dispute, join, manager, opening, resolve, serviceManager, to } from './about.ts';

const LEVELS: [number, readonly Role[]][] = [
  [1, ['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE']],
  [2, ['SERVICE_MANAGER', 'HEAD_OF_SERVICE', 'DISPUTE_MANAGER']],
  [3, ['HEAD_OF_SERVICE', 'DISPUTE_MANAGER']],
  [4, ['DISPUTE_MANAGER']],
];

describe('who decides at a level', () => {
  test.each(LEVELS)('at stage %i', (level, deciders) => {
    const { state } = dispute(to(level));
    for (const role of ROLES) {
      const by = actor(role, { userId: `synthetic-deciding-${role.toLowerCase()}` });
      const decides = deciders.includes(role);
      expect([role, allowedActions(state, by).includes('resolveDispute')]).toEqual([role, decides]);
      const attempt = () => dispute([...to(level), ['Mon 12:00', resolve(), by]]);
      if (decides) expect(attempt().state).toMatchObject({ stage: 'UPHELD', resolution: { level } });
      else expect(attempt).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
    }
    expect(nextStep(state)?.by).toBe(
      ['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE', 'DISPUTE_MANAGER'][level - 1],
    );
  });

  test.each<[string, Actor, Step[]]>([
    ['who made the disputed decision', teamManager, []],
    ['nor at a higher level', { ...serviceManager, userId: teamManager.userId }, to(2)],
    [
      'who disputes it',
      { ...manager, userId: 'synthetic-objecting-manager' },
      [['Mon 11:00', join, { ...manager, userId: 'synthetic-objecting-manager' }]],
    ],
  ])('never %s', (_case, by, steps) => {
    expect(() => dispute([...steps, ['Mon 12:00', resolve(), by]])).toThrow(
      expect.objectContaining({ code: 'OTHER_DECIDER_NEEDED' }),
    );
  });

  test('where it is not known who decided, any manager of the level does', () => {
    const { decidedBy: _by, ...unknown } = opening();
    expect(story(unknown, 'Mon 10:00', [['Mon 12:00', resolve(), teamManager]]).state.stage).toBe('UPHELD');
  });

  test('not a manager of another authority', () => {
    const elsewhere = { ...manager, localAuthority: 'ELSEWHERE' };
    expect(() => dispute([['Mon 12:00', resolve(), elsewhere]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });
});

describe('what it ends in', () => {
  test.each(DISPUTE_FINDINGS)('%s: level, people and reasons are kept, and the clock stops', (outcome) => {
    const people = [
      { agency: 'POLICE', role: 'SAFEGUARDING_LEAD' },
      { agency: 'SOCIAL_CARE', role: 'SERVICE_MANAGER' },
    ] as const;
    const { state, last } = dispute([...to(2), ['Wed 12:00', resolve({ outcome, people }), serviceManager]]);
    expect(outline(last)).toEqual([
      'ClockWarned DISPUTE_STAGE.2',
      'ClockWarned DISPUTE_STAGE.2',
      'DisputeResolved',
      'ClockStopped DISPUTE_STAGE.2',
      'DisputeEnded',
    ]);
    expect(state).toMatchObject({
      stage: outcome,
      closedAt: on('Wed 12:00'),
      resolution: {
        outcome,
        rationale: sealed('rationale'),
        people,
        level: 2,
        resolvedBy: 'synthetic-service-manager',
      },
    });
    expect(state.levels[1]).toMatchObject({ level: 2, until: on('Wed 12:00') });
    expect(state.clocks[1]).toMatchObject({ status: 'STOPPED', stoppedBy: 'RESOLVED' });
    expect(nextStep(state)).toBeUndefined();
  });

  test('somebody took part', () => {
    expect(() => dispute([['Tue 12:00', resolve({ people: [] }), manager]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'people' }),
    );
  });

  test('a decision made meanwhile does not end it; a manager says whether anything is left', () => {
    const superseded: Step = ['Tue 10:00', { type: 'noteSuperseded', decisionNo: 2 }];
    const { state, last } = dispute([superseded]);
    expect(outline(last)).toContain('DisputedDecisionSuperseded');
    expect(state).toMatchObject({ stage: 'OPEN', supersededBy: { decisionNo: 2, at: on('Tue 10:00') } });
    const moot = dispute([superseded, ['Tue 12:00', resolve({ outcome: 'MOOT' }), manager]]).state;
    expect(moot.stage).toBe('MOOT');
  });

  test('news of other cases change nothing', () => {
    const { last } = dispute([
      [
        'Mon 12:00',
        {
          type: 'noteNews',
          caseId: 'R-TEST-0001.A1',
          kind: 'ASSESSMENT',
          news: 'ENDED',
          at: on('Mon 12:00'),
        },
      ],
    ]);
    expect(last).toEqual([]);
  });
});
