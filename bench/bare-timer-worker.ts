import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import postgres from 'postgres';
import { BARE_TIMER_QUEUE, type BareTimerActivities } from './bare-timer.ts';

/** The peer's worker, with the SDK's own settings: it keeps over two thousand workflows in memory. */
const sql = postgres(process.env['DATABASE_URL'] ?? '', { onnotice: () => undefined });
await sql`
  create table if not exists bare_rows (id text primary key, written_at timestamptz not null default clock_timestamp())`;
const activities: BareTimerActivities = {
  writeRow: async (id) => {
    await sql`insert into bare_rows (id) values (${id}) on conflict do nothing`;
  },
};
const connection = await NativeConnection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
const worker = await Worker.create({
  connection,
  namespace: process.env['TEMPORAL_NAMESPACE'] ?? '',
  taskQueue: BARE_TIMER_QUEUE,
  workflowsPath: fileURLToPath(new URL('bare-timer.ts', import.meta.url)),
  activities,
});
await worker.run();
await connection.close();
await sql.end();
