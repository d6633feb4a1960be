import type { EnquiryEvent } from '../domain/enquiry.ts';
import type { NotificationEvent } from '../domain/notification.ts';
import { enquiryStream, notificationStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { holdStream, readEnquiry, readNotification, writeEvents, type Writing } from './intake.ts';

const ENQUIRY = /^E-/;

/** What a contact may come out of, as far as rights over it go. */
export type Followed = {
  readonly submittedBy: string;
  readonly localAuthority: string;
  readonly agency?: string;
};

/** The enquiry or notification of a reference; undefined when there is none. */
export async function readFollowed(db: DbOrTransaction, ref: string): Promise<Followed | undefined> {
  const found = ENQUIRY.test(ref) ? await readEnquiry(db, ref) : await readNotification(db, ref);
  if (found === undefined) return undefined;
  const { localAuthority, agency } = found.subject;
  return { submittedBy: found.submittedBy, localAuthority, ...(agency !== undefined && { agency }) };
}

/** Tells an enquiry or a notification that a contact has come out of it. It must exist. */
export async function linkContact(
  tx: DbOrTransaction,
  ref: string,
  contactRef: string,
  writing: Writing,
): Promise<void> {
  const { actor, now: occurredAt } = writing;
  if (ENQUIRY.test(ref)) {
    const stream = enquiryStream(ref);
    await holdStream(tx, stream);
    const turned: EnquiryEvent = {
      type: 'EnquiryTurnedIntoContact',
      occurredAt,
      contactRef,
      turnedBy: actor.userId,
    };
    const afterSeq = (await readEnquiry(tx, ref))?.seq ?? 0;
    await writeEvents(tx, stream, [turned], { ...writing, afterSeq });
    return;
  }
  const stream = notificationStream(ref);
  await holdStream(tx, stream);
  const escalated: NotificationEvent = {
    type: 'NotificationEscalated',
    occurredAt,
    contactRef,
    escalatedBy: actor.userId,
  };
  const afterSeq = (await readNotification(tx, ref))?.seq ?? 0;
  await writeEvents(tx, stream, [escalated], { ...writing, afterSeq });
}
