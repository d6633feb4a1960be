import { and, asc, count, desc, eq, isNull, lt } from 'drizzle-orm';
import { addMs, type Instant, MINUTE_MS } from '../domain/instant.ts';
import type { InvariantRule } from '../domain/invariant.ts';
import type { DbOrTransaction } from './client.ts';
import {
  caseStarts,
  followOns,
  informationRequests,
  invariantRuns,
  invariantViolations,
  owedCommands,
  referrals,
} from './schema.ts';

/** A rule that a case breaks. `localAuthority` answers for the case; absent when the case is not known yet. */
export type Violation = {
  readonly stream: string;
  readonly rule: InvariantRule;
  readonly localAuthority: string | null;
};

/** A violation on record that has not been put right. */
export type OpenViolation = Violation & { readonly foundAt: Instant; readonly seenAt: Instant };

export type InvariantRun = typeof invariantRuns.$inferSelect;

/** Keeps what a run found; what an earlier run found already keeps its date. */
export async function recordViolations(
  db: DbOrTransaction,
  found: readonly Violation[],
  runAt: Instant,
): Promise<void> {
  if (found.length === 0) return;
  await db
    .insert(invariantViolations)
    .values(found.map((violation) => ({ ...violation, foundAt: runAt, seenAt: runAt })))
    .onConflictDoUpdate({
      target: [invariantViolations.stream, invariantViolations.rule],
      targetWhere: isNull(invariantViolations.clearedAt),
      set: { seenAt: runAt },
    });
}

/** Clears what the run that began at `runAt` found no more, and notes the run; answers how many are open. */
export async function finishRun(
  db: DbOrTransaction,
  { runAt, now, checked }: { readonly runAt: Instant; readonly now: Instant; readonly checked: number },
): Promise<number> {
  const { clearedAt, seenAt } = invariantViolations;
  await db
    .update(invariantViolations)
    .set({ clearedAt: now })
    .where(and(isNull(clearedAt), lt(seenAt, runAt)));
  const [row] = await db.select({ open: count() }).from(invariantViolations).where(isNull(clearedAt));
  const violations = row?.open ?? 0;
  await db
    .insert(invariantRuns)
    .values({ startedAt: runAt, finishedAt: now, checked, violations })
    .onConflictDoNothing();
  return violations;
}

/** Minutes after which a start or a command that is owed counts as stuck: the sweep comes four times a minute. */
const STUCK_AFTER_MINUTES = 5;

/** Starts and commands that the hub has accepted and has owed for too long at `now`. */
export async function stuckOwed(db: DbOrTransaction, now: Instant): Promise<Violation[]> {
  const before = addMs(now, -STUCK_AFTER_MINUTES * MINUTE_MS);
  const starts = await db
    .select({ stream: caseStarts.workflowId })
    .from(caseStarts)
    .where(and(isNull(caseStarts.startedAt), lt(caseStarts.owedSince, before)));
  const commands = await db
    .selectDistinct({ stream: owedCommands.workflowId })
    .from(owedCommands)
    .where(and(isNull(owedCommands.settledAt), lt(owedCommands.owedSince, before)));
  const owed = [
    ...starts.map(({ stream }) => ({ stream, rule: 'START_IN_TIME' as const })),
    ...commands.map(({ stream }) => ({ stream, rule: 'COMMAND_IN_TIME' as const })),
  ];
  const found: Violation[] = [];
  for (const { stream, rule } of owed) {
    found.push({ stream, rule, localAuthority: await authorityOf(db, stream) });
  }
  return found;
}

async function authorityOf(db: DbOrTransaction, stream: string): Promise<string | null> {
  const id = stream.slice(stream.indexOf(':') + 1);
  const [referral] = await db
    .select({ localAuthority: referrals.localAuthority })
    .from(referrals)
    .where(eq(referrals.referralRef, id));
  if (referral !== undefined) return referral.localAuthority;
  const [request] = await db
    .select({ localAuthority: informationRequests.localAuthority })
    .from(informationRequests)
    .where(eq(informationRequests.requestId, id));
  if (request !== undefined) return request.localAuthority;
  const [followOn] = await db
    .select({ localAuthority: followOns.localAuthority })
    .from(followOns)
    .where(eq(followOns.stream, stream));
  return followOn?.localAuthority ?? null;
}

/** Whose cases are meant; absent means those of every authority. */
export type AuthorityScope = { readonly localAuthority?: string };

function isOpen({ localAuthority }: AuthorityScope) {
  return and(
    isNull(invariantViolations.clearedAt),
    localAuthority === undefined ? undefined : eq(invariantViolations.localAuthority, localAuthority),
  );
}

/** Violations that have not been put right, the oldest first. */
export async function openViolations(
  db: DbOrTransaction,
  scope: AuthorityScope,
  atMost: number,
): Promise<OpenViolation[]> {
  const { stream, rule, localAuthority, foundAt, seenAt } = invariantViolations;
  return db
    .select({ stream, rule, localAuthority, foundAt, seenAt })
    .from(invariantViolations)
    .where(isOpen(scope))
    .orderBy(asc(foundAt), asc(stream), asc(rule))
    .limit(atMost);
}

/** How many there are of each rule that is broken. */
export async function countViolations(
  db: DbOrTransaction,
  scope: AuthorityScope,
): Promise<ReadonlyMap<InvariantRule, number>> {
  const { rule } = invariantViolations;
  const rows = await db
    .select({ rule, total: count() })
    .from(invariantViolations)
    .where(isOpen(scope))
    .groupBy(rule);
  return new Map(rows.map((row) => [row.rule, row.total]));
}

/** The last time every open case was looked at; undefined before the first. */
export async function lastInvariantRun(db: DbOrTransaction): Promise<InvariantRun | undefined> {
  const [run] = await db.select().from(invariantRuns).orderBy(desc(invariantRuns.startedAt)).limit(1);
  return run;
}
