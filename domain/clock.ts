import { afterPauses, type Pause } from './clock-pauses.ts';
import { earlier, type Instant } from './instant.ts';
import { atFraction, dueAt } from './limits.ts';
import type { HubRules, Limit } from './policy.ts';
import type { SealedText } from './sealed-text.ts';
import type { ClockKind, Role } from './vocabulary.ts';

export type Warning = { readonly fraction: number; readonly at: Instant };

/** Who is told at which instant that a clock is late; step 0 is the breach itself. */
export type Escalation = { readonly step: number; readonly to: Role; readonly at: Instant };

/** What a clock promises. Computed once when it is armed and recorded, never computed again. */
export type ClockTerms = {
  readonly id: string;
  readonly kind: ClockKind;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  readonly limit: Limit;
  /** Ascending; only those that lie after the instant of arming. */
  readonly warnings: readonly Warning[];
  readonly policyEdition: string;
  readonly calendarEdition: string;
};

/** Why a clock of a referral, or of a request to an agency, stops. */
export const HUB_STOP_REASONS = [
  'ACKNOWLEDGED',
  'DECIDED',
  'FEEDBACK_GIVEN',
  'FEEDBACK_WITHHELD',
  'NO_TARGET',
  'WITHDRAWN',
  'CLOSED',
  'REDIRECT_SENT',
  'REDIRECT_ACKNOWLEDGED',
  'OUT_OF_HOURS_ACKNOWLEDGED',
  'HANDED_BACK',
  'REDIRECTED',
  'TRANSFERRED_OUT',
  'CHILD_TURNED_18',
  'CHILD_DIED',
  'PREGNANCY_ENDED',
  'ANSWERED',
  'REVIEWED',
  'RECEIPT_CONFIRMED',
  'LINK_WITHDRAWN',
  'LINKED',
  'GLASS_REVIEWED',
] as const;

/** Why a clock of what follows a decision stops, besides by an answer or with its case. */
export const FOLLOW_ON_STOP_REASONS = [
  'ACCEPTED',
  'CONFIRMED',
  'HELD',
  'CIRCULATED',
  'CHILD_SEEN',
  'FAMILY_REACHED',
  'AGREED',
  'AUTHORISED',
  'MET',
  'RESOLVED',
  'RAISED',
  'NOT_REQUIRED',
  'EXTENDED',
  'PROTECTION_ENDED',
  'RETURNED',
  'SUPERSEDED',
] as const;
export type HubStopReason = (typeof HUB_STOP_REASONS)[number];

export const STOP_REASONS = [...HUB_STOP_REASONS, ...FOLLOW_ON_STOP_REASONS] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/**
 * Why a clock was armed anew: its case was rated again, its pauses have ended, other rules came into force, a shorter
 * time was set for this child, or, where a hub counts from the last strategy discussion, a later one was held.
 */
export const REARM_REASONS = [
  'RATING_CHANGED',
  'PAUSE_ENDED',
  'RULES_CHANGED',
  'TIMESCALE_SET',
  'LATER_DISCUSSION',
] as const;
export type RearmReason = (typeof REARM_REASONS)[number];

export type Clock = ClockTerms & {
  /** In order; absent for a clock that never stood still. */
  readonly pauses?: readonly Pause[];
} & (
    | { readonly status: 'RUNNING'; readonly warningsGiven: number }
    /** Stands still: `dueAt` is what it was when the pause began, and moves on with every hour of it. */
    | { readonly status: 'PAUSED'; readonly warningsGiven: number }
    | { readonly status: 'LATE'; readonly nextEscalation: Escalation }
    | { readonly status: 'STOPPED'; readonly stoppedAt: Instant; readonly stoppedBy: StopReason }
  );

export const CLOCK_STATUSES = [
  'RUNNING',
  'PAUSED',
  'LATE',
  'STOPPED',
] as const satisfies readonly Clock['status'][];

export type PausedClock = Extract<Clock, { status: 'PAUSED' }>;

export type ClockEvent =
  | { readonly type: 'ClockStarted'; readonly occurredAt: Instant; readonly terms: ClockTerms }
  | {
      readonly type: 'ClockRearmed';
      readonly occurredAt: Instant;
      readonly terms: ClockTerms;
      readonly previousDueAt: Instant;
      readonly reason: RearmReason;
      /** What counted before, where other rules came into force; `terms` name what counts now. */
      readonly previousPolicyEdition?: string;
      readonly previousCalendarEdition?: string;
      readonly publication?: number;
    }
  | {
      readonly type: 'ClockPaused';
      readonly occurredAt: Instant;
      readonly clock: string;
      readonly pauseNo: number;
      readonly reason: SealedText;
      readonly pausedBy: string;
    }
  | {
      readonly type: 'ClockPauseEnded';
      readonly occurredAt: Instant;
      readonly clock: string;
      readonly pauseNo: number;
      readonly endedBy: string;
    }
  | {
      readonly type: 'ClockWarned';
      readonly occurredAt: Instant;
      readonly clock: string;
      readonly fraction: number;
    }
  | {
      readonly type: 'ClockBreached';
      readonly occurredAt: Instant;
      readonly clock: string;
      readonly told: Role;
      readonly next: Escalation;
    }
  | {
      readonly type: 'ClockEscalated';
      readonly occurredAt: Instant;
      readonly clock: string;
      readonly step: number;
      readonly told: Role;
      readonly next: Escalation;
    }
  | {
      readonly type: 'ClockStopped';
      readonly occurredAt: Instant;
      readonly clock: string;
      readonly stoppedBy: StopReason;
    };

