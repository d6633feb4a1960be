import { asc, eq, inArray } from 'drizzle-orm';
import { followOnOf } from '../domain/follow-on/stream.ts';
import { referralStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { followOns, informationRequests, referrals } from './schema.ts';

/** Of these ids of cases and references of referrals, those the hub has no case of. */
export async function casesMissing(
  db: DbOrTransaction,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Set();
  const [refs, ids] = await Promise.all([
    db.select({ name: referrals.referralRef }).from(referrals).where(inArray(referrals.referralRef, wanted)),
    db.select({ name: followOns.caseId }).from(followOns).where(inArray(followOns.caseId, wanted)),
  ]);
  const known = new Set([...refs, ...ids].map(({ name }) => name));
  return new Set(wanted.filter((name) => !known.has(name)));
}
