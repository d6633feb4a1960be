import type { ReferralEvent } from '../domain/referral/events.ts';
import { referralStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { readEvents } from './streams.ts';

/** Who made one decision on a referral, by user id; undefined when there is no such decision. */
export async function deciderOf(
  db: DbOrTransaction,
  referralRef: string,
  decisionNo: number,
): Promise<string | undefined> {
  const events = await readEvents<ReferralEvent>(db, referralStream(referralRef));
  const made = events.find((event) => event.type === 'DecisionMade' && event.decision.no === decisionNo);
  return made?.type === 'DecisionMade' ? made.decision.decidedBy : undefined;
}
