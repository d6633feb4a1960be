import { sql } from 'drizzle-orm';
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
const MOST_PER_KEY = 50;

/**
 * Everybody found under a set of keys: one step down the index for each, no more of it than the limit, and nobody
 * under a key that has more.
 */
export function peopleUnder(keys: readonly string[]) {
  return sql`${people.personId} in (
    select hit.person_id
    from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as wanted(key)
    cross join lateral (
      select person_id, count(*) over () as found
      from (
        select person_id from ${personKeys} where key = wanted.key limit ${MOST_PER_KEY + 1}
      ) few
    ) hit
    where hit.found <= ${MOST_PER_KEY}
  )`;
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
  const keys = blockingKeys(person);
  const rows = keys.length === 0 ? [] : await db.select().from(people).where(peopleUnder(keys));
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
