import { and, asc, count, eq, gte, inArray, isNull, lt, lte, ne, type SQL } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { clocks, ledger, notices, referrals } from '../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { evolve } from '../domain/referral/evolve.ts';
import { type NextAction, nextAction } from '../domain/referral/next-action.ts';
import type { Referral } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import { timeLeftWords } from '../domain/words.ts';
import type { Scope } from './permissions.ts';
import { inScope } from './referral-list.ts';

/** A clock that still runs or is late, with what a supervisor needs to act on it. */
export type OpenClock = {
  readonly referral: Referral;
  readonly clock: typeof clocks.$inferSelect;
  readonly timeLeft: string;
  readonly lastTold?: typeof notices.$inferSelect;
  readonly nextAction?: NextAction;
};

/** At least `from` and at most `to`; `before` excludes its own instant. */
export type DueRange = { readonly before: Instant } | { readonly from: Instant; readonly to: Instant };

type Question = { readonly scope: Scope; readonly due: DueRange };

/** How many clocks one answer lists. */
export const MOST_CLOCKS = 200;

/** Open clocks of referrals that fall due in a range and do not stand still, the earliest first. */
export async function openClocks(
  db: Db,
  question: Question,
  { now, rules }: { readonly now: Instant; readonly rules: HubRules },
): Promise<OpenClock[]> {
  const rows = await db
    .select({ referralRef: referrals.referralRef, clock: clocks })
    .from(clocks)
    .innerJoin(referrals, eq(referrals.referralRef, clocks.referralRef))
    .where(isOpen(question))
    .orderBy(asc(clocks.dueAt), asc(clocks.stream), asc(clocks.clockId))
    .limit(MOST_CLOCKS);
  const refs = [...new Set(rows.map(({ referralRef }) => referralRef))];
  const [cases, told] = await Promise.all([foldAll(db, refs), lastTold(db, refs)]);
  return rows.flatMap(({ referralRef, clock }) => {
    const referral = cases.get(referralStream(referralRef));
    const unit = referral?.clocks.find(({ id }) => id === clock.clockId)?.limit.unit;
    if (referral === undefined || unit === undefined) return [];
    const notice = told.get(`${referralRef}/${clock.clockId}`);
    const next = nextAction(referral);
    return [
      {
        referral,
        clock,
        timeLeft: timeLeftWords(now, clock.dueAt, unit, rules),
        ...(notice && { lastTold: notice }),
        ...(next && { nextAction: next }),
      },
    ];
  });
}

/** How many there are, listed or not. */
export async function countOpenClocks(db: Db, question: Question): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(clocks)
    .innerJoin(referrals, eq(referrals.referralRef, clocks.referralRef))
    .where(isOpen(question));
  return row?.total ?? 0;
}

function isOpen({ scope, due }: Question): SQL | undefined {
  const range =
    'before' in due
      ? lt(clocks.dueAt, due.before)
      : and(gte(clocks.dueAt, due.from), lte(clocks.dueAt, due.to));
  const counts = and(isNull(clocks.stoppedAt), ne(clocks.status, 'PAUSED'));
  return and(counts, range, inScope(scope));
}

/** The referrals by their stream. */
async function foldAll(db: Db, refs: readonly string[]): Promise<Map<string, Referral>> {
  if (refs.length === 0) return new Map();
  const rows = await db
    .select({ stream: ledger.stream, event: ledger.event })
    .from(ledger)
    .where(inArray(ledger.stream, refs.map(referralStream)))
    .orderBy(asc(ledger.stream), asc(ledger.seq));
  const cases = new Map<string, Referral>();
  for (const { stream, event } of rows) {
    cases.set(stream, evolve(cases.get(stream), event as ReferralEvent));
  }
  return cases;
}

async function lastTold(db: Db, refs: readonly string[]): Promise<Map<string, typeof notices.$inferSelect>> {
  if (refs.length === 0) return new Map();
  const rows = await db
    .select()
    .from(notices)
    .where(inArray(notices.referralRef, [...refs]))
    .orderBy(asc(notices.seq));
  return new Map(rows.map((row) => [`${row.referralRef}/${row.clockId}`, row]));
}
