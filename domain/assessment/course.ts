import { armClock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { stopClocks } from '../follow-on/clock-keeping.ts';
import type { Context } from '../follow-on/kind.ts';
import { type Instant, isCivilDate } from '../instant.ts';
import { dueAt } from '../limits.ts';
import { daysBetween, localTimeOf } from '../local-time.ts';
import { clockLimit } from '../policy.ts';
import { pastInstant } from '../referral/past-instant.ts';
import type { Asked } from './commands.ts';
import type { Event } from './evolve.ts';
import type { Assessment } from './state.ts';

/**
 * A time of its own for this child, counted from receipt like the limit of the policy and never longer.
 * @throws DomainError CLOCK_NOT_RUNNING, TIMESCALE_NOT_ALLOWED
 */
export function timescaleSet(
  state: Assessment,
  { workingDays, reason }: Asked<'setTimescale'>,
  { actor, now, rules }: Context,
): Event[] {
  const clock = state.clocks.find(({ kind }) => kind === 'ASSESSMENT');
  const longest = clockLimit(rules.policy, 'ASSESSMENT')?.limit;
  if (clock?.status !== 'RUNNING' || longest === undefined) {
    throw new DomainError('CLOCK_NOT_RUNNING', 'A time that is up, or has ended, is not set anew');
  }
  const isWithin = Number.isInteger(workingDays) && workingDays >= 1 && workingDays <= longest.amount;
  const terms = isWithin
    ? armClock({ ...clock, limit: { amount: workingDays, unit: 'WD' } }, now, rules)
    : undefined;
  if (terms === undefined || terms.dueAt <= now) {
    throw new DomainError(
      'TIMESCALE_NOT_ALLOWED',
      `A time for one child ends after now and within ${longest.amount} working days of receipt (policy ${rules.policy.edition}, ASSESSMENT)`,
      'workingDays',
    );
  }
  const limitDueAt = dueAt(clock.startedAt, longest, rules);
  return [
    { type: 'TimescaleSet', occurredAt: now, workingDays, reason, limitDueAt, setBy: actor.userId },
    {
      type: 'ClockRearmed',
      occurredAt: now,
      terms,
      previousDueAt: clock.dueAt,
      reason: 'TIMESCALE_SET',
    },
  ];
}

/**
 * The first visit stops the clock (C10), at the instant of the visit and not when it is written down.
 * @throws DomainError INVALID_INSTANT
 */
export function childSeen(
  state: Assessment,
  { seenAt, alone, note }: Asked<'recordChildSeen'>,
  { actor, now, rules }: Context,
): Event[] {
  pastInstant(seenAt, 'seenAt', state.receivedAt, now);
  const clock = state.clocks.find(({ kind }) => kind === 'CHILD_SEEN_S17');
  const stopsAt: Instant = clock !== undefined && clock.startedAt > seenAt ? clock.startedAt : seenAt;
  return [
    { type: 'AssessmentChildSeen', occurredAt: now, seenAt, alone, note, recordedBy: actor.userId },
    ...stopClocks(state, { kinds: ['CHILD_SEEN_S17'] }, 'CHILD_SEEN', stopsAt, rules),
  ];
}

export function checkpointReviewed(
  state: Assessment,
  { note }: Asked<'reviewCheckpoint'>,
  { actor, now, rules }: Context,
): Event[] {
  return [
    { type: 'CheckpointReviewed', occurredAt: now, note, reviewedBy: actor.userId },
    ...stopClocks(state, { kinds: ['ASSESSMENT_CHECKPOINT'] }, 'REVIEWED', now, rules),
  ];
}

/** A year beyond the limit at most: a date further off is a slip of the pen. */
const MOST_DAYS = 366;

/**
 * Why it will take longer, and until when (E34). The clock is not moved, so it is late in the figures all the same;
 * what is given only when the time was up is kept as such.
 * @throws DomainError INVALID_INSTANT
 */
export function overrunExplained(
  state: Assessment,
  { reason, newDate }: Asked<'explainOverrun'>,
  { actor, now, rules }: Context,
): Event[] {
  const due = state.clocks.find(({ kind }) => kind === 'ASSESSMENT')?.dueAt ?? now;
  const dueOn = localTimeOf(due, rules.calendar).date;
  const today = localTimeOf(now, rules.calendar).date;
  const isFit =
    isCivilDate(newDate) && newDate > dueOn && newDate >= today && daysBetween(dueOn, newDate) <= MOST_DAYS;
  if (!isFit) {
    throw new DomainError(
      'INVALID_INSTANT',
      'The new date is a day from today on and after the one it was due, such as 2027-03-25',
      'newDate',
    );
  }
  const givenLate = now > due;
  return [
    { type: 'OverrunExplained', occurredAt: now, reason, newDate, givenLate, explainedBy: actor.userId },
  ];
}

/** @throws DomainError MISSING_FIELD */
export function agreementRecorded(
  { status, givenBy, reason }: Asked<'recordAgreement'>,
  { actor, now }: Context,
): Event[] {
  if (status !== 'GIVEN' && reason === undefined) {
    throw new DomainError('MISSING_FIELD', 'Record why the family does not agree', 'reason');
  }
  const content = { status, givenBy, ...(reason && { reason }) };
  return [{ type: 'AssessmentAgreementRecorded', occurredAt: now, ...content, recordedBy: actor.userId }];
}

/**
 * Significant harm is suspected: a strategy discussion is due, and the assessment goes on beside it (transition 18).
 * @throws DomainError INVALID_INSTANT
 */
export function newRiskReported(
  state: Assessment,
  { reason, urgency, reasonableCauseAt }: Asked<'reportNewRisk'>,
  { actor, now }: Context,
): Event[] {
  pastInstant(reasonableCauseAt, 'reasonableCauseAt', undefined, now);
  const no = (state.newRisks?.length ?? 0) + 1;
  const content = { no, reason, urgency, reasonableCauseAt };
  return [{ type: 'NewRiskReported', occurredAt: now, ...content, reportedBy: actor.userId }];
}
