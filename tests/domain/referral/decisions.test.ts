import { describe, expect, test } from 'vitest';
import type { DomainErrorCode } from '../../../domain/errors.ts';
import { decide } from '../../../domain/referral/decide.ts';
import { nextAction, owedDeliveries } from '../../../domain/referral/next-action.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import type { ReferrerReach } from '../../../domain/referral/state.ts';
import { OUTCOMES } from '../../../domain/vocabulary.ts';
import { PATHWAYS } from '../../../domain/referral/outcomes.ts';
import { actor, referrer, socialWorker, teamManager } from '../../support/people.ts';
import {
  acceptHandover,
  approveWithdrawal,
  askToWithdraw,
  byPhone,
  decision,
  on,
  outline,
  rateAmber,
  refuseWithdrawal,
  rules,
  sealed,
  type Step,
  story,
} from './story.ts';

function refusal(steps: readonly Step[], from = {}): { code: DomainErrorCode; field?: string } {
  try {
    story(steps, from);
  } catch (error) {
    return error as { code: DomainErrorCode; field?: string };
  }
  throw new Error('was not refused');
}

describe('what a command makes of a referral', () => {
  test.each<[string, Step[], string[]]>([
    [
      'acknowledged by phone',
      [['Mon 11:00', { type: 'acknowledge', method: 'PHONE' }]],
      ['AcknowledgementSent', 'ClockStopped ACKNOWLEDGEMENT'],
    ],
    [
      'acknowledged by the system',
      [['Mon 10:01', 'ACKNOWLEDGEMENT']],
      ['AcknowledgementSent', 'ClockStopped ACKNOWLEDGEMENT'],
    ],
    [
      'acknowledged twice: by phone while the message was on its way',
      [
        ['Mon 10:01', { type: 'acknowledge', method: 'PHONE' }],
        ['Mon 10:02', 'ACKNOWLEDGEMENT'],
      ],
      [],
    ],
    ['rated', [['Mon 11:00', rateAmber, socialWorker]], ['ReferralRated', 'ClockStarted RAG_TARGET']],
    [
      'decided when rated: both clocks stop, feedback goes on, and the case that follows is asked for',
      [
        ['Mon 11:00', rateAmber],
        ['Mon 12:00', decision()],
      ],
      ['DecisionMade', 'ClockStopped DECISION', 'ClockStopped RAG_TARGET', 'FollowOnAsked'],
    ],
    [
      'outcome asked to be sent by the system',
      [
        ['Mon 11:00', decision()],
        ['Mon 11:01', { type: 'giveFeedback', method: 'ELECTRONIC' }],
      ],
      ['FeedbackRequested'],
    ],
    [
      'outcome delivered, the team has not accepted',
      [
        ['Mon 11:00', decision()],
        ['Mon 11:01', { type: 'giveFeedback', method: 'ELECTRONIC' }],
        ['Mon 11:02', 'OUTCOME'],
      ],
      ['FeedbackSent', 'ClockStopped FEEDBACK'],
    ],
    [
      'outcome delivered after its decision was superseded: the new outcome is still owed',
      [
        ['Mon 11:00', decision()],
        ['Mon 11:01', { type: 'giveFeedback', method: 'ELECTRONIC' }],
        ['Mon 11:02', decision({ supersedes: 1 })],
        ['Mon 11:03', { type: 'giveFeedback', method: 'ELECTRONIC' }],
        ['Mon 11:04', { message: 'OUTCOME', decisionNo: 1 }],
      ],
      [],
    ],
    [
      'withheld with a reason, the team has not accepted',
      [
        ['Mon 11:00', decision()],
        ['Mon 11:01', { type: 'withholdFeedback', reason: 'RISK_TO_CHILD' }],
      ],
      ['FeedbackWithheld', 'ClockStopped FEEDBACK'],
    ],
    [
      'accepted after feedback and acknowledgement: closed',
      [
        ['Mon 10:01', 'ACKNOWLEDGEMENT'],
        ['Mon 11:00', decision()],
        ['Mon 11:01', byPhone],
        ['Mon 12:00', acceptHandover],
      ],
      ['HandoverAccepted', 'ReferralClosed'],
    ],
    [
      'feedback after acceptance: closed',
      [
        ['Mon 10:01', 'ACKNOWLEDGEMENT'],
        ['Mon 11:00', decision()],
        ['Mon 11:01', acceptHandover],
        ['Mon 12:00', byPhone],
      ],
      ['FeedbackSent', 'ClockStopped FEEDBACK', 'ReferralClosed'],
    ],
    ['withdrawal asked for', [['Mon 11:00', askToWithdraw, referrer]], ['WithdrawalRequested']],
    [
      'withdrawal approved: every clock stops',
      [
        ['Mon 11:00', rateAmber],
        ['Mon 11:00', askToWithdraw, referrer],
        ['Mon 12:00', approveWithdrawal],
      ],
      [
        'WithdrawalApproved',
        'ClockStopped ACKNOWLEDGEMENT',
        'ClockStopped DECISION',
        'ClockStopped FEEDBACK',
        'ClockStopped RAG_TARGET',
      ],
    ],
    [
      'withdrawal refused: everything runs on',
      [
        ['Mon 11:00', askToWithdraw, referrer],
        ['Mon 12:00', refuseWithdrawal],
      ],
      ['WithdrawalRefused'],
    ],
  ])('%s', (_case, steps, expected) => {
    expect(outline(story(steps).last)).toEqual(expected);
  });
});

