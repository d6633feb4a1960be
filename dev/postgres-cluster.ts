import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { canAccess } from './paths.ts';
import type { Account } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { elapsedText, type Log } from './progress.ts';

const run = promisify(execFile);

/** A data directory and the password of its superuser `postgres`. */
export type Cluster = { readonly dataDir: string; readonly password: string };

/** The file beside a data directory that keeps the superuser's password. */
export function passwordPath(dataDir: string): string {
  return `${dataDir}.password`;
}

/** The major version a data directory was made with; undefined when there is none yet. */
export async function clusterMajor(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number(text.trim());
}

/**
 * Opens the data directory, or makes it: passwords over scram-sha-256, text sorted by code point so that lists have
 * the same order on every machine.
 *
 * @throws Error with the end of initdb's output.
 */
export async function openCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  account: Account | undefined,
  durable: boolean,
  log: Log,
): Promise<Cluster> {
  const keptPassword = await readFile(passwordPath(dataDir), 'utf8').catch(() => undefined);
  if ((await clusterMajor(dataDir)) !== undefined) {
    if (keptPassword !== undefined) return { dataDir, password: keptPassword };
    throw new Error(
      `${passwordPath(dataDir)} is missing, so ${dataDir} cannot be opened. Run \`npm run reset\`.`,
    );
  }
  const startedAtMs = Date.now();
  const password = randomBytes(18).toString('base64url');
  // Built beside the final name: an initdb that is killed half way leaves nothing that looks like a cluster.
  const workDir = `${dataDir}.new`;
  const workPassword = join(workDir, 'password');
  const fresh = join(workDir, 'data');
  await rm(workDir, { recursive: true, force: true });
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  await writeFile(workPassword, password, { mode: 0o600 });
  if (account) for (const path of [workDir, workPassword]) await chown(path, account.uid, account.gid);
  try {
    await initdb(binaries, fresh, workPassword, account, durable);
    await rm(dataDir, { recursive: true, force: true });
    await writeFile(passwordPath(dataDir), password, { mode: 0o600 });
    await chmod(passwordPath(dataDir), 0o600);
    await rename(fresh, dataDir);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
  log(`Postgres: made a new data directory ${dataDir} in ${elapsedText(Date.now() - startedAtMs)}`);
  return { dataDir, password };
}

async function initdb(
  binaries: PostgresBinaries,
  dataDir: string,
  passwordFile: string,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  const locale =
    binaries.major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C'];
  const args = [
    `--pgdata=${dataDir}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...locale,
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await run(join(binaries.binDir, 'initdb'), args, {
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
      ...(account && { uid: account.uid, gid: account.gid }),
    });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`initdb of PostgreSQL ${binaries.major} failed in ${dirname(dataDir)}:\n${output}`, {
      cause: error,
    });
  }
}

/** Removes the lock files of a server that no longer runs, which would stop a new one. */
export async function removeStaleLock(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'postmaster.pid');
  if (await canAccess(lock)) await rm(lock, { force: true });
}

/** The process number in the data directory's own lock file. */
export async function lockedBy(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}
