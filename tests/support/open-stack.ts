import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { type Messenger, outboxMessenger } from '../../activities/messenger.ts';
import type { Activities } from '../../activities/index.ts';
import { RateLimit } from '../../api/rate-limit.ts';
import type { Services } from '../../api/services.ts';
import { connectDb, type Db } from '../../db/client.ts';
import { moveTravelledClock, travelledClock } from '../../db/travelled-clock.ts';
import { travel } from '../../dev/travel.ts';
import { type Instant, msFromInstant } from '../../domain/instant.ts';
import { readAgencies } from '../../policy/agencies.ts';
import { Cases, hubNow } from '../../temporal/cases.ts';
import { connectClient, connectWorker, type TemporalSettings } from '../../temporal/connect.ts';
import { createWorker } from '../../temporal/worker.ts';
import { createDatabase, dropDatabase } from './databases.ts';
import { createNamespace } from './namespaces.ts';
import { testPayloadKeys } from '../../temporal/test-payload-keys.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Nobody listens on the discard port: no test asks GOV.UK. */
const NO_BANK_HOLIDAYS = 'http://127.0.0.1:9/bank-holidays.json';

export type StackOptions = {
  /** Where bank holidays are published; nowhere unless it says. */
  readonly bankHolidaysUrl?: string;
  /** Starts a worker at once. Default false; `startWorker` does it later. */
  readonly worker?: boolean;
  /** Where the hub's clock begins; later than the machine's. Absent: it is the machine's. */
  readonly at?: Instant;
  readonly authorities?: readonly [string, ...string[]];
  readonly messenger?: (db: Db) => Messenger;
  /** Stands in front of the activities, to make them fail or to count them. */
  readonly activities?: (real: Activities) => Activities;
};

/** A worker of this process. */
export type WorkerControl = { stop(): Promise<void> };

/** Everything but the API, with a database and a Temporal namespace of its own. */
export type TestStack = {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly namespace: string;
  /** For further clients and workers of this stack. */
  readonly settings: TemporalSettings;
  readonly services: Services;
  startWorker(): Promise<WorkerControl>;
  stopWorkers(): Promise<void>;
  /** The hub's present. */
  now(): Promise<Instant>;
  travel(to: Instant): Promise<void>;
  close(): Promise<void>;
};

/** The servers of a run that stacks are opened on. */
export type Servers = {
  readonly temporalAddress: string;
  readonly postgresUrl: string;
  readonly templateDatabase: string;
  readonly bundlePath: string;
};

export async function openStack(
  { temporalAddress, postgresUrl, templateDatabase, bundlePath }: Servers,
  options: StackOptions = {},
): Promise<TestStack> {
  const [database, namespace] = await Promise.all([
    createDatabase(postgresUrl, templateDatabase),
    createNamespace(temporalAddress),
  ]);
  const { db, close: closeDb } = connectDb(database.url);
  if (options.at !== undefined) await moveTravelledClock(db, msFromInstant(options.at) - Date.now());
  const settings = {
    address: temporalAddress,
    namespace,
    payloadKeys: testPayloadKeys,
    identity: 'tests',
  } satisfies TemporalSettings;
  const temporal = await connectClient(settings);
  const clock = travelledClock(db);
  const cases = new Cases(temporal, clock);
  const authorities = options.authorities ?? ['SPECIMENSHIRE', 'MOCKTON'];
  const temporalUiUrl = 'http://temporal-ui.invalid';
  const services: Services = {
    db,
    temporal,
    temporalUiUrl,
    cases,
    clock,
    authorities,
    agencies: readAgencies(),
    answerLinks: {
      keys: [new TextEncoder().encode('a key for tests alone')],
      lastDays: 28,
      publicUrl: 'http://hub.invalid',
      limits: { link: new RateLimit(10_000), address: new RateLimit(10_000) },
    },
  };
  const messenger = (options.messenger ?? outboxMessenger)(db);
  const { bankHolidaysUrl = NO_BANK_HOLIDAYS } = options;
  const { agencies, answerLinks } = services;
  const real = createActivities({ db, clock, cases, messenger, bankHolidaysUrl, agencies, answerLinks });
  const activities = options.activities?.(real) ?? real;
  const workers = new Set<WorkerControl>();

  const startWorker = async () => {
    const connection = await connectWorker(settings);
    const bundle = { codePath: bundlePath };
    const worker = await createWorker({ ...settings, connection, activities, workflowBundle: bundle });
    const running = worker.run();
    const control = {
      stop: async () => {
        if (!workers.delete(control)) return;
        worker.shutdown();
        await running;
        await connection.close();
      },
    };
    workers.add(control);
    return control;
  };
  const stopWorkers = async () => {
    await Promise.all([...workers].map((worker) => worker.stop()));
  };
  if (options.worker === true) await startWorker();
  return {
    db,
    databaseUrl: database.url,
    namespace,
    settings,
    services,
    startWorker,
    stopWorkers,
    now: () => hubNow(clock),
    travel: async (to) => {
      await travel({ db, client: temporal }, to);
    },
    close: async () => {
      await stopWorkers();
      await temporal.close();
      await closeDb();
      await dropDatabase(postgresUrl, database.name);
    },
  };
}
