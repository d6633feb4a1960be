import { and, eq } from 'drizzle-orm';
import canonicalize from 'canonicalize';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { Instant } from '../domain/instant.ts';
import type { EditionKind, EditionRef } from '../domain/rulebook/rulebook.ts';
import { editionHash } from '../policy/edition-hash.ts';
import { parseCalendar, readPublishedPolicy } from '../policy/editions.ts';
import type { PolicyEdition } from '../policy/policy-edition.ts';
import type { DbOrTransaction } from './client.ts';
import { editions } from './schema.ts';

/** An edition with all it says. */
export type EditionDocument =
  | { readonly kind: 'POLICY'; readonly document: PolicyEdition }
  | { readonly kind: 'CALENDAR'; readonly document: CalendarEdition };

/** Editions never change, so what was read once is kept; a hub has tens of them. */
const known = new Map<string, EditionDocument>();

/** Keeps an edition under the hash of what it says; one that is kept already stays as it is. */
export async function keepEdition(
  tx: DbOrTransaction,
  edition: EditionDocument,
  now: Instant,
): Promise<EditionRef> {
  const ref = await editionRef(edition);
  await tx
    .insert(editions)
    .values({
      sha256: ref.sha256,
      kind: ref.kind,
      edition: ref.edition,
      document: canonicalize(edition.document) ?? '',
      addedAt: now,
    })
    .onConflictDoNothing({ target: editions.sha256 });
  return ref;
}

/** What the rulebook knows an edition by. */
export async function editionRef(edition: EditionDocument): Promise<EditionRef> {
  const sha256 = await editionHash(edition.document);
  return edition.kind === 'POLICY'
    ? {
        kind: 'POLICY',
        edition: edition.document.edition,
        sha256,
        effectiveFrom: edition.document.effectiveFrom,
      }
    : { kind: 'CALENDAR', edition: edition.document.edition, sha256 };
}

/** The edition with this hash; undefined when the hub has never had it. */
export async function readEdition(db: DbOrTransaction, sha256: string): Promise<EditionDocument | undefined> {
  const kept = known.get(sha256);
  if (kept !== undefined) return kept;
  const [row] = await db.select().from(editions).where(eq(editions.sha256, sha256));
  return row && parsed(row);
}

/** The edition of this name; undefined when the hub has never had it. */
export async function readEditionNamed(
  db: DbOrTransaction,
  kind: EditionKind,
  name: string,
): Promise<EditionDocument | undefined> {
  const [row] = await db
    .select()
    .from(editions)
    .where(and(eq(editions.kind, kind), eq(editions.edition, name)));
  return row && (known.get(row.sha256) ?? parsed(row));
}

/** @throws Error when the hub has no such calendar */
export async function readCalendar(db: DbOrTransaction, sha256: string): Promise<CalendarEdition> {
  const edition = await readEdition(db, sha256);
  if (edition?.kind !== 'CALENDAR') throw new Error(`no calendar edition with hash ${sha256}`);
  return edition.document;
}

/** @throws Error when the hub has no such policy */
export async function readPolicy(db: DbOrTransaction, sha256: string): Promise<PolicyEdition> {
  const edition = await readEdition(db, sha256);
  if (edition?.kind !== 'POLICY') throw new Error(`no policy edition with hash ${sha256}`);
  return edition.document;
}

function parsed({ sha256, kind, edition, document }: typeof editions.$inferSelect): EditionDocument {
  const value: unknown = JSON.parse(document);
  const read: EditionDocument =
    kind === 'POLICY'
      ? { kind, document: readPublishedPolicy(value, edition) }
      : { kind, document: parseCalendar(value, edition) };
  known.set(sha256, read);
  return read;
}
