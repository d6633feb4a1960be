import { CLOCK_NAMES } from '../../domain/vocabulary.ts';
import { type ClockEvent, clockIdOf, isClockEvent, type RearmReason } from '../../domain/clock.ts';
import { SYSTEM_ACTOR } from '../../domain/actor.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { dueWords } from '../../domain/words.ts';
import type { ReferralRow } from '../queries/referrals.ts';
import {
  CHANNEL_LABELS,
  codeWords,
  METHOD_LABELS,
  OUTCOME_LABELS,
  RAG_LABELS,
  ROLE_LABELS,
  STAGE_LABELS,
  WITHHOLDING_LABELS,
} from './labels.ts';
import { actorWords, type People } from './people.ts';
import { matterWords } from './timeline-matters.ts';
import { type WordsWritten, wordsOf } from './words-written.ts';

export type TimelineContext = {
  readonly calendar: CalendarEdition;
  readonly written: WordsWritten;
  readonly people: People;
};

/**
 * The ledger of a case in human words, newest first, or only some rows of it. Clocks that say the same thing at the
 * same time share an entry.
 */
export function timelineView(
  rows: readonly ReferralRow[],
  context: TimelineContext,
  shown: readonly ReferralRow[] = rows,
): TimelineEntry[] {
  const names = clockNames(rows);
  return shown
    .map((row) => entryView(row, names, context))
    .reduce<TimelineEntry[]>(joined, [])
    .toReversed();
}

type Moment = { readonly words: string; readonly instant: Instant };

export type TimelineEntry = EventWords & {
  readonly isClock: boolean;
  readonly happened: Moment;
  /** When the hub knew, where that was at least a minute later. */
  readonly recorded: Moment | undefined;
  /** Absent for what the system did or saw by itself. */
  readonly by: string | undefined;
};

type ClockNames = ReadonlyMap<string, string>;

function clockNames(rows: readonly ReferralRow[]): ClockNames {
  return new Map(
    rows.flatMap(({ event }) =>
      'terms' in event ? [[event.terms.id, CLOCK_NAMES[event.terms.kind]] as const] : [],
    ),
  );
}

function entryView(row: ReferralRow, names: ClockNames, context: TimelineContext): TimelineEntry {
  const { event, actor, recordedAt } = row;
  const happened = dueWords(event.occurredAt, context.calendar);
  const recorded = dueWords(recordedAt, context.calendar);
  const isClock = isClockEvent(event);
  return {
    ...eventWords(event, names, context),
    isClock,
    happened: { words: happened, instant: event.occurredAt },
    recorded: recorded === happened ? undefined : { words: recorded, instant: recordedAt },
    by: isDoneByPerson(row) ? actorWords(actor, context.people) : undefined,
  };
}

/** Clocks speak for themselves, except that people pause them and let them run on. */
function isDoneByPerson({ event, actor }: ReferralRow): boolean {
  if (actor.userId === SYSTEM_ACTOR.userId) return false;
  if (event.type === 'ClockPaused') return true;
  if (event.type === 'ClockPauseEnded') return event.endedBy !== SYSTEM_ACTOR.userId;
  return !isClockEvent(event);
}

/** Clocks that say the same thing at the same time share an entry. */
export function joined(entries: TimelineEntry[], entry: TimelineEntry): TimelineEntry[] {
  const last = entries.at(-1);
  const saysTheSame =
    last?.clocks !== undefined &&
    entry.clocks !== undefined &&
    last.title === entry.title &&
    last.detail === entry.detail &&
    last.words === entry.words &&
    last.by === entry.by &&
    last.happened.words === entry.happened.words &&
    last.recorded?.words === entry.recorded?.words;
  return saysTheSame
    ? [...entries.slice(0, -1), { ...last, clocks: [...(last.clocks ?? []), ...(entry.clocks ?? [])] }]
    : [...entries, entry];
}

type EventWords = {
  readonly title: string;
  /** The clocks it is about. */
  readonly clocks?: readonly string[];
  readonly detail?: string;
  /** What a person wrote. */
  readonly words?: string;
};

