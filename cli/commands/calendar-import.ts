import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { officialUntil } from '../../domain/calendar-alarm.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { dateWords } from '../../domain/words.ts';
import { buildCalendar, calendarText } from '../../policy/calendar-build.ts';
import { fetchBankHolidays } from '../../policy/calendar-fetch.ts';
import { namedByContent } from '../../policy/calendar-name.ts';
import { GOV_UK_FILE } from '../../policy/calendars/build.ts';
import { type Command, UsageError } from '../command.ts';
import { dateFrom, dayFrom, yearFrom } from './calendar-arguments.ts';

export const calendarImport: Command = {
  name: 'calendar import',
  usage:
    '[FILE] [--from YEAR] [--to YEAR] [--add DATE=TITLE]… [--remove DATE]… [--edition NAME] [--out FILE]',
  summary: "make a calendar edition from GOV.UK's list of bank holidays",
  help: [
    "Makes the calendar edition of England and Wales from GOV.UK's bank-holidays.json: a FILE, an https address such",
    'as https://www.gov.uk/bank-holidays.json, or else the copy that is shipped. Years beyond the list are computed',
    'and marked provisional. The edition goes to standard output.',
    '',
    '  --from YEAR        first year; default 2024',
    '  --to YEAR          last year; default 2040',
    '  --add DATE=TITLE   a day proclaimed since the list, such as 2027-06-01="Day of thanks"; may be repeated',
    '  --remove DATE      a day that is no bank holiday after all, such as one moved; may be repeated',
    '  --edition NAME     its name; default: named by its years and its content',
    '  --out FILE         write it there instead',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: { type: 'string', default: '2024' },
        to: { type: 'string', default: '2040' },
        add: { type: 'string', multiple: true, default: [] },
        remove: { type: 'string', multiple: true, default: [] },
        edition: { type: 'string' },
        out: { type: 'string' },
      },
    });
    if (positionals.length > 1) throw new UsageError('only one FILE can be given');
    const [place] = positionals;
    const plan = {
      firstYear: yearFrom(values.from, '--from'),
      lastYear: yearFrom(values.to, '--to'),
      additions: values.add.map((text) => dayFrom(text, '--add')),
      removals: values.remove.map((text) => dateFrom(text, '--remove')),
      name: values.edition ?? 'england-and-wales',
    };
    const built = buildCalendar({
      ...plan,
      source: await sourceAt(place),
      sourceName: place ?? 'the shipped list',
    });
    const calendar = values.edition === undefined ? await namedByContent(built) : built;
    if (values.out === undefined) terminal.out(calendarText(calendar).trimEnd());
    else await writeFile(values.out, calendarText(calendar));
    terminal.note(summary(calendar));
    return 0;
  },
};

async function sourceAt(place: string | undefined): Promise<unknown> {
  if (place?.startsWith('https://')) return fetchBankHolidays(place);
  if (place?.startsWith('http://'))
    throw new UsageError(`FILE must be a file or an https address, not ${place}`);
  const text = await readFile(place ?? GOV_UK_FILE, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${place}: must be a JSON file`, { cause });
  }
}

function summary(calendar: CalendarEdition): string {
  const { edition, bankHolidays, lastDay } = calendar;
  const until = officialUntil(calendar);
  const beyond = until < lastDay ? `, then provisional to ${dateWords(lastDay)}` : '';
  return `${edition}: ${bankHolidays.length} bank holidays, official until ${dateWords(until)}${beyond}.`;
}
