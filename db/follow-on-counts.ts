import { and, count, eq, gte, isNotNull, lt } from 'drizzle-orm';
import type { CountedAction } from '../domain/figures/agency-counts.ts';
import type { ActionPurpose } from '../domain/agency-action/opening.ts';
import type { Instant } from '../domain/instant.ts';
import type { DbOrTransaction } from './client.ts';
import { followOns } from './schema.ts';

/** Cases begun from `from` on and before `to`, of one authority or of all. */
export type CountPeriod = {
  readonly from?: Instant;
  readonly to?: Instant;
  readonly localAuthority?: string;
};

function within({ from, to, localAuthority }: CountPeriod) {
  return and(
    from === undefined ? undefined : gte(followOns.openedAt, from),
    to === undefined ? undefined : lt(followOns.openedAt, to),
    localAuthority === undefined ? undefined : eq(followOns.localAuthority, localAuthority),
  );
}

/** What agencies were asked for, counted by agency and by what came of it. */
export async function countActions(
  db: DbOrTransaction,
  purpose: ActionPurpose,
  period: CountPeriod,
): Promise<CountedAction[]> {
  const { kind, subject, agency, outcome } = followOns;
  const rows = await db
    .select({ agency, outcome, actions: count() })
    .from(followOns)
    .where(and(eq(kind, 'AGENCY_ACTION'), eq(subject, purpose), isNotNull(agency), within(period)))
    .groupBy(agency, outcome);
  return rows.map(({ agency: code, outcome: ended, actions }) => ({
    agency: code ?? '',
    actions,
    ...(ended !== null && { outcome: ended }),
  }));
}

/** Disputes, by the stage they reached and what they ended in. */
export async function countDisputes(db: DbOrTransaction, period: CountPeriod) {
  const { kind, reached, outcome, subject } = followOns;
  return db
    .select({ reached, outcome, lane: subject, disputes: count() })
    .from(followOns)
    .where(and(eq(kind, 'DISPUTE'), within(period)))
    .groupBy(reached, outcome, subject)
    .orderBy(reached, outcome, subject);
}

/** Early Help cases, by the way the family came, what they ended in, and what Early Help says of that way. */
export async function countEarlyHelp(db: DbOrTransaction, period: CountPeriod) {
  const { kind, outcome, subject, routing } = followOns;
  return db
    .select({ route: subject, outcome, routing, families: count() })
    .from(followOns)
    .where(and(eq(kind, 'EARLY_HELP'), within(period)))
    .groupBy(outcome, subject, routing)
    .orderBy(subject, outcome, routing);
}
