import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.ts';

export type Db = PostgresJsDatabase<typeof schema>;
/** A database, or the transaction in which a step is taken. */
export type DbOrTransaction = Db | Parameters<Parameters<Db['transaction']>[0]>[0];

export type DbConnection = { readonly db: Db; close(): Promise<void> };

/**
 * A pool on `url`. `max` is the number of connections, 10 by default. Connecting is tried for 5 seconds before a
 * query fails, so that callers hear of an absent database soon.
 */
export function connectDb(url: string, options: { readonly max?: number } = {}): DbConnection {
  const pool = postgres(url, { max: options.max ?? 10, connect_timeout: 5, onnotice: () => undefined });
  return { db: drizzle(pool, { schema }), close: () => pool.end({ timeout: 5 }) };
}

/**
 * A transaction whose commit does not wait for the disk. Only for what may be lost with the last moments before a
 * crash of Postgres because it is found out anew: claimed keys, stored answers, marks of what was started.
 */
export function forgettable<Result>(db: Db, work: (tx: DbOrTransaction) => Promise<Result>): Promise<Result> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`set local synchronous_commit = off`);
    return work(tx);
  });
}
