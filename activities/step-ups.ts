import type { Db } from '../db/client.ts';
import { keepFollowOn } from '../db/follow-ons.ts';
import { keepStepUp } from '../db/step-ups.ts';
import type { ContactToBegin, DeliveryResult } from '../domain/case.ts';
import { followOnStream } from '../domain/follow-on/stream.ts';
import type { Instant } from '../domain/instant.ts';
import { referralStream } from '../domain/streams.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import { FOLLOW_ON_WORKFLOWS, REFERRAL_WORKFLOW } from '../workflows/contract.ts';
import { startOwedCase } from './case-starts.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/**
 * Begins the contact of a family that Early Help steps up, and, where significant harm is suspected, the strategy
 * discussion beside it, both or neither; answers the new referral.
 */
export async function stepUp(
  dependencies: Dependencies,
  delivery: ContactToBegin,
  at: Instant,
): Promise<DeliveryResult> {
  const { key, isUrgent, reason, steppedUpBy } = delivery;
  const begun = await dependencies.db.transaction(async (tx) => {
    const { contactRef, referralRef, localAuthority } = await keepStepUp(tx, delivery, {
      now: at,
      workflowType: REFERRAL_WORKFLOW,
    });
    if (!isUrgent) return { referralRef };
    // Nobody awaits it: like one that a person convenes, it tells the new referral.
    const opening = {
      kind: 'CHILD_PROTECTION',
      key: `${key}/protection`,
      contactRef,
      referralRefs: [referralRef],
      localAuthority,
      receivedAt: at,
      openedBy: steppedUpBy,
      reasonableCauseAt: at,
      urgency: 'SAME_DAY',
      reason,
    } as const;
    const workflowType = FOLLOW_ON_WORKFLOWS.CHILD_PROTECTION;
    const { caseId } = await keepFollowOn(tx, opening, { now: at, workflowType });
    return { referralRef, caseId };
  });
  await startOwedCase(dependencies, referralStream(begun.referralRef));
  if (begun.caseId !== undefined) {
    await startOwedCase(dependencies, followOnStream('CHILD_PROTECTION', begun.caseId));
  }
  return { caseId: begun.referralRef, isTaken: true };
}
