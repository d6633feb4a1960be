import { type ClockEvent, clockIdOf, isClockEvent } from '../clock.ts';
import { type ClockExplanation, type EditionsNamed, explainClock } from '../clock-explanation.ts';
import type { Arming, ReadingContext } from '../clock-reading.ts';
import type { ReferralEvent } from './events.ts';
import { latestDueAt } from './clock-keeping.ts';
import { fold } from './evolve.ts';
import { timeLostWords } from './time-lost.ts';

/** When and by which rules the clocks of a referral are looked at; `rules` are those in force now. */
export type ExplanationContext = Pick<ReadingContext, 'now' | 'rules' | 'rulesNamed'>;

/**
 * Every clock of a referral explained from its stream, by id and in the order they started.
 * @throws DomainError CALENDAR_EXHAUSTED when an edition ends too early.
 */
export function explainClocks(
  events: readonly ReferralEvent[],
  context: ExplanationContext,
): ReadonlyMap<string, ClockExplanation> {
  const referral = fold(events);
  const { clocks = [] } = referral ?? {};
  const causes = armingCauses(events);
  const editions = editionsOfCase(events);
  const rules =
    (editions && context.rulesNamed(editions.policyEdition, editions.calendarEdition)) ?? context.rules;
  const byClock = eventsByClock(events);
  return new Map(
    clocks.map(({ id, kind }) => {
      const noLaterThan = latestDueAt({ clocks }, kind);
      const causeOf = (arming: Arming) => causes.get(arming) ?? 'the referral was received';
      const reading = { ...context, rules, causeOf, ...(noLaterThan !== undefined && { noLaterThan }) };
      const explained = explainClock(byClock.get(id) ?? [], reading);
      const lost = kind === 'DECISION' && referral ? timeLostWords(referral, context.now, rules) : '';
      return [id, lost === '' ? explained : { ...explained, sentence: `${explained.sentence} ${lost}` }];
    }),
  );
}

/** The editions a case stands under: those it adopted last, else those its first clock was armed with. */
export function editionsOfCase(events: readonly ReferralEvent[]): EditionsNamed | undefined {
  const adopted = events.findLast((event) => event.type === 'RulesAdopted');
  return adopted ?? events.find((event) => event.type === 'ClockStarted')?.terms;
}

function eventsByClock(events: readonly ReferralEvent[]): ReadonlyMap<string, ClockEvent[]> {
  const byClock = new Map<string, ClockEvent[]>();
  for (const event of events.filter(isClockEvent)) {
    const id = clockIdOf(event);
    byClock.set(id, [...(byClock.get(id) ?? []), event]);
  }
  return byClock;
}

/** What armed each clock, to follow "because". */
function armingCauses(events: readonly ReferralEvent[]): ReadonlyMap<ReferralEvent, string> {
  const causes = new Map<ReferralEvent, string>();
  let rating = '';
  let decisionNo = 0;
  for (const event of events) {
    switch (event.type) {
      case 'ReferralRated':
        rating = `the referral was rated ${event.rag.toLowerCase()}`;
        break;
      case 'DecisionMade':
        decisionNo = event.decision.no;
        break;
      case 'ClockStarted':
        causes.set(event, startCause(event, rating, decisionNo));
        break;
      case 'ClockRearmed':
        causes.set(event, rearmCause(event, rating));
        break;
      default:
    }
  }
  return causes;
}

function startCause({ terms }: Arming, rating: string, decisionNo: number): string {
  switch (terms.kind) {
    case 'ACKNOWLEDGEMENT':
    case 'DECISION':
      return 'the referral was received';
    case 'FEEDBACK':
      return decisionNo === 0
        ? 'the referral was received'
        : `decision ${decisionNo} was made after the feedback on the one before was settled`;
    case 'RAG_TARGET':
      return `${rating}, and a rating target is counted from receipt`;
    case 'OPEN_CASE_CONFIRMATION':
      return 'the information was sent to the allocated worker';
    case 'LADO_REFERRAL':
      return 'an allegation against someone who works with children became known';
    case 'REDIRECT_ACKNOWLEDGEMENT':
      return 'the child was sent on to another body';
    case 'OUT_OF_HOURS_ACKNOWLEDGEMENT':
      return 'the child was handed over for the hours in which the hub is closed, or back';
    case 'EDT_HANDOVER':
      return 'the out-of-hours team took the child on';
    case 'LATE_ANSWER_REVIEW':
      return 'an agency answered after the decision';
    case 'BREAK_GLASS_REVIEW':
      return 'somebody who is not on its list of readers opened the restricted record';
    case 'AGENCY_CHECK':
    case 'ANSWER_LONG_STOP':
      return 'the agency was asked';
    default:
      throw new Error(`a referral has no clock ${terms.kind}`);
  }
}

type Rearming = Extract<ClockEvent, { type: 'ClockRearmed' }>;

function rearmCause(event: Rearming, rating: string): string {
  switch (event.reason) {
    case 'RATING_CHANGED':
      return rating;
    case 'PAUSE_ENDED':
      return 'its pause ended';
    case 'RULES_CHANGED':
      return `other rules came into force: ${changedEditions(event)}`;
    case 'TIMESCALE_SET':
      return 'a time was set for this child';
    case 'LATER_DISCUSSION':
      return 'a later strategy discussion was held';
  }
}

function changedEditions({
  terms,
  previousPolicyEdition,
  previousCalendarEdition,
  publication,
}: Rearming): string {
  const changes = [
    ['policy', terms.policyEdition, previousPolicyEdition],
    ['calendar', terms.calendarEdition, previousCalendarEdition],
  ].flatMap(([what, now, before]) =>
    before === undefined || now === before ? [] : [`${what} ${now} instead of ${before}`],
  );
  const named = changes.length > 0 ? changes.join(', ') : `policy ${terms.policyEdition}`;
  return publication === undefined ? named : `${named}, by publication ${publication}`;
}
