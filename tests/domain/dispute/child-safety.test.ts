import { describe, expect, test } from 'vitest';
import type { DisputeOpening } from '../../../domain/dispute/opening.ts';
import { nextStep, openFollowOn } from '../../../domain/follow-on/run.ts';
import { parseInstant } from '../../../domain/instant.ts';
import { folded, on, outline, rules } from '../follow-on/story.ts';
import {
  clocksOf,
  dispute,
  dueOf,
  headOfService,
  headTeacher,
  manager,
  opening,
  raise,
  urgent,
} from './about.ts';

describe('the child-safety lane: 24 clock hours for all stages together', () => {
  const safety: Partial<DisputeOpening> = { lane: 'CHILD_SAFETY' };

  test.each([
    ['on a weekday', 'Mon 10:00', 'Tue 10:00'],
    ['over the weekend', 'Fri 16:30', 'Sat 16:30'],
    ['begun at night', 'Sun 03:00', '+1 Mon 03:00'],
  ])('%s', (_case, at, dueAt) => {
    const { state, events } = dispute([], safety, at);
    expect(outline(events)).toEqual(['DisputeOpened', 'ClockStarted DISPUTE_URGENT']);
    expect(dueOf(state, 'DISPUTE_URGENT')).toBe(on(dueAt));
  });

  test('the night the clocks go back makes it 24 hours, not the same time by the wall', () => {
    // Saturday to Sunday; summer time ends at two in the morning.
    const now = parseInstant('2028-10-28T16:00:00+01:00');
    const events = openFollowOn(opening(safety), { now, rules });
    expect(folded(events).clocks).toMatchObject([{ dueAt: parseInstant('2028-10-29T15:00:00+00:00') }]);
  });

  test('straight to stage 3: heads of service answer for it and decide it', () => {
    const { state } = dispute([], safety);
    expect(state).toMatchObject({
      level: 3,
      levels: [{ level: 3, how: 'OPENED' }],
      owners: [{ team: 'HUB', role: 'HEAD_OF_SERVICE' }],
    });
    expect(nextStep(state)).toMatchObject({ action: 'resolveDispute', by: 'HEAD_OF_SERVICE' });
  });

  test('its time up, it stays late and is told; it is not raised by itself', () => {
    const { state, events } = dispute([['Thu 09:00', 'tick']], safety);
    expect(state.level).toBe(3);
    expect(clocksOf(state)).toEqual(['DISPUTE_URGENT LATE']);
    expect(events.filter(({ type }) => type === 'ClockBreached')).toMatchObject([
      { occurredAt: on('Tue 10:00'), told: 'TEAM_MANAGER' },
    ]);
  });

  test('raised by hand, the one urgent clock runs on', () => {
    const { state, last } = dispute([['Mon 12:00', raise, headTeacher]], safety);
    expect(outline(last)).toEqual(['DisputeRaised']);
    expect(state).toMatchObject({ level: 4, owners: [{}, { team: 'PARTNERSHIP', role: 'DISPUTE_MANAGER' }] });
    expect(dueOf(state, 'DISPUTE_URGENT')).toBe(on('Tue 10:00'));
  });

  test('made one on the way: the stage’s clock gives way to 24 hours from then', () => {
    const { state, last } = dispute([['Tue 15:00', urgent, headTeacher]]);
    expect(outline(last)).toEqual([
      'DisputeLaneChanged',
      'DisputeRaised',
      'ClockStopped DISPUTE_STAGE.1',
      'ClockStarted DISPUTE_URGENT',
    ]);
    expect(state).toMatchObject({ lane: 'CHILD_SAFETY', level: 3 });
    expect(state.levels.map(({ level, how }) => [level, how])).toEqual([
      [1, 'OPENED'],
      [3, 'RAISED'],
    ]);
    expect(dueOf(state, 'DISPUTE_URGENT')).toBe(on('Wed 15:00'));
    expect(() =>
      dispute([
        ['Tue 15:00', urgent, headTeacher],
        ['Tue 16:00', urgent, manager],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
  });

  test('made one at stage 3, whose own clock still raises it when its time is up', () => {
    const { state } = dispute([
      ['Mon 10:30', raise, headTeacher],
      ['Mon 10:30', raise, headTeacher],
      ['+1 Mon 16:30', urgent, headOfService],
      ['+1 Mon 17:30', 'tick'],
    ]);
    expect(clocksOf(state)).toEqual([
      'DISPUTE_STAGE.1 STOPPED RAISED',
      'DISPUTE_STAGE.2 STOPPED RAISED',
      'DISPUTE_STAGE.3 STOPPED RAISED',
      'DISPUTE_URGENT RUNNING',
    ]);
    expect(state.levels.at(-1)).toMatchObject({
      level: 4,
      how: 'RAISED_AT_BREACH',
      from: on('+1 Mon 17:00'),
    });
  });
});
