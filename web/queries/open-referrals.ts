import { and, eq, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm';
import type { Scope } from '../../api/permissions.ts';
import { isNameless, RESTRICTED_RECORD } from '../../api/restricted-records.ts';
import type { DbOrTransaction } from '../../db/client.ts';
import { children, clocks, referrals } from '../../db/schema.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ArrivalFlag, ClockKind, Rag, Stage } from '../../domain/vocabulary.ts';

export type OpenClock = { readonly kind: ClockKind; readonly startedAt: Instant; readonly dueAt: Instant };

/** An open referral as the board lists it. */
export type OpenReferral = {
  readonly referralRef: string;
  readonly childName: string;
  readonly stage: Stage;
  readonly rag: Rag | null;
  readonly localAuthority: string;
  readonly receivedAt: Instant;
  /** What stands out about its arrival. */
  readonly flags: readonly ArrivalFlag[];
  /** Clocks that have not stopped and do not stand still, earliest due first. */
  readonly clocks: readonly OpenClock[];
};

/**
 * Every open referral that somebody with this scope may read, in one reading of the database; also a closed one on
 * which an agency's late answer waits for its review.
 */
export async function openReferrals(db: DbOrTransaction, scope: Scope): Promise<OpenReferral[]> {
  const { localAuthority, outcomes } = scope;
  const isOpen = and(
    or(isNull(referrals.closedAt), and(isNotNull(referrals.closedAt), isNotNull(referrals.nextDueAt))),
    localAuthority === undefined ? undefined : eq(referrals.localAuthority, localAuthority),
    outcomes === undefined ? undefined : inArray(referrals.outcome, [...outcomes]),
  );
  const rows = await db
    .select({
      referralRef: referrals.referralRef,
      childName: children.displayName,
      stage: referrals.stage,
      rag: referrals.rag,
      localAuthority: referrals.localAuthority,
      receivedAt: referrals.receivedAt,
      flags: referrals.flags,
      readers: referrals.readers,
      kind: clocks.kind,
      startedAt: clocks.startedAt,
      dueAt: clocks.dueAt,
    })
    .from(referrals)
    .leftJoin(children, eq(children.referralRef, referrals.referralRef))
    .leftJoin(
      clocks,
      and(
        eq(clocks.referralRef, referrals.referralRef),
        isNull(clocks.stoppedAt),
        ne(clocks.status, 'PAUSED'),
      ),
    )
    .where(isOpen)
    .orderBy(clocks.dueAt);
  return grouped(
    rows.map(({ readers, ...row }) =>
      isNameless(scope, readers) ? { ...row, childName: RESTRICTED_RECORD } : row,
    ),
  );
}

type JoinedRow = Omit<OpenReferral, 'clocks' | 'childName'> & {
  readonly childName: string | null;
  readonly kind: ClockKind | null;
  readonly startedAt: Instant | null;
  readonly dueAt: Instant | null;
};

function grouped(rows: readonly JoinedRow[]): OpenReferral[] {
  const byRef = new Map<string, Omit<OpenReferral, 'clocks'> & { clocks: OpenClock[] }>();
  for (const { kind, startedAt, dueAt, childName, ...row } of rows) {
    const open = byRef.get(row.referralRef) ?? {
      ...row,
      childName: childName ?? 'Child not named',
      clocks: [],
    };
    if (kind !== null && startedAt !== null && dueAt !== null) open.clocks.push({ kind, startedAt, dueAt });
    byRef.set(row.referralRef, open);
  }
  return [...byRef.values()];
}
