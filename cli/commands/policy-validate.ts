import { parseArgs } from 'node:util';
import { editionHash } from '../../policy/edition-hash.ts';
import { EditionError } from '../../policy/editions.ts';
import { type Command, onlyArgument } from '../command.ts';
import { policyAt } from './policy-arguments.ts';

export const policyValidate: Command = {
  name: 'policy validate',
  usage: 'FILE [--json]',
  summary: 'check a policy edition, and tell the hash it is known by',
  help: [
    'Checks the policy edition in FILE, or a shipped one by its name: its shape, and the rules no shape can tell, such as that no rating allows more',
    'time than the decision has. Each problem names the field, the rule and the value found. Exit code 0 when it is',
    'sound, 1 when it is not.',
    '',
    '  --json   the result as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const file = onlyArgument(positionals, 'FILE');
    const verdict = await verdictOn(file);
    if (values.json) terminal.out(JSON.stringify({ file, ...verdict }));
    else if (verdict.isValid) {
      terminal.out(`${file}: sound. ${verdict.edition}, in force from ${verdict.effectiveFrom}`);
      terminal.out(`sha256 ${verdict.sha256}`);
    } else for (const problem of verdict.problems) terminal.out(`${file}: ${problem}`);
    return verdict.isValid ? 0 : 1;
  },
};

type Verdict =
  | {
      readonly isValid: true;
      readonly edition: string;
      readonly effectiveFrom: string;
      readonly sha256: string;
    }
  | { readonly isValid: false; readonly problems: readonly string[] };

async function verdictOn(file: string): Promise<Verdict> {
  try {
    const policy = policyAt(file);
    const { edition, effectiveFrom } = policy;
    return { isValid: true, edition, effectiveFrom, sha256: await editionHash(policy) };
  } catch (error) {
    if (error instanceof EditionError) return { isValid: false, problems: error.problems };
    throw error;
  }
}
