import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import {
  agreementInForce,
  basisNeedsReview,
  basisWarning,
  checksAllowed,
  checksToWithdraw,
} from '../../../domain/referral/agreement.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { decide } from '../../../domain/referral/decide.ts';
import { contactOfficer, socialWorker, teamManager } from '../../support/people.ts';
import { decision, on, rateAmber, rateGreen, rules, sealed, story, type Step } from './story.ts';

type Record = Extract<ReferralCommand, { type: 'recordAgreement' }>;
const recorded = (overrides: Partial<Record>): Record => ({
  type: 'recordAgreement',
  status: 'GIVEN',
  ...(['GIVEN', 'REFUSED', 'WITHDRAWN'].includes(overrides.status ?? 'GIVEN') && {
    givenBy: 'PARENTAL_RESPONSIBILITY',
    method: 'PHONE',
  }),
  ...((overrides.status ?? 'GIVEN') !== 'GIVEN' && { reason: sealed('reason') }),
  ...overrides,
});
const basis: ReferralCommand = {
  type: 'recordLawfulBasis',
  basis: 'PUBLIC_TASK',
  purpose: sealed('purpose'),
  necessity: sealed('necessity'),
};
const authorise: ReferralCommand = { type: 'authoriseWithoutKnowledge', reason: sealed('reason') };

