import { and, eq, inArray, or } from 'drizzle-orm';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { instantAt, localTimeOf } from '../domain/local-time.ts';
import {
  type Certainty,
  type EarlierReferral,
  type History,
  historyOf,
  monthsBefore,
} from '../domain/matching/history.ts';
import type { MatchStatus } from '../domain/matching/match.ts';
import { type MatchScore, scoreOf } from '../domain/matching/score.ts';
import type { HubRules } from '../domain/policy.ts';
import type { Referral } from '../domain/referral/state.ts';
import { latestDecision } from '../domain/referral/state.ts';
import type { DbOrTransaction } from './client.ts';
import { confirmedWith } from './people.ts';
import { candidatesFor, type PersonRow } from './people-search.ts';
import { people, personMatches, referrals } from './schema.ts';

/** Another record that may be, is or is not the same person. */
export type KnownMatch = MatchScore & {
  readonly person: PersonRow;
  readonly status: MatchStatus;
  /** Who said so, and when; of a record that is joined through others, absent. */
  readonly settledBy?: string;
  readonly settledAt?: Instant;
};

export type PersonMatches = {
  /** Confirmed ones first, then by how well they fit. */
  readonly matches: readonly KnownMatch[];
  /** Others at the same address. */
  readonly household: readonly PersonRow[];
};

/** The record of a referral's child, absent when nothing at all is known of it, and its matches. */
export type ChildMatches = PersonMatches & { readonly child?: PersonRow };

export async function childMatches(db: DbOrTransaction, referralRef: string): Promise<ChildMatches> {
  const child = await childOf(db, referralRef);
  return child === undefined ? { matches: [], household: [] } : { child, ...(await matchesOf(db, child)) };
}

/** The record of the child a referral is about; undefined when nothing at all is known of the child. */
async function childOf(db: DbOrTransaction, referralRef: string): Promise<PersonRow | undefined> {
  const [row] = await db.select().from(people).where(eq(people.referralRef, referralRef));
  return row;
}

export async function personById(db: DbOrTransaction, personId: string): Promise<PersonRow | undefined> {
  const [row] = await db.select().from(people).where(eq(people.personId, personId));
  return row;
}

/** Who else the person may be, and what people have said of it. */
export async function matchesOf(db: DbOrTransaction, person: PersonRow): Promise<PersonMatches> {
  const [{ candidates, household }, same] = await Promise.all([
    candidatesFor(db, person.facts, { notOf: person.contactRef }),
    confirmedWith(db, [person.personId]),
  ]);
  const found = new Map(candidates.map((candidate) => [candidate.person.personId, candidate.person]));
  const missing = [...same].filter((id) => id !== person.personId && !found.has(id));
  const joined =
    missing.length === 0 ? [] : await db.select().from(people).where(inArray(people.personId, missing));
  for (const row of joined) found.set(row.personId, row);
  const said = await saidOf(db, [...same], [...found.keys()]);
  const matches = [...found.values()].map((other): KnownMatch => {
    const { status = 'OPEN', ...settled } = said.get(other.personId) ?? {};
    return {
      person: other,
      ...scoreOf(person.facts, other.facts),
      ...settled,
      status: same.has(other.personId) ? 'CONFIRMED' : status,
    };
  });
  return { matches: matches.toSorted(byStanding), household };
}

const STANDING: Readonly<Record<MatchStatus, number>> = { CONFIRMED: 0, OPEN: 1, REJECTED: 2 };

function byStanding(a: KnownMatch, b: KnownMatch): number {
  return (
    STANDING[a.status] - STANDING[b.status] ||
    b.score - a.score ||
    (a.person.personId < b.person.personId ? -1 : 1)
  );
}

type Said = Pick<KnownMatch, 'status' | 'settledBy' | 'settledAt'>;

