import { createActivities } from './activities/index.ts';
import { outboxMessenger } from './activities/messenger.ts';
import { notifyMessenger } from './activities/notify-messenger.ts';
import { readConfig } from './config.ts';
import { connectDb } from './db/client.ts';
import { hubClock } from './hub-clock.ts';
import { Cases } from './temporal/cases.ts';
import { connectClient, connectWorker } from './temporal/connect.ts';
import { ensureSchedules } from './temporal/schedules.ts';
import { ensureSearchAttributes } from './temporal/search-attributes.ts';
import { createWorker } from './temporal/worker.ts';

const config = readConfig(process.env);
const { db, close } = connectDb(config.databaseUrl);
const settings = { ...config.temporal, identity: `worker-${process.pid}` };
const client = await connectClient(settings);
const connection = await connectWorker(settings);

await ensureSearchAttributes(client.connection, settings.namespace);
await ensureSchedules(client);

const clock = hubClock(db, config);
const activities = createActivities({
  db,
  clock,
  messenger: config.notify ? notifyMessenger(config.notify) : outboxMessenger(db),
  cases: new Cases(client, clock),
  bankHolidaysUrl: config.bankHolidaysUrl,
  agencies: config.agencies,
  answerLinks: { ...config.answerLinks, publicUrl: config.publicUrl },
});
const worker = await createWorker({
  ...settings,
  connection,
  activities,
  ...(config.cachedCases !== undefined && { cachedCases: config.cachedCases }),
  ...(config.workflowBundle && { workflowBundle: config.workflowBundle }),
});

// Ends on SIGTERM or SIGINT, once what was begun is finished.
await worker.run();
await connection.close();
await client.close();
await close();
