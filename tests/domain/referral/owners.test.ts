import { describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import type { CaseNews } from '../../../domain/follow-on/words-between.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { owners } from '../../../domain/referral/owner.ts';
import type { Referral } from '../../../domain/referral/state.ts';
import { actor, earlyHelpManager, socialWorker, teamManager } from '../../support/people.ts';
import { acceptHandover, byPhone, decision, on, rules, sealed, story } from './story.ts';

/** A referral after further commands, each of a person or of another case. */
function further(
  referral: Referral,
  ...steps: readonly (readonly [at: string, command: ReferralCommand, by?: typeof teamManager])[]
): Referral {
  return steps.reduce<Referral>(
    (current, [at, command, by = teamManager]) =>
      decide(current, command, { actor: by, now: on(at), rules }).reduce<Referral>(evolve, current),
    referral,
  );
}

function begun(referral: Referral, decisionNo: number, caseId: string): Referral {
  const notice = { type: 'followOnBegun', key: `R-TEST-0001/follow-on/${decisionNo}`, caseId } as const;
  return observe(referral, notice, { now: on('Mon 12:01'), rules }).reduce<Referral>(evolve, referral);
}

const news = (overrides: Partial<CaseNews>): CaseNews => ({
  type: 'noteNews',
  caseId: 'R-TEST-0001.H1',
  kind: 'EARLY_HELP',
  news: 'ACCEPTED',
  at: on('Mon 12:10'),
  ...overrides,
});

const told = (referral: Referral) =>
  owners(referral).map(({ team, receiver, since }) => [receiver ?? team, since]);

const withEarlyHelp = further(
  begun(
    story([
      ['Mon 12:00', decision({ outcome: 'EARLY_HELP', level: 2 })],
      ['Mon 12:05', byPhone],
    ]).referral,
    1,
    'R-TEST-0001.H1',
  ),
  ['Tue 11:00', news({ by: earlyHelpManager.userId, receiver: 'EARLY_HELP' }), SYSTEM_ACTOR],
);
const UNTIL_THEN = [
  ['HUB', on('Mon 10:00')],
  ['EARLY_HELP', on('Tue 11:00')],
];

describe('a past that no later decision tells otherwise', () => {
  test('transition 26 whoever has the child keeps it until the next team accepts, and stays on record', () => {
    expect(withEarlyHelp.stage).toBe('CLOSED_EH');
    const upheld = news({ caseId: 'R-TEST-0001.D1', kind: 'DISPUTE', news: 'ENDED', outcome: 'UPHELD' });
    const again = further(
      withEarlyHelp,
      ['Wed 10:00', upheld, SYSTEM_ACTOR],
      ['Wed 11:00', decision({ supersedes: 1 })],
    );
    expect(again).toMatchObject({ stage: 'DECIDED', handover: { status: 'AWAITED' } });
    expect(told(again)).toEqual(UNTIL_THEN);
    const accepted = further(begun(again, 2, 'R-TEST-0001.A1'), ['Wed 14:00', acceptHandover]);
    expect(told(accepted)).toEqual([...UNTIL_THEN, ['ASSESSMENT_TEAM', on('Wed 14:00')]]);
  });

  test('transition 21 a child that came back after it was accepted is the hub’s from then on', () => {
    const back = further(withEarlyHelp, [
      'Wed 10:00',
      news({ news: 'RETURNED', outcome: 'DISENGAGED' }),
      SYSTEM_ACTOR,
    ]);
    expect(told(back)).toEqual([...UNTIL_THEN, ['HUB', on('Wed 10:00')]]);
    const decided = further(back, ['Wed 11:00', decision({ supersedes: 1 })]);
    expect(told(decided)).toEqual([...UNTIL_THEN, ['HUB', on('Wed 10:00')]]);
  });

  test('so is one for whom a new decision is called for, once the case that had it is over', () => {
    const known: ReferralCommand = { type: 'reopenReferral', reason: sealed('A second injury.') };
    const ended = news({ news: 'ENDED', outcome: 'CLOSED_EH.OUTCOMES_MET' });
    const before = further(withEarlyHelp, ['Wed 10:00', ended, SYSTEM_ACTOR], ['Wed 11:00', known]);
    expect(told(before)).toEqual([...UNTIL_THEN, ['HUB', on('Wed 11:00')]]);
    const meanwhile = further(withEarlyHelp, ['Wed 10:00', known], ['Wed 11:00', ended, SYSTEM_ACTOR]);
    expect(told(meanwhile)).toEqual([...UNTIL_THEN, ['HUB', on('Wed 11:00')]]);
  });

  test('and one of whom it is decided anew that nobody takes it over', () => {
    const known: ReferralCommand = { type: 'reopenReferral', reason: sealed('A mistake.') };
    const closed = further(
      withEarlyHelp,
      ['Wed 10:00', known],
      ['Wed 11:00', decision({ outcome: 'NFA', level: 1, supersedes: 1 })],
      ['Wed 11:30', byPhone, socialWorker],
    );
    expect(told(closed)).toEqual([...UNTIL_THEN, ['HUB', on('Wed 11:00')]]);
  });

  test('what adult services had before the referral was opened again stays on record', () => {
    const adults = actor('AGENCY_REPRESENTATIVE', { agency: 'ADULT_SERVICES' });
    const toAdults: ReferralCommand = {
      type: 'redirect',
      to: 'ADULTS',
      noChildNeedsHub: true,
      reason: sealed('Grown up.'),
    };
    const { referral } = story([
      ['Mon 11:00', toAdults, socialWorker],
      ['Mon 13:00', { type: 'acknowledgeRedirect', redirect: 1 }, adults],
    ]);
    const known: ReferralCommand = { type: 'reopenReferral', reason: sealed('There is a baby.') };
    expect(told(further(referral, ['Tue 10:00', known])).map(([team]) => team)).toEqual([
      'HUB',
      'ADULT_SERVICES',
      'HUB',
    ]);
  });
});
