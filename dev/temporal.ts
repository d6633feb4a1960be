import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Connection } from '@temporalio/client';
import { type PortWish, resolvePort } from './ports.ts';
import { type GuardedServer, lastLines, startServer } from './processes.ts';
import { elapsedText, type Log } from './progress.ts';
import { untilReady } from './readiness.ts';
import { liveRecord, ownMark, withLock, writeRecord } from './run-records.ts';
import { checkExternal } from './temporal-external.ts';
import { connectWhenReady, ensureNamespace, ensureSearchAttributes } from './temporal-namespace.ts';
import { dynamicConfig, retentionDays, type SearchAttributes } from './temporal-settings.ts';
import { obtainTemporalProgram, type TemporalProgram } from './temporal-sources.ts';

export type TemporalOptions = {
  /** SQLite file that outlives the run; without it the server keeps everything in memory. */
  readonly dataFile?: string;
  /** A number, or a wish to be resolved once leftovers of a killed run are gone. Default: any free port. */
  readonly port?: number | PortWish;
  /** Port of the Web UI; without it there is none. */
  readonly uiPort?: number | PortWish;
  readonly namespace: string;
  readonly searchAttributes: SearchAttributes;
  /** URL with which the Web UI decodes payloads. */
  readonly codecEndpoint?: string;
  readonly log: Log;
  readonly env?: NodeJS.ProcessEnv;
};

/** A Temporal server that answers and has the namespace and its search attributes. */
export type RunningTemporal = {
  readonly address: string;
  readonly uiUrl?: string;
  /** Stops the server when this run started it; does nothing for one that others started. */
  stop(): Promise<void>;
};

type Ports = { readonly port: number; readonly uiPort?: number | undefined };

const READY_TIMEOUT_MS = 60_000;

/** The record beside a data file that says which process serves it. */
export function temporalRecordPath(dataFile: string): string {
  return join(dirname(resolve(dataFile)), 'temporal.json');
}

/**
 * Gives a Temporal server: the one of TEMPORAL_ADDRESS, the one a live run of ours serves this data file with, or a
 * new one on the loopback that stops with this process.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const env = options.env ?? process.env;
  const external = env['TEMPORAL_ADDRESS'];
  if (external) {
    await checkExternal(external, options, env);
    options.log(`Temporal: using ${external} of TEMPORAL_ADDRESS`);
    return { address: external, stop: async () => undefined };
  }
  if (options.dataFile === undefined) return launch(options, env);
  const dataFile = resolve(options.dataFile);
  const record = temporalRecordPath(dataFile);
  await mkdir(dirname(dataFile), { recursive: true });
  const program = await obtainTemporalProgram(env, options.log);
  return withLock(
    `${record}.lock`,
    () => options.log('Temporal: waiting for another run that starts on the same data'),
    async () => {
      const live = await liveRecord(record, 'Temporal', options.log);
      if (live === undefined) return launch({ ...options, dataFile }, env, program);
      options.log(`Temporal: using the server of the run with process ${live.launcher.pid}`);
      return prepared(await connectTo(live), live, options, async () => undefined);
    },
  );
}

async function launch(options: TemporalOptions, env: NodeJS.ProcessEnv, found?: TemporalProgram) {
  const program = found ?? (await obtainTemporalProgram(env, options.log));
  const port = await resolvePort(options.port, 'Temporal', env);
  const ports: Ports = {
    port,
    ...(options.uiPort !== undefined && {
      uiPort: await resolvePort(options.uiPort, 'Temporal Web UI', env),
    }),
  };
  const startedAtMs = Date.now();
  const logFile = options.dataFile
    ? join(dirname(options.dataFile), 'temporal.log')
    : join(tmpdir(), `front-door-temporal-${process.pid}-${port}.log`);
  const server = await startServer(program.path, serverArguments(program, ports, options), { logFile });
  const record = options.dataFile && temporalRecordPath(options.dataFile);
  const stop = async () => {
    await server.stop();
    await rm(record || logFile, { force: true });
  };
  try {
    if (record) await writeRecord(record, { server: server.mark, launcher: await ownMark(), ...ports });
    const connection = await connectWhenReady(`127.0.0.1:${port}`, READY_TIMEOUT_MS, () =>
      failIfEnded(server, logFile),
    );
    const running = await prepared(connection, ports, options, stop);
    // The Web UI listens a moment after the server.
    if (running.uiUrl !== undefined) await untilReady(running.uiUrl, server.exitReason);
    const took = elapsedText(Date.now() - startedAtMs);
    options.log(
      `Temporal: server ${program.serverVersion} (${program.origin}) ready at ${running.address} in ${took}`,
    );
    return running;
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments(program: TemporalProgram, ports: Ports, options: TemporalOptions): string[] {
  const own = program.kind === 'own-build';
  return [
    ...(own ? ['--parent-pid', String(process.pid)] : ['server', 'start-dev', '--ip', '127.0.0.1']),
    ...(own ? ['--retention', `${retentionDays * 24}h`] : []),
    '--port',
    String(ports.port),
    ...(ports.uiPort !== undefined ? ['--ui-port', String(ports.uiPort)] : own ? [] : ['--headless']),
    '--namespace',
    options.namespace,
    '--log-level',
    'error',
    ...(options.dataFile ? ['--db-filename', options.dataFile] : []),
    ...(options.codecEndpoint ? ['--ui-codec-endpoint', options.codecEndpoint] : []),
    ...Object.entries(options.searchAttributes).flatMap(([name, type]) => [
      '--search-attribute',
      `${name}=${type}`,
    ]),
    ...Object.entries(dynamicConfig).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${JSON.stringify(value)}`,
    ]),
  ];
}

async function prepared(
  connection: Connection,
  ports: Ports,
  options: TemporalOptions,
  stop: () => Promise<void>,
): Promise<RunningTemporal> {
  try {
    await ensureNamespace(connection, options.namespace);
    const added = await ensureSearchAttributes(connection, options.namespace, options.searchAttributes);
    if (added.length > 0) options.log(`Temporal: added search attributes ${added.join(', ')}`);
  } finally {
    await connection.close();
  }
  return {
    address: `127.0.0.1:${ports.port}`,
    ...(ports.uiPort !== undefined && { uiUrl: `http://127.0.0.1:${ports.uiPort}` }),
    stop,
  };
}

function connectTo(ports: Ports): Promise<Connection> {
  return connectWhenReady(`127.0.0.1:${ports.port}`, READY_TIMEOUT_MS, async () => undefined);
}

async function failIfEnded(server: GuardedServer, logFile: string): Promise<void> {
  const reason = server.exitReason();
  if (reason === undefined) return;
  throw new Error(`The Temporal server ended at its start (${reason}):\n${await lastLines(logFile)}`);
}
