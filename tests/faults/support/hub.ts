import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDb, type Db } from '../../../db/client.ts';
import { migrateDb } from '../../../db/migrate.ts';
import { startIssuer } from '../../../dev/issuer.ts';
import { projectDir } from '../../../dev/paths.ts';
import { anyFreePort } from '../../../dev/ports.ts';
import { startPostgres } from '../../../dev/postgres.ts';
import { type GuardedServer, startServer } from '../../../dev/processes.ts';
import { untilReady } from '../../../dev/readiness.ts';
import { startTemporal } from '../../../dev/temporal.ts';
import type { Actor } from '../../../domain/actor.ts';
import { searchAttributeTypes } from '../../../temporal/search-attributes.ts';
import { TEST_PAYLOAD_KEYS } from '../../../temporal/test-payload-keys.ts';

const quiet = () => undefined;

/** A part of the hub that can be taken away and brought back on the same port, with the data it had. */
export type Part = { start(): Promise<void>; stop(signal?: NodeJS.Signals): Promise<void> };

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** The hub as it runs in production: real processes and servers of this test alone. */
export type FaultHub = {
  readonly db: Db;
  readonly temporal: Part;
  readonly postgres: Part;
  readonly worker: Part;
  readonly api: Part;
  get(path: string, as: Actor): Promise<Answer>;
  /** A repeated key is a repeated request. */
  post(path: string, body: unknown, call: { as: Actor; key?: string; version?: number }): Promise<Answer>;
  untilReady(): Promise<void>;
  close(): Promise<void>;
};

export async function openFaultHub(): Promise<FaultHub> {
  const dir = await mkdtemp(join(tmpdir(), 'front-door-faults-'));
  await chmod(dir, 0o755);
  const issuer = await startIssuer({ dataDir: dir, port: 0 });
  const [postgresPort, temporalPort, apiPort] = [
    await anyFreePort(),
    await anyFreePort(),
    await anyFreePort(),
  ];
  let databaseUrl = '';
  const postgres = part(async () => {
    const running = await startPostgres({
      dataDir: join(dir, 'postgres'),
      port: postgresPort,
      durable: false,
      log: quiet,
      env: { ...process.env, DATABASE_URL: '' },
    });
    databaseUrl = running.url;
    return () => running.stop();
  });
  const temporal = part(async () => {
    const running = await startTemporal({
      dataFile: join(dir, 'temporal.db'),
      port: temporalPort,
      namespace: 'default',
      searchAttributes: searchAttributeTypes,
      log: quiet,
      env: { ...process.env, TEMPORAL_ADDRESS: '' },
    });
    return () => running.stop();
  });
  await Promise.all([postgres.start(), temporal.start()]);
  await migrateDb(databaseUrl);
  const settings = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    PAYLOAD_KEYS: TEST_PAYLOAD_KEYS,
    AUTH_ISSUER: issuer.issuer,
    AUTH_JWKS_URL: issuer.jwksUrl,
    HUB_AUTHORITIES: 'SPECIMENSHIRE,MOCKTON',
    API_PORT: String(apiPort),
    LOG_LEVEL: 'error',
  };
  const worker = part(() => program('worker.ts', dir, settings));
  const url = `http://127.0.0.1:${apiPort}`;
  const api = part(async () => {
    const stop = await program('api/server.ts', dir, settings);
    await untilReady(`${url}/healthz`, () => undefined);
    return stop;
  });
  await Promise.all([worker.start(), api.start()]);
  const { db, close: closeDb } = connectDb(databaseUrl, { max: 2 });
  const ask = async (path: string, as: Actor, request: Sent = {}): Promise<Answer> => {
    const headers = { ...request.headers, authorization: `Bearer ${await issuer.token(as)}` };
    const response = await fetch(`${url}${path}`, { ...request, headers });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every answer of the API is an object
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    db,
    temporal,
    postgres,
    worker,
    api,
    get: (path, as) => ask(path, as),
    post: (path, body, { as, key = randomUUID(), version }) => {
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      };
      return ask(path, as, { method: 'POST', headers, body: JSON.stringify(body) });
    },
    untilReady: () => untilReady(`${url}/readyz`, () => undefined),
    close: async () => {
      await Promise.all([api.stop('SIGKILL'), worker.stop('SIGKILL')]);
      await closeDb();
      await issuer.close();
      await Promise.all([temporal.stop(), postgres.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

type Sent = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

type Stop = (signal?: NodeJS.Signals) => Promise<void>;

function part(begin: () => Promise<Stop>): Part {
  let stopIt: Stop | undefined;
  return {
    start: async () => {
      stopIt = await begin();
    },
    stop: async (signal) => {
      const stopping = stopIt;
      stopIt = undefined;
      await stopping?.(signal);
    },
  };
}

/** Runs one of our programs as production does, in a process of its own. */
async function program(file: string, dir: string, settings: Record<string, string>): Promise<Stop> {
  const { DATABASE_URL: _url, TEMPORAL_ADDRESS: _address, ...environment } = process.env;
  const server: GuardedServer = await startServer(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(projectDir, file)],
    { logFile: join(dir, `${file.replaceAll('/', '-')}.log`), env: { ...environment, ...settings } },
  );
  return (signal = 'SIGTERM') => server.stop(signal);
}
