import { SYSTEM_ACTOR } from '../actor.ts';
import { type Clock, type ClockEvent, clockIdOf, type HubStopReason, type StopReason } from '../clock.ts';
import { milestones, nextWakeAt } from '../clock-milestones.ts';
import { endPause, pauseClock } from '../clock-pausing.ts';
import type { HubRules } from '../policy.ts';
import {
  amendedFeedbackClock,
  latestDueAt,
  occasionalClock,
  ragTarget,
  stopClock,
  stopClocks,
} from '../referral/clock-keeping.ts';
import type { ReferralEvent } from '../referral/events.ts';
import { renewedDecisionClock } from '../referral/reopen.ts';
import type { Referral } from '../referral/state.ts';
import { type ClockKind, OCCASIONAL_CLOCKS, type OccasionalClock } from '../vocabulary.ts';
import type { ShownEvent, ShownRow } from './certificate.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { STOPS } from './stops.ts';

/** A case as far as the shown rows tell it, and the rules it runs under. */
export type Standing = { readonly referral: Referral; readonly rules: HubRules };

/**
 * What the rules make of what a row records: its own event first, then everything that must follow it in the same
 * step. `following` are the rows after it.
 * @throws DoesNotHold when the rules have no place for such a row here; DomainError when they refuse it
 */
export function expectedFrom(
  row: ShownRow,
  { referral, rules }: Standing,
  following: readonly ShownRow[],
): readonly ReferralEvent[] {
  const { event } = row;
  switch (event.type) {
    case 'ReferralReceived':
    case 'RulesAdopted':
      throw unexpected(row, 'a referral is received once and adopts rules by a publication');
    case 'ReferralRated':
      assertCommanded(row);
      return [ratingOf(row, event, referral), ...ragTarget(referral, event.rag, event.occurredAt, rules)];
    case 'ClockWarned':
    case 'ClockBreached':
    case 'ClockEscalated':
      return [milestoneOf(row, clockOf(row, referral), rules)];
    case 'ClockPaused': {
      assertCommanded(row);
      const by = { by: row.actor.userId, at: event.occurredAt };
      return pauseClock(clockOf(row, referral), event.reason, by, rules);
    }
    case 'ClockPauseEnded':
      return event.endedBy === SYSTEM_ACTOR.userId
        ? stopAfterPause(row, { referral, rules }, following)
        : endOfPause(row, event.pauseNo, { referral, rules });
    case 'ClockStopped':
      return stopOf(row, event, { referral, rules });
    case 'ClockStarted':
      assertCommanded(row);
      return startOf(row, event, { referral, rules });
    case 'ClockRearmed':
      throw unexpected(row, 'no row before it moves this clock');
  }
}

/**
 * Refuses a command recorded while a clock had still to say what was past: the hub says it first, always.
 * @throws DoesNotHold
 */
export function assertNothingUnsaid(row: ShownRow, { clocks }: Referral): void {
  if (row.commandId === undefined || row.event.type === 'RulesAdopted') return;
  for (const clock of clocks) {
    const wake = nextWakeAt(clock);
    if (wake !== undefined && wake <= row.recordedAt) {
      throw new DoesNotHold(
        `row ${row.seq}`,
        `recorded at ${row.recordedAt}, but no row before it says that the clock ${clock.id} was ${dueWords(clock)} at ${wake}`,
      );
    }
  }
}

function dueWords(clock: Clock): string {
  if (clock.status === 'LATE') return 'to be escalated';
  const hasWarning = clock.status === 'RUNNING' && clock.warnings[clock.warningsGiven] !== undefined;
  return hasWarning ? 'to warn' : 'late';
}

function ratingOf(
  row: ShownRow,
  event: Extract<ShownEvent, { type: 'ReferralRated' }>,
  { rating }: Referral,
): ReferralEvent {
  const { previous: _previous, ...rest } = event;
  return { ...rest, ...(rating && { previous: rating.rag }), ratedBy: row.actor.userId };
}

function milestoneOf(row: ShownRow, clock: Clock, rules: HubRules): ClockEvent {
  const [next] = milestones(clock, row.recordedAt, rules);
  if (next === undefined) {
    throw new DoesNotHold(
      `row ${row.seq}`,
      `the clock ${clock.id} has nothing to say by ${row.recordedAt}; it is due at ${clock.dueAt}`,
    );
  }
  return next;
}

function endOfPause(row: ShownRow, pauseNo: number, { referral, rules }: Standing): readonly ReferralEvent[] {
  assertCommanded(row);
  const clock = clockOf(row, referral);
  const by = { by: row.actor.userId, at: row.event.occurredAt };
  return endPause(clock, pauseNo, by, rules, latestDueAt(referral, clock.kind));
}

