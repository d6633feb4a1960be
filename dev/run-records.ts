import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning, markProcess, type ProcessMark, stopProcess } from './processes.ts';
import type { Log } from './progress.ts';

const markSchema = z.object({ pid: z.int().positive(), startedAt: z.string() });

const recordSchema = z.object({
  server: markSchema,
  launcher: markSchema,
  port: z.int(),
  uiPort: z.int().optional(),
});

/** Which server of ours holds a data file or directory, and which process started it. */
export type RunRecord = z.infer<typeof recordSchema>;

/** This process, as a record names its launcher. */
export async function ownMark(): Promise<ProcessMark> {
  const mark = await markProcess(process.pid);
  if (mark === undefined) throw new Error('Cannot read the start time of this process.');
  return mark;
}

/** Reads a record; a missing or damaged one counts as none. */
export async function readRecord(path: string): Promise<RunRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Replaces a record in one step, so that a reader never sees half of one. */
export async function writeRecord(path: string, record: RunRecord): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/**
 * The recorded server when the run that started it is alive; a server left behind by a killed run is stopped, since
 * its guard is about to stop it anyway.
 */
export async function liveRecord(path: string, what: string, log: Log): Promise<RunRecord | undefined> {
  const record = await readRecord(path);
  if (record === undefined) return undefined;
  if (await isRunning(record.server)) {
    if (await isRunning(record.launcher)) return record;
    log(`${what}: stopping the server that a killed run left behind (process ${record.server.pid})`);
    await stopProcess(record.server);
  }
  await rm(path, { force: true });
  return undefined;
}

/** Stops the recorded server whoever started it, and forgets it. */
export async function stopRecorded(path: string): Promise<RunRecord | undefined> {
  const record = await readRecord(path);
  if (record === undefined || !(await isRunning(record.server))) {
    await rm(path, { force: true });
    return undefined;
  }
  await stopProcess(record.server);
  await rm(path, { force: true });
  return record;
}

/** Runs `work` while no other process of ours holds the lock; a lock whose holder is gone is taken over. */
export async function withLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const own = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(own, JSON.stringify(await ownMark()));
  try {
    for (let waits = 0; !(await tryLink(own, path)); waits++) {
      if (waits === 1) onWait();
      const holder = await readFile(path, 'utf8').catch(() => undefined);
      if (holder !== undefined && !(await isHeld(holder))) await rm(path, { force: true });
      else await sleep(200);
    }
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
    }
  } finally {
    await rm(own, { force: true });
  }
}

async function isHeld(text: string): Promise<boolean> {
  const mark = markSchema.safeParse(JSON.parse(text));
  return mark.success && (await isRunning(mark.data));
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
