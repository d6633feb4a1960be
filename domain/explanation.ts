import { countedTime, countsWholeDays, type SkippedDay, skippedDays } from './counting.ts';
import { addMs, HOUR_MS, type Instant, msFromInstant } from './instant.ts';
import { countsHubHours, dueAt } from './limits.ts';
import { localTimeOf } from './local-time.ts';
import type { HubRules, Limit } from './policy.ts';
import { dateWords, dueWords, limitWords, timeWords } from './words.ts';
import { isDuringHubHours, nextOpening, type OpenStretch } from './working-time.ts';

/** Why a limit is due when it is. */
export type Explanation = {
  readonly dueAt: Instant;
  /** Plain English for a screen or a letter; names dates and times only. */
  readonly sentence: string;
  /** The time that counted, day by day: hub hours for WD and WH, all hours for CH and CD. */
  readonly counted: readonly OpenStretch[];
  /** Empty for CH and CD, which count every day. */
  readonly skipped: readonly SkippedDay[];
};

/**
 * Answers "why is it due then?" for a limit that began at `start` and was never paused.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function explainDue(start: Instant, limit: Limit, rules: HubRules): Explanation {
  const due = dueAt(start, limit, rules);
  const span = { start, due, limit };
  const skipped = skippedDays(span, rules);
  const sentence = [
    `Started ${dueWords(start, rules.calendar)}${startRemark(start, limit, rules)}.`,
    `The ${limitRule(start, limit, rules)}.`,
    skipped.length === 0 ? '' : `Not counted: ${skippedWords(skipped)}.`,
    ...clockChanges(start, due, rules).map((words) => `${words}.`),
    `Due ${dueWords(due, rules.calendar)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
  return { dueAt: due, sentence, counted: countedTime(span, rules), skipped };
}

/** What a start outside hub hours means for a limit, to follow the start; empty where it means nothing. */
export function startRemark(start: Instant, limit: Limit, rules: HubRules): string {
  const hasTimeOfDay = limit.at !== undefined;
  if (!countsHubHours(limit.unit) || hasTimeOfDay || isDuringHubHours(start, rules)) {
    return '';
  }
  const opening = nextOpening(start, rules);
  if (opening.opensAt === start) {
    return ', at opening';
  }
  return countsWholeDays(limit, rules)
    ? ', outside hub hours'
    : `, outside hub hours, so it counts from the next opening, ${dueWords(opening.opensAt, rules.calendar)}`;
}

/**
 * How a limit is counted: `limit is 1 working day: due at the same time on the next working day`.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function limitRule(start: Instant, limit: Limit, rules: HubRules): string {
  const is = `limit is ${limitWords(limit)}`;
  switch (limit.unit) {
    case 'WD':
      if (limit.at !== undefined) {
        return `${is}: a working day on which ${limit.at} is still to come counts`;
      }
      return countsWholeDays(limit, rules)
        ? `${is}: the day it started is day 0, and it is due at closing on day ${limit.amount}`
        : `${is}: ${oneWorkingDayWords(start, dueAt(start, limit, rules), rules)}`;
    case 'WH':
      return `${is}, counted only while the hub is open`;
    case 'CH':
      return `${is}, counted day and night on every day`;
    case 'CD':
      if (limit.amount === 0) return `${is}: it is due at the midnight that ends it`;
      return `${is}: the day it started is day 0, and it is due at the midnight that ends day ${limit.amount}`;
  }
}

function oneWorkingDayWords(start: Instant, due: Instant, rules: HubRules): string {
  const { calendar } = rules;
  if (!isDuringHubHours(start, rules)) {
    return 'due at closing on that day';
  }
  if (localTimeOf(start, calendar).msOfDay === localTimeOf(due, calendar).msOfDay) {
    return 'due at the same time on the next working day';
  }
  const boundary = localTimeOf(start, calendar).msOfDay > localTimeOf(due, calendar).msOfDay;
  return `due on the next working day, when the hub ${boundary ? 'closes' : 'opens'} at ${timeWords(due, calendar)}`;
}

/** Beyond this many days a sentence names the bank holidays and only counts the rest. */
export const MOST_DAYS_NAMED = 7;

/** `Fri 26 Mar 2027: Good Friday; 8 days at weekends`. */
function skippedWords(skipped: readonly SkippedDay[]): string {
  const isNamed = ({ reason }: SkippedDay) => skipped.length <= MOST_DAYS_NAMED || reason !== 'weekend';
  const names = skipped.filter(isNamed).map(({ date, reason }) => `${dateWords(date)}: ${reason}`);
  const others = skipped.length - names.length;
  return [...names, ...(others > 0 ? [`${others} days at weekends`] : [])].join('; ');
}

/** One week: beyond it a number of hours tells nobody anything. */
const MOST_HOURS_TOLD = 7 * 24;

/** The changes of the clock between two instants, and how many hours pass in all; one text or none. */
export function clockChanges(start: Instant, due: Instant, { calendar }: HubRules): [] | [string] {
  const changes = calendar.offsetChanges.filter(({ from }) => start < from && from <= due);
  if (changes.length === 0) {
    return [];
  }
  const words = changes.map(({ from, offsetMinutes }) => {
    const goesForward = offsetMinutes > localTimeOf(addMs(from, -1), calendar).offsetMinutes;
    return `Clocks go ${goesForward ? 'forward' : 'back'} on ${dateWords(localTimeOf(from, calendar).date)}`;
  });
  const hours = (msFromInstant(due) - msFromInstant(start)) / HOUR_MS;
  const isTelling = Number.isInteger(hours) && hours <= MOST_HOURS_TOLD;
  return [`${words.join('; ')}${isTelling ? `, so ${hours} hours pass in all` : ''}`];
}
