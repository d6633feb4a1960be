import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { explainClocks } from '../../../domain/referral/clock-explanations.ts';
import { questionTemplate } from '../../../domain/referral/clarification.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { nextAction, owedDeliveries } from '../../../domain/referral/next-action.ts';
import { minutesWords, timeLost } from '../../../domain/referral/time-lost.ts';
import { contactOfficer, referrer, teamManager } from '../../support/people.ts';
import { decision, on, outline, rateAmber, rules, sealed, story, type Step } from './story.ts';

const ask: ReferralCommand = { type: 'askReferrer', question: sealed('question') };
const tried = (reached = false): ReferralCommand => ({ type: 'logAttempt', method: 'PHONE', reached });
const answer = { type: 'recordReferrerAnswer', answer: sealed('answer') } as const;
const goOn: ReferralCommand = { type: 'decideOnWhatIsKnown', reason: sealed('reason') };

const refusalOf = (steps: readonly Step[]): string => {
  try {
    story(steps);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'none';
};

describe('E35 an incomplete contact', () => {
  test('E35 a question makes the referral wait for the referrer, and no clock stops', () => {
    const asked = story([['Mon 11:00', ask, contactOfficer]]);
    expect(asked.referral.stage).toBe('AWAITING_REFERRER');
    const later = story([
      ['Mon 11:00', ask, contactOfficer],
      ['Tue 10:00', 'tick'],
    ]);
    expect(later.referral.clocks.map(({ kind, dueAt, status }) => [kind, dueAt, status])).toEqual(
      expect.arrayContaining([['DECISION', on('Tue 10:00'), 'RUNNING']]),
    );
    expect(later.referral.clocks.some(({ pauses }) => pauses !== undefined)).toBe(false);
  });

  test('E35 the decision is late by its true due instant, however long the referrer took', () => {
    const { referral, events } = story([
      ['Mon 11:00', ask],
      ['Tue 12:00', answer],
    ]);
    const breach = events.find((it) => it.type === 'ClockBreached' && it.clock === 'DECISION');
    expect(breach?.occurredAt).toBe(on('Tue 10:00'));
    expect(referral.stage).toBe('DECISION_PENDING');
  });

  test('E35 the template asks for what is missing, each once, and not for what only the hub can mend', () => {
    expect(
      questionTemplate(['CONCERN_MISSING', 'AGREEMENT_MISSING', 'CONCERN_MISSING', 'SOURCE_UNKNOWN']),
    ).toBe(
      'Please tell us what your contact leaves open:\n- Say what you are worried about\n- Say whether the family knows and agrees, or why not',
    );
    expect(questionTemplate(['SOURCE_UNKNOWN'])).toBeUndefined();
    expect(questionTemplate([])).toBeUndefined();
  });

  test('E35 rated while the question is open it still waits; answered it is ready for the manager', () => {
    const waiting: Step[] = [
      ['Mon 11:00', ask],
      ['Mon 11:30', rateAmber],
    ];
    expect(story(waiting).referral.stage).toBe('AWAITING_REFERRER');
    expect(story([...waiting, ['Mon 12:00', answer, referrer]]).referral.stage).toBe('DECISION_PENDING');
  });
});

describe('E36 a referrer who cannot be reached', () => {
  test.each<[string, readonly Step[], string]>([
    ['no attempt', [['Mon 11:00', ask]], 'ATTEMPTS_OUTSTANDING'],
    [
      'one attempt',
      [
        ['Mon 11:00', ask],
        ['Mon 12:00', tried()],
      ],
      'ATTEMPTS_OUTSTANDING',
    ],
    [
      'two attempts',
      [
        ['Mon 11:00', ask],
        ['Mon 12:00', tried()],
        ['Mon 14:00', tried()],
      ],
      'none',
    ],
  ])('E36 going on after %s', (_case, before, code) => {
    expect(refusalOf([...before, ['Mon 15:00', goOn]])).toBe(code);
  });

  test('E36 only a manager goes on with what is known', () => {
    const attempts: Step[] = [
      ['Mon 11:00', ask],
      ['Mon 12:00', tried()],
      ['Mon 14:00', tried()],
    ];
    expect(refusalOf([...attempts, ['Mon 15:00', goOn, contactOfficer]])).toBe('NOT_PERMITTED');
    const { referral } = story([...attempts, ['Mon 15:00', goOn, teamManager]]);
    expect(referral.clarifications).toMatchObject([
      { no: 1, end: 'DECIDED_ON_WHAT_IS_KNOWN', endedAt: on('Mon 15:00') },
    ]);
  });

  test('E36 the next action counts the attempts down and then turns to the manager', () => {
    const steps: Step[] = [['Mon 11:00', ask]];
    const next = () => nextAction(story(steps).referral);
    expect(next()).toMatchObject({ action: 'logAttempt', words: 'Reach the referrer: 2 attempts to make' });
    steps.push(['Mon 12:00', tried()]);
    expect(next()).toMatchObject({ action: 'logAttempt', words: 'Reach the referrer: 1 attempt to make' });
    steps.push(['Mon 14:00', tried()]);
    expect(next()).toMatchObject({ action: 'decideOnWhatIsKnown', by: 'TEAM_MANAGER' });
  });

  test('E36 the attempts are due four hub hours after the question', () => {
    const { referral } = story([['Mon 15:00', ask]]);
    expect(referral.clarifications?.[0]?.decideAfter).toEqual({
      attempts: 2,
      attemptsDueAt: on('Tue 11:00'),
    });
  });

  test('a decision ends an open question on what is known', () => {
    const { referral } = story([
      ['Mon 11:00', ask],
      ['Mon 12:00', decision()],
    ]);
    expect(referral.stage).toBe('DECIDED');
    expect(referral.clarifications).toMatchObject([
      { end: 'DECIDED_ON_WHAT_IS_KNOWN', endedAt: on('Mon 12:00') },
    ]);
  });
});

describe('a question is sent', () => {
  test('once, to a referrer who can be reached electronically', () => {
    const { referral } = story([['Mon 11:00', ask]]);
    expect(owedDeliveries(referral)).toContainEqual(
      expect.objectContaining({ key: 'R-TEST-0001/question/1', message: 'QUESTION', questionNo: 1 }),
    );
    const sent = story([
      ['Mon 11:00', ask],
      ['Mon 11:01', 'QUESTION'],
      ['Mon 11:02', 'QUESTION'],
    ]);
    expect(outline(sent.events).filter((type) => type === 'QuestionSent')).toHaveLength(1);
    expect(owedDeliveries(sent.referral).map(({ message }) => message)).not.toContain('QUESTION');
    expect(sent.referral.clarifications?.[0]).toMatchObject({ sentAt: on('Mon 11:01'), attempts: [] });
  });

  test.each(['BY_HAND', 'UNREACHABLE'] as const)('not to one reached %s', (referrerReach) => {
    const { referral } = story([['Mon 11:00', ask]], { referrerReach });
    expect(owedDeliveries(referral)).toEqual([]);
  });

  test('not any more once it is answered', () => {
    const { referral } = story([
      ['Mon 11:00', ask],
      ['Mon 11:05', answer],
    ]);
    expect(owedDeliveries(referral).map(({ message }) => message)).not.toContain('QUESTION');
  });
});

describe('time lost', () => {
  test('is the hub hours of each question, and the referrer’s', () => {
    const { referral } = story([
      ['Mon 16:00', ask],
      ['Tue 09:30', answer],
      ['Tue 09:45', ask],
    ]);
    expect(timeLost(referral, on('Tue 10:00'), rules)).toEqual([
      {
        questionNo: 1,
        from: on('Mon 16:00'),
        to: on('Tue 09:30'),
        workingMinutes: 90,
        attributedTo: 'REFERRER',
      },
      { questionNo: 2, from: on('Tue 09:45'), workingMinutes: 15, attributedTo: 'REFERRER' },
    ]);
  });

  test('is counted until the answer arrived; only staff may say that it came earlier', () => {
    const early: ReferralCommand = { ...answer, answeredAt: on('Mon 11:30') };
    const byReferrer = story([
      ['Mon 11:00', ask],
      ['Mon 12:00', early, referrer],
    ]);
    expect(byReferrer.referral.clarifications?.[0]?.endedAt).toBe(on('Mon 12:00'));
    const byStaff = story([
      ['Mon 11:00', ask],
      ['Mon 12:00', early, contactOfficer],
    ]);
    expect(byStaff.referral.clarifications?.[0]?.endedAt).toBe(on('Mon 11:30'));
  });

  test('is nothing before the question, in a look at the past', () => {
    const { referral } = story([['Mon 16:00', ask]]);
    expect(timeLost(referral, on('Mon 15:00'), rules)).toEqual([]);
  });

  test('is told with the decision’s clock, which ran on', () => {
    const { events } = story([
      ['Mon 11:00', ask],
      ['Mon 12:05', answer],
    ]);
    const explained = explainClocks(events, { now: on('Mon 13:00'), rules, rulesNamed: () => rules });
    expect(explained.get('DECISION')?.sentence).toContain(
      'Waiting for the referrer, while this clock ran on: question 1',
    );
    expect(explained.get('DECISION')?.sentence).toContain('1 hour 5 minutes of hub hours');
    expect(explained.get('FEEDBACK')?.sentence).not.toContain('Waiting for the referrer');
  });

  test.each([
    [0, '0 minutes of hub hours'],
    [1, '1 minute of hub hours'],
    [60, '1 hour of hub hours'],
    [125, '2 hours 5 minutes of hub hours'],
  ])('%i minutes in words', (minutes, words) => {
    expect(minutesWords(minutes)).toBe(words);
  });
});
