import type { SkippedRun } from './clock-counting.ts';
import type { Arming, ClockReading } from './clock-reading.ts';
import { countedWords, stillWords } from './clock-counting-rows.ts';
import { STOP_CAUSES } from './clock-rows.ts';
import { limitRule, MOST_DAYS_NAMED, startRemark } from './explanation.ts';
import { CLOCK_NAMES } from './vocabulary.ts';
import { dateWords, dueWords, limitWords } from './words.ts';

/** A clock in one sentence: why it started, what it counted, when it is due, why it stopped, by what margin. */
export function clockSentence(reading: ClockReading): string {
  const { clock, armings, margin } = reading;
  const [first, ...others] = armings;
  const clauses = [
    startClause(first, reading),
    ...others.map(
      (arming) => `re-armed ${wordsAt(arming.occurredAt, reading)}, because ${reading.causeOf(arming)}`,
    ),
    `the ${rule(reading)}`,
    ...countedClauses(reading),
    ...pauseClauses(reading),
    dueClause(reading),
    ...(clock.status === 'STOPPED'
      ? [`stopped ${wordsAt(clock.stoppedAt, reading)}, because ${STOP_CAUSES[clock.stoppedBy]}`]
      : []),
    margin,
  ];
  return `${CLOCK_NAMES[clock.kind]}: ${clauses.join('; ')}.`;
}

function startClause(arming: Arming, reading: ClockReading): string {
  const { clock, counting } = reading;
  const remark = counting === undefined ? '' : startRemark(clock.startedAt, clock.limit, counting.rules);
  return `started ${wordsAt(clock.startedAt, reading)}, because ${reading.causeOf(arming)}${remark}`;
}

function rule({ clock, counting }: ClockReading): string {
  const { startedAt, limit } = clock;
  return counting === undefined
    ? `limit is ${limitWords(limit)}`
    : limitRule(startedAt, limit, counting.rules);
}

function countedClauses({ clock, counting }: ClockReading): string[] {
  if (counting === undefined) return [];
  const { counted, skipped, skippedDays } = counting;
  const isNamed = ({ reason }: { reason: string }) =>
    skippedDays.length <= MOST_DAYS_NAMED || reason !== 'weekend';
  const unnamed = skippedDays.filter((day) => !isNamed(day)).length;
  const left = [
    ...skipped.filter(isNamed).map(skippedWords),
    ...(unnamed > 0 ? [`${unnamed} days at weekends`] : []),
  ];
  return [
    `counted ${countedWords(counted, clock.limit)}`,
    ...(left.length > 0 ? [`not counted ${left.join(', ')}`] : []),
  ];
}

function skippedWords({ first, last, reason }: SkippedRun): string {
  return `${dateWords(first)}${first === last ? '' : ` to ${dateWords(last)}`} (${reason})`;
}

function pauseClauses({ clock, counting, rules, stills }: ClockReading): string[] {
  if (stills.length === 0) return [];
  const amounts = stills.map((still) => stillWords(still, clock.limit, counting?.rules ?? rules));
  const times = stills.length === 1 ? 'once' : `${stills.length} times`;
  return [`paused ${times} (${amounts.join(', ')})`];
}

function dueClause(reading: ClockReading): string {
  const due = `due ${wordsAt(reading.dueAt, reading)}`;
  return reading.clock.status === 'PAUSED' ? `stands still, ${due} if it runs on now` : due;
}

function wordsAt(at: Parameters<typeof dueWords>[0], { counting, rules }: ClockReading): string {
  return dueWords(at, (counting?.rules ?? rules).calendar);
}
