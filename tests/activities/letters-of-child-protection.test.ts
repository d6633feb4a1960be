import { describe, expect, test } from 'vitest';
import { protectionWords } from '../../activities/letters-of-child-protection.ts';
import { defaultEditions } from '../../policy/editions.ts';
import {
  A,
  CASE,
  chair,
  discussion,
  officer,
  plan,
  present,
  told,
  words,
  worker,
} from '../domain/child-protection/people.ts';
import { on } from '../domain/follow-on/story.ts';

const { calendar } = defaultEditions();
const invited = `${CASE}/STRATEGY_INVITATION/1/POLICE`;

describe('letters of child protection', () => {
  const planned = told([['Mon 10:30', plan('Mon 14:00'), officer]]).state;
  const again = told([
    ['Mon 10:30', plan('Mon 14:00'), officer],
    ['Mon 11:00', plan('Mon 16:00', { mode: 'PHONE' }), officer],
  ]).state;

  test('an invitation says when and how, and where to answer', () => {
    const letter = { key: invited, state: planned, no: 1, calendar };
    expect(protectionWords('STRATEGY_INVITATION', letter)).toEqual([
      'The children’s hub asks your agency to a strategy discussion on Mon 5 Jun 2028 14:00, by video.',
      'Please say in your list whether you come, and read there where it is held.',
      'If you cannot come, send there what your agency knows. It helps, and does not count as being there.',
    ]);
  });

  test('an invitation that leaves late, once another is planned, still asks to the first', () => {
    const late = { key: invited, state: again, no: 1, calendar };
    expect(protectionWords('STRATEGY_INVITATION', late)[0]).toContain('asks your agency');
  });

  test('one that is called off says so, and that another stands in its place', () => {
    const off = { key: `${invited}/CALLED_OFF`, state: again, no: 1, calendar };
    expect(protectionWords('STRATEGY_INVITATION', off)).toEqual([
      'The strategy discussion that was planned for Mon 5 Jun 2028 14:00 is called off.',
      'Another stands in its place; whoever is asked to it has an invitation of its own.',
    ]);
    expect(protectionWords('STRATEGY_INVITATION', { ...off, state: planned })).toHaveLength(1);
  });

  test('minutes are read in the list of the agency', () => {
    const { state } = told([
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { attendance: present() }), chair],
    ]);
    const letter = { key: `${CASE}/STRATEGY_MINUTES/1/POLICE`, state, no: 1, calendar };
    expect(protectionWords('STRATEGY_MINUTES', letter)).toEqual([
      'The minutes of the strategy discussion of Mon 5 Jun 2028 14:00 are ready.',
      'Please read in your list what was decided, and what your agency is to do by when.',
    ]);
  });

  test('C20 a legal alert says when the time ends, and then that it has ended', () => {
    const taken = {
      type: 'recordPoliceProtection',
      referralRef: A,
      from: on('Mon 09:00'),
      reason: words('found alone'),
    } as const;
    const { state } = told([
      ['Mon 10:00', taken, worker],
      ['Thu 10:00', 'tick'],
    ]);
    const alert = (no: number) =>
      protectionWords('LEGAL_ALERT', { key: `${CASE}/LEGAL_ALERT/${no}`, state, no, calendar });
    expect(alert(1)).toEqual([
      'Legal alert: the time of police protection ends at Thu 8 Jun 2028 09:00.',
      'Take legal advice now on what keeps the child safe after that.',
      `The child’s referral: ${A}.`,
    ]);
    expect(alert(2)[0]).toBe(
      'Legal alert: the time of police protection ended at Thu 8 Jun 2028 09:00, and nobody has said how it ended.',
    );
  });
});
