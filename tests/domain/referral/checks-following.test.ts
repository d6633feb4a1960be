import { describe, expect, test } from 'vitest';
import type { HubRules } from '../../../domain/policy.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { owedDeliveries } from '../../../domain/referral/next-action.ts';
import type { Referral } from '../../../domain/referral/state.ts';
import { actor, socialWorker } from '../../support/people.ts';
import {
  acceptHandover,
  approveWithdrawal,
  askToWithdraw,
  byPhone,
  decision,
  on,
  rateAmber,
  rateBlue,
  rateRed,
  rules,
  sealed,
  type Step,
  story,
} from './story.ts';

const POLICE = 'C-TEST-0001.POLICE';

const ask: ReferralCommand = {
  type: 'requestInformation',
  agency: 'POLICE',
  questions: sealed('q'),
  disclosed: ['NAMES'],
  basis: 'PUBLIC_TASK',
  necessity: sealed('n'),
  critical: false,
};
const asked: readonly Step[] = [
  ['Mon 10:10', rateAmber, socialWorker],
  ['Mon 10:11', { type: 'authoriseWithoutKnowledge', reason: sealed('a') }],
  ['Mon 10:20', ask, socialWorker],
];

/** Recorded before requests followed their referral. */
function earlierRules(): HubRules {
  const { triage, ...policy } = rules.policy;
  if (triage === undefined) throw new Error('the rules say nothing about agencies');
  const { followReferral: _later, ...agencyRequests } = triage.agencyRequests;
  return { ...rules, policy: { ...policy, triage: { ...triage, agencyRequests } } };
}

const by = (at: string, under = rules) => ({ actor: actor('TEAM_MANAGER'), now: on(at), rules: under });

/** A referral whose request to the police has begun. */
function opened(): Referral {
  const { referral } = story(asked);
  const notice = { type: 'agencyAsked', askedAs: POLICE, requestId: POLICE } as const;
  return observe(referral, notice, by('Mon 10:21')).reduce<Referral>(evolve, referral);
}

function after(commands: readonly [string, ReferralCommand][], under = rules): Referral {
  return commands.reduce(
    (referral, [at, command]) => decide(referral, command, by(at, under)).reduce<Referral>(evolve, referral),
    opened(),
  );
}

const owedToRequests = (referral: Referral) =>
  owedDeliveries(referral)
    .filter(({ message }) => message.startsWith('REQUEST_'))
    .map(({ key }) => key);

const HASTE = `${POLICE}/hasten/R-TEST-0001/RED`;
const STOP = `${POLICE}/stop/R-TEST-0001`;
const turned18: ReferralCommand = {
  type: 'endReferral',
  ending: 'CHILD_TURNED_18',
  handedTo: 'ADULT_SOCIAL_CARE',
  rationale: sealed('e'),
};

describe('what a request is told of its referral', () => {
  test.each<[string, readonly [string, ReferralCommand][], string[]]>([
    ['rated again as before', [['Mon 10:30', rateAmber]], []],
    ['rated higher', [['Mon 10:30', rateRed]], [HASTE]],
    ['rated lower', [['Mon 10:30', rateBlue]], []],
    [
      'rated higher and lower again: the agency had heard of the risk',
      [
        ['Mon 10:30', rateRed],
        ['Mon 10:31', rateAmber],
      ],
      [HASTE],
    ],
    [
      'withdrawn',
      [
        ['Mon 10:30', askToWithdraw],
        ['Mon 10:31', approveWithdrawal],
      ],
      [STOP],
    ],
    ['the child has turned 18', [['Mon 10:30', turned18]], [STOP]],
    [
      'decided and closed: a late answer is wanted',
      [
        ['Mon 11:00', decision()],
        ['Mon 11:10', byPhone],
        ['Mon 11:20', acceptHandover],
      ],
      [],
    ],
  ])('%s', (_case, commands, expected) => {
    expect(owedToRequests(after(commands))).toEqual(expected);
    expect(owedToRequests(after(commands, earlierRules()))).toEqual([]);
  });

  test('once told it is not told again, unless the rating has risen further', () => {
    const rated = after([['Mon 10:30', rateRed]]);
    const told = { type: 'requestHastened', requestId: POLICE, rag: 'RED' } as const;
    const seen = observe(rated, told, by('Mon 10:31')).reduce<Referral>(evolve, rated);
    expect(owedToRequests(seen)).toEqual([]);
    const other = observe(rated, { ...told, rag: 'AMBER' }, by('Mon 10:31')).reduce<Referral>(evolve, rated);
    expect(owedToRequests(other)).toEqual([HASTE]);
  });

  test('a request that has not begun is told once it has', () => {
    const { referral } = story([...asked, ['Mon 10:30', askToWithdraw], ['Mon 10:31', approveWithdrawal]]);
    expect(owedToRequests(referral)).toEqual([`${POLICE}/open/R-TEST-0001`]);
    const notice = { type: 'agencyAsked', askedAs: POLICE, requestId: POLICE } as const;
    const begun = observe(referral, notice, by('Mon 10:32')).reduce<Referral>(evolve, referral);
    expect(owedToRequests(begun)).toEqual([STOP]);
    const stopped = observe(begun, { type: 'requestStopped', requestId: POLICE }, by('Mon 10:33'));
    const ended = stopped.reduce<Referral>(evolve, begun);
    expect(owedToRequests(ended)).toEqual([]);
    expect(ended.agencyChecks).toMatchObject([{ status: 'WITHDRAWN' }]);
  });
});
