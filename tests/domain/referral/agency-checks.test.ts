import { describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import type { AgencyAnswer } from '../../../domain/vocabulary.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { nextAction, owedDeliveries } from '../../../domain/referral/next-action.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import type { Referral } from '../../../domain/referral/state.ts';
import { actor, socialWorker } from '../../support/people.ts';
import {
  acceptHandover,
  approveWithdrawal,
  askToWithdraw,
  byPhone,
  decision,
  on,
  outline,
  rateAmber,
  rateBlue,
  rateRed,
  rules,
  sealed,
  type Step,
  story,
} from './story.ts';

type CommandOf<Type extends ReferralCommand['type']> = Extract<ReferralCommand, { type: Type }>;

const POLICE = 'C-TEST-0001.POLICE';

function ask(overrides: Partial<CommandOf<'requestInformation'>> = {}): ReferralCommand {
  return {
    type: 'requestInformation',
    agency: 'POLICE',
    questions: sealed('q'),
    disclosed: ['NAMES'],
    basis: 'PUBLIC_TASK',
    necessity: sealed('n'),
    critical: false,
    ...overrides,
  };
}

const authorise: ReferralCommand = { type: 'authoriseWithoutKnowledge', reason: sealed('a') };

const rated: readonly Step[] = [
  ['Mon 10:10', rateAmber, socialWorker],
  ['Mon 10:11', authorise],
];
const asked: readonly Step[] = [...rated, ['Mon 10:20', ask(), socialWorker]];

/** What the request's own case tells the referral. */
function note(
  at: string,
  answer: AgencyAnswer = 'NOTHING_KNOWN',
  overrides: Partial<CommandOf<'noteAnswer'>> = {},
): Step {
  const told: ReferralCommand = {
    type: 'noteAnswer',
    requestId: POLICE,
    answerNo: 1,
    answer,
    partial: false,
    answeredAt: on(at),
    ...overrides,
  };
  return [at, told, SYSTEM_ACTOR];
}

function review(at: string, outcome: 'NO_CHANGE' | 'CHANGED'): Step {
  return [at, { type: 'reviewLateAnswer', requestId: POLICE, answerNo: 1, outcome, rationale: sealed('r') }];
}

const closed: readonly Step[] = [
  ['Mon 11:00', decision()],
  ['Mon 11:10', byPhone],
  ['Mon 11:20', acceptHandover],
];

describe('asking an agency', () => {
  test.each<[string, readonly Step[], string]>([
    [
      'before the rating',
      [
        ['Mon 10:11', authorise],
        ['Mon 10:20', ask(), socialWorker],
      ],
      'NOT_RATED',
    ],
    [
      'under a lower rating',
      [
        ['Mon 10:10', rateBlue],
        ['Mon 10:11', authorise],
        ['Mon 10:20', ask()],
      ],
      'RATING_TOO_LOW',
    ],
    [
      'without anyone to answer for it',
      [
        ['Mon 10:10', rateAmber],
        ['Mon 10:20', ask()],
      ],
      'AUTHORISATION_NEEDED',
    ],
    ['after the decision', [...rated, ['Mon 10:20', decision()], ['Mon 10:30', ask()]], 'ALREADY_DECIDED'],
    ['twice', [...asked, ['Mon 10:30', ask()]], 'ALREADY_ASKED'],
    [
      'as an agency',
      [...rated, ['Mon 10:20', ask(), actor('AGENCY_REPRESENTATIVE', { agency: 'SPECIMEN_SCHOOL' })]],
      'NOT_PERMITTED',
    ],
    [
      'and answering for it as a person',
      [...asked, ['Mon 10:30', note('Mon 10:30')[1], actor('TEAM_MANAGER')]],
      'NOT_PERMITTED',
    ],
  ])('%s is refused', (_case, steps, code) => {
    expect(() => story(steps)).toThrow(expect.objectContaining({ code }));
  });

  test('names the rule that refuses a lower rating', () => {
    const steps: readonly Step[] = [
      ['Mon 10:10', rateBlue],
      ['Mon 10:11', authorise],
      ['Mon 10:20', ask()],
    ];
    expect(() => story(steps)).toThrow(/RED, AMBER.*agencyRequests\.higherLevels/);
  });

  test('puts the referral into INFO_GATHERING until the last answer is in', () => {
    const both: readonly Step[] = [...asked, ['Mon 10:21', ask({ agency: 'HOUSING' })]];
    const stageAfter = (steps: readonly Step[]) => story(steps).referral.stage;
    expect(stageAfter(both)).toBe('INFO_GATHERING');
    expect(stageAfter([...both, ['Mon 10:30', rateRed]])).toBe('INFO_GATHERING');
    expect(stageAfter([...both, note('Mon 10:30', 'KNOWN_RISK', { partial: true })])).toBe('INFO_GATHERING');
    expect(stageAfter([...both, note('Mon 10:30')])).toBe('INFO_GATHERING');
    const housing = { requestId: 'C-TEST-0001.HOUSING' };
    expect(stageAfter([...both, note('Mon 10:30'), note('Mon 10:31', 'REFUSED', housing)])).toBe(
      'DECISION_PENDING',
    );
  });

  test('an answer told twice is noted once', () => {
    expect(story([...asked, note('Mon 10:30'), note('Mon 10:40')]).last).toEqual([]);
  });

  test('an agency that has ended can be asked again, under another id', () => {
    const ended: Step = [
      'Mon 10:30',
      { type: 'noteRequestEnded', requestId: POLICE, end: 'WITHDRAWN' },
      SYSTEM_ACTOR,
    ];
    const { referral } = story([...asked, ended, ['Mon 10:40', ask()]]);
    expect(referral.agencyChecks?.map(({ requestId, status }) => `${requestId} ${status}`)).toEqual([
      `${POLICE} WITHDRAWN`,
      `${POLICE}.2 OPEN`,
    ]);
  });

  test('takes on the id under which a sibling’s request is under way', () => {
    const { referral } = story(asked);
    const notice = { type: 'agencyAsked', askedAs: POLICE, requestId: `${POLICE}.2` } as const;
    const events = observe(referral, notice, { now: on('Mon 10:20'), rules });
    const after = events.reduce<Referral>(evolve, referral);
    expect(after.agencyChecks?.[0]).toMatchObject({ requestId: `${POLICE}.2`, openedAt: on('Mon 10:20') });
    expect(after.version).toBe(referral.version);
  });
});

describe('at the limit of the decision', () => {
  test('E25 agencies that have not answered are listed as missing, by the limit and by the decision', () => {
    const { referral, events } = story([...asked, ['Tue 11:00', 'tick']]);
    expect(events.find(({ type }) => type === 'AgenciesListedMissing')).toMatchObject({
      agencies: ['POLICE'],
      occurredAt: on('Tue 10:00'),
    });
    expect(referral.agencyChecks?.[0]?.listedMissingAt).toBe(on('Tue 10:00'));
    expect(referral.stage).toBe('DECISION_PENDING');
    const { referral: decided } = story([...asked, ['Mon 11:00', decision({ agenciesMissing: ['CAMHS'] })]]);
    expect('decisions' in decided && decided.decisions?.[0]?.agenciesMissing).toEqual(['CAMHS', 'POLICE']);
  });

  test('never allowed: no further action while a critical check is open', () => {
    const nfa = decision({ outcome: 'NFA', level: 1 });
    const critical: readonly Step[] = [...rated, ['Mon 10:20', ask({ critical: true })]];
    expect(() => story([...critical, ['Mon 11:00', nfa]])).toThrow(
      expect.objectContaining({ code: 'CRITICAL_CHECK_OPEN', field: 'outcome' }),
    );
    expect(story([...critical, note('Mon 10:30'), ['Mon 11:00', nfa]]).referral.stage).toBe('DECIDED');
    expect(story([...asked, ['Mon 11:00', nfa]]).referral.stage).toBe('DECIDED');
  });
});

describe('E43 late information after close: an answer of an agency', () => {
  test('is reviewed by a manager within its own time, also when nothing changes', () => {
    const late = [...asked, ...closed, note('Mon 12:00', 'KNOWN_RISK')];
    const { referral, last } = story(late);
    expect(outline(last)).toEqual(['AnswerNoted', 'ClockStarted LATE_ANSWER_REVIEW']);
    expect(referral.stage).toBe('CLOSED_TO_TEAM');
    expect(nextAction(referral)).toMatchObject({ action: 'reviewLateAnswer', by: 'TEAM_MANAGER' });
    const { referral: looked } = story([...late, review('Mon 13:00', 'NO_CHANGE')]);
    expect(looked.stage).toBe('CLOSED_TO_TEAM');
    expect(looked.agencyChecks?.[0]?.answers[0]?.review).toMatchObject({
      outcome: 'NO_CHANGE',
      reviewedAt: on('Mon 13:00'),
    });
    expect(nextAction(looked)).toBeUndefined();
    expect(() => story([...late, review('Mon 13:00', 'NO_CHANGE'), review('Mon 14:00', 'CHANGED')])).toThrow(
      expect.objectContaining({ code: 'NO_LATE_ANSWER' }),
    );
  });

  test('that changes the decision opens the referral until it is decided anew', () => {
    const changed = [...asked, ...closed, note('Mon 12:00', 'KNOWN_RISK'), review('Mon 13:00', 'CHANGED')];
    const { referral, last } = story(changed);
    expect(outline(last)).toEqual([
      'LateAnswerReviewed',
      'ClockStopped LATE_ANSWER_REVIEW',
      'ReferralReopened',
      'ClockStarted DECISION-2',
    ]);
    expect(referral.stage).toBe('DECIDED');
    expect(nextAction(referral)).toMatchObject({ action: 'decide' });
    const again = story([
      ...changed,
      ['Mon 14:00', decision({ supersedes: 1 })],
      ['Mon 14:10', byPhone],
      ['Mon 14:20', acceptHandover],
    ]);
    expect(again.referral.stage).toBe('CLOSED_TO_TEAM');
  });

  test('a withdrawn referral comes back before its decision', () => {
    const withdrawn: readonly Step[] = [
      ...asked,
      ['Mon 11:00', askToWithdraw],
      ['Mon 11:10', approveWithdrawal],
      note('Mon 12:00', 'KNOWN_RISK'),
      review('Mon 13:00', 'CHANGED'),
    ];
    const { referral } = story(withdrawn);
    expect(referral.stage).toBe('DECISION_PENDING');
    expect(referral.clocks.find(({ id }) => id === 'DECISION-2')).toMatchObject({ status: 'RUNNING' });
    expect(story([...withdrawn, ['Mon 14:00', decision()]]).referral.stage).toBe('DECIDED');
  });

  test('a correction after the decision has a review of its own', () => {
    const { referral } = story([
      ...asked,
      ['Mon 11:00', decision()],
      note('Mon 12:00'),
      note('Mon 12:30', 'KNOWN_RISK', { answerNo: 2, corrects: 1 }),
    ]);
    expect(referral.clocks.filter(({ kind }) => kind === 'LATE_ANSWER_REVIEW').map(({ id }) => id)).toEqual([
      'LATE_ANSWER_REVIEW',
      'LATE_ANSWER_REVIEW-2',
    ]);
  });

  test('a decision made since the answer came needs no other', () => {
    const { referral } = story([
      ...asked,
      ['Mon 11:00', decision()],
      note('Mon 12:00', 'KNOWN_RISK'),
      ['Mon 12:30', decision({ supersedes: 1 })],
      review('Mon 13:00', 'CHANGED'),
      ['Mon 14:00', byPhone],
      ['Mon 14:10', acceptHandover],
    ]);
    expect(referral.stage).toBe('CLOSED_TO_TEAM');
  });

  test('a referral is not withdrawn over an answer nobody has looked at', () => {
    const late = [
      ...asked,
      ['Mon 11:00', decision()] as Step,
      note('Mon 11:05'),
      ['Mon 11:10', askToWithdraw] as Step,
    ];
    expect(() => story([...late, ['Mon 11:20', approveWithdrawal]])).toThrow(
      expect.objectContaining({ code: 'REVIEW_OUTSTANDING' }),
    );
    const looked = [...late, review('Mon 11:15', 'NO_CHANGE'), ['Mon 11:20', approveWithdrawal] as Step];
    expect(story(looked).referral.stage).toBe('WITHDRAWN');
  });

  test('a late answer nobody has looked at holds the referral open', () => {
    const { referral } = story([...asked, ['Mon 11:00', decision()], note('Mon 11:05'), ...closed.slice(1)]);
    expect(referral.stage).toBe('DECIDED');
  });
});

describe('E23 consent withdrawn in checks', () => {
  const openedBoth: readonly Step[] = [...asked, ['Mon 10:21', ask({ agency: 'HOUSING', critical: true })]];

  test('optional checks are stopped, critical ones go on', () => {
    const now = on('Mon 10:40');
    const seen = (referral: Referral, notice: Parameters<typeof observe>[1]) =>
      observe(referral, notice, { now, rules }).reduce<Referral>(evolve, referral);
    const opened = ['POLICE', 'HOUSING']
      .map((agency) => `C-TEST-0001.${agency}`)
      .reduce(
        (it, requestId) => seen(it, { type: 'agencyAsked', askedAs: requestId, requestId }),
        story(openedBoth).referral,
      );
    const stops = (referral: Referral) =>
      owedDeliveries(referral).filter(({ message }) => message === 'REQUEST_TO_STOP');
    expect(stops(opened)).toEqual([]);
    const refusal: ReferralCommand = {
      type: 'recordAgreement',
      status: 'WITHDRAWN',
      givenBy: 'PARENTAL_RESPONSIBILITY',
      method: 'PHONE',
      reason: sealed('w'),
    };
    const refused = decide(opened, refusal, { actor: socialWorker, now, rules }).reduce<Referral>(
      evolve,
      opened,
    );
    expect(stops(refused)).toMatchObject([{ requestId: POLICE }]);
    const stopped = seen(refused, { type: 'requestStopped', requestId: POLICE });
    expect(stops(stopped)).toEqual([]);
    expect(stopped.agencyChecks?.map(({ status }) => status)).toEqual(['WITHDRAWN', 'OPEN']);
  });
});
