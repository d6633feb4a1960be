import { parseArgs } from 'node:util';
import { rebuildProjections } from '../../db/rebuild.ts';
import type { Command } from '../command.ts';
import { withDb } from '../connections.ts';

export const rebuild: Command = {
  name: 'rebuild',
  usage: '[--json]',
  summary: 'drop what screens read and write it again from the ledger',
  help: [
    'Drops every table that screens read and writes it again from the ledger, in one transaction: readers see the',
    'old rows until the new ones are complete, and whoever records something waits that long. Then compares the',
    'checksums from before and after. They are equal unless a table had drifted from the ledger; a difference ends',
    'with exit code 1, and the rebuilt rows stay.',
    '',
    '  --json   the result as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
    return withDb(terminal.env, async (db) => {
      const { before, after } = await rebuildProjections(db, (done, total) =>
        terminal.progress(`stream ${done} of ${total}`),
      );
      const tables = Object.keys(after).map((table) => ({
        table,
        before: before[table] ?? '',
        after: after[table] ?? '',
        isEqual: before[table] === after[table],
      }));
      const isEqual = tables.every((table) => table.isEqual);
      if (values.json) terminal.out(JSON.stringify({ isEqual, tables }));
      else {
        for (const { table, before: was, after: is, isEqual: same } of tables) {
          terminal.out(
            `${table.padEnd(10)} ${was.slice(0, 16)} ${same ? 'equal' : `now ${is.slice(0, 16)}`}`,
          );
        }
        terminal.out(
          isEqual ? 'Rebuilt; every table is as it was.' : 'Rebuilt; a table had drifted from the ledger.',
        );
      }
      return isEqual ? 0 : 1;
    });
  },
};