function startOf(
  row: ShownRow,
  { terms, occurredAt: now }: Extract<ClockEvent, { type: 'ClockStarted' }>,
  { referral, rules }: Standing,
): readonly ReferralEvent[] {
  const { kind, startedAt } = terms;
  if (kind === 'DECISION') return renewedDecisionClock(referral, now, rules);
  if (!isOccasional(kind)) return amendedFeedbackClock(referral, now, rules);
  if (startedAt < referral.receivedAt || startedAt > now) {
    throw unexpected(row, 'its occasion came neither before the referral nor after it was recorded');
  }
  return occasionalClock(referral, kind, { startedAt, now }, rules);
}

function isOccasional(kind: ClockKind): kind is OccasionalClock {
  return (OCCASIONAL_CLOCKS as readonly ClockKind[]).includes(kind);
}

/** A paused clock that is stopped runs on first: the stop to come says when and why. */
function stopAfterPause(
  row: ShownRow,
  standing: Standing,
  following: readonly ShownRow[],
): readonly ReferralEvent[] {
  for (const { event } of following) {
    if (event.type === 'ClockStopped') return stopOf(row, event, standing);
  }
  throw unexpected(row, 'the system ends a pause only to stop the clock');
}

function stopOf(
  row: ShownRow,
  { stoppedBy, occurredAt }: Extract<ClockEvent, { type: 'ClockStopped' }>,
  { referral, rules }: Standing,
): readonly ReferralEvent[] {
  const stop = isOfReferral(stoppedBy) ? STOPS[stoppedBy] : undefined;
  if (stop === undefined) throw unexpected(row, 'no clock of a referral stops for that reason');
  if (stop.needsCommand) assertHasCommand(row);
  if (!stop.mayBeDatedBack && occurredAt !== row.recordedAt) {
    throw new DoesNotHold(
      `row ${row.seq}`,
      `a clock stopped by ${stoppedBy} stops when that is recorded, at ${row.recordedAt}, not at ${occurredAt}`,
    );
  }
  const earliest = stop.needsDecision ? decidedAt(row, referral) : referral.receivedAt;
  if (occurredAt < earliest) {
    throw new DoesNotHold(`row ${row.seq}`, `stopped at ${occurredAt}, before it could be, at ${earliest}`);
  }
  const expected = stop.isOfOneClock
    ? stopClock(referral, clockOfKind(row, referral, stop.kinds).id, stoppedBy, occurredAt, rules)
    : stopClocks(referral, stop.kinds, stoppedBy, occurredAt, rules);
  if (expected.length === 0) throw unexpected(row, 'the clock had stopped before');
  return expected;
}

function isOfReferral(reason: StopReason): reason is HubStopReason {
  return Object.hasOwn(STOPS, reason);
}

function decidedAt(row: ShownRow, { clocks }: Referral) {
  const decision = clocks.find(({ kind }) => kind === 'DECISION');
  if (decision?.status !== 'STOPPED' || decision.stoppedBy !== 'DECIDED') {
    throw unexpected(row, 'nobody has decided yet');
  }
  return decision.stoppedAt;
}

/** What a person does happens as it is recorded, and answers their command. */
function assertCommanded(row: ShownRow): void {
  assertHasCommand(row);
  assertNow(row);
}

function assertHasCommand({ seq, commandId }: ShownRow): void {
  if (commandId === undefined) throw new DoesNotHold(`row ${seq}`, 'answers no command, but must');
}

/**
 * What happens as it is recorded cannot be dated otherwise.
 * @throws DoesNotHold
 */
export function assertNow({ seq, event, recordedAt }: ShownRow): void {
  if (event.occurredAt === recordedAt) return;
  throw new DoesNotHold(
    `row ${seq}`,
    `happened at ${event.occurredAt}, but this happens when it is recorded, at ${recordedAt}`,
  );
}

function clockOf(row: ShownRow, { clocks }: Referral): Clock {
  const id = clockIdOf(row.event as ClockEvent);
  const clock = clocks.find((candidate) => candidate.id === id);
  if (clock === undefined) throw unexpected(row, `the case has no clock ${id}`);
  return clock;
}

function clockOfKind(row: ShownRow, referral: Referral, kinds: readonly ClockKind[]): Clock {
  const clock = clockOf(row, referral);
  if (!kinds.includes(clock.kind)) throw unexpected(row, `that does not stop the clock ${clock.id}`);
  return clock;
}

function unexpected({ seq, event }: ShownRow, reason: string): DoesNotHold {
  return new DoesNotHold(`row ${seq}`, `${event.type} has no place here: ${reason}`);
}
