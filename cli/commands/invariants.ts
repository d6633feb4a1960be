import { parseArgs } from 'node:util';
import { readInvariants } from '../../api/invariants.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { INVARIANT_WORDS } from '../../domain/invariant.ts';
import { dueWords, plural } from '../../domain/words.ts';
import { hubClock } from '../../hub-clock.ts';
import { hubNow } from '../../temporal/cases.ts';
import { type Command, UsageError } from '../command.ts';
import { withDb } from '../connections.ts';

type Report = Awaited<ReturnType<typeof readInvariants>>;

export const invariants: Command = {
  name: 'invariants',
  usage: '[--json]',
  summary: 'list open cases without an owner, a clock, a next step or a workflow',
  help: [
    'Prints what the last check of all open cases found and has not been put right since, with what to do about it: the',
    'same list as GET /v1/invariants and the page of the board. Exit code 0 when every rule holds, 1 when one is broken',
    'or the check has not run for 15 minutes.',
    '',
    '  --json   the result as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    if (positionals.length > 0) throw new UsageError('invariants takes no arguments');
    return withDb(terminal.env, async (db, config) => {
      const now = await hubNow(hubClock(db, config));
      const report = await readInvariants(db, {}, now);
      const { calendar } = await rulesAt(db, now);
      terminal.out(values.json ? JSON.stringify(report) : linesOf(report, calendar).join('\n'));
      return report.total === 0 && !report.isStale ? 0 : 1;
    });
  },
};

function linesOf(report: Report, calendar: CalendarEdition): string[] {
  const { total, byRule, violations } = report;
  const found = byRule
    .filter(({ count }) => count > 0)
    .flatMap(({ rule }) => [
      `${rule}: ${INVARIANT_WORDS[rule].broken}.`,
      `  ${INVARIANT_WORDS[rule].cure}`,
      ...violations
        .filter((violation) => violation.rule === rule)
        .map(({ stream, foundAt }) => `    ${stream}  found ${dueWords(foundAt, calendar)}`),
    ]);
  const unlisted = total > violations.length ? [`${total - violations.length} more are not listed.`] : [];
  const verdict = total === 0 ? ['Every rule holds.'] : [];
  return [...found, ...unlisted, ...verdict, lastRunWords(report, calendar)];
}

function lastRunWords({ lastRun, isStale }: Report, calendar: CalendarEdition): string {
  if (lastRun === undefined) return 'Open cases have not been checked yet.';
  const when = dueWords(lastRun.finishedAt, calendar);
  const words = `${plural(lastRun.checked, 'open case')} checked on ${when}.`;
  return isStale ? `${words} The check should run every five minutes: does a worker run?` : words;
}
