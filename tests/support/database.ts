import { connectDb, type Db } from '../../db/client.ts';
import { createDatabase, dropDatabase } from './databases.ts';
import { provided } from './provided.ts';

/** A migrated database of this test file alone, without Temporal. */
export async function testDatabase(): Promise<{ db: Db; url: string; close(): Promise<void> }> {
  const { postgresUrl, templateDatabase } = provided();
  const { name, url } = await createDatabase(postgresUrl, templateDatabase);
  const { db, close } = connectDb(url);
  return {
    db,
    url,
    close: async () => {
      await close();
      await dropDatabase(postgresUrl, name);
    },
  };
}
