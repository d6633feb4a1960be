import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import type { AgencyActionOpening } from '../../../domain/agency-action/opening.ts';
import type { AgencyActionCommand } from '../../../domain/agency-action/state.ts';
import { allowedActions, decide, mayRead } from '../../../domain/follow-on/run.ts';
import { ROLES, type Role } from '../../../domain/vocabulary.ts';
import { actor } from '../../support/people.ts';
import { on, rules, type Step } from '../follow-on/story.ts';
import {
  accept,
  action,
  done,
  harbour,
  judge,
  notDone,
  police,
  question,
  review,
  withdraw,
} from './about.ts';

const MANAGERS: readonly Role[] = ['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE'];
const NOT_PERMITTED = expect.objectContaining({ code: 'NOT_PERMITTED' });

const TABLE: [AgencyActionCommand, readonly Role[], Step[], Partial<AgencyActionOpening>][] = [
  [accept, ['AGENCY_REPRESENTATIVE'], [], {}],
  [done, ['SOCIAL_WORKER', ...MANAGERS, 'AGENCY_REPRESENTATIVE'], [], {}],
  [review('DECIDE_AGAIN'), MANAGERS, [['Mon 11:00', notDone('MOVED'), harbour]], {}],
  [judge(true), ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS, 'AGENCY_REPRESENTATIVE'], [], question],
  [withdraw, MANAGERS, [], {}],
];

const byRole = (role: Role) => (role === 'AGENCY_REPRESENTATIVE' ? harbour : actor(role));

function isTaken(command: AgencyActionCommand, by: Actor, steps: Step[], from: Partial<AgencyActionOpening>) {
  const { state } = action(steps, from);
  try {
    decide(state, command, { actor: by, now: on('Mon 12:00'), rules });
    return true;
  } catch (error) {
    expect(error).toEqual(NOT_PERMITTED);
    return false;
  }
}

describe('who may', () => {
  test.each(TABLE.map(([command, ...rest]) => [command.type, command, ...rest] as const))(
    '%s',
    (_type, command, permitted, steps, from) => {
      expect(ROLES.filter((role) => isTaken(command, byRole(role), steps, from))).toEqual(
        ROLES.filter((role) => permitted.includes(role)),
      );
    },
  );

  test.each(TABLE.map(([command, ...rest]) => [command.type, command, ...rest] as const))(
    '%s: not another agency, and not another authority',
    (_type, command, _permitted, steps, from) => {
      expect(isTaken(command, police, steps, from)).toBe(false);
      const elsewhere = actor('TEAM_MANAGER', { localAuthority: 'ELSEWHERE' });
      expect(isTaken(command, elsewhere, steps, from)).toBe(false);
    },
  );

  test('an agency of another authority may have been asked', () => {
    const there = { ...harbour, localAuthority: 'ELSEWHERE' };
    expect(allowedActions(action().state, there)).toEqual(['acceptAction', 'reportAction']);
  });

  test('words between cases are the system’s alone', () => {
    const word = { type: 'noteSuperseded', decisionNo: 2 } as const;
    expect(() => action([['Mon 12:00', word, actor('HEAD_OF_SERVICE')]])).toThrow(NOT_PERMITTED);
  });

  test('it has no plan', () => {
    expect(() => action([['Mon 12:00', { type: 'agreePlanAction', no: 1 }, actor('TEAM_MANAGER')]])).toThrow(
      NOT_PERMITTED,
    );
  });
});

describe('who reads it besides the hub', () => {
  test.each<[string, Actor, boolean]>([
    ['the agency', harbour, true],
    ['another agency', police, false],
    ['the referrer', actor('REFERRER', { agency: 'DOMESTIC_ABUSE' }), false],
  ])('%s', (_case, by, reads) => {
    expect(mayRead(action().state, by)).toBe(reads);
  });
});
