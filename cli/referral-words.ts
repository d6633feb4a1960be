import type { LedgerRow } from '../db/streams.ts';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { ClockExplanation } from '../domain/clock-explanation.ts';
import { CLOCK_ROW_NAMES } from '../domain/clock-row.ts';
import type { HubRules } from '../domain/policy.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { isClosed, latestDecision, type Referral } from '../domain/referral/state.ts';
import { SOURCE_CODES } from '../domain/vocabulary.ts';
import { dueWords } from '../domain/words.ts';

/** What a referral is and where it stands. */
export function factLines(referral: Referral, { calendar }: HubRules): string[] {
  const decision = latestDecision(referral);
  const facts: [string, string | undefined][] = [
    ['Referral', `${referral.referralRef} of contact ${referral.contactRef}, ${referral.localAuthority}`],
    ['From', `${SOURCE_CODES[referral.sourceCode]}, by ${referral.channel}`],
    ['Received', dueWords(referral.receivedAt, calendar)],
    ['Stage', `${referral.stage}, version ${referral.version}`],
    ['Rating', referral.rating && `${referral.rating.rag}, ${dueWords(referral.rating.ratedAt, calendar)}`],
    [
      'Decision',
      decision &&
        `${decision.outcome}, level ${decision.level}, ${dueWords(decision.decidedAt, calendar)}, number ${decision.no}`,
    ],
    ['Closed', isClosed(referral) ? dueWords(referral.closedAt, calendar) : undefined],
    ['Marks', referral.marks.length > 0 ? referral.marks.join(', ') : undefined],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(9)} ${value}`]));
}

/** A clock in one sentence and one table, as on the board and in the API. */
export function clockLines({ sentence, rows }: ClockExplanation): string[] {
  const width = Math.max(...rows.map(({ when = '' }) => when.length));
  return [
    sentence,
    ...rows.map(({ what, when = '', words }) =>
      ['', CLOCK_ROW_NAMES[what].padEnd(NAME_WIDTH), when.padEnd(width), words].join('  '),
    ),
  ];
}

const NAME_WIDTH = Math.max(...Object.values(CLOCK_ROW_NAMES).map(({ length }) => length));

/** One row of the ledger in a line: when it happened, what, by whom; and when the hub knew, if that was later. */
export function timelineLine(row: LedgerRow, calendar: CalendarEdition): string {
  const event = row.event as ReferralEvent;
  const happened = dueWords(event.occurredAt, calendar);
  const known = dueWords(row.recordedAt, calendar);
  const detail = detailOf(event);
  return [
    `  ${String(row.seq).padStart(3)}  ${happened}  ${wordsOf(event.type)}${detail === '' ? '' : `: ${detail}`}`,
    row.actor.role === 'SYSTEM' ? '' : `, by ${row.actor.role} ${row.actor.userId}`,
    known === happened ? '' : ` (known ${known})`,
  ].join('');
}

/** `ClockStarted` as `clock started`. */
function wordsOf(type: string): string {
  return type.replaceAll(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function detailOf(event: ReferralEvent): string {
  switch (event.type) {
    case 'ClockStarted':
    case 'ClockRearmed':
      return event.terms.id;
    case 'ClockWarned':
      return `${event.clock}, ${Math.round(event.fraction * 100)} % used`;
    case 'ClockBreached':
    case 'ClockEscalated':
      return `${event.clock}, told ${event.told}`;
    case 'ClockPaused':
    case 'ClockPauseEnded':
      return `${event.clock}, pause ${event.pauseNo}`;
    case 'RulesAdopted':
      return `publication ${event.publication}`;
    case 'ClockStopped':
      return event.clock;
    case 'ReferralRated':
      return event.rag;
    case 'DecisionMade':
      return event.decision.outcome;
    case 'AcknowledgementSent':
    case 'FeedbackSent':
      return event.method;
    case 'FeedbackWithheld':
      return event.reason;
    case 'HandoverAccepted':
      return event.receiver;
    case 'ReferralClosed':
      return event.stage;
    default:
      return '';
  }
}
