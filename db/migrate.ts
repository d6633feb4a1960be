import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { instantFromMs } from '../domain/instant.ts';
import { defaultEditions, shippedCalendars } from '../policy/editions.ts';
import { connectDb } from './client.ts';
import { type EditionDocument, keepEdition } from './editions.ts';
import { openRulebook } from './rulebook.ts';

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));
/** Any constant serves: it names the one lock that keeps two migrations apart. */
const MIGRATION_LOCK = 7_301_946;

/**
 * Brings the database at `url` to the newest schema, and gives a new hub the editions it starts with; a second caller
 * waits for the first.
 */
export async function migrateDb(url: string): Promise<void> {
  const { db, close } = connectDb(url, { max: 1 });
  try {
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await migrate(db, { migrationsFolder: MIGRATIONS });
    await db.transaction(async (tx) => {
      const now = instantFromMs(Date.now());
      await openRulebook(tx, startingEditions(), now);
      // Cases of a hub that began under an earlier calendar name it still.
      for (const document of shippedCalendars()) await keepEdition(tx, { kind: 'CALENDAR', document }, now);
    });
    await db.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`);
  } finally {
    await close();
  }
}

function startingEditions(): EditionDocument[] {
  const { policy, calendar } = defaultEditions();
  return [
    { kind: 'POLICY', document: policy },
    { kind: 'CALENDAR', document: calendar },
  ];
}
