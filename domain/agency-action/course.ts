import type { StopReason } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { startClock, stopAllClocks, stopClocks } from '../follow-on/clock-keeping.ts';
import type { CommonEvent } from '../follow-on/events.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import type { AgencyAction, AgencyActionCommand, AgencyActionEnd, AgencyActionEvent } from './state.ts';

type Event = AgencyActionEvent | CommonEvent;

/** The agency has the child now. */
export function accepted(state: AgencyAction, acceptedBy: string, now: Instant, rules: HubRules): Event[] {
  return [
    { type: 'ActionAccepted', occurredAt: now, acceptedBy },
    ...stopClocks(state, { kinds: ['HANDOVER_ACCEPTANCE'] }, 'ACCEPTED', now, rules),
  ];
}

/**
 * Saying that it was done accepts it, too. What was not done comes back to the hub, which has a time to look at it; an
 * agency that says so before it accepted never had the child.
 */
export function reported(
  state: AgencyAction,
  { done, reason, note }: Extract<AgencyActionCommand, { type: 'reportAction' }>,
  reportedBy: string,
  now: Instant,
  rules: HubRules,
): Event[] {
  if (!done && reason === undefined) {
    throw new DomainError('MISSING_FIELD', 'An action that was not done has its reason', 'reason');
  }
  const first = done && state.stage === 'ASKED' ? accepted(state, reportedBy, now, rules) : [];
  const report: Event = {
    type: 'ActionReported',
    occurredAt: now,
    done,
    ...(!done && reason && { reason }),
    ...(note && { note }),
    reportedBy,
  };
  return done
    ? [...first, report, ...ended(state, 'DONE', now, rules, first.length > 0)]
    : [
        report,
        ...stopClocks(state, { kinds: ['AGENCY_ACTION'] }, 'CONFIRMED', now, rules),
        ...stopClocks(state, { kinds: ['HANDOVER_ACCEPTANCE'] }, 'RETURNED', now, rules),
        ...startClock(state, 'HANDOVER_ACCEPTANCE', { startedAt: now, now }, rules),
      ];
}

/**
 * A manager has looked at what was not done.
 * @throws DomainError NOT_AT_THIS_STAGE to close what the agency never accepted: nobody but the hub has the child
 */
export function reviewed(
  state: AgencyAction,
  { decision, rationale }: Extract<AgencyActionCommand, { type: 'reviewNotDone' }>,
  reviewedBy: string,
  now: Instant,
  rules: HubRules,
): Event[] {
  if (decision === 'CLOSE' && state.acceptedAt === undefined) {
    throw new DomainError(
      'NOT_AT_THIS_STAGE',
      'The agency never accepted the child, who is with the hub: the hub decides again',
      'decision',
    );
  }
  return [
    { type: 'NotDoneReviewed', occurredAt: now, decision, rationale, reviewedBy },
    ...ended(state, decision === 'CLOSE' ? 'CLOSED_NOT_DONE' : 'RETURNED', now, rules),
  ];
}

/** What stops the clocks that still run when an action ends. */
const STOPPED_BY: Readonly<Record<AgencyActionEnd, StopReason>> = {
  DONE: 'CONFIRMED',
  CLOSED_NOT_DONE: 'CLOSED',
  RETURNED: 'RETURNED',
  APPROPRIATE: 'ANSWERED',
  INAPPROPRIATE: 'ANSWERED',
  NO_REPLY: 'CLOSED',
  SUPERSEDED: 'SUPERSEDED',
  WITHDRAWN: 'CLOSED',
};

/** Its clocks stop, and it is over. */
export function ended(
  state: AgencyAction,
  stage: AgencyActionEnd,
  now: Instant,
  rules: HubRules,
  isAccepted = false,
): Event[] {
  const open = isAccepted
    ? { clocks: state.clocks.filter(({ kind }) => kind !== 'HANDOVER_ACCEPTANCE') }
    : state;
  return [
    ...stopAllClocks(open, STOPPED_BY[stage], now, rules),
    { type: 'AgencyActionEnded', occurredAt: now, stage },
  ];
}
