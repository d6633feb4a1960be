import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type HubUnderTest, receive } from './referral-lifecycle.ts';

const run = promisify(execFile);
const MIB = 1024 * 1024;
const AT_ONCE = 16;

/** Resident memory of a process in MiB. */
export async function residentMiB(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return (Number(stdout) * 1024) / MIB;
}

/** Opens `cases` referrals that stay open and gives the worker's highest resident memory meanwhile, in MiB. */
export async function memoryWithOpenCases(
  hub: HubUnderTest,
  { cases, workerPid }: { readonly cases: number; readonly workerPid: number },
  onProgress: (opened: number) => void,
): Promise<number> {
  let begun = 0;
  let opened = 0;
  let highest = 0;
  const lane = async () => {
    while (begun < cases) {
      begun += 1;
      await receive(hub);
      opened += 1;
      if (opened % 500 === 0 || opened === cases) onProgress(opened);
    }
  };
  const lanes = Promise.all(Array.from({ length: AT_ONCE }, lane));
  const isDone = lanes.then(() => true);
  while (!(await Promise.race([isDone, sleep(500, false)]))) {
    highest = Math.max(highest, await residentMiB(workerPid));
  }
  return Math.max(highest, await residentMiB(workerPid));
}
