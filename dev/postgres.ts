import { readFile, readlink, rm, mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ensureOwnSharedDir, sharedDirFor, stateDir } from './paths.ts';
import { type PortWish, resolvePort } from './ports.ts';
import { type Account, canReach, postgresAccount } from './postgres-account.ts';
import {
  findPostgresBinaries,
  oldestPostgres,
  type PostgresBinaries,
  usableBinaries,
} from './postgres-binaries.ts';
import { clusterMajor, lockedBy, openCluster, passwordPath, removeStaleLock } from './postgres-cluster.ts';
import { checkExternal, urlWhenReady } from './postgres-connection.ts';
import { type GuardedServer, lastLines, markProcess, startServer, stopProcess } from './processes.ts';
import { elapsedText, type Log } from './progress.ts';
import { liveRecord, ownMark, withLock, writeRecord } from './run-records.ts';

export type PostgresOptions = {
  /** Default: `.front-door/postgres` of the project. */
  readonly dataDir?: string;
  /** A number, or a wish to be resolved once leftovers of a killed run are gone. Default: any free port. */
  readonly port?: number | PortWish;
  /** Database to make when it is missing. Default `front_door`. */
  readonly database?: string;
  /** Whether a power cut may lose nothing. Tests need no such promise and are faster without. Default true. */
  readonly durable?: boolean;
  readonly log: Log;
  readonly env?: NodeJS.ProcessEnv;
};

/** A Postgres that answers; `url` is that of a superuser unless it comes from DATABASE_URL. */
export type RunningPostgres = {
  readonly url: string;
  /** Stops the server when this run started it; does nothing for one that others started. */
  stop(): Promise<void>;
};

const DEFAULT_DATABASE = 'front_door';

/** Where the data really lies: somewhere open, when the wished place is closed to the account Postgres runs under. */
export async function effectiveDataDir(wished: string, account: Account | undefined): Promise<string> {
  const dataDir = resolve(wished);
  return (await canReach(account, dataDir)) ? dataDir : join(sharedDirFor(dataDir), basename(dataDir));
}

/** The record beside a data directory that says which process serves it. */
export function postgresRecordPath(dataDir: string): string {
  return `${dataDir}.json`;
}

/**
 * Gives a Postgres: the one of DATABASE_URL, the one a live run of ours serves this data directory with, or a new
 * one on the loopback that stops with this process.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const env = options.env ?? process.env;
  const external = env['DATABASE_URL'];
  if (external) {
    options.log(`Postgres: using the server ${await checkExternal(external)} of DATABASE_URL`);
    return { url: external, stop: async () => undefined };
  }
  const account = await postgresAccount();
  const wished = resolve(options.dataDir ?? join(stateDir, 'postgres'));
  const dataDir = await effectiveDataDir(wished, account);
  if (dataDir !== wished) {
    options.log(
      `Postgres: the data is in ${dataDir}, because account ${account?.name} cannot reach ${wished}`,
    );
    await ensureOwnSharedDir(dirname(dataDir));
  }
  await mkdir(dirname(dataDir), { recursive: true });
  const record = postgresRecordPath(dataDir);
  return withLock(
    `${record}.lock`,
    () => options.log('Postgres: waiting for another run that starts on the same data'),
    async () => {
      const live = await liveRecord(record, 'Postgres', options.log);
      if (live === undefined) return launch(options, dataDir, account, env);
      options.log(`Postgres: using the server of the run with process ${live.launcher.pid}`);
      const password = await readFile(passwordPath(dataDir), 'utf8');
      const url = await urlWhenReady(
        live.port,
        password,
        options.database ?? DEFAULT_DATABASE,
        async () => undefined,
      );
      return { url, stop: async () => undefined };
    },
  );
}

async function launch(
  options: PostgresOptions,
  dataDir: string,
  account: Account | undefined,
  env: NodeJS.ProcessEnv,
) {
  const { log, durable = true } = options;
  const binaries = await usableBinaries(await chooseBinaries(dataDir, env), account, env, log);
  const cluster = await openCluster(dataDir, binaries, account, durable, log);
  await clearLock(dataDir, log);
  const port = await resolvePort(options.port, 'Postgres', env);
  const startedAtMs = Date.now();
  const logFile = `${dataDir}.log`;
  const server = await startServer(
    join(binaries.binDir, 'postgres'),
    serverArguments(dataDir, port, durable),
    {
      logFile,
      env: { PATH: env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
      ...(account && { uid: account.uid, gid: account.gid }),
    },
  );
  const stop = async () => {
    await server.stop('SIGINT');
    await rm(postgresRecordPath(dataDir), { force: true });
  };
  try {
    await writeRecord(postgresRecordPath(dataDir), { server: server.mark, launcher: await ownMark(), port });
    const url = await urlWhenReady(port, cluster.password, options.database ?? DEFAULT_DATABASE, () =>
      failIfEnded(server, logFile),
    );
    const took = elapsedText(Date.now() - startedAtMs);
    log(`Postgres: server ${binaries.major} (${binaries.kind}) ready at 127.0.0.1:${port} in ${took}`);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Binaries of another major version cannot open an existing data directory. */
async function chooseBinaries(dataDir: string, env: NodeJS.ProcessEnv): Promise<PostgresBinaries> {
  const all = await findPostgresBinaries(env);
  const major = await clusterMajor(dataDir);
  const fitting = all.find((binaries) => major === undefined || binaries.major === major);
  if (fitting) return fitting;
  throw new Error(
    major === undefined
      ? `There is no PostgreSQL ${oldestPostgres} or later here, and the npm package has none for this machine ` +
          `(${process.platform} ${process.arch}). Install PostgreSQL, or set DATABASE_URL.`
      : `${dataDir} was made by PostgreSQL ${major}, which is no longer here. ` +
          'Install it again, or run `npm run reset` to start with an empty database.',
  );
}

function serverArguments(dataDir: string, port: number, durable: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // A socket file needs a short path that the account may write to; TCP on the loopback is enough.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** A lock without a record of ours: of a server that still runs on this very directory, or stale. */
async function clearLock(dataDir: string, log: Log): Promise<void> {
  const pid = await lockedBy(dataDir);
  const mark = pid === undefined ? undefined : await markProcess(pid);
  if (mark !== undefined && (await worksIn(mark.pid, dataDir))) {
    log(`Postgres: stopping the server that a killed run left behind (process ${mark.pid})`);
    await stopProcess(mark);
  }
  await removeStaleLock(dataDir);
}

/** Whether a process is the server of this directory, as its working directory tells. */
async function worksIn(pid: number, dataDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === dataDir;
}

async function failIfEnded(server: GuardedServer, logFile: string): Promise<void> {
  const reason = server.exitReason();
  if (reason !== undefined) {
    throw new Error(`Postgres ended at its start (${reason}):\n${await lastLines(logFile)}`);
  }
}
