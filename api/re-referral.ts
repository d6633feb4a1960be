import { rulesAt } from '../db/hub-rules.ts';
import type { Actor } from '../domain/actor.ts';
import { DomainError } from '../domain/errors.ts';
import type { Referral } from '../domain/referral/state.ts';
import { hubNow } from '../temporal/cases.ts';
import { historyFor } from './people-answer.ts';
import type { Services } from './services.ts';

/**
 * Why a decision that does not say what is different is refused: undefined when it need not say so. It must where a
 * person has confirmed that the child was referred within the policy's months, see `triage.repeats.reReferralMonths`,
 * and no earlier decision has said it. A case knows nothing of other cases, so this is judged where its command is
 * given, on what the actor may see.
 */
export async function reReferralRefusal(
  { db, clock }: Services,
  actor: Actor,
  referral: Referral,
): Promise<DomainError | undefined> {
  const decisions = 'decisions' in referral ? (referral.decisions ?? []) : [];
  if (decisions.some(({ whatIsDifferent }) => whatIsDifferent !== undefined)) return undefined;
  const rules = await rulesAt(db, await hubNow(clock));
  const { history } = await historyFor(db, { referral, actor }, rules);
  if (history.reReferral?.certainty !== 'CONFIRMED') return undefined;
  return new DomainError(
    'WHAT_IS_DIFFERENT_NEEDED',
    'The child was referred a short time before: say what is different now',
    'whatIsDifferent',
  );
}
