import { DomainError } from '../errors.ts';
import type { ReferralCommand } from './commands.ts';
import type { Context } from './context.ts';
import type { Referral } from './state.ts';

/**
 * Where the policy asks for two people, who gave the rating in force does not decide the outcome as well.
 * @throws DomainError OTHER_DECIDER_NEEDED with the rule
 */
export function assertOtherEyes(
  { rating }: Referral,
  { outcome }: Extract<ReferralCommand, { type: 'decide' }>,
  { actor, rules }: Context,
): void {
  const { fourEyes } = rules.policy.triage ?? {};
  if (fourEyes === undefined || rating === undefined || rating.ratedBy !== actor.userId) return;
  if (!fourEyes.outcomes.includes(outcome) || !fourEyes.ratings.includes(rating.rag)) return;
  throw new DomainError(
    'OTHER_DECIDER_NEEDED',
    `Who rated the referral ${rating.rag.toLowerCase()} does not decide this outcome: another manager does (policy ${rules.policy.edition}, fourEyes)`,
    'outcome',
  );
}
