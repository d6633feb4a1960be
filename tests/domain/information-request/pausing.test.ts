import { describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import { isLate } from '../../../domain/clock.ts';
import type { RequestCommand } from '../../../domain/information-request/commands.ts';
import { answerClock } from '../../../domain/information-request/pausing.ts';
import { actor } from '../../support/people.ts';
import { on, outline, sealed } from '../referral/story.ts';
import { answer, type Step, story } from './story.ts';

const manager = actor('TEAM_MANAGER');
const pause = (at: string): Step => [at, { type: 'pauseClock', reason: sealed('p') }, manager];
const end = (at: string, no = 1): Step => [at, { type: 'endPause', pause: no }, manager];
const hasten: RequestCommand = { type: 'hasten', referralRef: 'R-TEST-0001', rag: 'RED' };

describe('a pause of the time an agency has', () => {
  test.each<[string, readonly Step[], string]>([
    ['is added', [pause('Mon 11:00'), end('Mon 12:00')], 'Mon 15:00'],
    [
      'is added once where several hold',
      [pause('Mon 11:00'), pause('Mon 11:30'), end('Mon 12:00'), end('Mon 12:30', 2)],
      'Mon 15:30',
    ],
    [
      'is added beside one before it',
      [pause('Mon 11:00'), end('Mon 11:30'), pause('Mon 12:00'), end('Mon 12:30', 2)],
      'Mon 15:00',
    ],
    ['is never added beyond the decision', [pause('Mon 11:00'), end('Tue 09:30')], 'Tue 10:00'],
    ['gives way to a higher rating', [pause('Mon 11:00'), ['Mon 11:30', hasten, SYSTEM_ACTOR]], 'Mon 12:45'],
  ])('%s', (_case, steps, dueAt) => {
    const { request } = story(steps);
    expect(answerClock(request)).toMatchObject({ status: 'RUNNING', dueAt: on(dueAt) });
  });

  test('nothing falls due and nobody is reminded while it lasts; then the reminder comes in its time', () => {
    const paused = story([pause('Mon 11:00'), ['Mon 16:00', 'settle']]);
    expect(answerClock(paused.request).status).toBe('PAUSED');
    expect(isLate(answerClock(paused.request), on('Mon 16:00'))).toBe(false);
    expect(paused.request.sent).toEqual(['AGENCY_REQUEST']);
    const steps: readonly Step[] = [pause('Mon 11:00'), end('Mon 12:00')];
    expect(story([...steps, ['Mon 13:59', 'settle']]).request.sent).toEqual(['AGENCY_REQUEST']);
    expect(story([...steps, ['Mon 14:00', 'settle']]).request.sent).toContain('AGENCY_REMINDER');
  });

  test('an answer given while it lasts is in time, and stops the clock', () => {
    const { last, request } = story([pause('Mon 11:00'), ['Mon 16:00', answer()]]);
    expect(outline(last)).toEqual([
      'RequestAnswered',
      'ClockPauseEnded AGENCY_CHECK',
      'ClockRearmed AGENCY_CHECK',
      'ClockStopped AGENCY_CHECK',
      'ClockStopped ANSWER_LONG_STOP',
      'ClockStarted CORRECTIONS',
    ]);
    expect(isLate(answerClock(request), on('Mon 16:00'))).toBe(false);
  });

  test('the request ends at its long stop all the same', () => {
    const { request } = story([pause('Mon 11:00'), ['+1 Mon 09:00', 'settle']]);
    expect(request).toMatchObject({ stage: 'NO_ANSWER', listedMissingAt: on('Tue 10:00') });
    expect(request.clocks.every(({ status }) => status === 'STOPPED')).toBe(true);
  });

  test.each<[string, readonly Step[], string]>([
    ['by an agency', [['Mon 11:00', { type: 'pauseClock', reason: sealed('p') }]], 'NOT_PERMITTED'],
    ['after the answer', [['Mon 11:00', answer()], pause('Mon 11:10')], 'REQUEST_ANSWERED'],
    ['once it is late', [['Mon 14:10', 'tick'], pause('Mon 14:20')], 'CLOCK_NOT_RUNNING'],
    ['that has ended', [pause('Mon 11:00'), end('Mon 11:10'), end('Mon 11:20')], 'PAUSE_NOT_OPEN'],
  ])('%s is refused', (_case, steps, code) => {
    expect(() => story(steps)).toThrow(expect.objectContaining({ code }));
  });
});
