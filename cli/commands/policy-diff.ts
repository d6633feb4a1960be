import { parseArgs } from 'node:util';
import type { PolicyEdition } from '../../policy/policy-edition.ts';
import { type PolicyDifference, policyDiff as diffOf } from '../../policy/policy-diff.ts';
import { type Command, UsageError } from '../command.ts';
import { policyAt } from './policy-arguments.ts';

export const policyDiff: Command = {
  name: 'policy diff',
  usage: 'A B [--json]',
  summary: 'tell which rules differ between two policy editions',
  help: [
    'Tells each rule on which B differs from A, from what to what, and the source B gives for it. A and B are files,',
    'or names of shipped editions: default, hackney, merton, oxfordshire, surrey-police. The names and dates of the',
    'editions are no rules. Exit code 0 when all rules are the same, 1 when some differ.',
    '',
    '  --json   the result as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const [a, b, ...others] = positionals;
    if (a === undefined || b === undefined || others.length > 0) {
      throw new UsageError('two policy editions must be given');
    }
    const [before, after] = [policyAt(a), policyAt(b)];
    const differences = diffOf(before, after);
    if (values.json) {
      terminal.out(JSON.stringify({ from: before.edition, to: after.edition, differences }));
    } else {
      terminal.out([headline(before, after), ...table(differences)].join('\n'));
    }
    return differences.length === 0 ? 0 : 1;
  },
};

function headline(before: PolicyEdition, after: PolicyEdition): string {
  const named = ({ edition, effectiveFrom }: PolicyEdition) => `${edition} (from ${effectiveFrom})`;
  return `${named(before)} → ${named(after)}`;
}

function table(differences: readonly PolicyDifference[]): string[] {
  if (differences.length === 0) return ['All rules are the same.'];
  const width = Math.max(...differences.map(({ rule }) => rule.length));
  const sources = new Set<string>();
  return differences.flatMap(({ rule, from, to, source }) => {
    const row = `${rule.padEnd(width)}  ${from ?? 'not said'} → ${to ?? 'not said'}`;
    if (source === null || sources.has(source)) return [row];
    sources.add(source);
    return [row, `${' '.repeat(width)}  Source: ${source}`];
  });
}
