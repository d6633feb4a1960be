import { workingDaysBetween } from '../calendar.ts';
import type { Instant } from '../instant.ts';
import { daysBetween, localTimeOf } from '../local-time.ts';
import type { HubRules } from '../policy.ts';
import type { ChildProtection } from './state.ts';

/** How long a family has waited for a quorate strategy discussion, however many were planned meanwhile (E32). */
export type Drift = {
  readonly since: Instant;
  /** End of the first quorate discussion; absent while there was none, and the days are counted to the present. */
  readonly until?: Instant;
  /** Days after the day of reasonable cause. */
  readonly workingDays: number;
  readonly calendarDays: number;
  readonly planned: number;
  readonly held: number;
};

/** @throws DomainError CALENDAR_EXHAUSTED outside the calendar's span */
export function drift(
  { reasonableCauseAt: since, discussions }: Pick<ChildProtection, 'reasonableCauseAt' | 'discussions'>,
  now: Instant,
  { calendar }: HubRules,
): Drift {
  const [until] = discussions
    .flatMap(({ held }) => (held?.isQuorate === true ? [held.endedAt] : []))
    .toSorted();
  const from = localTimeOf(since, calendar).date;
  const to = localTimeOf(until ?? now, calendar).date;
  return {
    since,
    ...(until !== undefined && { until }),
    workingDays: workingDaysBetween(from, to, calendar),
    calendarDays: daysBetween(from, to),
    planned: discussions.filter(({ planned }) => planned !== undefined).length,
    held: discussions.filter(({ held }) => held !== undefined).length,
  };
}
