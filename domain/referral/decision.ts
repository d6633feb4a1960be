import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import type { Outcome } from '../vocabulary.ts';
import { missingAgencies, openChecks } from './agency-checks.ts';
import { assertAgreement } from './agreement-rules.ts';
import { amendedFeedbackClock, stopClocks } from './clock-keeping.ts';
import type { ReferralCommand } from './commands.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import { followOnAsked } from './follow-on-openings.ts';
import { disputeAnswered, linksOf } from './follow-on-rules.ts';
import { assertOtherEyes } from './four-eyes.ts';
import { PATHWAYS } from './outcomes.ts';
import { latestDecision, type Referral } from './state.ts';

/**
 * What a manager's decision makes of a referral.
 * @throws DomainError with the rule that refuses it
 */
export function decisionMade(
  referral: Referral,
  command: Extract<ReferralCommand, { type: 'decide' }>,
  context: Context,
): ReferralEvent[] {
  const { actor, now, rules } = context;
  const earlier = latestDecision(referral);
  if (earlier !== undefined && command.supersedes === undefined) {
    throw new DomainError(
      'ALREADY_DECIDED',
      'A decision is never edited: name the decision this one supersedes',
      'supersedes',
    );
  }
  if (command.supersedes !== undefined && command.supersedes !== earlier?.no) {
    throw new DomainError(
      'SUPERSEDES_OTHER_DECISION',
      'Only the decision in force can be superseded',
      'supersedes',
    );
  }
  if (actor.role === 'EMERGENCY_DUTY_TEAM' && command.outcome !== 'STRATEGY_S47') {
    throw new DomainError(
      'NOT_PERMITTED',
      'The out-of-hours team decides only an emergency: a strategy discussion under section 47',
      'outcome',
    );
  }
  const pathway = PATHWAYS[command.outcome];
  if (pathway.acceptedBy.length > 0 && (command.receiver ?? pathway.receiver) === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'This outcome hands the child over: name the receiving agency',
      'receiver',
    );
  }
  assertAgreement(referral, command, rules.policy);
  assertOtherEyes(referral, command, context);
  if (command.dissent !== undefined && command.interimSafety === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'An agency sees a higher risk: say what keeps the child safe until that is settled',
      'interimSafety',
    );
  }
  if (command.outcome === 'NFA' && openChecks(referral).some(({ critical }) => critical)) {
    throw new DomainError(
      'CRITICAL_CHECK_OPEN',
      'There is no decision of no further action while an agency whose answer is critical has not answered',
      'outcome',
    );
  }
  if (endsHelp(command.outcome) && hasStrategyOpen(referral)) {
    throw new DomainError(
      'STRATEGY_OPEN',
      'A strategy discussion about the child is open: what comes of it is decided there first',
      'outcome',
    );
  }
  const { type: _type, receiver, ...content } = command;
  const agenciesMissing = [...new Set([...command.agenciesMissing, ...missingAgencies(referral)])];
  const no = (earlier?.no ?? 0) + 1;
  const disputeId = disputeAnswered(referral);
  const decision = {
    ...content,
    agenciesMissing,
    no,
    decidedAt: now,
    decidedBy: actor.userId,
    ...(disputeId !== undefined && { disputeId }),
  };
  return [
    { type: 'DecisionMade', occurredAt: now, decision, ...(receiver !== undefined && { receiver }) },
    ...stopClocks(referral, ['DECISION', 'RAG_TARGET', 'OPEN_CASE_CONFIRMATION'], 'DECIDED', now, rules),
    ...feedbackOwed(referral, now, rules),
    ...followOnAsked(referral, decision, receiver, { now, rules }),
  ];
}

/** Nobody goes on with the child after such a decision. */
function endsHelp(outcome: Outcome): boolean {
  return outcome === 'NFA' || outcome === 'ADVICE_SIGNPOST';
}

/** Reasonable cause to suspect significant harm has appeared, and the case of it is not over. */
function hasStrategyOpen(referral: Referral): boolean {
  return linksOf(referral).some(({ kind, endedAt }) => kind === 'CHILD_PROTECTION' && endedAt === undefined);
}

/** A superseding decision owes the referrer an amended outcome; nobody is owed one who cannot be reached. */
function feedbackOwed(referral: Referral, now: Instant, rules: HubRules): ReferralEvent[] {
  return referral.referrerReach === 'UNREACHABLE'
    ? [{ type: 'FeedbackWithheld', occurredAt: now, reason: 'ANONYMOUS_REFERRER' }]
    : amendedFeedbackClock(referral, now, rules);
}
