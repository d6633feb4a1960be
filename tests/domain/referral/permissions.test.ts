import { describe, expect, test } from 'vitest';
import type { ReferralAction } from '../../../domain/referral/commands.ts';
import { allowedActions, obstacle } from '../../../domain/referral/guards.ts';
import { ROLES, type Role } from '../../../domain/vocabulary.ts';
import { actor } from '../../support/people.ts';
import { decision, story, type Step } from './story.ts';

const MANAGERS: readonly Role[] = ['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE'];

/** The hub's table of roles and permissions, as far as these commands go. */
const TABLE: [ReferralAction, readonly Role[]][] = [
  ['acknowledge', ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS, 'EMERGENCY_DUTY_TEAM']],
  ['rate', ['SOCIAL_WORKER', ...MANAGERS, 'EMERGENCY_DUTY_TEAM']],
  ['decide', MANAGERS],
  ['proposeRating', ['CONTACT_OFFICER']],
  ['recordAgreement', ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS, 'EMERGENCY_DUTY_TEAM']],
  ['recordLawfulBasis', ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS, 'EMERGENCY_DUTY_TEAM']],
  ['authoriseWithoutKnowledge', MANAGERS],
  ['askReferrer', ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS, 'EMERGENCY_DUTY_TEAM']],
  [
    'recordReferrerAnswer',
    [
      'REFERRER',
      'CONTACT_OFFICER',
      'SOCIAL_WORKER',
      ...MANAGERS,
      'EMERGENCY_DUTY_TEAM',
      'AGENCY_REPRESENTATIVE',
    ],
  ],
  ['decideOnWhatIsKnown', MANAGERS],
  ['giveFeedback', ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS]],
  ['withholdFeedback', ['SOCIAL_WORKER', ...MANAGERS]],
  [
    'requestWithdrawal',
    ['REFERRER', 'CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS, 'AGENCY_REPRESENTATIVE'],
  ],
  ['approveWithdrawal', MANAGERS],
  ['refuseWithdrawal', MANAGERS],
  ['recordAllegation', ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS, 'EMERGENCY_DUTY_TEAM']],
  ['redirect', ['SOCIAL_WORKER', ...MANAGERS]],
  ['handToOutOfHours', ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS, 'EMERGENCY_DUTY_TEAM']],
  ['acknowledgeOutOfHours', ['EMERGENCY_DUTY_TEAM']],
  ['handBackToDay', ['EMERGENCY_DUTY_TEAM']],
  ['acknowledgeHandBack', ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...MANAGERS]],
  ['transferAuthority', MANAGERS],
  ['endReferral', MANAGERS],
  ['restrictRecord', MANAGERS],
  ['changeReaders', MANAGERS],
  ['liftRestriction', MANAGERS],
  ['breakGlass', [...MANAGERS, 'EMERGENCY_DUTY_TEAM']],
  ['reviewBreakGlass', MANAGERS],
];

const { referral } = story([]);
const byRole = (role: Role) =>
  actor(role, role === 'AGENCY_REPRESENTATIVE' ? { agency: 'SPECIMEN_SCHOOL' } : {});

describe('who may', () => {
  test.each(TABLE)('%s', (action, permitted) => {
    const may = ROLES.filter((role) => obstacle(referral, action, byRole(role))?.code !== 'NOT_PERMITTED');
    expect(may.toSorted()).toEqual(permitted.toSorted());
  });

  test.each<[string, Parameters<typeof decision>[0], readonly Role[]]>([
    ['an assessment: the managers of the receiving team', {}, MANAGERS],
    ['Early Help: its manager', { outcome: 'EARLY_HELP', level: 2 }, ['EARLY_HELP_MANAGER']],
    [
      'a strategy discussion: managers and its chair',
      { outcome: 'STRATEGY_S47', level: 4 },
      [...MANAGERS, 'STRATEGY_CHAIR'],
    ],
    ['an open case: also its worker', { outcome: 'OPEN_CASE' }, ['SOCIAL_WORKER', ...MANAGERS]],
    ['the LADO', { outcome: 'REDIRECT_LADO' }, ['LADO']],
    [
      'one agency: its representative',
      { outcome: 'SINGLE_AGENCY', receiver: 'SPECIMEN_SCHOOL' },
      ['AGENCY_REPRESENTATIVE'],
    ],
  ])('accept the child handed to %s', (_case, overrides, permitted) => {
    const decided = story([['Mon 11:00', decision(overrides)]]).referral;
    const may = ROLES.filter((role) => obstacle(decided, 'acceptHandover', byRole(role)) === undefined);
    expect(may.toSorted()).toEqual(permitted.toSorted());
  });
});

describe('whose case it is', () => {
  const handed: Step = ['Mon 11:00', decision({ outcome: 'REDIRECT_OTHER_LA', receiver: 'FARSHIRE' })];

  test.each([
    [
      'a manager of another authority decides',
      'decide',
      actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' }),
      false,
    ],
    [
      'a manager of this authority',
      'decide',
      actor('TEAM_MANAGER', { localAuthority: 'SPECIMENSHIRE' }),
      true,
    ],
    ['the referrer withdraws', 'requestWithdrawal', actor('REFERRER'), true],
    ['another referrer', 'requestWithdrawal', actor('REFERRER', { userId: 'someone-else' }), false],
    [
      'the referring agency',
      'requestWithdrawal',
      actor('AGENCY_REPRESENTATIVE', { agency: 'SPECIMEN_SCHOOL' }),
      true,
    ],
    ['another agency', 'requestWithdrawal', actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' }), false],
  ] as const)('%s', (_case, action, by, may) => {
    expect(obstacle(referral, action, by) === undefined).toBe(may);
  });

  test('the authority a child is handed to accepts it, though the case is not its own', () => {
    const decided = story([handed]).referral;
    const theirs = actor('AGENCY_REPRESENTATIVE', { agency: 'FARSHIRE', localAuthority: 'FARSHIRE' });
    expect(obstacle(decided, 'acceptHandover', theirs)).toBeUndefined();
    expect(obstacle(decided, 'acceptHandover', { ...theirs, agency: 'NEARSHIRE' })?.code).toBe(
      'NOT_PERMITTED',
    );
  });
});

test('allowed actions come in the order a case takes them', () => {
  const allowed = allowedActions(referral, actor('TEAM_MANAGER'));
  const usual = ['acknowledge', 'askReferrer', 'rate', 'recordAgreement', 'decide', 'requestWithdrawal'];
  expect(allowed.filter((action) => usual.includes(action))).toEqual(usual);
  expect(allowedActions(referral, actor('AUDITOR'))).toEqual([]);
});
