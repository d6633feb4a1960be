import { parseArgs } from 'node:util';
import { DateTime } from 'luxon';
import { alarmWords, calendarAlarm, officialUntil } from '../../domain/calendar-alarm.ts';
import type { BankHoliday, CalendarEdition } from '../../domain/calendar-edition.ts';
import type { LocalDate } from '../../domain/instant.ts';
import { dateWords } from '../../domain/words.ts';
import { standingOf } from '../../policy/calendar-diff.ts';
import { contentHash } from '../../policy/calendar-name.ts';
import { defaultRules } from '../../policy/editions.ts';
import { type Command, UsageError } from '../command.ts';
import { calendarAt, dateFrom } from './calendar-arguments.ts';

export const calendarCheck: Command = {
  name: 'calendar check',
  usage: '[FILE] [--on DATE] [--json]',
  summary: 'check a calendar edition and how long its official bank holidays last',
  help: [
    'Checks a calendar edition, a FILE or the name of a shipped one, and tells its span, until when its bank holidays',
    'are official, its days by year, and what was changed by hand. Without FILE, the edition a hub starts with.',
    'Exit code 1 when fewer than six months of official bank holidays remain, or the edition is unsound.',
    '',
    '  --on DATE   the day to judge it on; default today',
    '  --json      the result as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { on: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    if (positionals.length > 1) throw new UsageError('only one FILE can be given');
    const [place] = positionals;
    const calendar = place === undefined ? defaultRules().calendar : calendarAt(place);
    const alarm = calendarAlarm(calendar, values.on === undefined ? today() : dateFrom(values.on, '--on'));
    if (values.json) {
      terminal.out(JSON.stringify({ ...(await factsOf(calendar)), alarm: alarm ?? null }));
    } else {
      terminal.out((await factLines(calendar)).join('\n'));
      if (alarm !== undefined) terminal.note(`ALARM ${alarmWords(alarm)}`);
    }
    return alarm === undefined ? 0 : 1;
  },
};

type Year = { readonly year: string; readonly days: number; readonly provisional: number };

async function factsOf(calendar: CalendarEdition) {
  const { edition, firstDay, lastDay, bankHolidays, removedDays = [] } = calendar;
  return {
    edition,
    contentHash: await contentHash(calendar),
    firstDay,
    lastDay,
    officialUntil: officialUntil(calendar),
    years: yearsOf(bankHolidays),
    added: bankHolidays.filter((day) => standingOf(day) === 'MANUAL'),
    removed: removedDays,
  };
}

async function factLines(calendar: CalendarEdition): Promise<string[]> {
  const facts = await factsOf(calendar);
  const years = facts.years.map(({ year, days, provisional }) => {
    return `  ${year}  ${days} bank holidays${provisional > 0 ? `, ${provisional} provisional` : ''}`;
  });
  return [
    `Calendar  ${facts.edition}`,
    `Content   ${facts.contentHash}`,
    `Span      ${dateWords(facts.firstDay)} to ${dateWords(facts.lastDay)}`,
    `Official  until ${dateWords(facts.officialUntil)}`,
    ...facts.added.map(({ date, title }) => `By hand   added ${dateWords(date)}: ${title}`),
    ...facts.removed.map((date) => `By hand   removed ${dateWords(date)}`),
    ...years,
  ];
}

function yearsOf(bankHolidays: readonly BankHoliday[]): Year[] {
  const years = [...new Set(bankHolidays.map(({ date }) => date.slice(0, 4)))];
  return years.map((year) => {
    const days = bankHolidays.filter(({ date }) => date.startsWith(`${year}-`));
    return {
      year,
      days: days.length,
      provisional: days.filter((day) => standingOf(day) === 'PROVISIONAL').length,
    };
  });
}

function today(): LocalDate {
  return DateTime.now().setZone('Europe/London').toISODate() as LocalDate;
}