/** What was said of each of the others and any record of the person. */
async function saidOf(
  db: DbOrTransaction,
  same: readonly string[],
  others: readonly string[],
): Promise<Map<string, Said>> {
  if (others.length === 0) return new Map();
  const { first, second } = personMatches;
  const rows = await db
    .select()
    .from(personMatches)
    .where(
      or(
        and(inArray(first, [...same]), inArray(second, [...others])),
        and(inArray(second, [...same]), inArray(first, [...others])),
      ),
    );
  const isOne = new Set(same);
  return new Map(
    rows
      .filter(({ status }) => status !== 'OPEN')
      .flatMap((row) => {
        const { status, settledBy, settledAt } = row;
        const pair = [row.first, row.second];
        // Within one person the pair says something of both its records.
        return pair
          .filter((id) => !isOne.has(id) || pair.every((one) => isOne.has(one)))
          .map((id) => [id, { status, settledBy, settledAt }] as const);
      }),
  );
}

/** What earlier contacts about the same child mean for a referral, as the hub knows it now. */
export async function readHistory(
  db: DbOrTransaction,
  referral: Referral,
  { child, matches }: ChildMatches,
  rules: HubRules,
): Promise<History> {
  const certain = new Map<string, Certainty>();
  const likely = matches.filter(
    ({ status, band }) => status === 'OPEN' && (band === 'SAME' || band === 'LIKELY'),
  );
  const rejected = matches.filter(({ status }) => status === 'REJECTED').map(({ person }) => person.personId);
  for (const id of await confirmedWith(
    db,
    likely.map(({ person }) => person.personId),
  )) {
    if (!rejected.includes(id)) certain.set(id, 'LIKELY');
  }
  for (const { status, person } of matches) {
    if (status === 'CONFIRMED') certain.set(person.personId, 'CONFIRMED');
  }
  if (child !== undefined) certain.delete(child.personId);
  const { referralRef, contactRef, receivedAt, stage, rating } = referral;
  const outcome = latestDecision(referral)?.outcome;
  const present = {
    referralRef,
    contactRef,
    receivedAt,
    stage,
    ...(rating && { rag: rating.rag }),
    ...(outcome !== undefined && { outcome }),
  };
  const repeats = rules.policy.triage?.repeats;
  const since = beginningOf(receivedAt, repeats?.reReferralMonths ?? 0, rules);
  return historyOf(present, await earlierReferrals(db, certain), since, repeats);
}

/** The midnight that begins the day so many months before; a day's difference where the calendar does not reach. */
function beginningOf(receivedAt: Instant, months: number, { calendar }: HubRules): Instant {
  const date = monthsBefore(localTimeOf(receivedAt, calendar).date, months);
  return date >= calendar.firstDay ? instantAt(date, 0, calendar) : parseInstant(`${date}T00:00:00Z`);
}

/** The referrals about these records of one person, newest first. */
export async function referralsOf(
  db: DbOrTransaction,
  personIds: readonly string[],
): Promise<EarlierReferral[]> {
  const found = await earlierReferrals(db, new Map(personIds.map((id) => [id, 'CONFIRMED'])));
  return found.toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
}

async function earlierReferrals(
  db: DbOrTransaction,
  certain: ReadonlyMap<string, Certainty>,
): Promise<EarlierReferral[]> {
  if (certain.size === 0) return [];
  const rows = await db
    .select({ personId: people.personId, referral: referrals })
    .from(people)
    .innerJoin(referrals, eq(referrals.referralRef, people.referralRef))
    .where(inArray(people.personId, [...certain.keys()]));
  return rows.map(({ personId, referral }) => {
    const { referralRef, contactRef, receivedAt, stage, rag, outcome, decidedAt } = referral;
    return {
      referralRef,
      contactRef,
      personId,
      certainty: certain.get(personId) ?? 'LIKELY',
      receivedAt,
      stage,
      ...(rag !== null && { rag }),
      ...(outcome !== null && { outcome }),
      ...(decidedAt !== null && { decidedAt }),
    };
  });
}
