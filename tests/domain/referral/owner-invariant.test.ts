import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../domain/clock.ts';
import { DomainError } from '../../../domain/errors.ts';
import {
  brokenRules,
  type CaseStanding,
  INVARIANT_RULES,
  INVARIANT_WORDS,
} from '../../../domain/invariant.ts';
import { nextAction } from '../../../domain/referral/next-action.ts';
import { ownerOf } from '../../../domain/referral/owner.ts';
import { standingOf } from '../../../domain/referral/owner-invariant.ts';
import { receive } from '../../../domain/referral/receive.ts';
import { isClosed } from '../../../domain/referral/state.ts';
import { actor, earlyHelpManager } from '../../support/people.ts';
import {
  acceptHandover,
  byPhone,
  decision,
  folded,
  MON_TEN,
  on,
  outline,
  rateAmber,
  receipt,
  rules,
  type Step,
  story,
} from './story.ts';

const received = folded(receive(receipt(), MON_TEN, rules));
const [clock] = received.clocks;
const running = clock ?? expect.fail('a referral is received with a clock');
const stopped: Clock = {
  ...running,
  status: 'STOPPED',
  stoppedAt: on('Mon 11:00'),
  stoppedBy: 'ACKNOWLEDGED',
};
const sound: CaseStanding = { owners: ['HUB'], clocks: [running], next: 'decide' };

describe('what must be true of an open case', () => {
  test.each<[string, Partial<CaseStanding>, readonly string[]]>([
    ['holds with an owner, a clock that runs and a next step', {}, []],
    ['is broken without an owner', { owners: [] }, ['ONE_OWNER']],
    ['is broken by an owner without a name', { owners: [''] }, ['ONE_OWNER']],
    ['is broken by two owners', { owners: ['HUB', 'EDT'] }, ['ONE_OWNER']],
    ['is broken without a clock', { clocks: [] }, ['CLOCK_RUNS']],
    ['is broken when every clock has stopped', { clocks: [stopped] }, ['CLOCK_RUNS']],
    ['holds without a clock for a reason', { clocks: [stopped], whyNoClock: 'NO_LIMIT_SET' }, []],
    ['holds for a clock that is late', { clocks: [stopped, running] }, []],
  ])('%s', (_case, change, broken) => {
    expect(brokenRules({ ...sound, ...change })).toEqual(broken);
  });

  test('is broken without a next step', () => {
    const { next: _next, ...lost } = sound;
    expect(brokenRules(lost)).toEqual(['NEXT_ACTION']);
  });

  test.each(INVARIANT_RULES)('%s says what is wrong and what to do', (rule) => {
    const { broken, cure } = INVARIANT_WORDS[rule];
    expect(broken).toMatch(/^[A-Z].*[^.]$/);
    expect(cure).toMatch(/^[A-Z].*\.$/);
  });
});

describe('a referral says of itself', () => {
  const decided: readonly Step[] = [
    ['Mon 11:00', 'ACKNOWLEDGEMENT'],
    ['Mon 12:00', decision()],
  ];

  test.each<[string, readonly Step[], Partial<CaseStanding>]>([
    ['at receipt', [], { owners: ['HUB'], next: 'rate' }],
    ['rated', [['Mon 11:00', rateAmber]], { next: 'decide' }],
    ['decided', decided, { next: 'giveFeedback' }],
    [
      'while only the outcome is on its way',
      [
        ['Mon 11:00', 'ACKNOWLEDGEMENT'],
        ['Mon 12:00', decision({ outcome: 'NFA' })],
        ['Mon 13:00', { type: 'giveFeedback', method: 'ELECTRONIC' }],
      ],
      { next: 'OUTCOME_MESSAGE' },
    ],
    [
      'while the receiving team has not accepted: no rule says by when',
      [...decided, ['Mon 13:00', byPhone]],
      { owners: ['HUB'], whyNoClock: 'NO_LIMIT_SET', next: 'acceptHandover' },
    ],
    [
      'accepted, with the referrer still to be told: the receiver answers for the child',
      [...decided, ['Mon 13:00', acceptHandover]],
      { owners: ['ASSESSMENT_TEAM'], next: 'giveFeedback' },
    ],
  ])('%s', (_case, steps, expected) => {
    const standing = standingOf(story(steps).referral);
    expect(standing).toMatchObject(expected);
    expect(brokenRules(standing)).toEqual([]);
  });
});

