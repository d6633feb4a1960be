import { describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import { adoptRules } from '../../../domain/referral/adopt-rules.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import type { ReferralRow } from '../../../web/queries/referrals.ts';
import { type TimelineEntry, timelineView } from '../../../web/view-models/timeline.ts';
import {
  decision,
  on,
  rateAmber,
  rateRed,
  rules,
  sealed,
  type Step,
  story,
} from '../../domain/referral/story.ts';
import { teamManager } from '../../support/people.ts';

function row(event: ReferralEvent, index: number): ReferralRow {
  return {
    position: index + 1,
    stream: 'referral:R-TEST-0001',
    seq: index + 1,
    event,
    actor: teamManager,
    commandId: null,
    occurredAt: event.occurredAt,
    recordedAt: event.occurredAt,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    previousHash: '',
    hash: '',
  };
}

const context = {
  calendar: rules.calendar,
  written: new Map([
    ['school', 'The school is shut.'],
    ['health', 'Health is shut.'],
  ]),
  people: new Map([[teamManager.userId, 'Morgan Madeup']]),
};

const shown = (events: readonly ReferralEvent[]) => timelineView(events.map(row), context);
const newest = (events: readonly ReferralEvent[]): TimelineEntry =>
  shown(events)[0] ?? expect.fail('the timeline is empty');
const pause = (reason: string) =>
  ({ type: 'pauseClock', clock: 'RAG_TARGET', reason: sealed(reason) }) as const;
const end = { type: 'endPause', clock: 'RAG_TARGET', pause: 1 } as const;
const paused: Step[] = [
  ['Mon 10:30', rateRed],
  ['Mon 12:30', pause('school')],
];

describe('the timeline tells of pauses', () => {
  test('by whom and why', () => {
    expect(newest(story(paused).events)).toMatchObject({
      title: 'Clock paused',
      clocks: ['Rating target'],
      detail: 'Pause 1',
      words: 'The school is shut.',
      by: 'Morgan Madeup, team manager',
    });
  });

  test('of the same minute each with its own words', () => {
    const entries = shown(story([...paused, ['Mon 12:30', pause('health')]]).events);
    expect(entries.slice(0, 2).map(({ words }) => words)).toEqual(['Health is shut.', 'The school is shut.']);
  });

  test('that ended, and when the clock is due now', () => {
    const [ranOn, ended] = shown(story([...paused, ['Mon 15:00', end]]).events);
    expect(ended).toMatchObject({
      title: 'Pause ended',
      detail: 'Pause 1',
      by: 'Morgan Madeup, team manager',
    });
    expect(ranOn).toMatchObject({
      title: 'Clock runs on after its pause',
      clocks: ['Rating target'],
      detail: 'Due Mon 5 Jun 2028 16:30, before Mon 5 Jun 2028 14:00',
      by: undefined,
    });
  });

  test('that ended because the case was decided: nobody ended it', () => {
    const entries = shown(story([...paused, ['Mon 15:00', decision()]]).events);
    const ended = entries.find(({ title }) => title === 'Pause ended');
    expect(ended).toMatchObject({ clocks: ['Rating target'], by: undefined });
  });
});

describe('the timeline tells why a clock was counted again', () => {
  test('a new rating', () => {
    const told = story([
      ['Mon 10:30', rateAmber],
      ['Mon 11:00', rateRed],
    ]);
    expect(newest(told.events).title).toBe('Clock changed by the new rating');
  });

  test('other rules, with what counts now and what counted before', () => {
    const { events, referral } = story([['Mon 10:30', rateRed]]);
    const ragTargets = { ...rules.policy.ragTargets, RED: { amount: 2, unit: 'CH' as const } };
    const others = { ...rules, policy: { ...rules.policy, edition: 'stricter-2028', ragTargets } };
    const adopted = adoptRules(referral, rules, others, on('Mon 11:00'));
    const [counted, came] = timelineView(
      [...events, ...adopted].map((event, index) => ({ ...row(event, index), actor: SYSTEM_ACTOR })),
      context,
    );
    const calendar = rules.calendar.edition;
    const change = `Now policy stricter-2028 and calendar ${calendar}, before policy ${rules.policy.edition} and calendar ${calendar}`;
    expect(came).toMatchObject({ title: 'Other rules came into force', detail: change, by: undefined });
    expect(counted).toMatchObject({
      title: 'Clock counted again under other rules',
      clocks: ['Rating target'],
      detail: `Due Mon 5 Jun 2028 12:00, before Mon 5 Jun 2028 14:00. ${change}`,
    });
  });
});

test('a part of a timeline still calls the clocks by their names', () => {
  const rows = story([...paused]).events.map(row);
  expect(timelineView(rows, context, rows.slice(-1))).toMatchObject([{ clocks: ['Rating target'] }]);
});