const refusal = (steps: readonly Step[]): DomainError | undefined => {
  try {
    story(steps);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  return undefined;
};

describe('what each route requires', () => {
  test.each<[string, Parameters<typeof decision>[0], string | undefined]>([
    ['section 47 without agreement', { outcome: 'STRATEGY_S47', agreement: 'NOT_REQUIRED_S47' }, undefined],
    ['section 47 after a refusal', { outcome: 'STRATEGY_S47', agreement: 'REFUSED' }, undefined],
    ['section 17 agreed', { agreement: 'GIVEN' }, undefined],
    ['section 17 not asked, no reason', { agreement: 'NOT_SOUGHT' }, 'AGREEMENT_NEEDED'],
    [
      'section 17 not asked, asking would harm',
      { agreement: 'NOT_SOUGHT', withoutAgreement: sealed('harm') },
      undefined,
    ],
    [
      'section 17 refused, whatever the reason',
      { agreement: 'REFUSED', withoutAgreement: sealed('harm') },
      'AGREEMENT_NEEDED',
    ],
    ['Early Help agreed', { outcome: 'EARLY_HELP', agreement: 'GIVEN' }, undefined],
    [
      'Early Help not asked, with a reason',
      { outcome: 'EARLY_HELP', agreement: 'NOT_SOUGHT', withoutAgreement: sealed('harm') },
      'AGREEMENT_NEEDED',
    ],
    [
      'one agency, family not reached',
      { outcome: 'SINGLE_AGENCY', receiver: 'POLICE', agreement: 'UNABLE_TO_CONTACT' },
      'AGREEMENT_NEEDED',
    ],
    ['no further action, not asked', { outcome: 'NFA', agreement: 'NOT_SOUGHT' }, undefined],
  ])('%s', (_case, overrides, code) => {
    expect(refusal([['Mon 11:00', decision(overrides)]])?.code).toBe(code);
  });

  test('the refusal names the rule, its source and the field', () => {
    const refused = refusal([['Mon 11:00', decision({ outcome: 'EARLY_HELP', agreement: 'NOT_SOUGHT' })]]);
    expect(refused?.message).toContain('Early Help needs the family’s agreement. Rule: ');
    expect(refused?.message).toContain(rules.policy.triage?.sources?.agreement);
    expect(refused?.field).toBe('agreement');
  });

  test('the record outweighs what the decision says', () => {
    const refused: Step = ['Mon 10:30', recorded({ status: 'REFUSED' })];
    expect(refusal([refused, ['Mon 11:00', decision({ agreement: 'GIVEN' })]])?.code).toBe(
      'AGREEMENT_NEEDED',
    );
    expect(
      refusal([refused, ['Mon 11:00', decision({ outcome: 'NFA', agreement: 'REFUSED' })]]),
    ).toBeUndefined();
  });

  test('a case whose rules were recorded without these keeps deciding as before', () => {
    const { triage: _triage, ...policy } = rules.policy;
    const { referral } = story([]);
    const context = { actor: teamManager, now: on('Mon 11:00'), rules: { ...rules, policy } };
    const events = decide(referral, decision({ outcome: 'EARLY_HELP', agreement: 'NOT_SOUGHT' }), context);
    expect(events[0]?.type).toBe('DecisionMade');
  });
});

describe('E22 consent refused at section 17 level', () => {
  const refused: Step = ['Mon 10:30', recorded({ status: 'REFUSED' }), socialWorker];

  test('E22 no assessment, and the refusal says what can be offered', () => {
    const no = refusal([refused, ['Mon 11:00', decision({ agreement: 'REFUSED' })]]);
    expect(no?.code).toBe('AGREEMENT_NEEDED');
    expect(no?.message).toContain('goes on only where section 47 does; offer Early Help');
  });

  test('E22 a strategy discussion goes on where the manager finds section 47', () => {
    const { referral } = story([
      refused,
      ['Mon 11:00', decision({ outcome: 'STRATEGY_S47', level: 4, agreement: 'REFUSED' })],
    ]);
    expect(referral.stage).toBe('DECIDED');
    expect(referral.agreements).toMatchObject([{ status: 'REFUSED', at: on('Mon 10:30') }]);
  });

  test('E22 Early Help is open once the family agrees to it', () => {
    const { referral } = story([
      refused,
      ['Mon 12:00', recorded({ status: 'GIVEN' })],
      ['Mon 12:30', decision({ outcome: 'EARLY_HELP', level: 2 })],
    ]);
    expect(referral.stage).toBe('DECIDED');
  });
});

describe('E23 consent withdrawn while agencies are asked', () => {
  const checks = [
    { agency: 'HEALTH', critical: true, status: 'OPEN' },
    { agency: 'HOUSING', critical: false, status: 'OPEN' },
    { agency: 'POLICE', critical: false, status: 'ANSWERED' },
  ] as const;
  const agreed: Step[] = [
    ['Mon 10:30', recorded({ status: 'GIVEN' })],
    ['Mon 10:35', basis],
  ];
  const withdrawn: Step[] = [...agreed, ['Mon 12:00', recorded({ status: 'WITHDRAWN' })]];

  test('E23 optional checks end, critical ones go on and what was answered is kept', () => {
    expect(checksToWithdraw(story(agreed).referral, checks)).toEqual([]);
    expect(checksToWithdraw(story(withdrawn).referral, checks)).toEqual([checks[1]]);
  });

  test('E23 no new optional check is opened, a critical one is', () => {
    const { referral } = story(withdrawn);
    expect(checksAllowed(referral)?.code).toBe('AUTHORISATION_NEEDED');
    expect(checksAllowed(referral, true)).toBeUndefined();
  });

  test('E23 the lawful basis is to be looked at again, until it is', () => {
    expect(basisNeedsReview(story(agreed).referral)).toBe(false);
    expect(basisNeedsReview(story(withdrawn).referral)).toBe(true);
    expect(basisNeedsReview(story([...withdrawn, ['Mon 12:30', basis]]).referral)).toBe(false);
  });

  test('E23 a manager may authorise more after it, with a reason', () => {
    const { referral } = story([...withdrawn, ['Mon 13:00', authorise]]);
    expect(checksAllowed(referral)).toBeUndefined();
    expect(checksToWithdraw(referral, checks)).toEqual([]);
    const before = story([
      ...agreed,
      ['Mon 11:00', authorise],
      ['Mon 12:00', recorded({ status: 'WITHDRAWN' })],
    ]);
    expect(checksAllowed(before.referral)?.code).toBe('AUTHORISATION_NEEDED');
  });
});

describe('checks without the family’s knowledge', () => {
  test.each<[string, readonly Step[], boolean]>([
    ['nothing recorded', [], false],
    ['agreed', [['Mon 10:30', recorded({})]], true],
    ['section 47', [['Mon 10:30', recorded({ status: 'NOT_REQUIRED_S47' })]], true],
    ['not sought', [['Mon 10:30', recorded({ status: 'NOT_SOUGHT' })]], false],
    ['authorised by a manager', [['Mon 10:30', authorise]], true],
  ])('%s', (_case, steps, allowed) => {
    expect(checksAllowed(story(steps).referral) === undefined).toBe(allowed);
  });

  test('only a manager authorises them', () => {
    expect(refusal([['Mon 10:30', authorise, socialWorker]])?.code).toBe('NOT_PERMITTED');
  });
});

describe('whose agreement it is', () => {
  const young = { givenBy: 'YOUNG_PERSON', reason: sealed('aged 16') } as const;

  test('a young person’s own decision counts, even if a parent disagrees', () => {
    const { referral } = story([
      ['Mon 10:30', recorded({ ...young, status: 'GIVEN' })],
      ['Mon 11:00', recorded({ status: 'REFUSED' })],
      ['Mon 12:00', decision({ outcome: 'EARLY_HELP', level: 2 })],
    ]);
    expect(agreementInForce(referral)).toMatchObject({ status: 'GIVEN', givenBy: 'YOUNG_PERSON' });
    expect(referral.agreements).toHaveLength(2);
  });

  test.each<[string, Record, string, string]>([
    [
      'who answered',
      { type: 'recordAgreement', status: 'GIVEN', method: 'PHONE' },
      'MISSING_FIELD',
      'givenBy',
    ],
    [
      'how they answered',
      { type: 'recordAgreement', status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY' },
      'MISSING_FIELD',
      'method',
    ],
    ['why there is none', { type: 'recordAgreement', status: 'NOT_SOUGHT' }, 'MISSING_FIELD', 'reason'],
    [
      'why a young person decides',
      { type: 'recordAgreement', status: 'GIVEN', givenBy: 'YOUNG_PERSON', method: 'IN_PERSON' },
      'MISSING_FIELD',
      'reason',
    ],
    [
      'nobody where nobody was asked',
      recorded({ status: 'NOT_SOUGHT', givenBy: 'PARENTAL_RESPONSIBILITY' }),
      'MISSING_FIELD',
      'givenBy',
    ],
    ['no later instant', recorded({ agreedAt: on('Tue 10:00') }), 'INVALID_INSTANT', 'agreedAt'],
  ])('says %s', (_case, command, code, field) => {
    expect(refusal([['Mon 11:00', command]])).toMatchObject({ code, field });
  });

  test('that none is needed under section 47 is not for a contact officer to say', () => {
    const step: Step = ['Mon 11:00', recorded({ status: 'NOT_REQUIRED_S47' }), contactOfficer];
    expect(refusal([step])?.code).toBe('NOT_PERMITTED');
  });
});

test('consent as a lawful basis is taken and warned of', () => {
  const { referral } = story([['Mon 11:00', { ...basis, basis: 'CONSENT' }]]);
  expect(referral.lawfulBases).toMatchObject([{ basis: 'CONSENT', at: on('Mon 11:00') }]);
  expect(basisWarning('CONSENT')).toContain('rarely the right lawful basis');
  expect(basisWarning('PUBLIC_TASK')).toBeUndefined();
});

describe('E26 agencies disagree before the decision', () => {
  test('E26 the manager decides, the dissent stays on the decision with the interim safety', () => {
    const { referral } = story([
      ['Mon 11:00', decision({ dissent: sealed('police see more'), interimSafety: sealed('at the aunt’s') })],
    ]);
    expect(referral).toMatchObject({
      stage: 'DECIDED',
      decisions: [{ dissent: { id: 'police see more' }, interimSafety: { id: 'at the aunt’s' } }],
    });
  });

  test('E26 a higher-risk view is not recorded without what keeps the child safe meanwhile', () => {
    const refused = refusal([['Mon 11:00', decision({ dissent: sealed('police see more') })]]);
    expect(refused).toMatchObject({ code: 'MISSING_FIELD', field: 'interimSafety' });
  });
});

describe('four eyes', () => {
  test.each<[string, readonly Step[], string | undefined]>([
    [
      'who rated amber does not decide that nothing is done',
      [
        ['Mon 10:30', rateAmber, teamManager],
        ['Mon 11:00', decision({ outcome: 'NFA', level: 1 }), teamManager],
      ],
      'OTHER_DECIDER_NEEDED',
    ],
    [
      'another manager does',
      [
        ['Mon 10:30', rateAmber, socialWorker],
        ['Mon 11:00', decision({ outcome: 'NFA', level: 1 }), teamManager],
      ],
      undefined,
    ],
    [
      'under green one person may do both',
      [
        ['Mon 10:30', rateGreen, teamManager],
        ['Mon 11:00', decision({ outcome: 'NFA', level: 1 }), teamManager],
      ],
      undefined,
    ],
    [
      'any other outcome may be decided by who rated',
      [
        ['Mon 10:30', rateAmber, teamManager],
        ['Mon 11:00', decision(), teamManager],
      ],
      undefined,
    ],
  ])('%s', (_case, steps, code) => {
    expect(refusal(steps)?.code).toBe(code);
  });

  test('under rules recorded before, one person may do both', () => {
    const { triage: _triage, ...policy } = rules.policy;
    const { referral } = story([['Mon 10:30', rateAmber, teamManager]]);
    const context = { actor: teamManager, now: on('Mon 11:00'), rules: { ...rules, policy } };
    expect(decide(referral, decision({ outcome: 'NFA' }), context)[0]?.type).toBe('DecisionMade');
  });
});
