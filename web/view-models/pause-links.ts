import type { Clock } from '../../domain/clock.ts';
import { openPauses, pauseObstacle } from '../../domain/clock-pausing.ts';
import { obstacle } from '../../domain/referral/guards.ts';
import { endPauseTask, endWords, pauseTask } from '../forms/pauses.ts';
import type { CaseFile } from './case.ts';

export type ClockLink = { readonly words: string; readonly address: string };

/** What the reader may do with one clock now: pause it, and end the pauses that hold it still. */
export function pauseLinks({ referral, actor, now, rules }: CaseFile, clock: Clock): ClockLink[] {
  const address = (path: string) => `/referrals/${referral.referralRef}/${path}`;
  const ends = openPauses(clock).map((pause) => ({
    words: endWords(clock, pause.no),
    address: address(endPauseTask(clock, pause).path),
  }));
  const pause = {
    words: clock.status === 'PAUSED' ? 'Pause for a further reason' : 'Pause this clock',
    address: address(pauseTask(clock).path),
  };
  const mayEnd = obstacle(referral, 'endPause', actor) === undefined;
  const mayPause =
    obstacle(referral, 'pauseClock', actor) === undefined && pauseObstacle(clock, now, rules) === undefined;
  return [...(mayEnd ? ends : []), ...(mayPause ? [pause] : [])];
}
