import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { oldestPostgres } from './postgres-binaries.ts';
import { reasonOf } from './progress.ts';

const READY_TIMEOUT_MS = 30_000;
const CANNOT_CONNECT_NOW = '57P03';

/**
 * Waits until the server on this port answers, makes the database when it is missing, and gives its URL.
 *
 * @param giveUp ends the wait early by throwing
 */
export async function urlWhenReady(
  port: number,
  password: string,
  database: string,
  giveUp: () => Promise<void>,
): Promise<string> {
  const urlOf = (name: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${name}`;
  const deadlineMs = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const sql = postgres(urlOf('postgres'), { max: 1, onnotice: () => undefined, connect_timeout: 5 });
    try {
      const known = await sql`select 1 from pg_database where datname = ${database}`;
      if (known.length === 0) await sql`create database ${sql(database)}`;
      return urlOf(database);
    } catch (error) {
      await giveUp();
      if (Date.now() > deadlineMs || !isNotYetReady(error)) throw error;
      await sleep(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

function isNotYetReady(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === CANNOT_CONNECT_NOW || code === 'CONNECT_TIMEOUT';
}

/**
 * The major version of somebody else's server.
 *
 * @throws Error naming DATABASE_URL, never its password, when the server does not answer or is too old.
 */
export async function checkExternal(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    const [row] = await sql<{ number: string }[]>`select current_setting('server_version_num') as number`;
    const major = Math.floor(Number(row?.number) / 10_000);
    if (major < oldestPostgres) {
      throw new Error(`it is PostgreSQL ${major}, and ${oldestPostgres} or later is needed`);
    }
    return major;
  } catch (error) {
    throw new Error(`The Postgres of DATABASE_URL cannot be used: ${reasonOf(error)}`, { cause: error });
  } finally {
    await sql.end({ timeout: 1 });
  }
}
