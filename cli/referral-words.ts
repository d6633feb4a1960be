import type { LedgerRow } from '../db/streams.ts';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { HubRules } from '../domain/policy.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { linksOf } from '../domain/referral/follow-on-rules.ts';
import { isClosed, latestDecision, type Referral } from '../domain/referral/state.ts';
import { SOURCE_CODES } from '../domain/vocabulary.ts';
import { dueWords } from '../domain/words.ts';
import { namedLines, rowLine, typeWords } from './case-lines.ts';

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
    ['Cases', casesOf(referral)],
    ['Closed', isClosed(referral) ? dueWords(referral.closedAt, calendar) : undefined],
    ['Marks', referral.marks.length > 0 ? referral.marks.join(', ') : undefined],
  ];
  return namedLines(facts);
}

/** What follows its decisions or stands beside it, as far as it knows. */
function casesOf(referral: Referral): string | undefined {
  const cases = linksOf(referral).map(({ kind, caseId }) => caseId ?? `${kind}, being begun`);
  return cases.length === 0 ? undefined : cases.join(', ');
}

/** One row of the ledger of a referral in a line. */
export function timelineLine(row: LedgerRow, calendar: CalendarEdition): string {
  const event = row.event as ReferralEvent;
  const detail = detailOf(event);
  return rowLine(row, `${typeWords(event.type)}${detail === '' ? '' : `: ${detail}`}`, calendar);
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
