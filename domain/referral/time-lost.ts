import { earlier, type Instant, MINUTE_MS } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { dueWords } from '../words.ts';
import { workingTimeBetween } from '../working-time.ts';
import type { Clarification } from './clarification.ts';
import type { Referral } from './state.ts';

/** Time in which the hub waited for the referrer. No clock stops for it; it says who could have been quicker. */
export type TimeLost = {
  readonly questionNo: number;
  readonly from: Instant;
  /** Absent while the question is open. */
  readonly to?: Instant;
  /** Whole minutes of hub hours between the question and its end, or now. */
  readonly workingMinutes: number;
  readonly attributedTo: 'REFERRER';
};

/**
 * The time each question to the referrer was open, up to `now`, in the order they were asked.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span
 */
export function timeLost(referral: Referral, now: Instant, rules: HubRules): TimeLost[] {
  return (referral.clarifications ?? [])
    .filter(({ askedAt }) => askedAt <= now)
    .map((question) => {
      const to = endOf(question, referral);
      const until = to === undefined ? now : earlier(to, now);
      const minutes = workingTimeBetween(question.askedAt, until, rules) / MINUTE_MS;
      return {
        questionNo: question.no,
        from: question.askedAt,
        ...(to !== undefined && { to }),
        workingMinutes: Math.floor(minutes),
        attributedTo: 'REFERRER',
      };
    });
}

/** A question nobody answered ends with its case. */
function endOf({ endedAt }: Clarification, referral: Referral): Instant | undefined {
  return endedAt ?? ('closedAt' in referral ? referral.closedAt : undefined);
}

/**
 * How long the hub waited for the referrer, to follow the explanation of a clock; empty where it never did.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span
 */
export function timeLostWords(referral: Referral, now: Instant, rules: HubRules): string {
  const lost = timeLost(referral, now, rules);
  if (lost.length === 0) return '';
  const each = lost.map(({ questionNo, from, to, workingMinutes }) => {
    const until = to === undefined ? 'still open' : `until ${dueWords(to, rules.calendar)}`;
    return `question ${questionNo} from ${dueWords(from, rules.calendar)}, ${until}: ${minutesWords(workingMinutes)}`;
  });
  return `Waiting for the referrer, while this clock ran on: ${each.join('; ')}.`;
}

/** `1 hour 5 minutes of hub hours`. */
export function minutesWords(workingMinutes: number): string {
  const hours = Math.floor(workingMinutes / 60);
  const minutes = workingMinutes % 60;
  const parts = [
    ...(hours > 0 ? [`${hours} ${hours === 1 ? 'hour' : 'hours'}`] : []),
    ...(minutes > 0 || hours === 0 ? [`${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`] : []),
  ];
  return `${parts.join(' ')} of hub hours`;
}
