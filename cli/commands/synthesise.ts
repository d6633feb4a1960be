import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { synthesiseMonth } from '../../dev/synthetic/month.ts';
import { writeMonth } from '../../dev/synthetic/month-file.ts';
import { defaultRules } from '../../policy/editions.ts';
import { type Command, UsageError } from '../command.ts';

const MOST_CONTACTS = 100_000;

export const synthesise: Command = {
  name: 'synthesise',
  usage: '--seed N --month YYYY-MM --out FILE [--contacts N]',
  summary: 'invent a month of contacts and what staff do about them',
  help: [
    'Writes an invented month of a hub of two councils as JSON lines: each contact and each thing that staff do, in',
    'order of time, and last how every referral must stand at the end. Shaped on the published figures of a real',
    'hub; nobody in it exists. The same seed, month and number give the same file, byte for byte. Play it with',
    'frontdoor run-month.',
    '',
    '  --seed N         a whole number',
    '  --month YYYY-MM  such as 2027-03',
    '  --out FILE       where to write',
    '  --contacts N     how many contacts; 400 unless told otherwise',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string' },
        month: { type: 'string' },
        out: { type: 'string' },
        contacts: { type: 'string' },
      },
    });
    const { month, out } = values;
    if (month === undefined || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
      throw new UsageError('--month must be a month such as 2027-03');
    }
    if (out === undefined) throw new UsageError('--out FILE is missing');
    const seed = wholeNumber(values.seed, '--seed', 2 ** 32 - 1);
    const contacts =
      values.contacts === undefined
        ? {}
        : { contacts: wholeNumber(values.contacts, '--contacts', MOST_CONTACTS) };
    const invented = synthesiseMonth({ seed, month, ...contacts }, defaultRules());
    await writeFile(out, writeMonth(invented));
    const { header, steps } = invented;
    terminal.out(
      `${out}: ${header.contacts} contacts about ${header.children} children, ${steps.length - header.contacts} steps of staff.`,
    );
    return 0;
  },
};

function wholeNumber(text: string | undefined, name: string, most: number): number {
  if (text === undefined) throw new UsageError(`${name} is missing`);
  if (!/^\d{1,10}$/.test(text) || Number(text) > most || Number(text) < 1) {
    throw new UsageError(`${name} must be a whole number from 1 to ${most}`);
  }
  return Number(text);
}
