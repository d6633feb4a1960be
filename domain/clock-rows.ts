import type { CalendarEdition } from './calendar-edition.ts';
import type { ClockEvent, StopReason } from './clock.ts';
import { countingRows } from './clock-counting-rows.ts';
import type { Arming, ClockReading } from './clock-reading.ts';
import { type ClockRow, inSentences, moment, whenWords } from './clock-row.ts';
import { clockChanges, limitRule, startRemark } from './explanation.ts';
import { clockLimit, type HubRules } from './policy.ts';
import type { ClockKind, Role } from './vocabulary.ts';
import { dueWords, limitWords } from './words.ts';

/** Why a clock stopped, to follow "because". */
export const STOP_CAUSES: Readonly<Record<StopReason, string>> = {
  ACKNOWLEDGED: 'the referrer was acknowledged',
  DECIDED: 'the decision was made',
  FEEDBACK_GIVEN: 'the referrer was told the outcome',
  FEEDBACK_WITHHELD: 'the reason for not telling the referrer was recorded',
  NO_TARGET: 'the new rating sets no target',
  WITHDRAWN: 'the referral was withdrawn',
  CLOSED: 'the referral was closed',
  REDIRECT_SENT: 'the designated officer was told',
  REDIRECT_ACKNOWLEDGED: 'the receiving body acknowledged',
  OUT_OF_HOURS_ACKNOWLEDGED: 'the out-of-hours team took the child on',
  HANDED_BACK: 'the day team took the child back',
  REDIRECTED: 'another body took the child over',
  TRANSFERRED_OUT: 'another authority took the child over',
  CHILD_TURNED_18: 'the child turned 18',
  CHILD_DIED: 'the child died',
  PREGNANCY_ENDED: 'the pregnancy ended',
  ANSWERED: 'the agency answered',
  REVIEWED: 'a manager said whether the answer changes the decision',
  RECEIPT_CONFIRMED: 'the allocated worker confirmed that the information has arrived',
  LINK_WITHDRAWN: 'the information turned out not to be for that worker',
  LINKED: 'the referral went on in an open case or in an earlier referral',
  GLASS_REVIEWED: 'the opening of the restricted record was reviewed',
  ACCEPTED: 'the receiving team accepted',
  CONFIRMED: 'what came of it was confirmed',
  HELD: 'it was held',
  CIRCULATED: 'the record was sent to everybody invited',
  CHILD_SEEN: 'the child was seen',
  FAMILY_REACHED: 'the family was reached',
  AGREED: 'the family agreed',
  AUTHORISED: 'a manager authorised the assessment',
  MET: 'the meeting was held',
  RESOLVED: 'the dispute was resolved',
  RAISED: 'the dispute was raised to the next stage',
  NOT_REQUIRED: 'a manager found that none is needed',
  EXTENDED: 'the court extended the order',
  PROTECTION_ENDED: 'the protection ended',
  RETURNED: 'the child went back to the hub',
  SUPERSEDED: 'a later decision took another way',
};

/** The table about a clock: why it started, what it counted, when it is due, what it said, and by what margin. */
export function clockRows(reading: ClockReading): ClockRow[] {
  const { armings, margin } = reading;
  const [first, ...others] = armings;
  const counting = [...countingRows(reading), ...others.map((arming) => rearmedRow(arming, reading))];
  return [
    startedRow(first, reading),
    ...counting.toSorted(byFrom),
    dueRow(reading),
    ...happenedRows(reading),
    { what: 'MARGIN', words: inSentences(margin) },
  ];
}

function byFrom({ from: a = '' }: { from?: string }, { from: b = '' }: { from?: string }): number {
  return a < b ? -1 : Number(a > b);
}

function startedRow(arming: Arming, reading: ClockReading): ClockRow {
  const { startedAt, limit, kind } = arming.terms;
  const rules = rulesOf(arming, reading);
  const remark = rules === undefined ? '' : startRemark(startedAt, limit, rules);
  const dueThen = reading.armings.length > 1 ? [dueAtFirst(arming, reading)] : [];
  return {
    what: 'STARTED',
    ...moment(startedAt, calendarOf(reading)),
    words: inSentences(
      `because ${reading.causeOf(arming)}${remark}`,
      ruleWords(arming, rules),
      ...dueThen,
      ...(rules === undefined ? [] : [sourceOf(kind, rules)]),
    ),
  };
}

function dueAtFirst({ terms }: Arming, reading: ClockReading): string {
  return `it was due ${dueWords(terms.dueAt, calendarOf(reading))} then`;
}

function sourceOf(kind: ClockKind, { policy }: HubRules): string {
  if (kind === 'RAG_TARGET') return policy.ragTargetsSource ?? "rating targets are the hub's own";
  return clockLimit(policy, kind)?.source ?? "this limit is the hub's own";
}

function rearmedRow(arming: Arming, reading: ClockReading): ClockRow {
  const calendar = calendarOf(reading);
  const due = dueWords(arming.terms.dueAt, calendar);
  const before = 'previousDueAt' in arming ? dueWords(arming.previousDueAt, calendar) : due;
  const isRunningOn = 'reason' in arming && arming.reason === 'PAUSE_ENDED';
  return {
    what: 'REARMED',
    ...moment(arming.occurredAt, calendar),
    words: inSentences(
      `because ${reading.causeOf(arming)}`,
      ...(isRunningOn ? [] : [ruleWords(arming, rulesOf(arming, reading))]),
      due === before ? `due ${due} as before` : `due ${due} instead of ${before}`,
    ),
  };
}

