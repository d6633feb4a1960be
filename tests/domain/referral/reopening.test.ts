import { describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import type { DomainErrorCode } from '../../../domain/errors.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { obstacle } from '../../../domain/referral/guards.ts';
import { nextAction } from '../../../domain/referral/next-action.ts';
import { ownerOf } from '../../../domain/referral/owner.ts';
import { actor, contactOfficer, socialWorker, teamManager } from '../../support/people.ts';
import {
  acceptHandover,
  approveWithdrawal,
  askToWithdraw,
  byPhone,
  decision,
  on,
  outline,
  sealed,
  type Step,
  story,
} from './story.ts';

const reopen: ReferralCommand = { type: 'reopenReferral', reason: sealed('news') };
const known: Step = ['Wed 10:00', reopen];
const acknowledged: Step = ['Mon 10:01', 'ACKNOWLEDGEMENT'];
const nfa: Step[] = [
  acknowledged,
  ['Mon 11:00', decision({ outcome: 'NFA', level: 1 })],
  ['Mon 11:05', byPhone],
];
const toTeam: Step[] = [
  acknowledged,
  ['Mon 11:00', decision()],
  ['Mon 11:05', byPhone],
  ['Mon 12:00', acceptHandover],
];
const adultServices = actor('AGENCY_REPRESENTATIVE', { agency: 'ADULT_SERVICES' });
const toAdults: ReferralCommand = {
  type: 'redirect',
  to: 'ADULTS',
  noChildNeedsHub: true,
  reason: sealed('w'),
};

/** News of the assessment that follows the first decision. */
function news(overrides: Partial<Extract<ReferralCommand, { type: 'noteNews' }>> = {}): ReferralCommand {
  return {
    type: 'noteNews',
    caseId: 'R-TEST-0001.A1',
    kind: 'ASSESSMENT',
    news: 'RETURNED',
    at: on('Tue 10:00'),
    ...overrides,
  };
}

const upheld = news({ caseId: 'R-TEST-0001.D1', kind: 'DISPUTE', news: 'ENDED', outcome: 'UPHELD' });

describe('transition 26: what has become known opens a closed referral again', () => {
  test('E43: the manager has the time of a first decision, and the clocks of the first are kept', () => {
    const { referral, last } = story([...nfa, known]);
    expect(outline(last)).toEqual(['DecisionCalledFor', 'ClockStarted DECISION-2']);
    expect(referral).toMatchObject({
      stage: 'DECIDED',
      decisionCall: { at: on('Wed 10:00'), because: 'NEW_INFORMATION', calledBy: teamManager.userId },
    });
    expect(referral.clocks.find(({ id }) => id === 'DECISION')).toMatchObject({
      status: 'STOPPED',
      stoppedBy: 'DECIDED',
      dueAt: on('Tue 10:00'),
    });
    expect(referral.clocks.find(({ id }) => id === 'DECISION-2')).toMatchObject({
      status: 'RUNNING',
      dueAt: on('Thu 10:00'),
    });
    expect(nextAction(referral)).toMatchObject({ action: 'decide', by: 'TEAM_MANAGER' });
  });

  test('the decision made then answers it, and names the one it supersedes', () => {
    const { referral, last } = story([...nfa, known, ['Wed 11:00', decision({ supersedes: 1 })]]);
    expect(outline(last)).toEqual([
      'DecisionMade',
      'ClockStopped DECISION-2',
      'ClockStarted FEEDBACK-2',
      'FollowOnAsked',
    ]);
    expect(nextAction(referral)).toMatchObject({ action: 'giveFeedback' });
  });

  test.each<[what: string, steps: Step[]]>([
    [
      'a duplicate',
      [acknowledged, ['Mon 11:00', { type: 'markDuplicate', of: 'R-TEST-0099', reason: sealed('w') }]],
    ],
    [
      'one that went to the worker of an open case',
      [
        acknowledged,
        [
          'Mon 11:00',
          {
            type: 'linkToOpenCase',
            worker: 'w-1042',
            manager: 'm-0077',
            team: 'ASSESSMENT_TEAM',
            caseReference: 'CS-20311',
          },
        ],
        ['Mon 12:00', { type: 'confirmReceipt' }],
      ],
    ],
    [
      'one that was withdrawn',
      [
        ['Mon 11:00', askToWithdraw],
        ['Mon 11:30', approveWithdrawal],
      ],
    ],
    [
      'one that went to adult services',
      [
        ['Mon 11:00', toAdults, socialWorker],
        ['Mon 13:00', { type: 'acknowledgeRedirect', redirect: 1 }, adultServices],
      ],
    ],
  ])('%s stays open until it is decided', (_what, steps) => {
    expect(story(steps).referral).toHaveProperty('closedAt');
    const { referral, last } = story([...steps, known]);
    expect(outline(last)).toEqual(['DecisionCalledFor', 'ClockStarted DECISION-2']);
    expect(obstacle(referral, 'decide', teamManager)).toBeUndefined();
    expect(ownerOf(referral)).toMatchObject({ team: 'HUB' });
    const decided = story([...steps, known, ['Wed 11:00', decision()]]).referral;
    expect(decided.stage).toBe('DECIDED');
  });

  test('what adult services took over before closes nothing after a night', () => {
    const { referral } = story([
      acknowledged,
      ['Mon 11:00', toAdults, socialWorker],
      ['Mon 13:00', { type: 'acknowledgeRedirect', redirect: 1 }, adultServices],
      ['Mon 16:00', reopen],
      ['Mon 16:45', { type: 'handToOutOfHours', immediateRisk: true, reason: sealed('w') }],
      ['Mon 17:30', { type: 'acknowledgeOutOfHours' }, actor('EMERGENCY_DUTY_TEAM')],
      ['Tue 08:30', { type: 'handBackToDay', note: sealed('w') }, actor('EMERGENCY_DUTY_TEAM')],
      ['Tue 09:10', { type: 'acknowledgeHandBack' }, teamManager],
    ]);
    expect(referral.stage).toBe('SCREENING');
  });

  test('one that was decided together with another is decided for itself then', () => {
    const steps: Step[] = [
      acknowledged,
      ['Mon 11:00', { type: 'joinReferral', to: 'R-TEST-0099', reason: sealed('w') }],
      [
        'Mon 12:00',
        { type: 'noteJoinedDecision', from: 'R-TEST-0099', decision: decidedElsewhere() },
        SYSTEM_ACTOR,
      ],
      ['Mon 12:05', byPhone],
    ];
    expect(story(steps).referral.stage).toBe('DUPLICATE');
    const { referral } = story([...steps, known]);
    expect(obstacle(referral, 'decide', teamManager)).toBeUndefined();
    expect(story([...steps, known, ['Wed 11:00', decision({ supersedes: 1 })]]).referral).toMatchObject({
      stage: 'DECIDED',
      handover: { status: 'AWAITED', receiver: 'ASSESSMENT_TEAM' },
    });
  });

  test.each<[what: string, steps: Step[], code: DomainErrorCode]>([
    ['an open one is decided instead', [['Mon 11:00', reopen]], 'NOT_AT_THIS_STAGE'],
    [
      'a contact officer opens nothing again',
      [...nfa, ['Wed 10:00', reopen, contactOfficer]],
      'NOT_PERMITTED',
    ],
    ['a child who has turned 18', [...ended('CHILD_TURNED_18'), known], 'CASE_CLOSED'],
    ['a child who has died', [...ended('CHILD_DIED'), known], 'RECORD_FROZEN'],
  ])('refused: %s', (_what, steps, code) => {
    expect(() => story(steps)).toThrow(expect.objectContaining({ code }));
  });
});

describe('transition 21: what comes back to the hub is decided afresh', () => {
  test('an assessment that came back opens the closed referral again', () => {
    const { referral, last } = story([...toTeam, ['Tue 10:00', news(), SYSTEM_ACTOR]]);
    expect(outline(last)).toEqual(['FollowOnNewsNoted', 'DecisionCalledFor', 'ClockStarted DECISION-2']);
    expect(referral).toMatchObject({
      stage: 'DECIDED',
      decisionCall: { because: 'FOLLOW_ON_RETURNED', caseId: 'R-TEST-0001.A1' },
      followOns: [{ caseId: 'R-TEST-0001.A1', decisionNo: 1, returnedAt: on('Tue 10:00') }],
    });
  });

  test('said again it changes nothing', () => {
    const { last } = story([
      ...toTeam,
      ['Tue 10:00', news(), SYSTEM_ACTOR],
      ['Tue 10:01', news(), SYSTEM_ACTOR],
    ]);
    expect(last).toEqual([]);
  });

  test('one that a later decision has overtaken calls for nothing', () => {
    const { referral, last } = story([
      acknowledged,
      ['Mon 11:00', decision()],
      ['Mon 13:00', decision({ outcome: 'STRATEGY_S47', level: 4, supersedes: 1 })],
      ['Mon 13:30', news({ at: on('Mon 13:30') }), SYSTEM_ACTOR],
    ]);
    expect(outline(last)).toEqual(['FollowOnNewsNoted']);
    expect(referral.decisionCall).toBeUndefined();
  });

  test('the acceptance of the team in its own case is the acceptance of the child', () => {
    const accepted = news({
      news: 'ACCEPTED',
      by: 'synthetic-practice-manager',
      receiver: 'ASSESSMENT_TEAM',
    });
    const { referral, last } = story([
      acknowledged,
      ['Mon 11:00', decision()],
      ['Mon 11:05', byPhone],
      ['Mon 12:00', accepted, SYSTEM_ACTOR],
    ]);
    expect(outline(last)).toEqual(['FollowOnNewsNoted', 'HandoverAccepted', 'ReferralClosed']);
    expect(referral).toMatchObject({
      stage: 'CLOSED_TO_TEAM',
      handover: { status: 'ACCEPTED', receiver: 'ASSESSMENT_TEAM', acceptedBy: 'synthetic-practice-manager' },
    });
  });

  test('nothing is decided any more for a child who has turned 18', () => {
    const { referral, last } = story([...ended('CHILD_TURNED_18'), ['Wed 10:00', news(), SYSTEM_ACTOR]]);
    expect(outline(last)).toEqual(['FollowOnNewsNoted']);
    expect(referral.stage).toBe('CHILD_TURNED_18');
  });
});

describe('transition 27: a dispute that was upheld', () => {
  test('calls for a new decision, which names the dispute', () => {
    const { referral } = story([
      ...nfa,
      ['Tue 10:00', upheld, SYSTEM_ACTOR],
      ['Tue 11:00', decision({ supersedes: 1 })],
    ]);
    expect(referral).toMatchObject({
      decisionCall: { because: 'DISPUTE_UPHELD' },
      decisions: [{ no: 1 }, { no: 2, supersedes: 1, disputeId: 'R-TEST-0001.D1' }],
    });
  });

  test('not upheld it calls for nothing', () => {
    const notUpheld = { ...upheld, outcome: 'NOT_UPHELD' } as ReferralCommand;
    const { referral, last } = story([...nfa, ['Tue 10:00', notUpheld, SYSTEM_ACTOR]]);
    expect(outline(last)).toEqual(['FollowOnNewsNoted']);
    expect(referral.stage).toBe('CLOSED_NFA');
  });
});

/** Decided for an assessment, then ended before the team has accepted. */
function ended(ending: 'CHILD_TURNED_18' | 'CHILD_DIED'): Step[] {
  return [
    acknowledged,
    ['Mon 11:00', decision()],
    [
      'Tue 10:00',
      {
        type: 'endReferral',
        ending,
        rationale: sealed('w'),
        handedTo: 'ADULT_SERVICES',
        routes: ['CHILD_DEATH_REVIEW'],
      },
    ],
  ];
}

function decidedElsewhere() {
  const { type: _type, ...content } = decision();
  return { ...content, no: 1, decidedAt: on('Mon 12:00'), decidedBy: teamManager.userId };
}
