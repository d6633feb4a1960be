import { inArray, sql } from 'drizzle-orm';
import { blockingKeys } from '../domain/matching/blocking-keys.ts';
import { dwelling } from '../domain/matching/addresses.ts';
import type { Person } from '../domain/matching/person.ts';
import { type MatchBand, type MatchScore, scoreOf } from '../domain/matching/score.ts';
import type { DbOrTransaction } from './client.ts';
import { people, personKeys } from './schema.ts';

export type PersonRow = typeof people.$inferSelect;

/** Somebody who may be the person looked for, and how well they fit. */
export type Candidate = { readonly person: PersonRow } & Omit<MatchScore, 'band'> & {
    readonly band: MatchBand;
  };

/** More under one key than this, and the key tells people apart too little to be looked at one by one. */
const MOST_PER_KEY = 100;

/** What is looked at under a set of keys: one step down the index for each, and no more of it than the limit. */
export function keysQuery(keys: readonly string[]) {
  return sql`
    select wanted.key, hit.person_id as "personId"
    from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as wanted(key)
    cross join lateral (
      select person_id from ${personKeys} where ${personKeys.key} = wanted.key limit ${MOST_PER_KEY + 1}
    ) hit`;
}

/**
 * Everybody who fits at least POSSIBLY, best first, and who else lives at the same address; people named in the
 * contact `notOf` are left out. Bounded work, however many people are known: keys that hundreds share are left out.
 */
export async function candidatesFor(
  db: DbOrTransaction,
  person: Person,
  { notOf }: { readonly notOf?: string } = {},
): Promise<{ readonly candidates: Candidate[]; readonly household: PersonRow[] }> {
  const rows = await peopleUnder(db, blockingKeys(person));
  const others = rows.filter(({ contactRef }) => contactRef !== notOf);
  const scored = others.map((other) => ({ person: other, ...scoreOf(person, other.facts) }));
  const candidates = scored.flatMap(({ band, ...rest }) => (band === undefined ? [] : [{ ...rest, band }]));
  const home = dwelling(person);
  const household = scored.filter(
    ({ band, person: { facts } }) => band === undefined && home !== undefined && dwelling(facts) === home,
  );
  return {
    candidates: candidates.toSorted(byFit),
    household: household.map((one) => one.person).toSorted((a, b) => (a.personId < b.personId ? -1 : 1)),
  };
}

function byFit(a: Candidate, b: Candidate): number {
  return b.score - a.score || (a.person.personId < b.person.personId ? -1 : 1);
}

async function peopleUnder(db: DbOrTransaction, keys: readonly string[]): Promise<PersonRow[]> {
  if (keys.length === 0) return [];
  const hits = await db.execute<{ key: string; personId: string }>(keysQuery(keys));
  const found = new Map<string, number>();
  for (const { key } of hits) found.set(key, (found.get(key) ?? 0) + 1);
  const telling = hits.filter(({ key }) => (found.get(key) ?? 0) <= MOST_PER_KEY);
  const ids = new Set(telling.map(({ personId }) => personId));
  return ids.size === 0
    ? []
    : db
        .select()
        .from(people)
        .where(inArray(people.personId, [...ids]));
}
