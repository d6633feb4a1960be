import type { DbOrTransaction } from '../db/client.ts';
import {
  type AuthorityScope,
  countViolations,
  type InvariantRun,
  lastInvariantRun,
  type OpenViolation,
  openViolations,
} from '../db/invariants.ts';
import type { Actor } from '../domain/actor.ts';
import { addMs, type Instant, MINUTE_MS } from '../domain/instant.ts';
import { INVARIANT_RULES, type InvariantRule } from '../domain/invariant.ts';
import { DECIDING_ROLES } from '../domain/referral/outcomes.ts';
import type { Role } from '../domain/vocabulary.ts';

/** Broken rules of open cases as they stand, with the run that found them. */
export type InvariantReport = {
  readonly total: number;
  /** Every rule, with how many cases break it. */
  readonly byRule: readonly { readonly rule: InvariantRule; readonly count: number }[];
  /** The oldest, at most {@link MOST_VIOLATIONS}. */
  readonly violations: readonly OpenViolation[];
  readonly lastRun?: InvariantRun;
  /** The check itself has not run for so long that its result says little. */
  readonly isStale: boolean;
};

/** How many violations one answer lists. */
export const MOST_VIOLATIONS = 200;

/** The check comes every five minutes; two that failed are tolerated. */
const STALE_AFTER_MINUTES = 15;

const READERS: readonly Role[] = [...DECIDING_ROLES, 'AUDITOR', 'ADMINISTRATOR'];

/** Whose broken rules an actor may read; undefined when the role reads none. */
export function invariantScope({ role, localAuthority }: Actor): AuthorityScope | undefined {
  if (!READERS.includes(role)) return undefined;
  return localAuthority === 'HUB' ? {} : { localAuthority };
}

export async function readInvariants(
  db: DbOrTransaction,
  scope: AuthorityScope,
  now: Instant,
): Promise<InvariantReport> {
  const [counts, violations, lastRun] = await Promise.all([
    countViolations(db, scope),
    openViolations(db, scope, MOST_VIOLATIONS),
    lastInvariantRun(db),
  ]);
  const byRule = INVARIANT_RULES.map((rule) => ({ rule, count: counts.get(rule) ?? 0 }));
  const total = byRule.reduce((sum, { count }) => sum + count, 0);
  const isStale = lastRun === undefined || lastRun.finishedAt < addMs(now, -STALE_AFTER_MINUTES * MINUTE_MS);
  return { total, byRule, violations, ...(lastRun && { lastRun }), isStale };
}

/** The referral a stream belongs to; undefined for another kind of case. */
export function referralIn(stream: string): string | undefined {
  return stream.startsWith('referral:') ? stream.slice('referral:'.length) : undefined;
}
