import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import type { DisputeCommand } from '../../../domain/dispute/state.ts';
import { partiesOf } from '../../../domain/follow-on/parties.ts';
import { allowedActions, decide, mayRead } from '../../../domain/follow-on/run.ts';
import { ROLES, type Role } from '../../../domain/vocabulary.ts';
import { actor } from '../../support/people.ts';
import { on, rules, type Step } from '../follow-on/story.ts';
import {
  changeInterim,
  dispute,
  disputeManager,
  headTeacher,
  join,
  nurse,
  objector,
  opening,
  raise,
  respond,
  sergeant,
  urgent,
  withdraw,
} from './about.ts';

const NOT_PERMITTED = expect.objectContaining({ code: 'NOT_PERMITTED' });
const opensToo = (from: Parameters<typeof opening>[0]): Step[1] => ({
  type: 'noteOpening',
  opening: opening({ key: 'another-key', ...from }),
});

const MANAGERS: readonly Role[] = ['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE'];
const OBJECTORS: readonly Role[] = [
  'REFERRER',
  'AGENCY_REPRESENTATIVE',
  'SOCIAL_WORKER',
  ...MANAGERS,
  'STRATEGY_CHAIR',
  'EARLY_HELP_MANAGER',
  'EARLY_HELP_PRACTITIONER',
  'LADO',
  'EMERGENCY_DUTY_TEAM',
];

/** Everybody here objects, or is of an agency that does. */
const TABLE: [DisputeCommand, readonly Role[]][] = [
  [join, OBJECTORS],
  [respond, [...OBJECTORS, 'DISPUTE_MANAGER']],
  [raise, [...OBJECTORS, 'DISPUTE_MANAGER']],
  [urgent, [...OBJECTORS, 'DISPUTE_MANAGER']],
  [changeInterim, [...MANAGERS, 'DISPUTE_MANAGER']],
];

const byRole = (role: Role) =>
  actor(role, role === 'AGENCY_REPRESENTATIVE' ? { agency: 'POLICE', localAuthority: 'SPECIMENSHIRE' } : {});

function isTaken(command: DisputeCommand, by: Actor): boolean {
  const { state } = dispute([
    ['Mon 10:30', opensToo({ objector: objector(sergeant) })],
    ['Mon 10:30', opensToo({ objector: objector(byRole('REFERRER')) })],
  ]);
  try {
    decide(state, command, { actor: by, now: on('Mon 11:00'), rules });
    return true;
  } catch (error) {
    expect(error).toEqual(NOT_PERMITTED);
    return false;
  }
}

describe('who may', () => {
  test.each(TABLE.map(([command, roles]) => [command.type, command, roles] as const))(
    '%s',
    (_type, command, permitted) => {
      expect(ROLES.filter((role) => isTaken(command, byRole(role)))).toEqual(
        ROLES.filter((role) => permitted.includes(role)),
      );
    },
  );

  test.each<[string, Actor, DisputeCommand['type'][]]>([
    [
      'the objector',
      headTeacher,
      ['joinDispute', 'respondToDispute', 'raiseDispute', 'makeChildSafety', 'withdrawDispute'],
    ],
    ['an agency that objects not (yet)', nurse, ['joinDispute']],
    ['a referrer of something else', actor('REFERRER', { userId: 'synthetic-other-teacher' }), []],
    [
      'a colleague of the objecting representative',
      { ...sergeant, userId: 'synthetic-constable' },
      ['joinDispute', 'respondToDispute', 'raiseDispute', 'makeChildSafety'],
    ],
    ['a manager of another authority', actor('TEAM_MANAGER', { localAuthority: 'ELSEWHERE' }), []],
    [
      'a manager of the authority',
      actor('TEAM_MANAGER', { localAuthority: 'SPECIMENSHIRE' }),
      [
        'joinDispute',
        'respondToDispute',
        'raiseDispute',
        'makeChildSafety',
        'changeInterim',
        'resolveDispute',
      ],
    ],
  ])('%s', (_case, by, actions) => {
    const { state } = dispute([['Mon 10:30', opensToo({ objector: objector(sergeant) })]]);
    expect(allowedActions(state, by)).toEqual(actions);
  });

  test('a worker of another authority may, whose team objects', () => {
    const worker = actor('SOCIAL_WORKER', { localAuthority: 'ELSEWHERE' });
    const { state } = dispute([], { objector: objector(worker) });
    expect(allowedActions(state, worker)).toContain('raiseDispute');
    expect(allowedActions(state, { ...worker, userId: 'synthetic-other-worker' })).toEqual([]);
  });

  test('once it has ended nobody does anything', () => {
    const ended: Step[] = [['Mon 11:00', withdraw, headTeacher]];
    for (const [command] of TABLE) {
      expect(() => dispute([...ended, ['Mon 12:00', command, byRole('TEAM_MANAGER')]])).toThrow(
        expect.objectContaining({ code: 'CASE_CLOSED' }),
      );
    }
  });
});

describe('who reads it besides the hub', () => {
  test.each<[string, Actor, boolean]>([
    ['the objector', headTeacher, true],
    ['another referrer of the same school', actor('REFERRER', { userId: 'synthetic-other-teacher' }), false],
    ['the agency that objects', { ...sergeant, userId: 'synthetic-constable' }, true],
    ['an agency that does not', nurse, false],
    ['the dispute manager', disputeManager, true],
    ['the dispute manager of the authority', { ...disputeManager, localAuthority: 'SPECIMENSHIRE' }, true],
    ['that of another', { ...disputeManager, localAuthority: 'ELSEWHERE' }, false],
  ])('%s', (_case, by, reads) => {
    const { state } = dispute([['Mon 10:30', opensToo({ objector: objector(sergeant) })]]);
    expect(mayRead(state, by)).toBe(reads);
  });

  test('who has withdrawn reads what comes of it', () => {
    const { state } = dispute([
      ['Mon 11:00', join, nurse],
      ['Mon 12:00', withdraw, nurse],
    ]);
    expect(mayRead(state, nurse)).toBe(true);
  });

  test('its lists name the agencies, and everybody else who objects', () => {
    const { state } = dispute([
      ['Mon 11:00', join, nurse],
      ['Mon 11:30', join, { ...nurse, userId: 'synthetic-second-nurse' }],
    ]);
    expect([...partiesOf(state)]).toEqual(['synthetic-head-teacher', 'HEALTH']);
  });
});
