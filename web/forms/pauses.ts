import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Pause } from '../../domain/clock-pauses.ts';
import { endObstacle, openPauses, pauseObstacle } from '../../domain/clock-pausing.ts';
import { CLOCK_NAMES } from '../../domain/vocabulary.ts';
import { requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

/** Lets one clock of a case stand still, or gives it a further reason to. */
export function pauseTask(clock: Clock): Task {
  const schema = z
    .object({ reason: requiredWords('Enter why the clock should stand still') })
    .transform(({ reason }): WordedReferralCommand => ({ type: 'pauseClock', clock: clock.id, reason }));
  return {
    path: `clocks/${clock.id}/pause`,
    title: () => `Pause a clock: ${CLOCK_NAMES[clock.kind]}`,
    submit: 'Pause this clock',
    lead:
      clock.status === 'PAUSED'
        ? 'The clock stands still already. With a further reason it runs on when the last pause has ended.'
        : 'Nothing falls due while the clock stands still. It runs on when the pause is ended.',
    fields: () => [{ kind: 'textarea', name: 'reason', label: 'Why should the clock stand still?', rows: 4 }],
    read: (body) => readForm(schema, body),
    obstacle: ({ now, rules }) => pauseObstacle(clock, now, rules),
  };
}

/** Ends one pause of a clock. */
export function endPauseTask(clock: Clock, { no }: Pause): Task {
  const others = openPauses(clock).length - 1;
  return {
    path: `clocks/${clock.id}/pauses/${no}/end`,
    title: () =>
      others > 0
        ? `End pause ${no}: ${CLOCK_NAMES[clock.kind]}`
        : `Let the clock run on: ${CLOCK_NAMES[clock.kind]}`,
    submit: endWords(clock, no),
    lead:
      others > 0
        ? 'The clock stands still for another reason too. It runs on when the last pause has ended.'
        : 'The time the clock stood still is added to what it has left. A rating target is still never later than the limit for the decision.',
    fields: () => [],
    read: () => ({ command: { type: 'endPause', clock: clock.id, pause: no } }),
    obstacle: () => endObstacle(clock, no),
  };
}

/** Ending the last pause lets the clock run on; ending one of several does not yet. */
export function endWords(clock: Clock, pauseNo: number): string {
  return openPauses(clock).length > 1 ? `End pause ${pauseNo}` : 'Let it run on';
}
