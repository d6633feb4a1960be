import type { Db } from '../db/client.ts';
import { SYSTEM_ACTOR } from '../domain/actor.ts';
import type { CommandEnvelope, DeliveryResult, JoinDelivery } from '../domain/case.ts';
import type { JoiningCommand } from '../domain/referral/joining.ts';
import { referralStream } from '../domain/streams.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import { startOwedCase } from './case-starts.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/** Under the time an activity has, so that a case that does not answer is asked again by the next try. */
const WAIT_MS = 5_000;

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
  const envelope: CommandEnvelope<unknown> = { command, actor: SYSTEM_ACTOR };
  const update = { workflowId, action: command.type, envelope, updateId: delivery.key };
  const outcome = await dependencies.cases.command(update, WAIT_MS);
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
