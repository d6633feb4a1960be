import {
  and,
  arrayContains,
  asc,
  eq,
  getTableColumns,
  isNotNull,
  isNull,
  lt,
  not,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { informationRequests } from '../db/schema.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';
import { readingScope } from './permissions.ts';
import { Problem } from './problems.ts';

/** `isPaused`: the agency's time stands still, so that nothing is overdue. */
export type RequestRow = typeof informationRequests.$inferSelect & { readonly isPaused: boolean };

const isPaused = sql<boolean>`exists (
  select 1 from clocks
  where clocks.stream = 'information-request:' || ${informationRequests.requestId}
    and clocks.kind = 'AGENCY_CHECK' and clocks.status = 'PAUSED'
)`;

export type RequestListQuestion = {
  readonly actor: Actor;
  readonly status: 'open' | 'overdue' | 'closed';
  readonly agency?: string;
  readonly now: Instant;
  readonly limit: number;
  /** The last request of the page before. */
  readonly after?: string;
};

/**
 * A page of requests, what is due first first.
 * @throws Problem NOT_PERMITTED when the role reads no requests
 */
export async function listRequests(db: Db, question: RequestListQuestion): Promise<RequestRow[]> {
  const { actor, status, agency, now, limit, after } = question;
  return db
    .select({ ...getTableColumns(informationRequests), isPaused })
    .from(informationRequests)
    .where(
      and(
        inReach(actor),
        status === 'closed' ? isNotNull(informationRequests.closedAt) : isNull(informationRequests.closedAt),
        status === 'overdue' ? isOverdue(now) : undefined,
        agency === undefined ? undefined : eq(informationRequests.agency, agency),
        after === undefined ? undefined : isAfter(after),
      ),
    )
    .orderBy(asc(informationRequests.dueAt), asc(informationRequests.requestId))
    .limit(limit);
}

/** Requests about one child, in the order they were made. */
export async function requestsOf(db: Db, referralRef: string): Promise<RequestRow[]> {
  return db
    .select({ ...getTableColumns(informationRequests), isPaused })
    .from(informationRequests)
    .where(arrayContains(informationRequests.referralRefs, [referralRef]))
    .orderBy(asc(informationRequests.openedAt), asc(informationRequests.agency));
}

/** Whether there is a list for this actor: of their agency's requests, or of those of the authority they work for. */
export function mayListRequests(actor: Actor): boolean {
  const scope = readingScope(actor);
  return actor.role === 'AGENCY_REPRESENTATIVE' || (scope !== undefined && scope.outcomes === undefined);
}

function inReach(actor: Actor): SQL | undefined {
  const authority = (code: string) =>
    code === 'HUB' ? undefined : eq(informationRequests.localAuthority, code);
  if (actor.role === 'AGENCY_REPRESENTATIVE') {
    return and(eq(informationRequests.agency, actor.agency), authority(actor.localAuthority));
  }
  if (!mayListRequests(actor)) {
    throw new Problem('NOT_PERMITTED', { detail: 'Your role reads no lists of requests' });
  }
  return authority(actor.localAuthority);
}

function isOverdue(now: Instant): SQL | undefined {
  return and(eq(informationRequests.stage, 'AWAITED'), lt(informationRequests.dueAt, now), not(isPaused));
}

/** Beyond the row of this request in the list's order. */
function isAfter(requestId: string): SQL {
  const { dueAt, requestId: id } = informationRequests;
  return sql`(${dueAt}, ${id}) > (select due_at, request_id from information_requests where request_id = ${requestId})`;
}
