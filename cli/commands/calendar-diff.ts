import { parseArgs } from 'node:util';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { dateWords } from '../../domain/words.ts';
import { type CalendarDiff, calendarDiff as diffOf, standingOf } from '../../policy/calendar-diff.ts';
import { type Command, UsageError } from '../command.ts';
import { calendarAt } from './calendar-arguments.ts';

export const calendarDiff: Command = {
  name: 'calendar diff',
  usage: 'A B [--json]',
  summary: 'tell which days differ between two calendar editions',
  help: [
    'Tells what B says about days that A does not: bank holidays added, removed, renamed, and those that became more',
    'sure or less. A and B are files, or names of shipped editions such as england-and-wales-2024-2028.',
    'Exit code 0 when they say the same of every day, 1 when they differ.',
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
      throw new UsageError('two calendar editions must be given');
    }
    const [before, after] = [calendarAt(a), calendarAt(b)];
    const diff = diffOf(before, after);
    const lines = [...spanLines(before, after), ...dayLines(diff)];
    if (values.json) terminal.out(JSON.stringify(diff));
    else terminal.out(lines.length === 0 ? 'They say the same of every day.' : lines.join('\n'));
    return lines.length === 0 ? 0 : 1;
  },
};

function spanLines(before: CalendarEdition, after: CalendarEdition): string[] {
  const span = ({ firstDay, lastDay }: CalendarEdition) => `${dateWords(firstDay)} to ${dateWords(lastDay)}`;
  return span(before) === span(after) ? [] : [`Span      ${span(before)} → ${span(after)}`];
}

function dayLines({ added, removed, renamed, restated, offsetsDiffer }: CalendarDiff): string[] {
  return [
    ...added.map(
      (day) => `Added     ${dateWords(day.date)}: ${day.title} (${standingOf(day).toLowerCase()})`,
    ),
    ...removed.map((day) => `Removed   ${dateWords(day.date)}: ${day.title}`),
    ...renamed.map(({ date, from, to }) => `Renamed   ${dateWords(date)}: ${from} → ${to}`),
    ...restated.map(
      ({ date, title, from, to }) =>
        `Restated  ${dateWords(date)}: ${title}, ${from.toLowerCase()} → ${to.toLowerCase()}`,
    ),
    ...(offsetsDiffer ? ['Offsets   the clock changes of Europe/London differ'] : []),
  ];
}
