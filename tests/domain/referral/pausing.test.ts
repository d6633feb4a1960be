import { describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import { isLate } from '../../../domain/clock.ts';
import { nextWakeAt } from '../../../domain/clock-milestones.ts';
import { dueIfResumed } from '../../../domain/clock-pausing.ts';
import { adoptRules } from '../../../domain/referral/adopt-rules.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { RECEIPT_CLOCKS } from '../../../domain/vocabulary.ts';
import { actor, socialWorker } from '../../support/people.ts';
import {
  approveWithdrawal,
  askToWithdraw,
  decision,
  folded,
  on,
  outline,
  rateAmber,
  rateGreen,
  rateRed,
  rules,
  sealed,
  type Step,
  story,
} from './story.ts';

const pause = (clock = 'RAG_TARGET'): ReferralCommand => ({
  type: 'pauseClock',
  clock,
  reason: sealed('why'),
});
const end = (no = 1, clock = 'RAG_TARGET'): ReferralCommand => ({ type: 'endPause', clock, pause: no });

/** Rated red at half past ten: the target is due at 14:00, the decision on Tuesday at 10:00. */
const red: Step = ['Mon 10:30', rateRed];

const targetIn = (events: readonly ReferralEvent[]) =>
  folded(events).clocks.find(({ id }) => id === 'RAG_TARGET') ?? expect.fail('there is no target');
const targetAfter = (...steps: readonly Step[]) => targetIn(story([red, ...steps]).events);

/** What the target said: what happened, and when. */
function said({ events }: { readonly events: readonly ReferralEvent[] }): string[] {
  return events.flatMap((event) =>
    'clock' in event && event.clock === 'RAG_TARGET' ? [`${event.type} ${event.occurredAt}`] : [],
  );
}

describe('a rating target that is paused', () => {
  test('keeps reason and author, counts as something done, and arms no timer', () => {
    const told = story([red, ['Mon 12:30', pause()]]);
    expect(told.last.at(-1)).toEqual({
      type: 'ClockPaused',
      occurredAt: on('Mon 12:30'),
      clock: 'RAG_TARGET',
      pauseNo: 1,
      reason: sealed('why'),
      pausedBy: 'synthetic-team-manager',
    });
    expect(told.referral.version).toBe(3);
    expect(nextWakeAt(targetIn(told.events))).toBeUndefined();
  });

  test('passes its due instant in silence, while the decision clock breaches', () => {
    const told = story([red, ['Mon 12:30', pause()], ['Tue 10:00:00.001', 'tick']]);
    expect(said(told)).toEqual([`ClockWarned ${on('Mon 12:00')}`, `ClockPaused ${on('Mon 12:30')}`]);
    expect(isLate(targetIn(told.events), on('Tue 10:00'))).toBe(false);
    expect(outline(told.events)).toContain('ClockBreached DECISION');
  });

  test('says when it would be due if it ran on', () => {
    const target = targetAfter(['Mon 12:30', pause()]);
    if (target.status !== 'PAUSED') return expect.fail('the target is not paused');
    expect(dueIfResumed(target, on('Mon 12:30'), rules)).toBe(on('Mon 14:00'));
    expect(dueIfResumed(target, on('Mon 16:30'), rules)).toBe(on('Mon 18:00'));
    expect(dueIfResumed(target, on('Mon 16:30'), rules, on('Mon 17:00'))).toBe(on('Mon 17:00'));
  });

  test('runs on with what it had left, warns of what is to come and breaches at the moved instant', () => {
    const told = story([red, ['Mon 12:30', pause()], ['Mon 15:00', end()], ['Mon 16:30:00.001', 'tick']]);
    expect(told.events).toContainEqual(
      expect.objectContaining({
        type: 'ClockRearmed',
        reason: 'PAUSE_ENDED',
        previousDueAt: on('Mon 14:00'),
        terms: expect.objectContaining({ dueAt: on('Mon 16:30') }),
      }),
    );
    expect(said(told)).toEqual([
      `ClockWarned ${on('Mon 12:00')}`,
      `ClockPaused ${on('Mon 12:30')}`,
      `ClockPauseEnded ${on('Mon 15:00')}`,
      `ClockWarned ${on('Mon 15:30')}`,
      `ClockWarned ${on('Mon 16:06')}`,
      `ClockBreached ${on('Mon 16:30')}`,
    ]);
  });

  test('a warning exactly as the pause begins is given before it, once', () => {
    const told = story([red, ['Mon 12:00', pause()], ['Mon 15:00', end()], ['Mon 15:30', 'tick']]);
    expect(said(told).filter((line) => line.startsWith('ClockWarned'))).toEqual([
      `ClockWarned ${on('Mon 12:00')}`,
    ]);
  });

  test('paused exactly when due it is on time, and due as the pause ends', () => {
    const told = story([red, ['Mon 14:00', pause()], ['Mon 15:00', end()]]);
    expect(targetIn(told.events)).toMatchObject({ status: 'RUNNING', dueAt: on('Mon 15:00') });
    const late = story([red, ['Mon 14:00', pause()], ['Mon 15:00', end()], ['Mon 15:00:00.001', 'tick']]);
    expect(said(late).at(-1)).toBe(`ClockBreached ${on('Mon 15:00')}`);
  });

  test('is never due after the decision, however long it stood still', () => {
    const told = story([red, ['Mon 13:00', pause()], ['Tue 15:00', end()], ['Tue 15:00:00.001', 'tick']]);
    expect(targetIn(told.events)).toMatchObject({ status: 'LATE', dueAt: on('Tue 10:00') });
  });
});

describe('several pauses of one target', () => {
  const overlapping: Step[] = [
    ['Mon 11:00', pause()],
    ['Mon 12:00', pause()],
  ];

  test.each<[string, Step[]]>([
    [
      'first begun, first ended',
      [
        ['Mon 13:00', end(1)],
        ['Mon 16:00', end(2)],
      ],
    ],
    [
      'first begun, last ended',
      [
        ['Mon 13:00', end(2)],
        ['Mon 16:00', end(1)],
      ],
    ],
  ])('%s: the time they share counts once', (_case, ends) => {
    const told = story([red, ...overlapping, ...ends]);
    expect(targetIn(told.events)).toMatchObject({ status: 'RUNNING', dueAt: on('Mon 19:00') });
  });

  test('it stands still until the last has ended', () => {
    expect(targetAfter(...overlapping, ['Mon 13:00', end(1)])).toMatchObject({
      status: 'PAUSED',
      dueAt: on('Mon 14:00'),
    });
  });

  test('a further reason may be given though its old due instant has passed', () => {
    const told = story([
      red,
      ['Mon 13:00', pause()],
      ['Mon 15:00', pause()],
      ['Mon 15:30', end(1)],
      ['Mon 16:00', end(2)],
    ]);
    expect(targetIn(told.events).dueAt).toBe(on('Mon 17:00'));
  });

  test('one after another add up', () => {
    const told = story([
      red,
      ['Mon 11:00', pause()],
      ['Mon 12:00', end(1)],
      ['Mon 14:30', pause()],
      ['Mon 16:30', end(2)],
    ]);
    expect(targetIn(told.events)).toMatchObject({ dueAt: on('Mon 17:00'), pauses: [{ no: 1 }, { no: 2 }] });
  });
});

describe('rated again while it stands still', () => {
  test('a lower rating moves what it will be due, and it goes on standing still', () => {
    const told = story([red, ['Mon 12:00', pause()], ['Mon 13:00', rateGreen]]);
    expect(targetIn(told.events)).toMatchObject({ status: 'PAUSED', dueAt: on('Tue 10:00') });
  });

  test('a higher rating brings it forward, and it goes on standing still while there was time left', () => {
    const steps: Step[] = [
      ['Mon 10:30', rateAmber],
      ['Mon 12:00', pause()],
      ['Mon 13:00', rateRed],
    ];
    expect(targetIn(story(steps).events)).toMatchObject({ status: 'PAUSED', dueAt: on('Mon 14:00') });
    const ended = story([...steps, ['Mon 15:00', end()]]);
    expect(targetIn(ended.events)).toMatchObject({ status: 'RUNNING', dueAt: on('Mon 17:00') });
  });

  test('a higher rating missed before the pause ends it: what is late stays late', () => {
    const told = story([
      ['Mon 10:30', rateAmber],
      ['Mon 15:00', pause()],
      ['Mon 16:00', rateRed],
      ['Mon 16:00', 'tick'],
    ]);
    expect(said(told).slice(-2)).toEqual([
      `ClockPauseEnded ${on('Mon 16:00')}`,
      `ClockBreached ${on('Mon 14:00')}`,
    ]);
    expect(targetIn(told.events)).toMatchObject({
      status: 'LATE',
      pauses: [{ no: 1, until: on('Mon 16:00'), endedBy: SYSTEM_ACTOR.userId }],
    });
  });
});

describe('other rules while it stands still', () => {
  /** The referral under rules whose red target is so many hours from receipt, adopted on Monday at 16:00. */
  function adopting(hours: number) {
    const { events, referral } = story([red, ['Mon 13:00', pause()]]);
    const ragTargets = { ...rules.policy.ragTargets, RED: { amount: hours, unit: 'CH' as const } };
    const others = { ...rules, policy: { ...rules.policy, edition: 'others', ragTargets } };
    return targetIn([...events, ...adoptRules(referral, rules, others, on('Mon 16:00'))]);
  }

  test('that leave it time when it was paused: it goes on standing still', () => {
    expect(adopting(5)).toMatchObject({ status: 'PAUSED', dueAt: on('Mon 15:00') });
  });

  test('by which it was late when it was paused: the pause ends', () => {
    expect(adopting(2)).toMatchObject({
      status: 'RUNNING',
      dueAt: on('Mon 12:00'),
      pauses: [{ until: on('Mon 16:00') }],
    });
  });
});

describe('stopped while it stands still', () => {
  test('by a decision it is on time: the pauses end with it and count', () => {
    const told = story([red, ['Mon 12:30', pause()], ['Mon 13:00', pause()], ['Mon 16:00', decision()]]);
    const target = targetIn(told.events);
    expect(target).toMatchObject({
      status: 'STOPPED',
      stoppedBy: 'DECIDED',
      dueAt: on('Mon 17:30'),
      pauses: [
        { until: on('Mon 16:00'), endedBy: SYSTEM_ACTOR.userId },
        { until: on('Mon 16:00'), endedBy: SYSTEM_ACTOR.userId },
      ],
    });
    expect(isLate(target, on('Fri 10:00'))).toBe(false);
  });

  test('by a decision after the limit for decisions it is late, and its breach is in the record', () => {
    const told = story([red, ['Mon 13:00', pause()], ['Tue 11:00', decision()]]);
    expect(said(told).slice(-3)).toEqual([
      `ClockPauseEnded ${on('Tue 11:00')}`,
      `ClockBreached ${on('Tue 10:00')}`,
      `ClockStopped ${on('Tue 11:00')}`,
    ]);
    expect(isLate(targetIn(told.events), on('Fri 10:00'))).toBe(true);
  });

  test('by a withdrawal no pause is left open', () => {
    const told = story([
      red,
      ['Mon 13:00', pause()],
      ['Mon 14:30', askToWithdraw],
      ['Mon 15:00', approveWithdrawal],
    ]);
    expect(targetIn(told.events)).toMatchObject({
      stoppedBy: 'WITHDRAWN',
      pauses: [{ until: on('Mon 15:00') }],
    });
  });
});

describe('refused', () => {
  const refusal = (steps: readonly Step[], code: string) => {
    expect(() => story(steps)).toThrow(expect.objectContaining({ name: 'DomainError', code }));
  };

  test.each(RECEIPT_CLOCKS)('a pause of the statutory clock %s, with the rule named', (kind) => {
    expect(() => story([red, ['Mon 11:00', pause(kind)]])).toThrow(
      expect.objectContaining({
        code: 'CLOCK_NEVER_PAUSES',
        message: expect.stringContaining('Working Together to Safeguard Children 2023, chapter 3'),
      }),
    );
  });

  test.each<[string, Step[], string]>([
    ['one millisecond after it was due', [red, ['Mon 14:00:00.001', pause()]], 'CLOCK_NOT_RUNNING'],
    [
      'of a clock that has stopped',
      [red, ['Mon 11:00', decision()], ['Mon 12:00', pause()]],
      'CLOCK_NOT_RUNNING',
    ],
    ['of a clock the case does not have', [['Mon 11:00', pause()]], 'CLOCK_UNKNOWN'],
    ['by a social worker', [red, ['Mon 11:00', pause(), socialWorker]], 'NOT_PERMITTED'],
    [
      'by a manager of another authority',
      [red, ['Mon 11:00', pause(), actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' })]],
      'NOT_PERMITTED',
    ],
  ])('a pause %s', (_case, steps, code) => refusal(steps, code));

  test.each<[string, Step[], string]>([
    ['of a clock that runs', [red, ['Mon 11:00', end()]], 'PAUSE_NOT_OPEN'],
    ['that there never was', [red, ['Mon 11:00', pause()], ['Mon 12:00', end(2)]], 'PAUSE_NOT_OPEN'],
    [
      'that has ended, while another holds',
      [red, ['Mon 11:00', pause()], ['Mon 11:30', pause()], ['Mon 12:00', end(1)], ['Mon 12:30', end(1)]],
      'PAUSE_NOT_OPEN',
    ],
    [
      'by a social worker',
      [red, ['Mon 11:00', pause()], ['Mon 12:00', end(), socialWorker]],
      'NOT_PERMITTED',
    ],
  ])('the end of a pause %s', (_case, steps, code) => refusal(steps, code));
});
