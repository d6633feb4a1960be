import { describe, expect, test } from 'vitest';
import { pauseClock } from '../../../domain/clock-pausing.ts';
import type { RulesNamed } from '../../../domain/clock-reading.ts';
import type { LocalDate } from '../../../domain/instant.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { adoptRules } from '../../../domain/referral/adopt-rules.ts';
import { explainClocks } from '../../../domain/referral/clock-explanations.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import {
  byPhone,
  decision,
  folded,
  on,
  rateAmber,
  rateRed,
  receipt,
  rules,
  type Step,
  story,
} from './story.ts';
import { ragTarget } from '../../../domain/referral/clock-keeping.ts';
import { receive } from '../../../domain/referral/receive.ts';

const named =
  (...known: readonly HubRules[]): RulesNamed =>
  (policy, calendar) =>
    known.find((one) => one.policy.edition === policy && one.calendar.edition === calendar);

function told(events: readonly ReferralEvent[], id: string, now: string, ...known: readonly HubRules[]) {
  const rulesNamed = named(rules, ...known);
  const explained = explainClocks(events, { now: on(now), rules, rulesNamed }).get(id);
  if (explained === undefined) throw new Error(`there is no clock ${id}`);
  return explained;
}

const row = (explained: ReturnType<typeof told>, what: string) =>
  explained.rows.find((candidate) => candidate.what === what)?.words;

/** The calendar with Tuesday 6 June 2028 proclaimed a bank holiday. */
const proclaimed: HubRules = {
  ...rules,
  calendar: {
    ...rules.calendar,
    edition: 'proclaimed',
    bankHolidays: [
      ...rules.calendar.bankHolidays.filter(({ date }) => date < '2028-06-06'),
      { date: '2028-06-06' as LocalDate, title: 'Proclaimed day' },
      ...rules.calendar.bankHolidays.filter(({ date }) => date > '2028-06-06'),
    ],
  },
  publication: 1,
};

describe('why a clock of a referral was armed', () => {
  test.each<[string, readonly Step[], string, string]>([
    ['the decision', [], 'DECISION', 'Because the referral was received.'],
    [
      'a rating target',
      [['Mon 11:00', rateRed]],
      'RAG_TARGET',
      'Because the referral was rated red, and a rating target is counted from receipt.',
    ],
    [
      'feedback on a decision that replaces one that was answered for',
      [
        ['Mon 11:00', decision()],
        ['Mon 12:00', byPhone],
        ['Mon 13:00', decision({ supersedes: 1 })],
      ],
      'FEEDBACK-2',
      'Because decision 2 was made after the feedback on the one before was settled.',
    ],
  ])('%s', (_case, steps, id, because) => {
    expect(row(told(story(steps).events, id, 'Mon 13:00'), 'STARTED')).toContain(because);
  });

  test('a rating that changes re-arms the target; the table tells both limits and both due instants', () => {
    const { events } = story([
      ['Mon 11:00', rateRed],
      ['Mon 11:30', rateAmber],
    ]);
    const explained = told(events, 'RAG_TARGET', 'Mon 12:00');
    expect(row(explained, 'STARTED')).toContain(
      'The limit is 4 hours, counted day and night on every day. It was due Mon 5 Jun 2028 14:00 then.',
    );
    expect(row(explained, 'REARMED')).toBe(
      'Because the referral was rated amber. The limit is 1 working day: due at the same time on the next working day. Due Tue 6 Jun 2028 10:00 instead of Mon 5 Jun 2028 14:00.',
    );
    expect(explained.sentence).toContain(
      're-armed Mon 5 Jun 2028 11:30, because the referral was rated amber; the limit is 1 working day',
    );
  });

  test('a target that reaches beyond the decision is due with the decision and says so', () => {
    const generous: HubRules = {
      ...rules,
      policy: {
        ...rules.policy,
        edition: 'generous',
        ragTargets: { ...rules.policy.ragTargets, GREEN: { amount: 3, unit: 'WD' } },
        pausable: ['RAG_TARGET'],
      },
    };
    const received = receive(receipt(), on('Mon 10:00'), generous);
    const rated = [...received, ...ragTarget(folded(received), 'GREEN', on('Mon 10:05'), generous)];
    const cap = 'A rating target is never later than the limit for the decision, which comes first here.';
    const running = told(rated, 'RAG_TARGET', 'Mon 11:00', generous);
    expect([running.dueAt, row(running, 'DUE')]).toEqual([on('Tue 10:00'), cap]);

    const target = folded(rated).clocks.find(({ kind }) => kind === 'RAG_TARGET');
    if (target === undefined) throw new Error('there is no target');
    const when = { by: 'synthetic-manager', at: on('Mon 11:00') };
    const paused = [...rated, ...pauseClock(target, { id: 'r', digest: '' }, when, generous)];
    const still = told(paused, 'RAG_TARGET', 'Mon 15:00', generous);
    expect(still.dueIfResumedNow).toBe(on('Tue 10:00'));
    expect(row(still, 'DUE')).toBe(`It was due Tue 6 Jun 2028 10:00 when it was paused. ${cap}`);
  });
});

describe('other rules come into force', () => {
  const before = story([]);
  const events = [...before.events, ...adoptRules(before.referral, rules, proclaimed, on('Mon 15:00'))];

  test('each arming is explained under the editions it was armed with', () => {
    const explained = told(events, 'DECISION', 'Mon 16:00', proclaimed);
    expect(row(explained, 'STARTED')).toContain('It was due Tue 6 Jun 2028 10:00 then.');
    expect(row(explained, 'REARMED')).toBe(
      `Because other rules came into force: calendar proclaimed instead of ${rules.calendar.edition}, by publication 1. ` +
        'The limit is 1 working day: due at the same time on the next working day. ' +
        'Due Wed 7 Jun 2028 10:00 instead of Tue 6 Jun 2028 10:00.',
    );
    expect(row(explained, 'SKIPPED')).toBe('Proclaimed day.');
    expect(explained.editions.map(({ calendarEdition }) => calendarEdition)).toEqual([
      rules.calendar.edition,
      'proclaimed',
    ]);
  });

  test('one that is no longer at hand is named', () => {
    const explained = explainClocks(events, {
      now: on('Mon 16:00'),
      rules: proclaimed,
      rulesNamed: named(proclaimed),
    }).get('DECISION');
    expect(explained?.rows[0]?.words).toContain('which are not at hand');
    expect(explained?.editions.map(({ isAtHand }) => isAtHand)).toEqual([false, true]);
    expect(explained?.rows.map(({ what }) => what)).toContain('COUNTED');
  });
});
