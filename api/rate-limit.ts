const MINUTE_MS = 60_000;
/** Keys remembered at most, at some 100 bytes each; beyond it the oldest are let go. */
const MOST_KEYS = 50_000;

/** Counts what comes from each key in a minute, in this process alone. */
export class RateLimit {
  private readonly perMinute: number;
  private readonly minutes = new Map<string, { readonly from: number; count: number }>();

  constructor(perMinute: number) {
    this.perMinute = perMinute;
  }

  /** Counts one more; answers the whole seconds to wait when that is too many. */
  take(key: string, nowMs: number): number | undefined {
    const minute = this.minuteOf(key, nowMs);
    minute.count += 1;
    return minute.count > this.perMinute ? Math.ceil((minute.from + MINUTE_MS - nowMs) / 1_000) : undefined;
  }

  private minuteOf(key: string, nowMs: number) {
    const current = this.minutes.get(key);
    if (current !== undefined && nowMs < current.from + MINUTE_MS) return current;
    this.minutes.delete(key);
    const [oldest] = this.minutes.keys();
    if (this.minutes.size >= MOST_KEYS && oldest !== undefined) this.minutes.delete(oldest);
    const minute = { from: nowMs, count: 0 };
    this.minutes.set(key, minute);
    return minute;
  }
}
