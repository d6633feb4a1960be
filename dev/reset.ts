import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { canAccess, isMain, stateDir } from './paths.ts';
import { postgresAccount } from './postgres-account.ts';
import { effectiveDataDir, postgresRecordPath } from './postgres.ts';
import { isRunning, stopProcess } from './processes.ts';
import type { Log } from './progress.ts';
import { readRecord, stopRecorded } from './run-records.ts';
import { temporalRecordPath } from './temporal.ts';

const LAUNCHER_GRACE_MS = 20_000;

export type ResetOptions = {
  /** The directory to empty. Default: that of the project. */
  readonly stateDir?: string;
  /** Whether to go on when DATABASE_URL points elsewhere. */
  readonly isConfirmed?: boolean;
  readonly log: Log;
  readonly env?: NodeJS.ProcessEnv;
};

/**
 * Stops what runs on the local data and removes that data. The cached server programs stay.
 *
 * @returns the directories it removed
 * @throws Error when DATABASE_URL is set and the caller has not confirmed: that database is not ours to empty, and
 *   whoever asks for a reset may think it would be.
 */
export async function reset(options: ResetOptions): Promise<string[]> {
  const { log, env = process.env, isConfirmed = false } = options;
  const state = resolve(options.stateDir ?? stateDir);
  if (env['DATABASE_URL'] && !isConfirmed) {
    throw new Error(
      'DATABASE_URL is set: that database is not ours, and reset leaves it as it is. ' +
        `Run \`npm run reset -- --yes\` to remove only the local data in ${state}.`,
    );
  }
  const wished = join(state, 'postgres');
  const dataDir = await effectiveDataDir(wished, await postgresAccount().catch(() => undefined));
  const records = {
    Temporal: temporalRecordPath(join(state, 'temporal.db')),
    Postgres: postgresRecordPath(dataDir),
  };
  for (const path of Object.values(records)) await stopLauncher(path, log);
  for (const [name, path] of Object.entries(records)) {
    const stopped = await stopRecorded(path);
    if (stopped) log(`stopped ${name} (process ${stopped.server.pid}, port ${stopped.port})`);
  }
  const removed: string[] = [];
  for (const path of dataDir === wished ? [state] : [state, dirname(dataDir)]) {
    if (!(await canAccess(path))) continue;
    await rm(path, { recursive: true, force: true });
    removed.push(path);
    log(`removed ${path}`);
  }
  if (removed.length === 0) log(`nothing to remove: there is no ${state}`);
  return removed;
}

/** Lets a live run end in its own order first. */
async function stopLauncher(recordPath: string, log: Log): Promise<void> {
  const launcher = (await readRecord(recordPath))?.launcher;
  if (launcher === undefined || launcher.pid === process.pid || !(await isRunning(launcher))) return;
  log(`stopping the run with process ${launcher.pid}`);
  await stopProcess(launcher, 'SIGTERM', LAUNCHER_GRACE_MS);
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { yes: { type: 'boolean', default: false } } });
  try {
    await reset({ log: (line) => console.log(line), isConfirmed: values.yes });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
