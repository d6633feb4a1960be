import type { Clock, StopReason } from '../../domain/clock.ts';
import { isLate } from '../../domain/clock.ts';
import type { ClockExplanation } from '../../domain/clock-explanation.ts';
import { CLOCK_ROW_NAMES } from '../../domain/clock-row.ts';
import type { Instant } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import { dueWords, limitWords, timeLeftWords } from '../../domain/words.ts';
import { CLOCK_NAMES } from '../../domain/vocabulary.ts';
import { besideMark, URGENCY_LABELS, urgencyReader } from './urgency.ts';

type Context = {
  readonly now: Instant;
  readonly rules: HubRules;
  /** By id of the clock; empty for who may not see how a clock came to be due. */
  readonly explanations: ReadonlyMap<string, ClockExplanation>;
};

const STOP_WORDS: Readonly<Record<StopReason, string>> = {
  ACKNOWLEDGED: 'Acknowledged',
  DECIDED: 'Decided',
  FEEDBACK_GIVEN: 'Told',
  FEEDBACK_WITHHELD: 'Withheld',
  NO_TARGET: 'No target',
  WITHDRAWN: 'Withdrawn',
  CLOSED: 'Closed',
  REDIRECT_SENT: 'Sent',
  REDIRECT_ACKNOWLEDGED: 'Acknowledged',
  OUT_OF_HOURS_ACKNOWLEDGED: 'Acknowledged',
  HANDED_BACK: 'Handed back',
  REDIRECTED: 'Passed on',
  TRANSFERRED_OUT: 'Transferred',
  CHILD_TURNED_18: 'Turned 18',
  CHILD_DIED: 'Died',
  PREGNANCY_ENDED: 'Closed',
  ANSWERED: 'Answered',
  REVIEWED: 'Reviewed',
  RECEIPT_CONFIRMED: 'Confirmed',
  LINK_WITHDRAWN: 'Link withdrawn',
  LINKED: 'Linked',
  GLASS_REVIEWED: 'Reviewed',
  ACCEPTED: 'Accepted',
  CONFIRMED: 'Confirmed',
  HELD: 'Held',
  CIRCULATED: 'Sent to all invited',
  CHILD_SEEN: 'Child seen',
  FAMILY_REACHED: 'Family reached',
  AGREED: 'Agreed',
  AUTHORISED: 'Authorised',
  MET: 'Met',
  RESOLVED: 'Resolved',
  RAISED: 'Raised',
  NOT_REQUIRED: 'Not needed',
  EXTENDED: 'Extended',
  PROTECTION_ENDED: 'Ended',
  RETURNED: 'Returned',
  SUPERSEDED: 'Ended by a later decision',
};

/** The clocks of a case: those that have not stopped first, by due instant. */
export function clocksView(clocks: readonly Clock[], context: Context) {
  const rank = (clock: Clock) => `${clock.status === 'STOPPED' ? 1 : 0}${dueAtOf(clock, context)}`;
  return clocks
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b))))
    .map((clock) => clockView(clock, context));
}

function clockView(clock: Clock, context: Context) {
  const { rules, explanations } = context;
  const due = dueAtOf(clock, context);
  const explained = explanations.get(clock.id);
  return {
    id: clock.id,
    name: CLOCK_NAMES[clock.kind],
    limit: limitWords(clock.limit),
    due: {
      words: dueWords(due, rules.calendar),
      instant: due,
      isIfItRunsOn: explained?.dueIfResumedNow !== undefined,
    },
    state: stateOf(clock, context),
    why: explained && whyView(explained),
  };
}

/** A clock that stands still is shown with the due instant it would have if it ran on now. */
function dueAtOf({ id, dueAt }: Clock, { explanations }: Context): Instant {
  return explanations.get(id)?.dueAt ?? dueAt;
}

function stateOf(clock: Clock, context: Context) {
  const { now, rules } = context;
  switch (clock.status) {
    case 'RUNNING':
    case 'LATE':
      return openState(clock, context);
    case 'PAUSED': {
      const left = timeLeftWords(now, dueAtOf(clock, context), clock.limit.unit, rules);
      return { code: 'PAUSED', words: 'Paused', detail: `${left} once it runs on` };
    }
    case 'STOPPED':
      return stoppedState(clock, rules);
  }
}

function openState(clock: Clock, { now, rules }: Context) {
  const urgency = urgencyReader(now, rules)({ ...clock, unit: clock.limit.unit });
  return {
    code: urgency,
    words: URGENCY_LABELS[urgency],
    detail: besideMark(timeLeftWords(now, clock.dueAt, clock.limit.unit, rules)),
  };
}

function stoppedState(clock: Extract<Clock, { status: 'STOPPED' }>, rules: HubRules) {
  const { stoppedAt, stoppedBy, dueAt, limit } = clock;
  const late = isLate(clock, stoppedAt);
  return {
    code: late ? 'STOPPED_LATE' : 'STOPPED',
    words: `${STOP_WORDS[stoppedBy]}, ${late ? timeLeftWords(stoppedAt, dueAt, limit.unit, rules) : 'on time'}`,
    detail: dueWords(stoppedAt, rules.calendar),
  };
}

/** The same sentence and rows as in the API and on the command line. */
function whyView({ sentence, rows, editions }: ClockExplanation) {
  return {
    sentence,
    rows: rows.map(({ what, when, words }) => ({ name: CLOCK_ROW_NAMES[what], when, words })),
    editions: editions.map(
      ({ policyEdition, calendarEdition }) => `Policy ${policyEdition}, calendar ${calendarEdition}.`,
    ),
  };
}
