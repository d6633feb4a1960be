import { describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import type { ReferralDelivery } from '../../../domain/case.ts';
import type { CaseNews } from '../../../domain/follow-on/words-between.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { allowedActions } from '../../../domain/referral/guards.ts';
import { nextAction, owedDeliveries } from '../../../domain/referral/next-action.ts';
import { ownerOf } from '../../../domain/referral/owner.ts';
import { latestDecision, type Referral } from '../../../domain/referral/state.ts';
import type { Outcome } from '../../../domain/vocabulary.ts';
import { earlyHelpManager, socialWorker, teamManager } from '../../support/people.ts';
import { acceptHandover, byPhone, decision, on, outline, rules, sealed, type Step, story } from './story.ts';

const begun = (key: string, caseId: string, at = 'Mon 12:01') =>
  ({ at, notice: { type: 'followOnBegun', key, caseId } }) as const;

/** A story, then what the shell tells the referral of the cases it began. */
function after(steps: readonly Step[], ...notices: readonly ReturnType<typeof begun>[]) {
  return notices.reduce<Referral>(
    (referral, { at, notice }) =>
      observe(referral, notice, { now: on(at), rules }).reduce<Referral>(evolve, referral),
    story(steps).referral,
  );
}

/** The referral after a command given at an instant. */
function given(referral: Referral, command: ReferralCommand, at: string, actor = SYSTEM_ACTOR) {
  const events = decide(referral, command, { actor, now: on(at), rules });
  return { events, referral: events.reduce<Referral>(evolve, referral) };
}

const news = (overrides: Partial<CaseNews>): CaseNews => ({
  type: 'noteNews',
  caseId: 'R-TEST-0001.A1',
  kind: 'ASSESSMENT',
  news: 'ACCEPTED',
  at: on('Mon 12:10'),
  ...overrides,
});

const KEY = 'R-TEST-0001/follow-on/1';
const forAssessment = decision();
const inShort = (owed: readonly ReferralDelivery[]) => owed.map(({ key, message }) => `${message} ${key}`);

describe('transition 12 a decision begins the case that follows it', () => {
  test.each<[outcome: Outcome, kind: string | undefined]>([
    ['ASSESSMENT_S17', 'ASSESSMENT'],
    ['STRATEGY_S47', 'CHILD_PROTECTION'],
    ['EARLY_HELP', 'EARLY_HELP'],
    ['SINGLE_AGENCY', 'AGENCY_ACTION'],
    ['NFA', undefined],
    ['ADVICE_SIGNPOST', undefined],
    ['OPEN_CASE', undefined],
  ])('%s begins %s', (outcome, kind) => {
    const receiver = outcome === 'SINGLE_AGENCY' ? { receiver: 'HOUSING' } : {};
    const { referral } = story([['Mon 12:00', decision({ outcome, level: 2, ...receiver })]]);
    const owed = owedDeliveries(referral).flatMap((one) => (one.message === 'CASE_TO_OPEN' ? [one] : []));
    expect(owed.map(({ opening }) => opening.kind)).toEqual(kind === undefined ? [] : [kind]);
    for (const { opening, key } of owed) {
      expect([opening.key, key]).toEqual([KEY, KEY]);
      expect(opening).toMatchObject({
        contactRef: 'C-TEST-0001',
        referralRefs: ['R-TEST-0001'],
        from: 'referral:R-TEST-0001',
        receivedAt: on('Mon 10:00'),
        decisionNo: 1,
      });
    }
  });

  test('nothing begins under rules from before the hub followed its decisions', () => {
    const { beginsFollowOns: _follows, ...policy } = rules.policy;
    const { referral } = story([['Mon 11:00', 'ACKNOWLEDGEMENT']]);
    const context = { actor: teamManager, now: on('Mon 12:00'), rules: { ...rules, policy } };
    const events = decide(referral, forAssessment, context);
    expect(events.map(({ type }) => type)).not.toContain('FollowOnAsked');
  });

  test('the hub keeps the child until the case that follows is accepted, and then lets go', () => {
    const waiting = after(
      [
        ['Mon 12:00', forAssessment],
        ['Mon 12:00', byPhone],
      ],
      begun(KEY, 'R-TEST-0001.A1'),
    );
    expect(waiting).toMatchObject({ stage: 'DECIDED', handover: { status: 'AWAITED' } });
    expect(ownerOf(waiting)).toMatchObject({ team: 'HUB' });
    const { referral, events } = given(
      waiting,
      news({ by: 'm-1', receiver: 'ASSESSMENT_TEAM' }),
      'Mon 12:10',
    );
    expect(outline(events)).toEqual(
      expect.arrayContaining(['FollowOnNewsNoted', 'HandoverAccepted', 'ReferralClosed']),
    );
    expect(referral).toMatchObject({ stage: 'CLOSED_TO_TEAM', handover: { acceptedBy: 'm-1' } });
    expect(ownerOf(referral)).toMatchObject({ team: 'RECEIVER', receiver: 'ASSESSMENT_TEAM' });
    expect(given(referral, news({}), 'Mon 12:11').events).toEqual([]);
  });

  test('accepted here, the case that follows is told so, once', () => {
    const accepted = after(
      [
        ['Mon 12:00', forAssessment],
        ['Mon 12:02', acceptHandover],
      ],
      begun(KEY, 'R-TEST-0001.A1', 'Mon 12:03'),
    );
    const [owed] = owedDeliveries(accepted).filter(({ message }) => message === 'CASE_TO_TELL');
    expect(owed).toMatchObject({
      to: 'assessment:R-TEST-0001.A1',
      command: { type: 'noteAccepted', acceptedBy: teamManager.userId, acceptedAt: on('Mon 12:02') },
    });
    if (owed?.message !== 'CASE_TO_TELL') throw new Error('nothing is told');
    const told = observe(
      accepted,
      { type: 'followOnTold', delivery: owed, isTaken: true },
      { now: on('Mon 12:04'), rules },
    );
    const settled = told.reduce<Referral>(evolve, accepted);
    expect(inShort(owedDeliveries(settled))).not.toContain(`CASE_TO_TELL ${owed.key}`);
  });
});

describe('transition 21 what comes back calls for a fresh decision', () => {
  const offered = decision({ outcome: 'EARLY_HELP', level: 2 });
  const back = news({ caseId: 'R-TEST-0001.H1', kind: 'EARLY_HELP', news: 'RETURNED', outcome: 'DECLINED' });

  test('the hub has the child, a clock of its own for it, and the manager is next', () => {
    const waiting = after(
      [
        ['Mon 12:00', offered],
        ['Mon 12:01', byPhone],
      ],
      begun(KEY, 'R-TEST-0001.H1'),
    );
    const { referral, events } = given(waiting, back, 'Tue 09:30');
    expect(outline(events)).toEqual(['FollowOnNewsNoted', 'DecisionCalledFor', 'ClockStarted DECISION-2']);
    expect(referral.clocks.find(({ id }) => id === 'DECISION-2')).toMatchObject({
      startedAt: on('Tue 09:30'),
      dueAt: on('Wed 09:30'),
    });
    expect(nextAction(referral)).toEqual({
      action: 'decide',
      by: 'TEAM_MANAGER',
      words: 'Decide again: the child has come back to the hub',
    });
    expect(ownerOf(referral)).toMatchObject({ team: 'HUB' });
    expect(given(referral, back, 'Tue 09:31').events).toEqual([]);
  });

  test('from a case that a later decision has overtaken, it calls for nothing', () => {
    const superseded = after(
      [
        ['Mon 12:00', offered],
        ['Mon 13:00', decision({ supersedes: 1 })],
      ],
      begun(KEY, 'R-TEST-0001.H1', 'Mon 13:01'),
    );
    expect(outline(given(superseded, back, 'Mon 14:00').events)).toEqual(['FollowOnNewsNoted']);
  });
});

describe('a later decision', () => {
  const second = 'R-TEST-0001/follow-on/2';
  const both = after(
    [
      ['Mon 12:00', decision({ outcome: 'EARLY_HELP', level: 2 })],
      ['Mon 12:01', acceptHandover, earlyHelpManager],
      ['Mon 13:00', decision({ supersedes: 1 })],
    ],
    begun(KEY, 'R-TEST-0001.H1', 'Mon 13:01'),
    begun(second, 'R-TEST-0001.A1', 'Mon 13:01'),
  );
  const tells = (referral: Referral) =>
    owedDeliveries(referral).flatMap((one) =>
      one.message === 'CASE_TO_TELL' ? [`${one.to} ${one.command.type}`] : [],
    );

  test('leaves the child with the case of the one before until the next is accepted', () => {
    expect(tells(both)).toEqual([]);
    const { referral } = given(both, news({ by: 'm-1' }), 'Mon 13:30');
    expect(tells(referral)).toEqual(['early-help:R-TEST-0001.H1 noteSuperseded']);
  });

  test('that nothing follows ends the case of the one before at once', () => {
    const referral = after(
      [
        ['Mon 12:00', forAssessment],
        ['Mon 13:00', decision({ outcome: 'NFA', level: 1, supersedes: 1 })],
      ],
      begun(KEY, 'R-TEST-0001.A1', 'Mon 13:01'),
    );
    expect(tells(referral)).toEqual(['assessment:R-TEST-0001.A1 noteSuperseded']);
  });
});

describe('C30 a referral of an agency that nothing follows goes back to it', () => {
  test('once the agency has heard, and once for a decision', () => {
    const { referral, events } = story([
      ['Mon 12:00', decision({ outcome: 'NFA', level: 1 })],
      ['Mon 12:30', byPhone],
    ]);
    expect(events.filter(({ type }) => type === 'FollowOnAsked')).toHaveLength(1);
    const [owed] = owedDeliveries(referral);
    expect(owed).toMatchObject({
      message: 'CASE_TO_OPEN',
      opening: { kind: 'AGENCY_ACTION', purpose: 'APPROPRIATENESS', agency: 'SPECIMEN_SCHOOL' },
    });
  });

  test('not where a member of the public told the hub', () => {
    const decided = story([['Mon 12:00', decision({ outcome: 'NFA', level: 1 })]]).referral;
    const { agency: _none, ...publicly } = decided;
    const { events } = given(publicly, byPhone, 'Mon 12:30', teamManager);
    expect(outline(events)).toContain('FeedbackSent');
    expect(outline(events)).not.toContain('FollowOnAsked');
  });
});

describe('transitions 26 and 27', () => {
  const closed = story([
    ['Mon 12:00', decision({ outcome: 'ADVICE_SIGNPOST', level: 1 })],
    ['Mon 12:30', byPhone],
  ]).referral;
  const resolved = (outcome: string): CaseNews =>
    news({ caseId: 'R-TEST-0001.D1', kind: 'DISPUTE', news: 'ENDED', outcome });

  test('26 a manager opens a closed referral again: new clocks, the old ones and the decision as they were', () => {
    expect(closed.stage).toBe('CLOSED_ADVICE');
    expect(allowedActions(closed, teamManager)).toContain('reopenReferral');
    expect(allowedActions(closed, socialWorker)).not.toContain('reopenReferral');
    const { referral } = given(
      closed,
      { type: 'reopenReferral', reason: sealed('new') },
      '+1 Mon 11:00',
      teamManager,
    );
    expect(referral.stage).toBe('DECIDED');
    expect(referral.clocks.slice(0, closed.clocks.length)).toEqual(closed.clocks);
    expect(referral.clocks.at(-1)).toMatchObject({ id: 'DECISION-2', dueAt: on('+1 Tue 11:00') });
    expect(latestDecision(referral)).toEqual(latestDecision(closed));
    expect(nextAction(referral)).toMatchObject({ action: 'decide' });
  });

  test.each(['UPHELD', 'PARTLY'])(
    '27 a dispute that ends %s calls for a new decision, which names it',
    (outcome) => {
      const { referral } = given(closed, resolved(outcome), '+1 Mon 11:00');
      const again = given(referral, decision({ supersedes: 1 }), '+1 Mon 12:00', teamManager).referral;
      expect(latestDecision(again)).toMatchObject({ no: 2, supersedes: 1, disputeId: 'R-TEST-0001.D1' });
      expect(again.clocks.find(({ id }) => id === 'FEEDBACK-2')).toMatchObject({ status: 'RUNNING' });
      expect(again).toMatchObject({ decisions: [{ no: 1, outcome: 'ADVICE_SIGNPOST' }, { no: 2 }] });
    },
  );

  test.each(['NOT_UPHELD', 'WITHDRAWN', 'MOOT'])(
    '27 one that ends %s leaves the referral as it is',
    (outcome) => {
      const { referral, events } = given(closed, resolved(outcome), '+1 Mon 11:00');
      expect(outline(events)).toEqual(['FollowOnNewsNoted']);
      expect(referral.stage).toBe('CLOSED_ADVICE');
    },
  );

  test('E28 while a dispute is open, no clock of the referral stands still or moves', () => {
    const { referral: open } = story([['Mon 11:00', 'ACKNOWLEDGEMENT']]);
    const opened = news({ caseId: 'R-TEST-0001.D1', kind: 'DISPUTE', news: 'OPENED' });
    const { referral } = given(open, opened, 'Mon 11:30');
    expect(referral.clocks).toEqual(open.clocks);
  });
});
