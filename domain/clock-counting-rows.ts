import type { CalendarEdition } from './calendar-edition.ts';
import type { CountedRun, SkippedRun, Stillness } from './clock-counting.ts';
import type { ClockReading } from './clock-reading.ts';
import { type ClockRow, inSentences, whenWords } from './clock-row.ts';
import { DAY_MS, msFromInstant } from './instant.ts';
import { countsHubHours } from './limits.ts';
import { daysBetween, instantAt, localTimeOf } from './local-time.ts';
import type { HubRules, Limit } from './policy.ts';
import { dateWords, dueWords, durationWords, hoursWords, plural } from './words.ts';
import { workingTimeBetween } from './working-time.ts';

/** What counted, what did not and when the clock stood still; none when its rules are not at hand. */
export function countingRows({ counting, stills, clock }: ClockReading): ClockRow[] {
  if (counting === undefined) return [];
  const { rules, counted, skipped } = counting;
  return [
    ...counted.map((run) => countedRow(run, clock.limit, rules.calendar)),
    ...skipped.map((run) => skippedRow(run, rules.calendar)),
    ...stills.map((still) => pausedRow(still, clock.limit, rules)),
  ];
}

function countedRow(run: CountedRun, limit: Limit, calendar: CalendarEdition): ClockRow {
  const { from, to } = run;
  return {
    what: 'COUNTED',
    from,
    to,
    when: whenWords(from, to, calendar),
    words: countedWords([run], limit),
  };
}

/** How much counted: `32 working hours on 4 days`, `26 hours`, `2 calendar days`. */
export function countedWords(runs: readonly CountedRun[], { unit, amount }: Limit): string {
  const ms = runs.reduce((sum, { countedMs }) => sum + countedMs, 0);
  const days = runs.reduce((sum, run) => sum + run.days, 0);
  if (countsHubHours(unit)) {
    const hours = hoursWords(ms, 'working ');
    return days === 1 ? hours : `${hours} on ${days} days`;
  }
  return unit === 'CD' && amount > 0 && runs.length === 1 ? plural(days, 'calendar day') : durationWords(ms);
}

function skippedRow({ first, last, reason }: SkippedRun, calendar: CalendarEdition): ClockRow {
  return {
    what: 'SKIPPED',
    from: instantAt(first, 0, calendar),
    to: instantAt(last, DAY_MS, calendar),
    when: first === last ? dateWords(first) : `${dateWords(first)} to ${dateWords(last)}`,
    words: inSentences(reason),
  };
}

function pausedRow(still: Stillness, limit: Limit, rules: HubRules): ClockRow {
  const { from, until, lasts, pauses } = still;
  const amount = stillWords(still, limit, rules);
  const overlap = pauses > 1 ? [`${pauses} pauses overlap and count once`] : [];
  if (lasts) {
    const words = inSentences(`it stands still, ${amount} so far`, ...overlap);
    return { what: 'PAUSED', from, when: `${dueWords(from, rules.calendar)} until now`, words };
  }
  const words = inSentences(`it stood still for ${amount} and is due that much later`, ...overlap);
  return { what: 'PAUSED', from, to: until, when: whenWords(from, until, rules.calendar), words };
}

/** How long a clock stood still, in what its limit counts. */
export function stillWords({ from, until }: Stillness, { unit }: Limit, rules: HubRules): string {
  switch (unit) {
    case 'WD':
    case 'WH': {
      const ms = workingTimeBetween(from, until, rules);
      return ms === 0 ? 'no working time' : hoursWords(ms, 'working ');
    }
    case 'CH':
      return durationWords(msFromInstant(until) - msFromInstant(from));
    case 'CD': {
      const { calendar } = rules;
      return plural(
        daysBetween(localTimeOf(from, calendar).date, localTimeOf(until, calendar).date),
        'calendar day',
      );
    }
  }
}
