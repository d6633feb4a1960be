import { and, asc, gt, isNull } from 'drizzle-orm';
import type { Instant } from '../domain/instant.ts';
import type { DbOrTransaction } from './client.ts';
import { referrals } from './schema.ts';

/** An open referral and the editions it goes by. */
export type OpenReferral = {
  readonly referralRef: string;
  readonly receivedAt: Instant;
  readonly policyEdition: string;
  readonly calendarEdition: string;
};

/** Open referrals in the order of their references, after the one named. */
export async function openReferralsAfter(
  db: DbOrTransaction,
  after: string | undefined,
  atMost: number,
): Promise<OpenReferral[]> {
  const { referralRef, receivedAt, policyEdition, calendarEdition } = referrals;
  return db
    .select({ referralRef, receivedAt, policyEdition, calendarEdition })
    .from(referrals)
    .where(and(isNull(referrals.closedAt), after === undefined ? undefined : gt(referralRef, after)))
    .orderBy(asc(referralRef))
    .limit(atMost);
}

/** When the open referral that was received first was received; undefined when none is open. */
export async function oldestOpenReceipt(db: DbOrTransaction): Promise<Instant | undefined> {
  const { receivedAt } = referrals;
  const [oldest] = await db
    .select({ receivedAt })
    .from(referrals)
    .where(isNull(referrals.closedAt))
    .orderBy(asc(receivedAt))
    .limit(1);
  return oldest?.receivedAt;
}
