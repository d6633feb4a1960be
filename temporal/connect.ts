import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { CallRetries } from './call-retries.ts';
import { dataConverterFor } from './data-converter.ts';
import type { PayloadKeys } from './payload-keys.ts';

/** How a process of the hub reaches Temporal. */
export type TemporalSettings = {
  /** `host:port` of the Temporal frontend. */
  readonly address: string;
  readonly namespace: string;
  readonly payloadKeys: PayloadKeys;
  /** Name of this process in histories: never a person's name. */
  readonly identity: string;
  /** Absent on one machine; an API key implies TLS. */
  readonly security?: TemporalSecurity;
};

/** Transport protection of a Temporal that is not on this machine. */
export type TemporalSecurity = {
  readonly tls?: NonNullable<NativeConnectionOptions['tls']>;
  readonly apiKey?: string;
};

/** A client over its own gRPC connection. */
export type TemporalClient = Client & {
  readonly connection: Connection;
  /** Gives up what is outstanding and closes the connection; while Temporal is away that may take seconds. */
  close(): Promise<void>;
};

/** Connects now and fails when Temporal cannot be reached: for commands and tests. */
export async function connectClient(settings: TemporalSettings): Promise<TemporalClient> {
  const retries = new CallRetries();
  return clientOver(await Connection.connect(clientOptions(settings, retries)), settings, retries);
}

/** Connects on first use, so that the process starts while Temporal is down: for the API. */
export function lazyClient(settings: TemporalSettings): TemporalClient {
  const retries = new CallRetries();
  return clientOver(Connection.lazy(clientOptions(settings, retries)), settings, retries);
}

/** The connection a worker polls over; give the worker `dataConverterFor(payloadKeys)` beside it. */
export function connectWorker(settings: TemporalSettings): Promise<NativeConnection> {
  return NativeConnection.connect(connectionOptions(settings));
}

function connectionOptions({ address, security }: TemporalSettings) {
  return { address, ...security };
}

function clientOptions(settings: TemporalSettings, retries: CallRetries) {
  return { ...connectionOptions(settings), interceptors: [retries.interceptor] };
}

function clientOver(
  connection: Connection,
  settings: TemporalSettings,
  retries: CallRetries,
): TemporalClient {
  const client = new Client({
    connection,
    namespace: settings.namespace,
    identity: settings.identity,
    dataConverter: dataConverterFor(settings.payloadKeys),
  });
  const close = async () => {
    await retries.end();
    await connection.close();
  };
  return Object.assign(client, { connection, close });
}
