/** Takes one line of progress for the person who waits. */
export type Log = (message: string) => void;

/** `1m20s`, `45s`, `0.3s`. */
export function elapsedText(elapsedMs: number): string {
  if (elapsedMs < 9_950) return `${(elapsedMs / 1000).toFixed(1)}s`;
  const seconds = Math.floor(elapsedMs / 1000);
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}

/** Repeats `message` with the elapsed time every few seconds until `work` is done, so that nobody thinks it hangs. */
export async function withElapsed<T>(
  log: Log,
  message: string,
  work: () => Promise<T>,
  everyMs = 5_000,
): Promise<T> {
  const startedAtMs = Date.now();
  log(message);
  const timer = setInterval(
    () => log(`${message}; ${elapsedText(Date.now() - startedAtMs)} elapsed`),
    everyMs,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** The message of whatever was thrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
