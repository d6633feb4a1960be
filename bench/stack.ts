import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import postgres from 'postgres';
import { migrateDb } from '../db/migrate.ts';
import { hubAuthorities } from '../dev/demo-users.ts';
import { type Issuer, startIssuer } from '../dev/issuer.ts';
import { projectDir } from '../dev/paths.ts';
import { anyFreePort } from '../dev/ports.ts';
import { startPostgres } from '../dev/postgres.ts';
import { type GuardedServer, startServer } from '../dev/processes.ts';
import type { Log } from '../dev/progress.ts';
import { untilReady } from '../dev/readiness.ts';
import { payloadKeysOf } from '../dev/secrets.ts';
import { startTemporal } from '../dev/temporal.ts';
import { bundleWorkflows } from '../dev/workflow-bundle.ts';
import { ensureNamespace, ensureSearchAttributes } from '../dev/temporal-namespace.ts';
import { connectClient } from '../temporal/connect.ts';
import { parsePayloadKeys } from '../temporal/payload-keys.ts';
import { searchAttributeTypes } from '../temporal/search-attributes.ts';
import { benchTokens, type HubUnderTest } from './referral-lifecycle.ts';

/** A hub of separate processes, as in production, with a database and a namespace of its own. */
export type BenchHub = HubUnderTest & {
  readonly databaseUrl: string;
  readonly worker: GuardedServer;
  /** Starts one more worker beside the first, and gives it once it runs. */
  startWorker(): Promise<GuardedServer>;
};

/** Everything the benchmarks run against: two hubs and both peers over one Temporal and one Postgres. */
export type BenchStack = {
  readonly hub: BenchHub;
  /** The same hub whose worker writes the ledger by ordinary activities. */
  readonly ordinaryHub: BenchHub;
  readonly bareClient: Client;
  readonly bareInsertUrl: string;
};

type Servers = {
  readonly directory: string;
  readonly postgresUrl: string;
  readonly temporalAddress: string;
  readonly connection: Connection;
  readonly issuer: Issuer;
  readonly undo: (() => Promise<unknown>)[];
};

/** Starts everything, gives it to `work`, and stops it in reverse order however that ends. */
export async function withStack<Result>(
  log: Log,
  work: (stack: BenchStack) => Promise<Result>,
): Promise<Result> {
  return withServers(log, async (servers) => {
    log('starting two workers, two APIs and both peers');
    const [hub, ordinaryHub, bareInsertUrl] = await Promise.all([
      startHub(servers, { name: 'hub', workerFile: 'worker.ts' }),
      startHub(servers, { name: 'ordinary', workerFile: 'bench/ordinary-activity-worker.ts' }),
      startPeers(servers),
    ]);
    const bareClient = new Client({ connection: servers.connection, namespace: 'hub' });
    return work({ hub, ordinaryHub, bareClient, bareInsertUrl });
  });
}

/** One hub, and the peer whose workflows wait for one timer and write one row, over one Temporal and one Postgres. */
export type TimerStack = {
  readonly hub: BenchHub;
  readonly bare: { readonly client: Client; readonly databaseUrl: string; readonly worker: GuardedServer };
};

/** Starts one hub, gives it to `work`, and stops everything in reverse order however that ends. */
export async function withHub<Result>(log: Log, work: (hub: BenchHub) => Promise<Result>): Promise<Result> {
  return withServers(log, async (servers) => {
    log('starting the hub');
    return work(await startHub(servers, { name: 'hub', workerFile: 'worker.ts' }));
  });
}

/** Starts these two, gives them to `work`, and stops them in reverse order however that ends. */
export async function withTimerStack<Result>(
  log: Log,
  work: (stack: TimerStack) => Promise<Result>,
): Promise<Result> {
  return withServers(log, async (servers) => {
    log('starting the hub and its peer');
    const hub = await startHub(servers, { name: 'hub', workerFile: 'worker.ts' });
    const databaseUrl = await createDatabase(servers.postgresUrl, 'bare');
    const worker = await startProgram(servers, 'bench/bare-timer-worker.ts', {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: servers.temporalAddress,
      TEMPORAL_NAMESPACE: 'hub',
    });
    const client = new Client({ connection: servers.connection, namespace: 'hub' });
    return work({ hub, bare: { client, databaseUrl, worker } });
  });
}

/** Servers of our own for hubs whose clock can be moved, each in the process of the benchmark, and the bare peer. */
export type StoryServers = {
  readonly servers: {
    readonly temporalAddress: string;
    readonly postgresUrl: string;
    readonly bundlePath: string;
  };
  readonly bare: Client;
};

/** Starts these, gives them to `work`, and stops them in reverse order however that ends. */
export async function withStoryServers<Result>(
  log: Log,
  work: (stack: StoryServers) => Promise<Result>,
): Promise<Result> {
  return withServers(log, async (servers) => {
    log('starting the peer');
    await startProgram(servers, 'bench/bare-timer-worker.ts', {
      DATABASE_URL: await createDatabase(servers.postgresUrl, 'bare'),
      TEMPORAL_ADDRESS: servers.temporalAddress,
      TEMPORAL_NAMESPACE: 'hub',
    });
    const { temporalAddress, postgresUrl, directory } = servers;
    const bundlePath = await bundleWorkflows(directory);
    const bare = new Client({ connection: servers.connection, namespace: 'hub' });
    return work({ servers: { temporalAddress, postgresUrl, bundlePath }, bare });
  });
}

