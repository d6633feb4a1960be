import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 250;
const GIVE_UP_MS = 120_000;

/**
 * Waits until `url` answers 200.
 * @throws Error with the fault when a program has ended, or with the last answer after two minutes
 */
export async function untilReady(url: string, fault: () => string | undefined): Promise<void> {
  const deadlineMs = Date.now() + GIVE_UP_MS;
  let last = 'no answer';
  while (Date.now() < deadlineMs) {
    const ended = fault();
    if (ended !== undefined) throw new Error(ended);
    try {
      const response = await fetch(url);
      if (response.ok) return;
      last = `${response.status} ${await response.text()}`;
    } catch (error) {
      last = String(error);
    }
    await sleep(POLL_MS);
  }
  throw new Error(`${url} is not ready: ${last}`);
}
