import { eq } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { contacts } from '../db/schema.ts';
import { openSealed } from '../db/sealed-contents.ts';
import { type ContactForm, referrerReach } from '../domain/contact.ts';

/** The address of a referrer whom the system may write to; undefined where it may not, or there is none. */
export async function electronicReferrer(db: Db, contactRef: string): Promise<string | undefined> {
  const [contact] = await db
    .select({ formId: contacts.formId })
    .from(contacts)
    .where(eq(contacts.contactRef, contactRef));
  const form = contact && (await openSealed<ContactForm>(db, contact.formId));
  return form !== undefined && referrerReach(form.referrer) === 'ELECTRONIC'
    ? form.referrer.email
    : undefined;
}
