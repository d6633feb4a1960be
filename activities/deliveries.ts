import { eq } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { contacts } from '../db/schema.ts';
import { openSealed } from '../db/sealed-contents.ts';
import { readEvents } from '../db/streams.ts';
import type { Delivery } from '../domain/case.ts';
import type { ContactForm } from '../domain/contact.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import type { Decision } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import type { Messenger } from './messenger.ts';
import { acknowledgementWords, outcomeWords, questionWords } from './wording.ts';

/**
 * Writes and sends what a case owes its referrer. The address and the words are read here, so they never pass
 * through a workflow.
 */
export async function deliverMessage(
  { db, messenger }: { readonly db: Db; readonly messenger: Messenger },
  delivery: Delivery,
  sentAt: Instant,
): Promise<void> {
  const { key, contactRef, referralRef, message } = delivery;
  const recipient = await referrerAddress(db, contactRef);
  const body = await bodyOf(db, delivery);
  await messenger.send({ key, contactRef, referralRef, template: message, recipient, body, sentAt });
}

async function bodyOf(db: Db, delivery: Delivery): Promise<string> {
  const { contactRef, referralRef } = delivery;
  switch (delivery.message) {
    case 'ACKNOWLEDGEMENT':
      return acknowledgementWords(contactRef);
    case 'OUTCOME':
      return outcomeWords(contactRef, await decisionOf(db, referralRef, delivery.decisionNo));
    case 'QUESTION':
      return questionWords(contactRef, await questionOf(db, referralRef, delivery.questionNo));
  }
}

async function referrerAddress(db: Db, contactRef: string): Promise<string> {
  const [contact] = await db
    .select({ formId: contacts.formId })
    .from(contacts)
    .where(eq(contacts.contactRef, contactRef));
  const form = contact && (await openSealed<ContactForm>(db, contact.formId));
  if (form?.referrer.email === undefined)
    throw new Error(`contact ${contactRef} has no address to answer to`);
  return form.referrer.email;
}

async function decisionOf(db: Db, referralRef: string, no: number): Promise<Decision> {
  const events = await readEvents<ReferralEvent>(db, referralStream(referralRef));
  const made = events.find((event) => event.type === 'DecisionMade' && event.decision.no === no);
  if (made?.type !== 'DecisionMade') throw new Error(`decision ${no} of ${referralRef} is not in the ledger`);
  return made.decision;
}

/** What the referrer is asked; undefined once the words are erased. */
async function questionOf(db: Db, referralRef: string, no: number): Promise<string | undefined> {
  const events = await readEvents<ReferralEvent>(db, referralStream(referralRef));
  const asked = events.filter((event) => event.type === 'ReferrerAsked')[no - 1];
  if (asked === undefined) throw new Error(`question ${no} of ${referralRef} is not in the ledger`);
  return openSealed<string>(db, asked.question.id);
}
