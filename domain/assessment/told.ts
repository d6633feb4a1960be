import { startClock } from '../follow-on/clock-keeping.ts';
import type { Now } from '../follow-on/kind.ts';
import type { CaseNews } from '../follow-on/words-between.ts';
import type { Instant } from '../instant.ts';
import { ended } from './ending.ts';
import type { Event } from './evolve.ts';
import { disputeKey, earlyHelpKey } from './owed.ts';
import { openEnquiries, stepDownPending } from './standing.ts';
import type { Assessment } from './state.ts';

/** What an assessment makes of what the cases that came out of it tell. */
export function newsTold(state: Assessment, news: CaseNews, context: Now): Event[] {
  switch (news.kind) {
    case 'DISPUTE':
      return disputeTold(state, news, context.now);
    case 'CHILD_PROTECTION':
      return news.news === 'ENDED' ? enquiriesOver(state, news, context) : [];
    case 'EARLY_HELP':
      return earlyHelpTold(state, news, context);
    case 'ASSESSMENT':
    case 'AGENCY_ACTION':
      return [];
  }
}

/** Other disputes about the assessment are no concern of its hand-over. */
function disputeTold(state: Assessment, { news, caseId, outcome }: CaseNews, now: Instant): Event[] {
  const isThis = state.settled[disputeKey(state)]?.caseId === caseId;
  if (news !== 'ENDED' || !isThis || state.disputeEnded !== undefined) return [];
  const content = { caseId, ...(outcome !== undefined && { outcome }) };
  return [{ type: 'ThresholdDisputeEnded', occurredAt: now, ...content }];
}

/** A step-down that Early Help accepted meanwhile is complete now, unless there was a conference. */
function enquiriesOver(state: Assessment, { outcome }: CaseNews, { now, rules }: Now): Event[] {
  const risk = openEnquiries(state);
  if (risk === undefined) return [];
  const over: Event = {
    type: 'EnquiriesEnded',
    occurredAt: now,
    no: risk.no,
    ...(outcome !== undefined && { outcome }),
  };
  const isConference = outcome?.startsWith('CLOSED_ICPC') ?? false;
  const isDone = stepDownPending(state)?.acceptedAt !== undefined && !isConference;
  return isDone ? [over, ...steppedDown(state, { now, rules })] : [over];
}

/** What Early Help says of a family it has taken over at the hand-over meeting. */
const MEETING_HELD = 'MEETING_HELD';

/**
 * Social care lets go when Early Help has accepted, which is when the meeting with the family has been held
 * (transition 22). What comes back, or ends before that, is the social worker's, as it has been all along (E49); a
 * manager has the time of a hand-over to decide again.
 */
function earlyHelpTold(state: Assessment, { news, caseId, by, outcome }: CaseNews, context: Now): Event[] {
  const { now: occurredAt, rules } = context;
  const stepDown = stepDownPending(state);
  if (stepDown === undefined) return [];
  const asked = state.settled[earlyHelpKey(state, stepDown.no)]?.caseId ?? caseId;
  const { no } = stepDown;
  if (asked !== caseId) return [];
  switch (news) {
    case 'OPENED':
      return [];
    case 'ACCEPTED': {
      if (outcome !== MEETING_HELD || stepDown.acceptedAt !== undefined) return [];
      const taken: Event = {
        type: 'StepDownAccepted',
        occurredAt,
        no,
        ...(by !== undefined && { acceptedBy: by }),
      };
      return openEnquiries(state) === undefined ? [taken, ...steppedDown(state, context)] : [taken];
    }
    case 'RETURNED':
    case 'ENDED':
      return [
        { type: 'StepDownReturned', occurredAt, no, ...(outcome !== undefined && { outcome }) },
        ...startClock(state, 'HANDOVER_ACCEPTANCE', { startedAt: occurredAt, now: occurredAt }, rules),
      ];
  }
}

function steppedDown(state: Assessment, context: Now): Event[] {
  const closureCode = stepDownPending(state)?.closureCode;
  return ended(state, { stage: 'CLOSED_EH', ...(closureCode && { closureCode }) }, context);
}
