import { and, arrayContains, inArray, isNotNull, not } from 'drizzle-orm';
import type { DbOrTransaction } from '../db/client.ts';
import { referrals } from '../db/schema.ts';
import type { Actor } from '../domain/actor.ts';
import type { Scope } from './permissions.ts';
import { Problem } from './problems.ts';

/** Stands for the child's name where somebody who is not on the list of readers meets the record. */
export const RESTRICTED_RECORD = 'Restricted record';

/** Whether a row of a list keeps its child's name from this reader; the row itself stays, so that lateness is seen. */
export function isNameless({ reader }: Scope, readers: readonly string[] | null): boolean {
  return readers !== null && reader !== undefined && !readers.includes(reader);
}

/**
 * Of these contacts, those that name a child whose record is kept from this actor. A contact names every sibling and
 * where they live, so one restricted child keeps all of it.
 */
export async function withheldContacts(
  db: DbOrTransaction,
  { userId, role }: Actor,
  contactRefs: readonly string[],
): Promise<ReadonlySet<string>> {
  if (role === 'AUDITOR' || contactRefs.length === 0) return new Set();
  const rows = await db
    .selectDistinct({ contactRef: referrals.contactRef })
    .from(referrals)
    .where(
      and(
        inArray(referrals.contactRef, [...new Set(contactRefs)]),
        isNotNull(referrals.readers),
        not(arrayContains(referrals.readers, [userId])),
      ),
    );
  return new Set(rows.map(({ contactRef }) => contactRef));
}

/** @throws Problem RESTRICTED when the contact names a child whose record is kept from this actor */
export async function assertNotWithheld(
  db: DbOrTransaction,
  actor: Actor,
  contactRef: string,
): Promise<void> {
  if ((await withheldContacts(db, actor, [contactRef])).has(contactRef)) throw restricted();
}

/** What somebody is told who is not on the list. */
export function restricted(): Problem {
  return new Problem('RESTRICTED', {
    detail:
      'Only named readers may open this. Ask a manager on the list; in an emergency a manager or the out-of-hours team breaks the glass: POST /v1/referrals/{ref}/break-glass with the reason, which is reviewed within one working day',
  });
}

/** Whether any child of the contact has a restricted record, whoever asks. */
export async function hasRestrictedChild(db: DbOrTransaction, contactRef: string): Promise<boolean> {
  const found = await db
    .select({ referralRef: referrals.referralRef })
    .from(referrals)
    .where(and(inArray(referrals.contactRef, [contactRef]), isNotNull(referrals.readers)))
    .limit(1);
  return found.length > 0;
}