describe('refused', () => {
  const decided: Step = ['Mon 11:00', decision()];
  const told: Step = ['Mon 11:05', byPhone];
  const closed: Step[] = [['Mon 11:00', decision({ outcome: 'NFA', level: 1 })], told];
  const byHand: { referrerReach: ReferrerReach } = { referrerReach: 'BY_HAND' };
  const unreachable: { referrerReach: ReferrerReach } = { referrerReach: 'UNREACHABLE' };

  test.each<[string, Step[], DomainErrorCode, object?]>([
    ['a social worker decides', [['Mon 11:00', decision(), socialWorker]], 'NOT_PERMITTED'],
    ['a decision over a decision, naming none', [decided, ['Mon 12:00', decision()]], 'ALREADY_DECIDED'],
    [
      'superseding another than the one in force',
      [decided, ['Mon 12:00', decision({ supersedes: 2 })]],
      'SUPERSEDES_OTHER_DECISION',
    ],
    [
      'superseding before any decision',
      [['Mon 11:00', decision({ supersedes: 1 })]],
      'SUPERSEDES_OTHER_DECISION',
    ],
    [
      'one agency asked to act, none named',
      [['Mon 11:00', decision({ outcome: 'SINGLE_AGENCY' })]],
      'MISSING_FIELD',
    ],
    ['rated after the decision', [decided, ['Mon 12:00', rateAmber]], 'ALREADY_DECIDED'],
    ['feedback before the decision', [told], 'NOT_DECIDED'],
    ['feedback twice', [decided, told, told], 'FEEDBACK_ALREADY_SETTLED'],
    [
      'sent by the system to a referrer without an address',
      [decided, ['Mon 12:00', { type: 'giveFeedback', method: 'ELECTRONIC' }]],
      'REFERRER_NOT_REACHABLE',
      byHand,
    ],
    ['feedback to nobody', [decided, told], 'FEEDBACK_ALREADY_SETTLED', unreachable],
    [
      'told before the referral came',
      [decided, ['Mon 12:00', { ...byPhone, givenAt: on('Mon 09:59') } as ReferralCommand]],
      'INVALID_INSTANT',
    ],
    [
      'told in the future',
      [['Mon 11:00', { type: 'acknowledge', method: 'PHONE', acknowledgedAt: on('Mon 11:01') }]],
      'INVALID_INSTANT',
    ],
    ['accepted before the decision', [['Mon 11:00', acceptHandover]], 'NOT_DECIDED'],
    [
      'accepted twice',
      [decided, ['Mon 12:00', acceptHandover], ['Mon 12:01', acceptHandover]],
      'HANDOVER_ALREADY_ACCEPTED',
    ],
    [
      'withdrawal approved that nobody asked for',
      [['Mon 11:00', approveWithdrawal]],
      'NO_WITHDRAWAL_REQUESTED',
    ],
    [
      'withdrawal asked for twice',
      [
        ['Mon 11:00', askToWithdraw],
        ['Mon 11:01', askToWithdraw],
      ],
      'WITHDRAWAL_ALREADY_REQUESTED',
    ],
    [
      'acknowledged twice',
      [
        ['Mon 11:00', { type: 'acknowledge', method: 'PHONE' }],
        ['Mon 11:01', { type: 'acknowledge', method: 'PHONE' }],
      ],
      'ALREADY_ACKNOWLEDGED',
    ],
    ['decided after closing', [...closed, ['Mon 12:00', decision({ supersedes: 1 })]], 'CASE_CLOSED'],
    [
      'decided after withdrawal',
      [
        ['Mon 11:00', askToWithdraw],
        ['Mon 11:01', approveWithdrawal],
        ['Mon 12:00', decision()],
      ],
      'CASE_CLOSED',
    ],
  ])('%s', (_case, steps, code, from) => {
    expect(refusal(steps, from).code).toBe(code);
  });
});