describe('E24 the family declines Early Help', () => {
  const offered: readonly Step[] = [
    ['Mon 11:00', 'ACKNOWLEDGEMENT'],
    ['Mon 12:00', decision({ outcome: 'EARLY_HELP', level: 2 })],
    ['Mon 13:00', byPhone],
  ];

  test('E24 nothing closes by itself: weeks later the hub still answers for the child and somebody is next', () => {
    const { referral } = story([...offered, ['+2 Fri 17:00', 'tick']]);
    expect(isClosed(referral)).toBe(false);
    expect(ownerOf(referral)).toMatchObject({ team: 'HUB', role: 'TEAM_MANAGER' });
    expect(nextAction(referral)).toMatchObject({ action: 'acceptHandover', by: 'EARLY_HELP_MANAGER' });
    expect(brokenRules(standingOf(referral))).toEqual([]);
  });

  test('E24 only a manager’s decision ends it: to step up, and the hub keeps the child until that is accepted', () => {
    const steps: Step[] = [
      ...offered,
      ['+1 Mon 10:00', decision({ outcome: 'ASSESSMENT_S17', supersedes: 1 })],
      ['+1 Mon 11:00', byPhone],
    ];
    const { referral } = story(steps);
    expect([referral.stage, ownerOf(referral).team]).toEqual(['DECIDED', 'HUB']);
    const done = story([...steps, ['+1 Mon 12:00', acceptHandover]]).referral;
    expect([done.stage, ownerOf(done).receiver]).toEqual(['CLOSED_TO_TEAM', 'ASSESSMENT_TEAM']);
  });

  test('E24 or to close, with the reason on record', () => {
    const { referral, last } = story([
      ...offered,
      ['+1 Mon 10:00', decision({ outcome: 'NFA', level: 1, agreement: 'REFUSED', supersedes: 1 })],
      ['+1 Mon 11:00', byPhone],
    ]);
    expect(referral.stage).toBe('CLOSED_NFA');
    expect(outline(last)).toContain('ReferralClosed');
    expect('decisions' in referral && referral.decisions).toMatchObject([
      { outcome: 'EARLY_HELP' },
      { outcome: 'NFA', agreement: 'REFUSED' },
    ]);
  });

  test('E24 Early Help itself cannot close it without accepting, and nobody else can accept', () => {
    const late: Step = ['+1 Mon 10:00', acceptHandover, actor('SOCIAL_WORKER')];
    expect(() => story([...offered, late])).toThrow(DomainError);
    const accepted = story([...offered, ['+1 Mon 10:00', acceptHandover, earlyHelpManager]]).referral;
    expect([accepted.stage, ownerOf(accepted).receiver]).toEqual(['CLOSED_EH', 'EARLY_HELP']);
  });
});

describe('E28 a decision is disputed and replaced', () => {
  test('E28 the decision stands and its clocks run on until another one supersedes it, which owes new feedback', () => {
    const before: Step[] = [
      ['Mon 11:00', 'ACKNOWLEDGEMENT'],
      ['Mon 12:00', decision()],
      ['Mon 13:00', byPhone],
    ];
    const first = story(before).referral;
    const replaced = story([
      ...before,
      ['Wed 15:00', decision({ outcome: 'STRATEGY_S47', level: 4, supersedes: 1 })],
    ]);
    const { referral } = replaced;
    const stoppedAt = (kind: string) => (it: typeof referral) =>
      it.clocks
        .filter((one) => one.kind === kind)
        .map((one) => ('stoppedAt' in one ? one.stoppedAt : one.status));
    // How long the first decision took is told by the clock that it stopped.
    expect(stoppedAt('DECISION')(referral)).toEqual([on('Mon 12:00')]);
    expect(stoppedAt('DECISION')(referral)).toEqual(stoppedAt('DECISION')(first));
    expect(stoppedAt('FEEDBACK')(referral)).toEqual([on('Mon 13:00'), 'RUNNING']);
    expect('decisions' in referral && referral.decisions).toMatchObject([
      { no: 1, outcome: 'ASSESSMENT_S17', decidedAt: on('Mon 12:00') },
      { no: 2, outcome: 'STRATEGY_S47', supersedes: 1 },
    ]);
    expect(brokenRules(standingOf(referral))).toEqual([]);
  });
});
