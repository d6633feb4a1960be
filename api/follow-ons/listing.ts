import {
  and,
  arrayContains,
  arrayOverlaps,
  asc,
  eq,
  isNotNull,
  isNull,
  lt,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { followOns } from '../../db/schema.ts';
import type { Actor } from '../../domain/actor.ts';
import type { FollowOnName } from '../../domain/follow-on/state.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Role } from '../../domain/vocabulary.ts';
import { isOutside, readingScope } from '../permissions.ts';
import { withheldContacts } from '../restricted-records.ts';

export type FollowOnRow = typeof followOns.$inferSelect;

export type FollowOnQuestion = {
  readonly actor: Actor;
  /** Absent for every kind. */
  readonly kind?: FollowOnName;
  readonly status: 'open' | 'overdue' | 'closed';
  readonly party?: string;
  readonly now: Instant;
  readonly limit: number;
  /** The last case of the page before. */
  readonly after?: string;
};

/** Kinds that a role reads which does not read all of its authority's. */
const KINDS_OF_ROLE: Readonly<Partial<Record<Role, readonly FollowOnName[]>>> = {
  STRATEGY_CHAIR: ['CHILD_PROTECTION'],
  EARLY_HELP_MANAGER: ['EARLY_HELP'],
  EARLY_HELP_PRACTITIONER: ['EARLY_HELP'],
  DISPUTE_MANAGER: ['DISPUTE'],
};

/**
 * A page of cases, what is due first first; those without a clock last. A case about a child whose record is kept from
 * this reader is left out.
 */
export async function listFollowOns(db: Db, question: FollowOnQuestion): Promise<FollowOnRow[]> {
  const { actor, kind, status, party, now, limit, after } = question;
  const rows = await db
    .select()
    .from(followOns)
    .where(
      and(
        inReach(actor),
        kind === undefined ? undefined : eq(followOns.kind, kind),
        status === 'closed' ? isNotNull(followOns.closedAt) : isNull(followOns.closedAt),
        status === 'overdue' ? lt(followOns.nextDueAt, now) : undefined,
        party === undefined ? undefined : arrayContains(followOns.parties, [party]),
        after === undefined ? undefined : isAfter(after),
      ),
    )
    .orderBy(asc(dueOrNever), asc(followOns.stream))
    .limit(limit);
  if (isOutside(actor)) return rows;
  const withheld = await withheldContacts(
    db,
    actor,
    rows.map(({ contactRef }) => contactRef),
  );
  return rows.filter(({ contactRef }) => !withheld.has(contactRef));
}

const dueOrNever = sql`coalesce(${followOns.nextDueAt}, 'infinity'::timestamptz)`;

function isAfter(caseId: string): SQL {
  return sql`(${dueOrNever}, ${followOns.stream}) > (
    select coalesce(next_due_at, 'infinity'::timestamptz), stream from follow_ons where case_id = ${caseId}
  )`;
}

/** Whether there is a list for this actor. */
export function mayListFollowOns(actor: Actor): boolean {
  const scope = readingScope(actor);
  return (
    isOutside(actor) ||
    KINDS_OF_ROLE[actor.role] !== undefined ||
    (scope !== undefined && scope.outcomes === undefined)
  );
}

function inReach(actor: Actor): SQL | undefined {
  const { role, agency, userId, localAuthority } = actor;
  const authority = localAuthority === 'HUB' ? undefined : eq(followOns.localAuthority, localAuthority);
  if (role === 'REFERRER') return arrayContains(followOns.parties, [userId]);
  if (role === 'AGENCY_REPRESENTATIVE') return arrayOverlaps(followOns.parties, [agency, userId]);
  const kinds = KINDS_OF_ROLE[role];
  if (kinds === undefined) return mayListFollowOns(actor) ? authority : sql`false`;
  return and(
    authority,
    sql`${followOns.kind} in (${sql.join(
      kinds.map((kind) => sql`${kind}`),
      sql`, `,
    )})`,
  );
}
