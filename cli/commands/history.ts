import { parseArgs } from 'node:util';
import { readFamily, workflowsOf } from '../../db/families.ts';
import { followOnStream, kindNamedBy } from '../../domain/follow-on/stream.ts';
import { referralStream } from '../../domain/streams.ts';
import { exportFamily } from '../../temporal/family-histories.ts';
import { exportHistory } from '../../temporal/replay.ts';
import { type Command, onlyArgument, type Terminal } from '../command.ts';
import { withDb, withTemporal } from '../connections.ts';
import { settingsFrom } from '../settings.ts';

export const history: Command = {
  name: 'history',
  usage: 'REF',
  summary: 'write the workflow history of a case, or of a whole family, as JSON',
  help: [
    'Writes the Temporal history of a referral, such as R-7K3M-Q9TX, or of a case after its decision, such as',
    'R-7K3M-Q9TX.A1, as JSON that frontdoor replay takes. Payloads stay encrypted. A workflow id such as',
    'referral:R-7K3M-Q9TX is taken too.',
    '',
    'With the reference of a contact, such as C-4HD2-9WBN, every history of the family goes into one file: of its',
    'referrals, of what agencies were asked, and of all cases that followed, each run for itself.',
    '',
    '  frontdoor history R-7K3M-Q9TX > referral.json',
    '  frontdoor history C-4HD2-9WBN > family.json',
  ].join('\n'),
  run: async (args, terminal) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const ref = onlyArgument(positionals, 'REF');
    if (CONTACT.test(ref)) return writeFamily(ref, terminal);
    const workflowId = workflowOf(ref);
    terminal.out(
      await withTemporal(settingsFrom(terminal.env), (client) => exportHistory(client, workflowId)),
    );
    return 0;
  },
};

const CONTACT = /^C-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

function workflowOf(ref: string): string {
  if (ref.includes(':')) return ref;
  const kind = kindNamedBy(ref);
  return kind === undefined ? referralStream(ref) : followOnStream(kind, ref);
}

/** 1 when a case has no history any more, which is named; the others are written all the same. */
async function writeFamily(contactRef: string, terminal: Terminal): Promise<0 | 1> {
  return withDb(terminal.env, async (db, config) => {
    const family = await readFamily(db, contactRef);
    if (family.referrals.length === 0) throw new Error(`there is no contact ${contactRef}`);
    const { text, missing } = await withTemporal(config, (client) =>
      exportFamily(client, contactRef, workflowsOf(family)),
    );
    terminal.out(text);
    for (const workflowId of missing) terminal.note(`${workflowId} has no history in Temporal`);
    return missing.length === 0 ? 0 : 1;
  });
}
