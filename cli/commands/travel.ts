import { parseArgs } from 'node:util';
import { bringFamily, familyNamed, travel as travelTo } from '../../dev/travel.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { withDb, withTemporal } from '../connections.ts';

export const travel: Command = {
  name: 'travel',
  usage: '--to INSTANT [--family C-REF]',
  summary: "move the development stack's clock forward",
  help: [
    'Moves the clock of the development stack forward to an instant, such as 2027-03-25T09:00:00+00:00. Every open',
    'case is taken through what falls due on the way, in order. The clock never goes back, and in production there',
    'is no such command.',
    '',
    '  --to INSTANT     ISO 8601 with its offset',
    '  --family C-REF   brings every open case of one contact there too, also those with nothing due on the way',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values } = parseArgs({
      args: [...args],
      options: { to: { type: 'string' }, family: { type: 'string' } },
    });
    const to = instantOf(values.to);
    return withDb<ExitCode>(terminal.env, (db, config) =>
      withTemporal<ExitCode>(config, async (client) => {
        // Before anything moves.
        if (values.family !== undefined) await familyNamed(db, values.family);
        const startedMs = Date.now();
        const { from, moves } = await travelTo({ db, client }, to, (progress) =>
          terminal.progress(`${progress.now}: ${progress.moves} moves`),
        );
        const seconds = (Date.now() - startedMs) / 1000;
        terminal.out(`From ${from} to ${to}: cases were moved ${moves} times in ${seconds.toFixed(1)} s.`);
        if (values.family !== undefined) {
          for (const { workflowId, at } of await bringFamily({ db, client }, values.family)) {
            terminal.out(`  ${workflowId}  ${at === undefined ? 'is over' : `is at ${at}`}`);
          }
        }
        return 0;
      }),
    );
  },
};

function instantOf(text: string | undefined): Instant {
  if (text === undefined) throw new UsageError('--to INSTANT is missing');
  try {
    return parseInstant(text);
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
