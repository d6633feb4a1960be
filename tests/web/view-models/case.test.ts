import { describe, expect, test } from 'vitest';
import { pauseClock } from '../../../domain/clock-pausing.ts';
import { addMs, type Instant, type LocalDate, MINUTE_MS } from '../../../domain/instant.ts';
import { explainClocks } from '../../../domain/referral/clock-explanations.ts';
import type { Context } from '../../../domain/referral/context.ts';
import { decide } from '../../../domain/referral/decide.ts';
import { receive } from '../../../domain/referral/receive.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { fold } from '../../../domain/referral/evolve.ts';
import type { ReferralRow } from '../../../web/queries/referrals.ts';
import { bornWords } from '../../../web/view-models/birth.ts';
import { clocksView } from '../../../web/view-models/clocks.ts';
import { decisionsView } from '../../../web/view-models/decisions.ts';
import { timelineView } from '../../../web/view-models/timeline.ts';
import { at, nineToFive as rules } from '../../policy/hubs.ts';
import { referrer, teamManager } from '../../support/people.ts';

/** Maundy Thursday. */
const received = at('2027-03-25 16:59 GMT');
const now = addMs(received, 5 * MINUTE_MS);

const receipt = {
  referralRef: 'R-0000-0001',
  contactRef: 'C-0000-0001',
  localAuthority: 'SPECIMENSHIRE',
  submittedBy: referrer.userId,
  channel: 'PHONE',
  sourceCode: '2A',
  receivedAt: received,
  referrerReach: 'BY_HAND',
  marks: [],
} as const;

const decideCommand = {
  type: 'decide',
  outcome: 'NFA',
  level: 1,
  rationale: { id: 'why', digest: '' },
  evidenceConsidered: { id: 'gone', digest: '' },
  agreement: 'GIVEN',
  agenciesMissing: ['EARLY_HELP'],
} as const;

const context: Context = { actor: teamManager, now, rules };
const first = receive(receipt, now, rules);
const events = [...first, ...decide(referralOf(first), decideCommand, context)];
const rows = events.map((event, index) =>
  row(event, index + 1, index < first.length ? referrer : teamManager),
);

function referralOf(story: readonly ReferralEvent[]) {
  const referral = fold(story);
  if (referral === undefined) throw new Error('the story is empty');
  return referral;
}

function row(event: ReferralEvent, seq: number, actor: ReferralRow['actor']): ReferralRow {
  return {
    position: seq,
    stream: 'referral:R-0000-0001',
    seq,
    event,
    actor,
    commandId: null,
    occurredAt: event.occurredAt,
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    previousHash: '',
    hash: '',
  };
}

const words = {
  calendar: rules.calendar,
  written: new Map([['why', 'No risk was found.']]),
  people: new Map([[teamManager.userId, 'Morgan Madeup']]),
};

function clocksAt(story: readonly ReferralEvent[], then: Instant) {
  const explanations = explainClocks(story, { now: then, rules, rulesNamed: () => rules });
  return clocksView(referralOf(story).clocks, { now: then, rules, explanations });
}

test('a clock says why it is due then, in the sentence and the rows of every other screen', () => {
  const [clock] = clocksAt(first, now);
  const explained = explainClocks(first, { now, rules, rulesNamed: () => rules }).get('ACKNOWLEDGEMENT');
  expect(clock).toMatchObject({
    name: 'Acknowledgement',
    due: { words: 'Tue 30 Mar 2027 16:59', isIfItRunsOn: false },
    state: { code: 'ON_TIME' },
    why: {
      sentence: explained?.sentence,
      rows: explained?.rows.map(({ when, words: told }) => ({ when, words: told })),
      editions: [`Policy ${rules.policy.edition}, calendar ${rules.calendar.edition}.`],
    },
  });
  expect(clock?.why?.rows).toContainEqual({
    name: 'Not counted',
    when: 'Fri 26 Mar 2027',
    words: 'Good Friday.',
  });
});

test('a clock that stands still shows when it would be due, not that it is late', () => {
  const [acknowledgement] = referralOf(first).clocks;
  const pausable = { ...rules, policy: { ...rules.policy, pausable: ['ACKNOWLEDGEMENT'] as const } };
  const when = { by: teamManager.userId, at: now };
  const reason = { id: 'gone', digest: '' };
  const paused = [...first, ...(acknowledgement ? pauseClock(acknowledgement, reason, when, pausable) : [])];
  const [view] = clocksAt(paused, at('2027-03-31 16:00 BST')).filter(({ id }) => id === 'ACKNOWLEDGEMENT');
  expect(view).toMatchObject({
    due: { words: 'Thu 1 Apr 2027 15:59', isIfItRunsOn: true },
    state: { code: 'PAUSED', words: 'Paused', detail: '7 working hours 59 minutes left once it runs on' },
  });
});

test('a stopped clock says whether it was in time; those that run come first', () => {
  const view = clocksAt(events, addMs(now, 1));
  expect(view.map(({ name, state }) => `${name}: ${state.words}`)).toEqual([
    'Acknowledgement: On time',
    'Feedback to the referrer: On time',
    'Decision: Decided, on time',
  ]);
});

test('the timeline tells newest first when things happened and when they were recorded', () => {
  const told = timelineView(rows, words).map(({ title, clocks = [], by, recorded }) => ({
    what: [title, ...clocks].join(', '),
    by,
    recorded: recorded?.words,
  }));
  expect(told).toEqual([
    { what: 'Clock stopped, Decision', by: undefined, recorded: undefined },
    { what: 'Decision 1: No further action', by: 'Morgan Madeup, team manager', recorded: undefined },
    {
      what: 'Clock started, Acknowledgement, Decision, Feedback to the referrer',
      by: undefined,
      recorded: 'Thu 25 Mar 2027 17:04',
    },
    { what: 'Referral received by telephone', by: 'Referrer', recorded: 'Thu 25 Mar 2027 17:04' },
  ]);
});

test('a decision shows what was written, and says so when the words were erased', () => {
  expect(decisionsView(referralOf(events), rows, words)).toMatchObject([
    {
      no: 1,
      isInForce: true,
      rationale: 'No risk was found.',
      evidenceConsidered: 'These words have been erased.',
      agenciesMissing: 'Early help',
      by: 'Morgan Madeup, team manager',
    },
  ]);
});

describe('a date of birth', () => {
  const today = '2028-02-28' as LocalDate;
  test.each([
    ['on the birthday', '2019-02-28', '28 Feb 2019, aged 9'],
    ['the day before a birthday on 29 February', '2020-02-29', '29 Feb 2020, aged 7'],
    ['a day to come', '2028-03-01', '1 Mar 2028'],
    ['no day of the calendar', '2019-02-30', '2019-02-30'],
    ['missing', undefined, 'not given'],
  ])('%s', (_case, given, expected) => {
    expect(bornWords(given, today)).toBe(expected);
  });
});
