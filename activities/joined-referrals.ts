import type { Db } from '../db/client.ts';
import type { DeliveryResult, JoinDelivery } from '../domain/case.ts';
import type { JoiningCommand } from '../domain/referral/joining.ts';
import { referralStream } from '../domain/streams.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import { startOwedCase } from './case-starts.ts';
import { sayToCase } from './say-to-case.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/**
 * Tells one referral what another about the same incident has come to; answers whether it took it.
 * @throws Error when nobody answered: the key makes it safe to say it again
 */
export async function tellJoined(
  dependencies: Dependencies,
  delivery: JoinDelivery,
): Promise<DeliveryResult> {
  const workflowId = referralStream(delivery.to);
  await startOwedCase(dependencies, workflowId);
  const command = commandOf(delivery);
  const outcome = await sayToCase(dependencies, workflowId, command, delivery.key);
  if (outcome.kind === 'PENDING') throw new Error(`${workflowId} has not answered ${command.type}`);
  return { isTaken: outcome.kind === 'RECORDED' };
}

function commandOf(delivery: JoinDelivery): JoiningCommand {
  const { referralRef } = delivery;
  switch (delivery.message) {
    case 'JOIN_TO_ADMIT':
      return { type: 'admitContributor', referralRef };
    case 'DECISION_TO_SHARE':
      return { type: 'noteJoinedDecision', from: referralRef, decision: delivery.decision };
    case 'END_TO_SHARE':
      return { type: 'noteJoinedEnd', from: referralRef };
  }
}
