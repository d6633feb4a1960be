import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { children, referrals } from '../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Rag, Stage } from '../domain/vocabulary.ts';
import type { Scope } from './permissions.ts';

export type ReferralFilter = {
  readonly stage?: Stage;
  readonly rag?: Rag;
  readonly localAuthority?: string;
  readonly agency?: string;
  /** Whether an open clock is past its due instant at `now`. */
  readonly overdue?: boolean;
  readonly dueBefore?: Instant;
  /** Only referrals that are not closed. */
  readonly open?: boolean;
};

/** The last row of a page: the next one begins after it. */
export type ListPosition = { readonly nextDueAt: Instant | null; readonly referralRef: string };

export type ListQuestion = {
  readonly scope: Scope;
  readonly filter: ReferralFilter;
  readonly now: Instant;
  readonly limit: number;
  readonly after?: ListPosition;
};

/** One row of the list: the referral and its child's name. */
export type ListRow = typeof referrals.$inferSelect & {
  readonly displayName: string | null;
  readonly dateOfBirth: string | null;
};

/**
 * A page of referrals, what is due first first, and what has no open clock after all others. The two parts are asked
 * for one after the other, so that each runs along an index however many closed referrals there are.
 */
export async function listReferrals(
  db: Db,
  question: ListQuestion,
): Promise<{ readonly rows: ListRow[]; readonly next?: ListPosition }> {
  const { limit, after } = question;
  const wanted = limit + 1;
  const due = after === undefined || after.nextDueAt !== null ? await dueRows(db, question, wanted) : [];
  const rest = due.length < wanted ? await restRows(db, question, wanted - due.length) : [];
  const found = [...due, ...rest];
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return found.length > limit && last !== undefined
    ? { rows, next: { nextDueAt: last.nextDueAt, referralRef: last.referralRef } }
    : { rows };
}

function dueRows(db: Db, { after, ...question }: ListQuestion, atMost: number): Promise<ListRow[]> {
  const { nextDueAt, referralRef } = referrals;
  // Only open referrals have a clock running; saying so lets the index over open ones serve.
  return selectRows(db)
    .where(
      and(
        isNotNull(nextDueAt),
        isNull(referrals.closedAt),
        after?.nextDueAt
          ? sql`(${nextDueAt}, ${referralRef}) > (${after.nextDueAt}::timestamptz, ${after.referralRef})`
          : undefined,
        ...conditions(question),
      ),
    )
    .orderBy(asc(nextDueAt), asc(referralRef))
    .limit(atMost);
}

function restRows(db: Db, { after, ...question }: ListQuestion, atMost: number): Promise<ListRow[]> {
  return selectRows(db)
    .where(
      and(
        isNull(referrals.nextDueAt),
        after?.nextDueAt === null ? gt(referrals.referralRef, after.referralRef) : undefined,
        ...conditions(question),
      ),
    )
    .orderBy(asc(referrals.referralRef))
    .limit(atMost);
}

function selectRows(db: Db) {
  return db
    .select({
      ...getTableColumns(referrals),
      displayName: children.displayName,
      dateOfBirth: children.dateOfBirth,
    })
    .from(referrals)
    .leftJoin(children, eq(children.referralRef, referrals.referralRef))
    .$dynamic();
}

function conditions({ scope, filter, now }: Omit<ListQuestion, 'after'>): (SQL | undefined)[] {
  const { stage, rag, localAuthority, agency, overdue, dueBefore, open } = filter;
  const { nextDueAt } = referrals;
  return [
    inScope(scope),
    stage && eq(referrals.stage, stage),
    rag && eq(referrals.rag, rag),
    localAuthority === undefined ? undefined : eq(referrals.localAuthority, localAuthority),
    agency === undefined ? undefined : eq(referrals.agency, agency),
    overdue === true ? lt(nextDueAt, now) : undefined,
    overdue === false ? or(isNull(nextDueAt), gte(nextDueAt, now)) : undefined,
    dueBefore && lt(nextDueAt, dueBefore),
    open === true ? isNull(referrals.closedAt) : undefined,
  ];
}

/** The rows an actor's scope lets through. */
export function inScope({ localAuthority, outcomes }: Scope): SQL | undefined {
  return and(
    localAuthority === undefined ? undefined : eq(referrals.localAuthority, localAuthority),
    outcomes && inArray(referrals.outcome, [...outcomes]),
  );
}
