import type { Config } from '../config.ts';
import { connectDb, type Db } from '../db/client.ts';
import { connectClient, type TemporalClient } from '../temporal/connect.ts';
import { settingsFrom } from './settings.ts';

/** Works on the hub's database and closes the connection afterwards. */
export async function withDb<Result>(
  env: NodeJS.ProcessEnv,
  work: (db: Db, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = settingsFrom(env);
  const { db, close } = connectDb(config.databaseUrl, { max: 4 });
  try {
    return await work(db, config);
  } finally {
    await close();
  }
}

/** Works with the hub's Temporal and closes the connection afterwards. */
export async function withTemporal<Result>(
  config: Config,
  work: (client: TemporalClient) => Promise<Result>,
): Promise<Result> {
  const client = await connectClient({ ...config.temporal, identity: `frontdoor-${process.pid}` });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
