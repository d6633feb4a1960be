import { parseArgs } from 'node:util';
import type { ClockExplanation } from '../../domain/clock-explanation.ts';
import { hubClock } from '../../hub-clock.ts';
import { hubNow } from '../../temporal/cases.ts';
import { clockLines } from '../case-lines.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { withDb } from '../connections.ts';
import { type ToldCase, toldCase } from '../told-cases.ts';

export const explain: Command = {
  name: 'explain',
  usage: 'REF [CLOCK] [--json]',
  summary: 'tell where a case stands and why its clocks are due when they are',
  help: [
    'Tells where a referral such as R-7K3M-Q9TX stands, or a case after its decision such as R-7K3M-Q9TX.A1: each clock',
    'in one sentence and one table, who acts next, and everything that happened so far, from the ledger. Words that',
    'people wrote are not shown.',
    '',
    '  CLOCK    only this clock, such as DECISION, FEEDBACK-2 or RAG_TARGET',
    '  --json   the case, its next action, its clocks explained and its ledger rows as JSON; with CLOCK, that clock',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const { ref, clock } = namedIn(positionals);
    return withDb<ExitCode>(terminal.env, async (db, config) => {
      const told = await toldCase(db, ref, await hubNow(hubClock(db, config)));
      if (clock !== undefined) {
        const explained = clockNamed(told, clock);
        terminal.out(values.json ? JSON.stringify(explained) : clockLines(explained).join('\n'));
        return 0;
      }
      terminal.out(values.json ? told.json() : told.lines().join('\n'));
      return 0;
    });
  },
};

function namedIn([ref, clock, ...others]: readonly string[]): { ref: string; clock: string | undefined } {
  if (ref === undefined) throw new UsageError('REF is missing');
  if (others.length > 0) throw new UsageError('only one REF and one CLOCK can be given');
  return { ref, clock };
}

function clockNamed({ called, explanations }: ToldCase, id: string): ClockExplanation {
  const explained = explanations.get(id);
  if (explained === undefined) {
    const ids = [...explanations.keys()].join(', ');
    throw new Error(`${called} has no clock of that name; it has ${ids}`);
  }
  return explained;
}
