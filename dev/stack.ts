import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODEC_PATH } from '../api/codec.ts';
import { connectDb } from '../db/client.ts';
import { migrateDb } from '../db/migrate.ts';
import { createTravelledClock, travelledClock } from '../db/travelled-clock.ts';
import type { Instant } from '../domain/instant.ts';
import { hubNow } from '../temporal/cases.ts';
import { searchAttributeTypes } from '../temporal/search-attributes.ts';
import { hubAuthorities } from './demo-users.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { projectDir } from './paths.ts';
import { choosePort, portWishes } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { type GuardedServer, startServer } from './processes.ts';
import { type Log, withElapsed } from './progress.ts';
import { payloadKeysOf, signingKeyOf } from './secrets.ts';
import { startTemporal } from './temporal.ts';
import { bundleWorkflows } from './workflow-bundle.ts';
import { untilReady } from './readiness.ts';

export type StackOptions = {
  /** Where the stack keeps its data. */
  readonly stateDir: string;
  readonly log: Log;
  readonly env: NodeJS.ProcessEnv;
};

export type Stack = {
  readonly apiUrl: string;
  readonly temporalUiUrl: string | undefined;
  readonly temporalAddress: string;
  readonly issuer: Issuer;
  /** The settings of worker, API and command line. */
  readonly settings: Readonly<Record<string, string>>;
  /** The hub's present, which may have been moved ahead of the machine's. */
  now(): Promise<Instant>;
  /** Why a program of the stack has ended, if one has. */
  fault(): string | undefined;
  stop(): Promise<void>;
};

/** Where a running stack leaves its settings for the command line. */
export function settingsPath(stateDir: string): string {
  return join(stateDir, 'stack.json');
}

/** Brings up everything on one machine, and stops it in reverse order. */
export async function startStack({ stateDir, log, env }: StackOptions): Promise<Stack> {
  await mkdir(stateDir, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step();
  };
  try {
    return await bringUp({ stateDir, log, env }, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  { stateDir, log, env }: StackOptions,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Stack> {
  const payloadKeys = await payloadKeysOf(stateDir);
  const bundle = bundleWorkflows(stateDir);
  // It is awaited further down; a failure before that is told by what failed first.
  bundle.catch(() => undefined);
  const postgres = await startPostgres({
    dataDir: join(stateDir, 'postgres'),
    port: portWishes.postgres,
    log,
    env,
  });
  stops.push(postgres.stop);
  await migrateDb(postgres.url);
  log('Postgres: schema is up to date');
  const database = connectDb(postgres.url, { max: 1 });
  stops.push(() => database.close());
  await createTravelledClock(database.db);

  const apiUrl = `http://127.0.0.1:${await choosePort(portWishes.api, env)}`;
  const temporal = await startTemporal({
    dataFile: join(stateDir, 'temporal.db'),
    namespace: env['TEMPORAL_NAMESPACE'] || 'default',
    port: portWishes.temporal,
    uiPort: portWishes.temporalUi,
    searchAttributes: searchAttributeTypes,
    codecEndpoint: `${apiUrl}${CODEC_PATH}`,
    log,
    env,
  });
  stops.push(temporal.stop);

  const issuer = await startIssuer({ dataDir: stateDir, port: await choosePort(portWishes.issuer, env) });
  stops.push(() => issuer.close());
  const settings = {
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: env['TEMPORAL_NAMESPACE'] || 'default',
    ...(temporal.uiUrl !== undefined && { TEMPORAL_UI_URL: temporal.uiUrl }),
    PAYLOAD_KEYS: payloadKeys,
    CERTIFICATE_SIGNING_KEY: await signingKeyOf(stateDir),
    WORKFLOW_BUNDLE: await bundle,
    AUTH_ISSUER: issuer.issuer,
    AUTH_JWKS_URL: issuer.jwksUrl,
    HUB_AUTHORITIES: hubAuthorities.join(','),
    HUB_AUTHORITIES_FILE: fileURLToPath(new URL('../policy/authorities/demo.json', import.meta.url)),
    API_PORT: new URL(apiUrl).port,
    PUBLIC_URL: apiUrl,
    FRONT_DOOR_DEV: '1',
  };
  await writeFile(settingsPath(stateDir), JSON.stringify(settings, null, 2), { mode: 0o600 });
  stops.push(() => rm(settingsPath(stateDir), { force: true }));

  const worker = await startProgram('worker.ts', { stateDir, env, settings });
  stops.push(() => worker.stop('SIGTERM'));
  const api = await startProgram('api/server.ts', { stateDir, env, settings });
  stops.push(() => api.stop('SIGTERM'));
  const fault = () => faultOf({ worker, api });
  await withElapsed(log, 'waiting for worker and API', () => untilReady(`${apiUrl}/readyz`, fault));
  return {
    apiUrl,
    temporalUiUrl: temporal.uiUrl,
    temporalAddress: temporal.address,
    issuer,
    settings,
    now: () => hubNow(travelledClock(database.db)),
    fault,
    stop,
  };
}

type Program = GuardedServer & { readonly logFile: string };

/** Runs one of our own programs apart from this process; it ends with it, however that ends. */
async function startProgram(
  file: string,
  { stateDir, env, settings }: { stateDir: string; env: NodeJS.ProcessEnv; settings: Record<string, string> },
): Promise<Program> {
  const logFile = join(stateDir, `${file.replaceAll('/', '-').replace('.ts', '')}.log`);
  const tsx = import.meta.resolve('tsx');
  const server = await startServer(process.execPath, ['--import', tsx, join(projectDir, file)], {
    logFile,
    env: { ...env, ...settings },
    stopSignal: 'SIGTERM',
  });
  return { ...server, logFile };
}

function faultOf(programs: Record<string, Program>): string | undefined {
  for (const [name, program] of Object.entries(programs)) {
    const reason = program.exitReason();
    if (reason !== undefined) return `${name} ended with ${reason}; see ${program.logFile}`;
  }
  return undefined;
}
