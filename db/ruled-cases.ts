import { asc, eq, isNull, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { FollowOnName } from '../domain/follow-on/state.ts';
import type { Instant } from '../domain/instant.ts';
import type { DbOrTransaction } from './client.ts';
import { followOns, referrals } from './schema.ts';

/**
 * An open case that goes by the hub's rules as they change, with the editions it goes by now. An information request
 * keeps the rules it was begun under.
 */
export type RuledCase = {
  readonly stream: string;
  readonly referralRef: string;
  /** Of a case that follows a decision; null for a referral. */
  readonly caseId: string | null;
  readonly kind: FollowOnName | null;
  readonly receivedAt: Instant;
  /** When its policy is chosen by: the receipt of a referral, the beginning of a case that follows one. */
  readonly ruledFrom: Instant;
  readonly policyEdition: string;
  readonly calendarEdition: string;
};

/** Such cases in the order of their streams, after the one named. */
export async function ruledCasesAfter(
  db: DbOrTransaction,
  after: string | undefined,
  atMost: number,
): Promise<RuledCase[]> {
  const open = ruledCases(db);
  // One order on every machine, whatever its language.
  const byBytes = sql`${open.stream} collate "C"`;
  return db
    .select()
    .from(open)
    .where(after === undefined ? undefined : sql`${byBytes} > ${after}`)
    .orderBy(byBytes)
    .limit(atMost);
}

/** When the first of them was received; undefined when none is open. */
export async function oldestReceipt(db: DbOrTransaction): Promise<Instant | undefined> {
  const open = ruledCases(db);
  const [oldest] = await db
    .select({ receivedAt: open.receivedAt })
    .from(open)
    .orderBy(asc(open.receivedAt))
    .limit(1);
  return oldest?.receivedAt;
}

function ruledCases(db: DbOrTransaction) {
  return unionAll(
    db
      .select({
        stream: sql<string>`'referral:' || ${referrals.referralRef}`.as('stream'),
        referralRef: referrals.referralRef,
        caseId: sql<string | null>`null::text`.as('case_id'),
        kind: sql<FollowOnName | null>`null::text`.as('kind'),
        receivedAt: referrals.receivedAt,
        ruledFrom: sql<Instant>`${referrals.receivedAt}`.mapWith(referrals.receivedAt).as('ruled_from'),
        policyEdition: referrals.policyEdition,
        calendarEdition: referrals.calendarEdition,
      })
      .from(referrals)
      .where(isNull(referrals.closedAt)),
    db
      .select({
        stream: sql<string>`${followOns.stream}`.as('stream'),
        referralRef: referrals.referralRef,
        caseId: sql<string | null>`${followOns.caseId}`.as('case_id'),
        kind: sql<FollowOnName | null>`${followOns.kind}`.as('kind'),
        receivedAt: referrals.receivedAt,
        ruledFrom: sql<Instant>`${followOns.openedAt}`.mapWith(followOns.openedAt).as('ruled_from'),
        policyEdition: followOns.policyEdition,
        calendarEdition: followOns.calendarEdition,
      })
      .from(followOns)
      // It takes the receipt of the child it is named after along.
      .innerJoin(referrals, eq(referrals.referralRef, sql`${followOns.referralRefs}[1]`))
      .where(isNull(followOns.closedAt)),
  ).as('ruled');
}