/** The directory, with the programs' logs, is kept when something fails. */
async function withServers<Result>(log: Log, work: (servers: Servers) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'front-door-bench-'));
  const undo: (() => Promise<unknown>)[] = [];
  let isDone = false;
  try {
    const result = await work(await startServers(log, directory, undo));
    isDone = true;
    return result;
  } finally {
    for (const step of undo.toReversed()) await step();
    if (isDone) await rm(directory, { recursive: true, force: true });
    else log(`the logs are kept in ${directory}`);
  }
}

/** Servers of our own in a fresh directory: nobody else's load and no earlier data in the figures. */
async function startServers(log: Log, directory: string, undo: (() => Promise<unknown>)[]): Promise<Servers> {
  const { DATABASE_URL: _postgres, TEMPORAL_ADDRESS: _temporal, ...env } = process.env;
  await chmod(directory, 0o755);
  const cluster = await startPostgres({ dataDir: join(directory, 'postgres'), log, env });
  undo.push(cluster.stop);
  const searchAttributes = searchAttributeTypes;
  const temporal = await startTemporal({ namespace: 'hub', searchAttributes, log, env });
  undo.push(temporal.stop);
  const issuer = await startIssuer({ dataDir: directory, port: 0 });
  undo.push(() => issuer.close());
  const connection = await Connection.connect({ address: temporal.address });
  undo.push(() => connection.close());
  return {
    directory,
    postgresUrl: cluster.url,
    temporalAddress: temporal.address,
    connection,
    issuer,
    undo,
  };
}

async function startHub(
  servers: Servers,
  { name, workerFile }: { readonly name: string; readonly workerFile: string },
): Promise<BenchHub> {
  const { issuer, connection, temporalAddress, undo } = servers;
  await ensureNamespace(connection, name);
  await ensureSearchAttributes(connection, name, searchAttributeTypes);
  const databaseUrl = await createDatabase(servers.postgresUrl, name);
  await migrateDb(databaseUrl);
  const payloadKeys = await payloadKeysOf(servers.directory);
  const apiPort = await anyFreePort();
  const settings = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: name,
    PAYLOAD_KEYS: payloadKeys,
    WORKFLOW_BUNDLE: await bundleWorkflows(servers.directory),
    AUTH_ISSUER: issuer.issuer,
    AUTH_JWKS_URL: issuer.jwksUrl,
    HUB_AUTHORITIES: hubAuthorities.join(','),
    API_PORT: String(apiPort),
  };
  const worker = await startProgram(servers, workerFile, settings);
  const api = await startProgram(servers, 'api/server.ts', settings);
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  await untilReady(`${apiUrl}/readyz`, () => worker.exitReason() ?? api.exitReason());
  const client = await connectClient({
    address: temporalAddress,
    namespace: name,
    payloadKeys: parsePayloadKeys(payloadKeys),
    identity: 'bench',
  });
  undo.push(() => client.close());
  return {
    apiUrl,
    client,
    tokens: await benchTokens(issuer),
    databaseUrl,
    worker,
    startWorker: async () => {
      const another = await startProgram(servers, workerFile, settings);
      await untilRunning(another);
      return another;
    },
  };
}

async function startPeers(servers: Servers): Promise<string> {
  const port = await anyFreePort();
  const settings = {
    DATABASE_URL: await createDatabase(servers.postgresUrl, 'bare'),
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_NAMESPACE: 'hub',
    API_PORT: String(port),
  };
  await startProgram(servers, 'bench/bare-workflow-worker.ts', settings);
  const server = await startProgram(servers, 'bench/bare-insert-server.ts', settings);
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/readyz`, server.exitReason);
  return url;
}

/** A program of the hub, with what it says. */
type Program = GuardedServer & { readonly logFile: string };

async function startProgram(
  { directory, undo }: Servers,
  file: string,
  settings: Readonly<Record<string, string>>,
): Promise<Program> {
  const name = `${settings['TEMPORAL_NAMESPACE']}-${file.replaceAll('/', '-')}-${undo.length}`;
  const tsx = import.meta.resolve('tsx');
  const logFile = join(directory, `${name}.log`);
  const program = await startServer(process.execPath, ['--import', tsx, join(projectDir, file)], {
    logFile,
    env: { ...process.env, ...settings },
    stopSignal: 'SIGTERM',
  });
  undo.push(() => program.stop());
  return { ...program, logFile };
}

/**
 * Waits until a worker says that it runs.
 * @throws Error when it has ended, or does not say so within a minute
 */
async function untilRunning({ logFile, exitReason }: Program): Promise<void> {
  for (const deadlineMs = Date.now() + 60_000; Date.now() < deadlineMs; await sleep(100)) {
    if ((await readFile(logFile, 'utf8')).includes("state: 'RUNNING'")) return;
    const ended = exitReason();
    if (ended !== undefined) throw new Error(`a worker ended by ${ended} before it ran`);
  }
  throw new Error('a worker did not run within a minute');
}

async function createDatabase(clusterUrl: string, name: string): Promise<string> {
  const sql = postgres(clusterUrl, { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(name)}`;
  await sql.end();
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}
