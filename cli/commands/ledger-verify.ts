import { parseArgs } from 'node:util';
import { type LedgerFault, verifyLedger } from '../../db/ledger-verification.ts';
import { type Command, UsageError } from '../command.ts';
import { withDb } from '../connections.ts';

export const ledgerVerify: Command = {
  name: 'ledger verify',
  usage: '[STREAM] [--json]',
  summary: 'prove that nothing in the ledger was altered',
  help: [
    'Recomputes the hash of every row of the ledger and the digest of everything people wrote, and names the row of',
    'each fault. With a STREAM such as referral:R-7K3M-Q9TX only that stream is read.',
    '',
    '  --json   the result as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    if (positionals.length > 1) throw new UsageError('only one STREAM can be given');
    const [stream] = positionals;
    return withDb(terminal.env, async (db) => {
      const found = await verifyLedger(db, stream);
      if (stream !== undefined && found.rows === 0) throw new Error(`the ledger has no stream ${stream}`);
      if (values.json) terminal.out(JSON.stringify(found));
      else {
        for (const fault of found.faults) terminal.out(`FAULT ${faultWords(fault)}`);
        const verdict = found.faults.length === 0 ? 'no fault' : `${found.faults.length} faults`;
        terminal.out(
          `${found.rows} rows in ${found.streams} streams and ${found.contents} sealed contents (${found.erased} erased): ${verdict}`,
        );
      }
      return found.faults.length === 0 ? 0 : 1;
    });
  },
};

function faultWords(fault: LedgerFault): string {
  if (fault.kind === 'CONTENT') {
    return `${fault.stream}, sealed content ${fault.contentId}: the words do not fit their digest`;
  }
  const row = `${fault.stream}, row ${fault.seq}`;
  switch (fault.kind) {
    case 'HASH':
      return `${row}: the row does not fit its own hash, so it was altered`;
    case 'CHAIN':
      return `${row}: the row is not chained to the row before it`;
    case 'GAP':
      return `${row}: a row before this one is missing`;
    case 'OCCURRED_AT':
      return `${row}: the column occurred_at differs from the event`;
    case 'VOUCHED':
      return `${row}: vouches for other words than those kept as sealed content ${fault.contentId}`;
  }
}
