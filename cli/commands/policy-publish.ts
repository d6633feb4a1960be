import { parseArgs } from 'node:util';
import { type Command, UsageError } from '../command.ts';
import { hubApi } from '../hub-api.ts';
import { agreeTo, numberFrom, proposeEditionAt, proposeWithdrawal, reject } from '../rules-changes.ts';

export const policyPublish: Command = {
  name: 'policy publish',
  usage: 'FILE | --agree NO | --reject NO | --withdraw NO [--token TOKEN] [--url URL] [--no-wait]',
  summary: 'change the rules of a running hub, which takes two people',
  help: [
    'Proposes the policy edition in FILE, or by the name of a shipped one, to a running hub. It is published when',
    'another administrator agrees; the command then shows how far it has come to open cases, and ends when all go by it.',
    'Stopping the command stops nothing else. Proposals of calendars and of withdrawals are answered by the same options.',
    '',
    '  --agree NO      agree to proposal NO, and publish it if you are the second person',
    '  --reject NO     reject proposal NO',
    '  --withdraw NO   propose to withdraw publication NO, so that the rules before it hold again',
    '  --token TOKEN   who you are to the API; default FRONTDOOR_TOKEN from the environment, which others cannot read',
    '  --url URL       address of the API; that of the settings or the development stack unless told otherwise',
    '  --no-wait       do not wait for open cases',
    '',
    'Exit code 0 when it was done, 1 when the hub refused it or does not answer, 2 when the command was written wrongly.',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        agree: { type: 'string' },
        reject: { type: 'string' },
        withdraw: { type: 'string' },
        token: { type: 'string' },
        url: { type: 'string' },
        'no-wait': { type: 'boolean', default: false },
      },
    });
    const wanted = wantedOf(positionals, values);
    const context = { api: hubApi(terminal.env, values), terminal };
    switch (wanted.what) {
      case 'propose':
        await proposeEditionAt(wanted.file, 'POLICY', context);
        break;
      case 'agree':
        await agreeTo(wanted.no, { ...context, isWaiting: !values['no-wait'] });
        break;
      case 'reject':
        await reject(wanted.no, context);
        break;
      case 'withdraw':
        await proposeWithdrawal(wanted.no, context);
        break;
    }
    return 0;
  },
};

const BY_NUMBER = ['agree', 'reject', 'withdraw'] as const;
type ByNumber = (typeof BY_NUMBER)[number];

type Wanted =
  | { readonly what: 'propose'; readonly file: string }
  | { readonly what: ByNumber; readonly no: number };

/** @throws UsageError unless exactly one thing is asked for */
function wantedOf(
  files: readonly string[],
  values: Readonly<Partial<Record<ByNumber, string | undefined>>>,
): Wanted {
  const numbers = BY_NUMBER.flatMap((what): Wanted[] => {
    const text = values[what];
    return text === undefined ? [] : [{ what, no: numberFrom(text, `--${what}`) }];
  });
  const [wanted, ...others] = [...files.map((file): Wanted => ({ what: 'propose', file })), ...numbers];
  if (wanted === undefined || others.length > 0) {
    throw new UsageError('one of FILE, --agree NO, --reject NO and --withdraw NO must be given');
  }
  return wanted;
}