function eventWords(event: ReferralEvent, names: ClockNames, context: TimelineContext): EventWords {
  if (isClockEvent(event)) return clockWords(event, names, context);
  const { written } = context;
  switch (event.type) {
    case 'ReferralReceived':
      return {
        title: `Referral received by ${CHANNEL_LABELS[event.receipt.channel]}`,
        detail: `Contact ${event.receipt.contactRef}`,
      };
    case 'RulesAdopted':
      return { title: 'Other rules came into force', detail: rulesChange(event, event) };
    case 'AcknowledgementSent':
      return { title: `Referrer acknowledged ${METHOD_LABELS[event.method]}` };
    case 'ReferralRated':
      return {
        title: `Rated ${RAG_LABELS[event.rag].toLowerCase()}`,
        ...(event.previous && { detail: `Before: ${RAG_LABELS[event.previous].toLowerCase()}` }),
        words: wordsOf(event.reason, written),
      };
    case 'DecisionMade':
      return {
        title: `Decision ${event.decision.no}: ${OUTCOME_LABELS[event.decision.outcome]}`,
        ...(event.decision.supersedes !== undefined && {
          detail: `Replaces decision ${event.decision.supersedes}`,
        }),
      };
    case 'FeedbackRequested':
      return { title: 'Feedback to the referrer is on its way' };
    case 'FeedbackSent':
      return { title: `Referrer told the outcome ${METHOD_LABELS[event.method]}` };
    case 'FeedbackWithheld':
      return {
        title: 'Feedback to the referrer withheld',
        detail: WITHHOLDING_LABELS[event.reason],
        ...(event.note && { words: wordsOf(event.note, written) }),
      };
    case 'HandoverAccepted':
      return { title: `${codeWords(event.receiver)} accepted the child` };
    case 'WithdrawalRequested':
      return { title: 'Withdrawal asked for', words: wordsOf(event.reason, written) };
    case 'WithdrawalRefused':
      return { title: 'Withdrawal refused', words: wordsOf(event.rationale, written) };
    case 'WithdrawalApproved':
      return { title: 'Referral withdrawn', words: wordsOf(event.rationale, written) };
    case 'ReferralClosed':
      return { title: STAGE_LABELS[event.stage] };
    default:
      return matterWords(event, (text) => wordsOf(text, written));
  }
}

const REARM_TITLES: Readonly<Record<RearmReason, string>> = {
  RATING_CHANGED: 'Clock changed by the new rating',
  PAUSE_ENDED: 'Clock runs on after its pause',
  RULES_CHANGED: 'Clock counted again under other rules',
  TIMESCALE_SET: 'Clock changed by the time set for this child',
  LATER_DISCUSSION: 'Clock counts from a later strategy discussion',
};

/** What a clock says, in human words. */
export function clockWords(
  event: ClockEvent,
  names: ClockNames,
  { calendar, written }: TimelineContext,
): EventWords {
  const id = clockIdOf(event);
  const clocks = [names.get(id) ?? codeWords(id)];
  switch (event.type) {
    case 'ClockStarted':
      return { title: 'Clock started', clocks, detail: `Due ${dueWords(event.terms.dueAt, calendar)}` };
    case 'ClockRearmed': {
      const moved = `Due ${dueWords(event.terms.dueAt, calendar)}, before ${dueWords(event.previousDueAt, calendar)}`;
      const detail =
        event.reason === 'RULES_CHANGED' ? `${moved}. ${rulesChange(event.terms, event)}` : moved;
      return { title: REARM_TITLES[event.reason], clocks, detail };
    }
    case 'ClockPaused':
      return {
        title: 'Clock paused',
        clocks,
        detail: `Pause ${event.pauseNo}`,
        words: wordsOf(event.reason, written),
      };
    case 'ClockPauseEnded':
      return { title: 'Pause ended', clocks, detail: `Pause ${event.pauseNo}` };
    case 'ClockWarned':
      return { title: `${Math.round(event.fraction * 100)}% of the time is used`, clocks };
    case 'ClockBreached':
      return { title: 'Late', clocks, detail: `${ROLE_LABELS[event.told]} told` };
    case 'ClockEscalated':
      return { title: 'Still late', clocks, detail: `${ROLE_LABELS[event.told]} told` };
    case 'ClockStopped':
      return { title: 'Clock stopped', clocks };
  }
}

/** Which editions count now, and which counted before. */
function rulesChange(
  now: { readonly policyEdition: string; readonly calendarEdition: string },
  before: { readonly previousPolicyEdition?: string; readonly previousCalendarEdition?: string },
): string {
  const words = (policy: string | undefined, calendar: string | undefined) =>
    `policy ${policy ?? 'not recorded'} and calendar ${calendar ?? 'not recorded'}`;
  const counts = words(now.policyEdition, now.calendarEdition);
  const counted = words(before.previousPolicyEdition, before.previousCalendarEdition);
  return `Now ${counts}, before ${counted}`;
}
