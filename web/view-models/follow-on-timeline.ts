import type { LedgerRow } from '../../db/streams.ts';
import { sealsIn } from '../../api/follow-ons/opened.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import { type AnyEvent, kindOf } from '../../domain/follow-on/run.ts';
import { isClockEvent } from '../../domain/clock.ts';
import { SYSTEM_ACTOR } from '../../domain/actor.ts';
import { CLOCK_NAMES } from '../../domain/vocabulary.ts';
import { dueWords } from '../../domain/words.ts';
import { codeWords } from './labels.ts';
import { actorWords } from './people.ts';
import { clockWords, joined, type TimelineContext, type TimelineEntry } from './timeline.ts';

/** What the system writes down for itself and tells no reader anything. */
const SILENT: ReadonlySet<string> = new Set(['DeliverySettled']);

const COMMON_WORDS: Readonly<Record<string, string>> = {
  RulesAdopted: 'Other rules came into force',
  PlanActionProposed: 'Proposed for the plan',
  PlanActionAgreed: 'Agreed to in the plan',
  PlanActionDeclined: 'Declined in the plan',
  PlanActionReported: 'Reported on in the plan',
};

/** The ledger of a case that follows a decision in human words, newest first. */
export function followOnTimeline(
  rows: readonly LedgerRow[],
  state: FollowOn,
  context: TimelineContext,
): TimelineEntry[] {
  const events = rows.map((row) => row.event as AnyEvent);
  const names = new Map(
    events.flatMap((event) =>
      'terms' in event ? [[event.terms.id, CLOCK_NAMES[event.terms.kind]] as const] : [],
    ),
  );
  return rows
    .filter(({ event }) => !SILENT.has(event.type))
    .map((row) => entryOf(row, names, state, context))
    .reduce<TimelineEntry[]>(joined, [])
    .toReversed();
}

function entryOf(
  { event: recorded, actor, recordedAt }: LedgerRow,
  names: ReadonlyMap<string, string>,
  state: FollowOn,
  context: TimelineContext,
): TimelineEntry {
  const event = recorded as AnyEvent;
  const happened = dueWords(event.occurredAt, context.calendar);
  const known = dueWords(recordedAt, context.calendar);
  const words = isClockEvent(event) ? clockWords(event, names, context) : eventWords(event, state, context);
  return {
    ...words,
    isClock: isClockEvent(event),
    happened: { words: happened, instant: event.occurredAt },
    recorded: known === happened ? undefined : { words: known, instant: recordedAt },
    by:
      actor.userId === SYSTEM_ACTOR.userId || isClockEvent(event)
        ? undefined
        : actorWords(actor, context.people),
  };
}

function eventWords(event: AnyEvent, state: FollowOn, { written }: TimelineContext) {
  const title =
    kindOf(state).stageWords[event.type] ?? COMMON_WORDS[event.type] ?? codeWords(snake(event.type));
  const texts = sealsIn(event).flatMap((id) => {
    const text = written.get(id);
    return typeof text === 'string' ? [text] : [];
  });
  return { title, ...(texts.length > 0 && { words: texts.join('\n\n') }) };
}

function snake(type: string): string {
  return type.replaceAll(/(?!^)[A-Z]/g, (letter) => `_${letter}`);
}