describe('a decision', () => {
  test('keeps the one it supersedes and starts a new feedback clock once the first was told', () => {
    const { referral, last } = story([
      ['Mon 11:00', decision({ outcome: 'EARLY_HELP', level: 2 })],
      ['Mon 11:05', byPhone],
      ['Mon 13:00', decision({ outcome: 'STRATEGY_S47', level: 4, supersedes: 1 })],
    ]);
    expect(outline(last)).toEqual(['DecisionMade', 'ClockStarted FEEDBACK-2', 'FollowOnAsked']);
    expect(referral).toMatchObject({
      decisions: [{ no: 1 }, { no: 2, supersedes: 1, outcome: 'STRATEGY_S47' }],
      feedback: { status: 'OUTSTANDING' },
      handover: { status: 'AWAITED', receiver: 'ASSESSMENT_TEAM' },
    });
    expect(referral.clocks.at(-1)).toMatchObject({ id: 'FEEDBACK-2', dueAt: on('Tue 13:00') });
  });

  test('that supersedes one not yet told leaves the feedback clock as it was', () => {
    const { last, referral } = story([
      ['Mon 11:00', decision({ outcome: 'NFA', level: 1 })],
      ['Mon 13:00', decision({ supersedes: 1 })],
    ]);
    expect(outline(last)).toEqual(['DecisionMade', 'FollowOnAsked']);
    expect(referral.clocks.find((clock) => clock.id === 'FEEDBACK')).toMatchObject({ status: 'RUNNING' });
  });

  test('of no further action on an anonymous contact closes it by itself', () => {
    const { referral, last } = story([['Mon 11:00', decision({ outcome: 'NFA', level: 1 })]], {
      referrerReach: 'UNREACHABLE',
    });
    expect(outline(last)).toEqual([
      'DecisionMade',
      'ClockStopped DECISION',
      'FeedbackWithheld',
      'ReferralClosed',
    ]);
    expect(referral).toMatchObject({
      stage: 'CLOSED_NFA',
      feedback: { status: 'WITHHELD', reason: 'ANONYMOUS_REFERRER' },
    });
  });

  test('to hand over an anonymous contact waits for the receiving team only', () => {
    const anonymous = { referrerReach: 'UNREACHABLE' as const };
    expect(story([['Mon 11:00', decision()]], anonymous).referral.stage).toBe('DECIDED');
    const accepted = story(
      [
        ['Mon 11:00', decision()],
        ['Mon 12:00', acceptHandover],
      ],
      anonymous,
    );
    expect(accepted.referral.stage).toBe('CLOSED_TO_TEAM');
  });

  test.each(OUTCOMES.map((outcome) => [outcome, PATHWAYS[outcome]] as const))(
    '%s waits for whom it hands to and ends where it should',
    (outcome, pathway) => {
      const steps: Step[] = [
        ['Mon 11:00', decision({ outcome, receiver: 'SPECIMEN_AGENCY' })],
        ['Mon 11:05', byPhone],
      ];
      const [role] = pathway.acceptedBy;
      if (role === undefined) {
        expect(story(steps).referral.stage).toBe(pathway.closesAs);
        return;
      }
      expect(story(steps).referral.stage).toBe('DECIDED');
      const receiving = actor(role, { agency: 'SPECIMEN_AGENCY' });
      expect(story([...steps, ['Mon 12:00', acceptHandover, receiving]]).referral.stage).toBe(
        pathway.closesAs,
      );
    },
  );
});

