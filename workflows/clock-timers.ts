import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { Clock } from '../domain/clock.ts';
import { nextWakeAt } from '../domain/clock-milestones.ts';
import { type Instant, msFromInstant } from '../domain/instant.ts';
import { timerSummary } from './clock-words.ts';

type ArmedTimer = { readonly wakeAt: Instant; readonly summary: string; readonly scope: CancellationScope };

/** One labelled Temporal timer for each clock that still has something to say. */
export class ClockTimers {
  private readonly armed = new Map<string, ArmedTimer>();
  private readonly onWake: () => Promise<void>;

  /** `onWake` records what has fallen due and arms the timers anew. */
  constructor(onWake: () => Promise<void>) {
    this.onWake = onWake;
  }

  /** Starts, moves and cancels timers so that they fit these clocks; one whose instant and label are unchanged is left alone. */
  arm(clocks: readonly Clock[], now: Instant, calendar: CalendarEdition): void {
    const wanted = new Map(
      clocks.map((clock) => {
        const wakeAt = nextWakeAt(clock);
        return [clock.id, { wakeAt, summary: timerSummary(clock, calendar) }];
      }),
    );
    for (const [id, timer] of this.armed) {
      const next = wanted.get(id);
      if (next?.wakeAt === timer.wakeAt && next.summary === timer.summary) continue;
      timer.scope.cancel();
      this.armed.delete(id);
    }
    for (const [id, { wakeAt, summary }] of wanted) {
      if (wakeAt === undefined || this.armed.has(id)) continue;
      const timer = { wakeAt, summary, scope: new CancellationScope() };
      this.armed.set(id, timer);
      void this.wake(id, timer, Math.max(1, msFromInstant(wakeAt) - msFromInstant(now)));
    }
  }

  private async wake(id: string, timer: ArmedTimer, ms: number): Promise<void> {
    try {
      await timer.scope.run(() => sleep(ms, { summary: timer.summary }));
    } catch (error) {
      if (isCancellation(error)) return;
      throw error;
    }
    if (this.armed.get(id) === timer) this.armed.delete(id);
    await this.onWake();
  }
}
