import { GOV_UK_BANK_HOLIDAYS } from '../policy/calendar-fetch.ts';
import { bundleWorkflowCode } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { outboxMessenger } from '../activities/messenger.ts';
import { readConfig } from '../config.ts';
import { connectDb } from '../db/client.ts';
import { Cases, systemClock } from '../temporal/cases.ts';
import { connectClient, connectWorker } from '../temporal/connect.ts';
import { bundleOptions, createWorker } from '../temporal/worker.ts';

/** The hub's worker with one difference: the ledger is written by ordinary activities instead of local ones. */
const { code } = await bundleWorkflowCode(bundleOptions);
const ordinary = code.replaceAll('.proxyLocalActivities)(', '.proxyActivities)(');
if (ordinary === code) throw new Error('the workflows make no use of local activities any more');

const config = readConfig(process.env);
const { db } = connectDb(config.databaseUrl);
const settings = { ...config.temporal, identity: `bench-worker-${process.pid}` };
const cases = new Cases(await connectClient(settings), systemClock);
const activities = createActivities({
  db,
  cases,
  clock: systemClock,
  messenger: outboxMessenger(db),
  bankHolidaysUrl: GOV_UK_BANK_HOLIDAYS,
  agencies: config.agencies,
  answerLinks: { ...config.answerLinks, publicUrl: config.publicUrl },
});
const connection = await connectWorker(settings);
const worker = await createWorker({
  ...settings,
  connection,
  activities,
  workflowBundle: { code: ordinary },
});
await worker.run();
process.exit(0);
