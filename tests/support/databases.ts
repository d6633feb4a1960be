import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { connectDb } from '../../db/client.ts';
import { migrateDb } from '../../db/migrate.ts';
import { createTravelledClock } from '../../db/travelled-clock.ts';

/** Makes the database every test file gets a copy of: migrated, with a clock that can be moved. */
export async function createTemplate(adminUrl: string): Promise<string> {
  const { name, url } = await createDatabase(adminUrl, 'template0');
  await migrateDb(url);
  const { db, close } = connectDb(url, { max: 1 });
  await createTravelledClock(db);
  await close();
  return name;
}

/** A new database with a name of its own. */
export async function createDatabase(adminUrl: string, template: string) {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  return { name, url: urlOf(adminUrl, name) };
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
