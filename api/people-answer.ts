import type { z } from 'zod';
import { rulesAt } from '../db/hub-rules.ts';
import { childMatches, type KnownMatch, type PersonMatches, readHistory } from '../db/people-history.ts';
import type { PersonRow } from '../db/people-search.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';
import type { History } from '../domain/matching/history.ts';
import type { Referral } from '../domain/referral/state.ts';
import { personLink } from './links.ts';
import { mayReadContact } from './permissions.ts';
import type { HistoryOfReferral, MatchesAnswer } from './schemas/people.ts';
import type { Services } from './services.ts';

/** A person record as it may be shown. */
export function personAnswer(row: PersonRow) {
  const { personId, displayName, dateOfBirth, localAuthority, contactRef, referralRef, receivedAt } = row;
  return {
    personId,
    displayName,
    ...(dateOfBirth !== null && { dateOfBirth }),
    localAuthority,
    contactRef,
    ...(referralRef !== null && { referralRef }),
    receivedAt,
    links: { self: personLink(personId) },
  };
}

/** The matches an actor may see: records of other authorities are for staff who serve every one. */
export function visibleMatches({ matches, household }: PersonMatches, actor: Actor): PersonMatches {
  return {
    matches: matches.filter(({ person }) => mayReadContact(actor, person)),
    household: household.filter((person) => mayReadContact(actor, person)),
  };
}

export function matchesAnswer(
  person: PersonRow | undefined,
  { matches, household }: PersonMatches,
): z.output<typeof MatchesAnswer> {
  return {
    ...(person !== undefined && { person: personAnswer(person) }),
    matches: matches.map(matchAnswer),
    household: household.map(personAnswer),
  };
}

export function matchAnswer({ person, reasons, ...match }: KnownMatch) {
  return { person: personAnswer(person), reasons: [...reasons], ...match };
}

/** The history of a referral, as far as its reader may see the records it is put together from. */
export async function historyFor(
  { db }: Pick<Services, 'db'>,
  { referral, actor, asOf }: { readonly referral: Referral; readonly actor: Actor; readonly asOf: Instant },
): Promise<History> {
  const [{ child, ...found }, rules] = await Promise.all([
    childMatches(db, referral.referralRef),
    rulesAt(db, asOf),
  ]);
  return readHistory(db, referral, { ...(child && { child }), ...visibleMatches(found, actor) }, rules);
}

export function historyAnswer({ earlier, ...rest }: History): z.output<typeof HistoryOfReferral> {
  return { earlier: [...earlier], ...rest };
}
