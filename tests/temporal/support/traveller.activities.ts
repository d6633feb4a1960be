import { setTimeout } from 'node:timers/promises';

/** Takes long enough that a clock which did not wait for it would be seen to have moved on. */
export async function remote(what: string): Promise<string> {
  await setTimeout(50);
  return what;
}

export async function local(what: string): Promise<string> {
  await setTimeout(20);
  return what;
}
