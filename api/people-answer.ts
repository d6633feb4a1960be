import type { z } from 'zod';
import type { DbOrTransaction } from '../db/client.ts';
import {
  type ChildMatches,
  childMatches,
  type KnownMatch,
  type PersonMatches,
  readHistory,
} from '../db/people-history.ts';
import type { PersonRow } from '../db/people-search.ts';
import type { Actor } from '../domain/actor.ts';
import type { History } from '../domain/matching/history.ts';
import type { HubRules } from '../domain/policy.ts';
import type { Referral } from '../domain/referral/state.ts';
import { personLink } from './links.ts';
import { mayReadContact } from './permissions.ts';
import { withheldContacts } from './restricted-records.ts';
import type { HistoryOfReferral, MatchesAnswer } from './schemas/people.ts';

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

/**
 * The matches an actor may see: records of other authorities are for staff who serve every one, and those of a
 * restricted child for its named readers.
 */
export async function visibleMatches(
  db: DbOrTransaction,
  found: PersonMatches,
  actor: Actor,
): Promise<PersonMatches> {
  const { matches, household } = matchesInReach(found, actor);
  const rows = [...matches.map(({ person }) => person), ...household];
  const withheld = await withheldContacts(
    db,
    actor,
    rows.map(({ contactRef }) => contactRef),
  );
  return {
    matches: matches.filter(({ person }) => !withheld.has(person.contactRef)),
    household: household.filter(({ contactRef }) => !withheld.has(contactRef)),
  };
}

function matchesInReach({ matches, household }: PersonMatches, actor: Actor): PersonMatches {
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

/** Who a referral's child may be, and what the hub knew of them. */
export type ChildHistory = ChildMatches & { readonly history: History };

/** The same, as far as its reader may see the records it is put together from. */
export async function historyFor(
  db: DbOrTransaction,
  { referral, actor }: { readonly referral: Referral; readonly actor: Actor },
  rules: HubRules,
): Promise<ChildHistory> {
  const { child, ...found } = await childMatches(db, referral.referralRef);
  const known = child && { child };
  // Earlier referrals are told by reference and without names, also those of a restricted record.
  const history = await readHistory(db, referral, { ...known, ...matchesInReach(found, actor) }, rules);
  return { ...known, ...(await visibleMatches(db, found, actor)), history };
}

export function historyAnswer({ earlier, ...rest }: History): z.output<typeof HistoryOfReferral> {
  return { earlier: [...earlier], ...rest };
}
