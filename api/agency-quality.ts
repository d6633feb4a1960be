import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { contacts } from '../db/schema.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';
import { FORM_CRITERIA, type QualityPoint } from '../domain/quality.ts';
import { readingScope } from './permissions.ts';
import { Problem } from './problems.ts';
import type { Services } from './services.ts';

/** How well one referring agency tells the hub what it needs. */
export type AgencyQuality = {
  /** Absent for contacts that came from no agency. */
  readonly agency?: string;
  readonly contacts: number;
  /** Of all its scores, 0 to 100, to one decimal. */
  readonly meanScore: number;
  /** Contacts that meet all criteria of form quality (K17). */
  readonly wellFormed: number;
  /** Points that were missing, the most frequent first. */
  readonly gaps: readonly { readonly point: QualityPoint; readonly contacts: number }[];
};

/** Contacts received from `from` on and before `to`. */
export type QualityPeriod = { readonly from: Instant; readonly to: Instant };

/**
 * The quality of contacts for each referring agency, by code. Contacts without a score are left out.
 * @throws Problem NOT_PERMITTED
 */
export async function agencyQuality(
  { db }: Services,
  actor: Actor,
  { from, to }: QualityPeriod,
): Promise<AgencyQuality[]> {
  const scope = readingScope(actor);
  if (scope === undefined || scope.outcomes !== undefined) {
    throw new Problem('NOT_PERMITTED', { detail: 'Your role reads no figures about contacts' });
  }
  const isCounted = and(
    gte(contacts.receivedAt, from),
    lt(contacts.receivedAt, to),
    sql`${contacts.qualityScore} is not null`,
    scope.localAuthority === undefined ? undefined : eq(contacts.localAuthority, scope.localAuthority),
  );
  const agency = sql<string | null>`coalesce(${contacts.agency}, ${contacts.sourceAgencyId})`;
  const criteria = sql.join(
    FORM_CRITERIA.map((point) => sql`${point}`),
    sql`, `,
  );
  const [means, gaps] = await Promise.all([
    db
      .select({
        agency,
        contacts: sql<number>`count(*)::int`,
        meanScore: sql<number>`round(avg(${contacts.qualityScore}), 1)::float8`,
        wellFormed: sql<number>`(count(*) filter (where not ${contacts.qualityMissing} && array[${criteria}]::text[]))::int`,
      })
      .from(contacts)
      .where(isCounted)
      .groupBy(agency)
      .orderBy(agency),
    db
      .select({
        agency,
        point: sql<QualityPoint>`unnest(${contacts.qualityMissing})`.as('point'),
        contacts: sql<number>`count(*)::int`.as('missing_in'),
      })
      .from(contacts)
      .where(isCounted)
      .groupBy(agency, sql`point`)
      .orderBy(sql`missing_in desc`, sql`point`),
  ]);
  return means.map((mean) => ({
    ...(mean.agency !== null && { agency: mean.agency }),
    contacts: mean.contacts,
    meanScore: mean.meanScore,
    wellFormed: mean.wellFormed,
    gaps: gaps
      .filter((gap) => gap.agency === mean.agency)
      .map(({ point, contacts: missingIn }) => ({ point, contacts: missingIn })),
  }));
}