describe('the version', () => {
  test('counts what people changed, not what clocks say', () => {
    expect(story([]).referral.version).toBe(1);
    expect(story([['Mon 11:00', rateAmber]]).referral.version).toBe(2);
    expect(
      story([
        ['Mon 11:00', rateAmber],
        ['Fri 12:00', 'tick'],
      ]).referral.version,
    ).toBe(2);
  });
});

describe('what happens next', () => {
  test.each<[string, Step[], string | undefined]>([
    ['received', [], 'rate'],
    ['rated', [['Mon 11:00', rateAmber]], 'decide'],
    ['late and not rated', [['Wed 11:00', 'tick']], 'decide'],
    ['decided', [['Mon 11:00', decision()]], 'giveFeedback'],
    [
      'decided and told',
      [
        ['Mon 11:00', decision()],
        ['Mon 11:05', byPhone],
      ],
      'acceptHandover',
    ],
    ['withdrawal asked for', [['Mon 11:00', askToWithdraw]], 'approveWithdrawal'],
    [
      'closed',
      [
        ['Mon 11:00', decision({ outcome: 'NFA', level: 1 })],
        ['Mon 11:05', byPhone],
      ],
      undefined,
    ],
  ])('%s', (_case, steps, action) => {
    expect(nextAction(story(steps).referral)?.action).toBe(action);
  });

  test('an outcome asked to be sent is owed once per decision', () => {
    const steps: Step[] = [
      ['Mon 10:01', 'ACKNOWLEDGEMENT'],
      ['Mon 11:00', decision()],
      ['Mon 11:01', { type: 'giveFeedback', method: 'ELECTRONIC' }],
    ];
    const keys = (taken: Step[]) => owedDeliveries(story(taken).referral).map(({ key }) => key);
    expect(keys(steps)).toEqual(['R-TEST-0001/follow-on/1', 'R-TEST-0001/outcome/1']);
    expect(keys([...steps, ['Mon 11:02', 'OUTCOME']])).toEqual(['R-TEST-0001/follow-on/1']);
  });

  test('siblings owe one acknowledgement between them', () => {
    const key = (ref: string) => owedDeliveries(story([], { referralRef: ref }).referral)[0]?.key;
    expect(key('R-TEST-0001')).toBe(key('R-TEST-0002'));
  });
});

test('a refusal names rule and field, never a word a person wrote', () => {
  const { referral } = story([]);
  const command = decision({ outcome: 'SINGLE_AGENCY', rationale: sealed('words') });
  const context = { actor: teamManager, now: on('Mon 11:00'), rules };
  expect(() => decide(referral, command, context)).toThrow(
    expect.objectContaining({ field: 'receiver', message: expect.not.stringContaining('words') }),
  );
});
