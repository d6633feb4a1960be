import { parseArgs } from 'node:util';
import { migrateDb } from '../../db/migrate.ts';
import type { Command } from '../command.ts';
import { stackEnvironment } from '../settings.ts';

export const migrate: Command = {
  name: 'migrate',
  usage: '',
  summary: 'bring the database to the newest schema',
  help: 'Brings the database of DATABASE_URL to the newest schema. Safe to repeat; of two at once the second waits.',
  run: async (args, terminal) => {
    parseArgs({ args: [...args], options: {} });
    // A new database is migrated before the rest of the hub is set up, so this needs one setting only.
    const url = stackEnvironment(terminal.env)['DATABASE_URL'];
    if (url === undefined || url === '') throw new Error('DATABASE_URL is not set');
    await migrateDb(url);
    terminal.out('The database is at the newest schema.');
    return 0;
  },
};