const CLOCK_EVENT_TYPES: ReadonlySet<string> = new Set<ClockEvent['type']>([
  'ClockStarted',
  'ClockRearmed',
  'ClockPaused',
  'ClockPauseEnded',
  'ClockWarned',
  'ClockBreached',
  'ClockEscalated',
  'ClockStopped',
]);

export function isClockEvent<E extends { readonly type: string }>(event: E): event is Extract<E, ClockEvent> {
  return CLOCK_EVENT_TYPES.has(event.type);
}

/** What a clock is armed with. */
export type ClockToArm = Pick<Clock, 'id' | 'kind' | 'startedAt' | 'limit' | 'pauses'>;

/**
 * The terms of a clock that began at `startedAt` and is armed at `now`; time it stood still does not count. Warnings
 * before `now` are left out: a phone call written up in the afternoon does not warn about its morning.
 */
export function armClock(
  { id, kind, startedAt, limit, pauses = [] }: ClockToArm,
  now: Instant,
  rules: HubRules,
  noLaterThan?: Instant,
): ClockTerms {
  const cap = (instant: Instant) => (noLaterThan === undefined ? instant : earlier(instant, noLaterThan));
  const unpausedDue = dueAt(startedAt, limit, rules);
  const due = cap(afterPauses(unpausedDue, limit.unit, pauses, rules));
  const warnings = rules.policy.warningFractions
    .map((fraction) => {
      const at = atFraction(startedAt, cap(unpausedDue), fraction, limit.unit, rules);
      return { fraction, at: afterPauses(at, limit.unit, pauses, rules) };
    })
    .filter((warning) => warning.at > now && warning.at < due);
  return {
    id,
    kind,
    startedAt,
    limit,
    dueAt: due,
    warnings,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
  };
}

/** A stopped clock ran late when it was stopped after its due instant; one that stands still is not late. */
export function isLate(clock: Clock, now: Instant): boolean {
  if (clock.status === 'PAUSED') return false;
  return (clock.status === 'STOPPED' ? clock.stoppedAt : now) > clock.dueAt;
}

/** Whether time is counted against this clock: it runs, or is late. */
export function isCounting(clock: Clock): boolean {
  return clock.status === 'RUNNING' || clock.status === 'LATE';
}

/** One clock after one of its events. */
export function evolveClock(clock: Clock, event: ClockEvent): Clock {
  switch (event.type) {
    case 'ClockStarted':
      return { ...event.terms, status: 'RUNNING', warningsGiven: 0 };
    case 'ClockRearmed':
      return {
        ...event.terms,
        ...pausesOf(clock),
        status: clock.status === 'PAUSED' && event.reason !== 'PAUSE_ENDED' ? 'PAUSED' : 'RUNNING',
        warningsGiven: 0,
      };
    case 'ClockPaused': {
      const { pauseNo: no, occurredAt: from, reason, pausedBy } = event;
      if (clock.status !== 'RUNNING' && clock.status !== 'PAUSED') return clock;
      const pauses = [...(clock.pauses ?? []), { no, from, reason, pausedBy }];
      return { ...clock, status: 'PAUSED', pauses };
    }
    case 'ClockPauseEnded': {
      const { pauseNo, occurredAt: until, endedBy } = event;
      const pauses = clock.pauses?.map((pause) =>
        pause.no === pauseNo ? { ...pause, until, endedBy } : pause,
      );
      return { ...clock, ...(pauses && { pauses }) };
    }
    case 'ClockWarned':
      return clock.status === 'RUNNING' ? { ...clock, warningsGiven: clock.warningsGiven + 1 } : clock;
    case 'ClockBreached':
    case 'ClockEscalated':
      return { ...termsOf(clock), ...pausesOf(clock), status: 'LATE', nextEscalation: event.next };
    case 'ClockStopped':
      return {
        ...termsOf(clock),
        ...pausesOf(clock),
        status: 'STOPPED',
        stoppedAt: event.occurredAt,
        stoppedBy: event.stoppedBy,
      };
  }
}

function termsOf(clock: Clock): ClockTerms {
  const { id, kind, startedAt, dueAt: due, limit, warnings, policyEdition, calendarEdition } = clock;
  return { id, kind, startedAt, dueAt: due, limit, warnings, policyEdition, calendarEdition };
}

function pausesOf({ pauses }: Clock): Pick<Clock, 'pauses'> {
  return pauses === undefined ? {} : { pauses };
}

/** The id of the clock an event is about. */
export function clockIdOf(event: ClockEvent): string {
  return 'terms' in event ? event.terms.id : event.clock;
}

/** The clocks of a case after one clock event; a re-armed clock keeps its place. */
export function evolveClocks(clocks: readonly Clock[], event: ClockEvent): readonly Clock[] {
  if (event.type === 'ClockStarted') {
    return [...clocks, { ...event.terms, status: 'RUNNING', warningsGiven: 0 }];
  }
  const id = clockIdOf(event);
  return clocks.map((clock) => (clock.id === id ? evolveClock(clock, event) : clock));
}
