import { type ClockEvent, clockIdOf, isClockEvent, type RearmReason } from '../clock.ts';
import { type ClockExplanation, explainClock } from '../clock-explanation.ts';
import type { Arming, ReadingContext } from '../clock-reading.ts';
import type { ClockKind, FollowOnClock } from '../vocabulary.ts';
import type { AnyEvent } from './run.ts';

/** What starts each clock, to follow "because". */
const STARTED: Readonly<Record<FollowOnClock, string>> = {
  HANDOVER_ACCEPTANCE: 'the child was handed over, or came back',
  STRATEGY_DISCUSSION:
    'reasonable cause to suspect significant harm appeared, or a discussion was not quorate',
  STRATEGY_DISCUSSION_URGENT: 'reasonable cause appeared, and the discussion cannot wait for the next day',
  STRATEGY_DISCUSSION_AFTER_EMERGENCY: 'enquiries under section 47 began in an emergency',
  STRATEGY_DRIFT: 'reasonable cause to suspect significant harm appeared',
  STRATEGY_RECORD: 'the strategy discussion ended',
  CHILD_SEEN_S47: 'enquiries under section 47 were decided on',
  CHILD_SEEN_S17: 'the assessment was allocated',
  ICPC: 'a strategy discussion started enquiries under section 47',
  ASSESSMENT: 'the referral was received',
  ASSESSMENT_CHECKPOINT: 'the referral was received',
  POLICE_PROTECTION: 'the police took the child into protection',
  EPO: 'the court made an emergency protection order',
  EPO_EXTENDED: 'the court extended the emergency protection order',
  EARLY_HELP_CONTACT: 'Early Help accepted the family, or has to try it again',
  EARLY_HELP_OFFER: 'Early Help was offered',
  STEP_DOWN_MEETING: 'the step-down was approved',
  EARLY_HELP_REVIEW: 'the team around the family began its work',
  EARLY_HELP_REVIEW_REPEAT: 'the review before was held',
  AGENCY_ACTION: 'the agency was asked',
  APPROPRIATENESS: 'the agency was asked for its view',
  DISPUTE_STAGE: 'the dispute came to this stage',
  DISPUTE_URGENT: 'a child may come to harm while the dispute lasts',
  PLAN_ACTION: 'the action was proposed',
};

const REARMED: Readonly<Partial<Record<RearmReason, string>>> = {
  PAUSE_ENDED: 'its pause ended',
  RULES_CHANGED: 'other rules came into force',
  TIMESCALE_SET: 'a manager set a time for this child, within the limit of the policy',
  LATER_DISCUSSION: 'a later strategy discussion was held, and this hub counts from the last one',
};

/** Every clock of a case explained from its stream, by id. */
export function explainCaseClocks(
  events: readonly AnyEvent[],
  context: Omit<ReadingContext, 'causeOf'>,
): ReadonlyMap<string, ClockExplanation> {
  const byClock = new Map<string, ClockEvent[]>();
  for (const event of events.filter(isClockEvent)) {
    const id = clockIdOf(event);
    byClock.set(id, [...(byClock.get(id) ?? []), event]);
  }
  return new Map([...byClock].map(([id, own]) => [id, explainClock(own, { ...context, causeOf })]));
}

function causeOf(arming: Arming): string {
  if (arming.type === 'ClockRearmed') return REARMED[arming.reason] ?? 'its time was set anew';
  return isOfFollowOn(arming.terms.kind) ? STARTED[arming.terms.kind] : 'its occasion came';
}

function isOfFollowOn(kind: ClockKind): kind is FollowOnClock {
  return Object.hasOwn(STARTED, kind);
}
