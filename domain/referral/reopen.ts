import { armClock, type ClockEvent } from '../clock.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import type { Stage } from '../vocabulary.ts';
import { changeCalledForAt } from './agency-checks.ts';
import { ENDINGS } from './endings.ts';
import { restaged } from './stages.ts';
import { isClosed, latestDecision, type Referral } from './state.ts';

/** Nothing is decided for these children any more, whatever becomes known. */
const STAY_CLOSED: readonly Stage[] = ENDINGS;

/** Whether an answer that came later than the decision in force has been found to change it. */
export function needsNewDecision(referral: Referral): boolean {
  if (STAY_CLOSED.includes(referral.stage)) return false;
  const since = [changeCalledForAt(referral), referral.decisionCall?.at]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
  const decidedAt = latestDecision(referral)?.decidedAt;
  // One that closed without a decision is decided by whoever has taken it over; nobody has a withdrawn one.
  if (isClosed(referral) && decidedAt === undefined && referral.stage !== 'WITHDRAWN') return false;
  return since !== undefined && (decidedAt === undefined || decidedAt < since);
}

/** The referral open again: decided where it had a decision, else before it. */
export function reopened(referral: Referral): Referral {
  if (!isClosed(referral)) return referral;
  const { stage: _stage, closedAt: _closedAt, withdrawalRequest: _withdrawn, ...facts } = referral;
  const { decisions, feedback, handover, ...undecided } = facts;
  return decisions === undefined || feedback === undefined || handover === undefined
    ? restaged({ ...undecided, stage: 'RECEIVED' })
    : { ...undecided, decisions, feedback, handover, stage: 'DECIDED' };
}

/** A decision called for anew has the time of a first one, from then on. */
export function renewedDecisionClock({ clocks }: Referral, now: Instant, rules: HubRules): ClockEvent[] {
  const earlier = clocks.filter(({ kind }) => kind === 'DECISION');
  if (earlier.some(({ status }) => status !== 'STOPPED')) return [];
  const id = `DECISION-${earlier.length + 1}`;
  const { limit } = rules.policy.clocks.DECISION;
  const terms = armClock({ id, kind: 'DECISION', startedAt: now, limit }, now, rules);
  return [{ type: 'ClockStarted', occurredAt: now, terms }];
}
