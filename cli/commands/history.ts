import { parseArgs } from 'node:util';
import { referralStream } from '../../domain/streams.ts';
import { exportHistory } from '../../temporal/replay.ts';
import { type Command, onlyArgument } from '../command.ts';
import { withTemporal } from '../connections.ts';
import { settingsFrom } from '../settings.ts';

export const history: Command = {
  name: 'history',
  usage: 'REF',
  summary: 'write the workflow history of a referral as JSON',
  help: [
    'Writes the Temporal history of a referral, such as R-7K3M-Q9TX, as JSON that frontdoor replay takes. Payloads',
    'stay encrypted. A workflow id such as referral:R-7K3M-Q9TX is taken too.',
    '',
    '  frontdoor history R-7K3M-Q9TX > referral.json',
  ].join('\n'),
  run: async (args, terminal) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const ref = onlyArgument(positionals, 'REF');
    const workflowId = ref.includes(':') ? ref : referralStream(ref);
    terminal.out(
      await withTemporal(settingsFrom(terminal.env), (client) => exportHistory(client, workflowId)),
    );
    return 0;
  },
};
