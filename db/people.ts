import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { ChildForm, ContactForm, ContactReceived, HouseholdMember } from '../domain/contact.ts';
import { blockingKeys } from '../domain/matching/blocking-keys.ts';
import { type Description, personOf } from '../domain/matching/person.ts';
import { personReference } from '../domain/references.ts';
import type { DbOrTransaction } from './client.ts';
import { people, personKeys, personMatches } from './schema.ts';
import { showable } from './showable.ts';

/** One person named in a contact, and where in it. */
type Named = {
  readonly position: `${'child' | 'household'}/${number}`;
  readonly referralRef?: string;
  readonly description: Description;
};

/** The reference of a person record, always the same for the same place in the same contact. */
export function personIdOf(contactRef: string, position: Named['position']): string {
  return personReference(createHash('sha256').update(`${contactRef}/${position}`).digest());
}

/** More than any household has: a list this long is a mistake. */
const MOST_MEMBERS = 100;

/** Everybody a form names; a child that is not described at all is nobody yet. */
export function peopleNamed(form: ContactForm, referralRefs: readonly string[]): Named[] {
  const named = [
    ...form.children.map((child, index): Named => childNamed(child, index, referralRefs[index])),
    ...(form.household ?? [])
      .slice(0, MOST_MEMBERS)
      .map(
        (member, index): Named => ({ position: `household/${index}`, description: memberOf(member, form) }),
      ),
  ];
  return named.filter(({ description }) => Object.keys(personOf(description)).length > 0);
}

export function childNamed(child: ChildForm, index: number, referralRef: string | undefined): Named {
  return {
    position: `child/${index}`,
    description: child,
    ...(referralRef !== undefined && { referralRef }),
  };
}

/** The last word of a name is its family name; whoever lives with the first child lives at its address. */
function memberOf(
  { name, dateOfBirth, inHousehold }: HouseholdMember,
  { children }: ContactForm,
): Description {
  const words = name?.trim().split(/\s+/) ?? [];
  const [givenName, familyName] =
    words.length > 1 ? [words.slice(0, -1).join(' '), words.at(-1)] : [words[0], undefined];
  const { address, postcode } = (inHousehold === true ? children[0] : undefined) ?? {};
  return {
    ...(givenName !== undefined && { givenName }),
    ...(familyName !== undefined && { familyName }),
    ...(dateOfBirth !== undefined && { dateOfBirth }),
    ...(address !== undefined && { address }),
    ...(postcode !== undefined && { postcode }),
  };
}

/** Puts people named in a contact into the index. */
export async function indexPeople(
  tx: DbOrTransaction,
  contact: Pick<ContactReceived, 'contactRef' | 'localAuthority' | 'receivedAt'>,
  named: readonly Named[],
): Promise<void> {
  const rows = named.map(({ position, referralRef, description }) => ({
    personId: personIdOf(contact.contactRef, position),
    contactRef: contact.contactRef,
    referralRef: referralRef ?? null,
    displayName: nameOf(description),
    dateOfBirth: showable(description.dateOfBirth ?? '') || null,
    localAuthority: contact.localAuthority,
    receivedAt: contact.receivedAt,
    facts: personOf(description),
  }));
  const keys = rows.flatMap(({ personId, facts }) => blockingKeys(facts).map((key) => ({ key, personId })));
  if (rows.length > 0) await tx.insert(people).values(rows);
  if (keys.length > 0) await tx.insert(personKeys).values(keys);
}

function nameOf({ givenName, familyName }: Description): string {
  const name = [givenName, familyName].filter((part) => part !== undefined).join(' ');
  return showable(name) || 'Not named';
}

/** Every record that is confirmed, over however many steps, to be the same person as one of these; these included. */
export async function confirmedWith(db: DbOrTransaction, personIds: readonly string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    with recursive same(id) as (
      select jsonb_array_elements_text(${JSON.stringify(personIds)}::jsonb)
      union
      select next.id from same cross join lateral (
        select second as id from ${personMatches} where first = same.id and status = 'CONFIRMED'
        union all
        select first as id from ${personMatches} where second = same.id and status = 'CONFIRMED'
      ) next
    ) select id from same`);
  return new Set(rows.map(({ id }) => id));
}