function ruleWords({ terms }: Arming, rules: HubRules | undefined): string {
  const { startedAt, limit } = terms;
  return rules === undefined
    ? `the limit is ${limitWords(limit)}, counted under ${editionWords(terms)}, which are not at hand`
    : `the ${limitRule(startedAt, limit, rules)}`;
}

function dueRow(reading: ClockReading): ClockRow {
  const { clock, dueAt, counting } = reading;
  const changes = counting === undefined ? [] : clockChanges(clock.startedAt, dueAt, counting.rules);
  const calendar = calendarOf(reading);
  return {
    what: 'DUE',
    from: dueAt,
    when:
      clock.status === 'PAUSED'
        ? `${dueWords(dueAt, calendar)} if it runs on now`
        : dueWords(dueAt, calendar),
    words: inSentences(...dueRemarks(reading), ...changes),
  };
}

function dueRemarks(reading: ClockReading): string[] {
  const { clock, dueAt, dueByLimit } = reading;
  const calendar = calendarOf(reading);
  const isCapped = clock.kind === 'RAG_TARGET' && dueByLimit !== undefined && dueByLimit > dueAt;
  const cap = isCapped
    ? ['a rating target is never later than the limit for the decision, which comes first here']
    : [];
  if (clock.status === 'PAUSED') {
    const remark = isCapped ? cap : ['the longer it stands still, the later it is due'];
    return [`it was due ${dueWords(clock.dueAt, calendar)} when it was paused`, ...remark];
  }
  if (dueByLimit === undefined) {
    return [`recorded under ${editionWords(clock)}, which are not at hand: what it counted cannot be told`];
  }
  if (isCapped) return cap;
  return dueByLimit === dueAt
    ? ['exactly then is on time, one millisecond later is late']
    : [`counted anew it would be ${dueWords(dueByLimit, calendar)}: the recorded instant counts`];
}

type Escalated = Extract<ClockEvent, { type: 'ClockEscalated' }>;

/** What a clock said, in order. A ladder's last step repeats until the clock stops: its repeats share a row. */
function happenedRows(reading: ClockReading): ClockRow[] {
  const { events } = reading;
  return events.flatMap((event, index) => {
    if (event.type !== 'ClockEscalated') return happenedRow(event, reading);
    const isRepeat = (other: ClockEvent | undefined): other is Escalated =>
      other?.type === 'ClockEscalated' && other.told === event.told;
    if (isRepeat(events[index - 1])) return [];
    const end = events.findIndex((other, position) => position > index && !isRepeat(other));
    return [escalatedRow(event, events.slice(index, end === -1 ? undefined : end), reading)];
  });
}

function happenedRow(event: Exclude<ClockEvent, Escalated>, reading: ClockReading): ClockRow[] {
  const at = moment(event.occurredAt, calendarOf(reading));
  switch (event.type) {
    case 'ClockWarned':
      return [
        { what: 'WARNED', ...at, words: `${Math.round(event.fraction * 100)} % of its time was used.` },
      ];
    case 'ClockBreached':
      return [{ what: 'LATE', ...at, words: inSentences(`the ${roleWords(event.told)} was told`) }];
    case 'ClockStopped':
      return [{ what: 'STOPPED', ...at, words: inSentences(`because ${STOP_CAUSES[event.stoppedBy]}`) }];
    case 'ClockStarted':
    case 'ClockRearmed':
    case 'ClockPaused':
    case 'ClockPauseEnded':
      return [];
  }
}

function escalatedRow(first: Escalated, all: readonly ClockEvent[], reading: ClockReading): ClockRow {
  const calendar = calendarOf(reading);
  const told = `still late, and the ${roleWords(first.told)} was told`;
  const last = all.at(-1);
  if (last === undefined || last === first) {
    return { what: 'LATE', ...moment(first.occurredAt, calendar), words: inSentences(told) };
  }
  const { occurredAt: from } = first;
  const { occurredAt: to } = last;
  const words = inSentences(`${told} ${all.length} times`);
  return { what: 'LATE', from, to, when: whenWords(from, to, calendar), words };
}

/** `TEAM_MANAGER` as `team manager`. */
function roleWords(role: Role): string {
  return role === 'LADO' ? role : role.toLowerCase().replaceAll('_', ' ');
}

function rulesOf({ terms }: Arming, { rulesNamed }: ClockReading): HubRules | undefined {
  return rulesNamed(terms.policyEdition, terms.calendarEdition);
}

/** Any edition shows the wall clock; the one it was counted by is preferred. */
function calendarOf({ counting, rules }: ClockReading): CalendarEdition {
  return (counting?.rules ?? rules).calendar;
}

function editionWords(terms: Pick<Arming['terms'], 'policyEdition' | 'calendarEdition'>): string {
  return `policy ${terms.policyEdition} and calendar ${terms.calendarEdition}`;
}
