import { setTimeout as sleep } from 'node:timers/promises';
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

const GRACE_MS = 50;

/**
 * The client's own retries of calls that failed on their way, with an end. The library waits between two tries without
 * regard for the caller's deadline, and a try on a closed connection is an error that nobody can catch: so a
 * connection closes only when the last wait is over.
 */
export class CallRetries {
  private isEnding = false;
  private lastTryMs = 0;
  private readonly usual = defaultGrpcRetryOptions();

  readonly interceptor = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !this.isEnding && this.usual.retryableDecider(attempt, status),
    delayFunction: (attempt, status) => {
      const delayMs = this.usual.delayFunction(attempt, status);
      this.lastTryMs = Math.max(this.lastTryMs, Date.now() + delayMs);
      return delayMs;
    },
  });

  /** Tries nothing again, and returns when no try is outstanding: at once, or after at most six seconds of outage. */
  async end(): Promise<void> {
    this.isEnding = true;
    const remainingMs = this.lastTryMs - Date.now();
    if (remainingMs > -GRACE_MS) await sleep(remainingMs + GRACE_MS);
  }
}
