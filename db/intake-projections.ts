import type { EnquiryEvent } from '../domain/enquiry.ts';
import { evolveEnquiry, type Enquiry } from '../domain/enquiry.ts';
import { evolveNotification, type Notification, type NotificationEvent } from '../domain/notification.ts';
import type { DbOrTransaction } from './client.ts';
import { enquiries, notifications } from './schema.ts';
import type { NewLedgerRow } from './streams.ts';

/** Writes what the whole stream of an enquiry tells. */
export async function projectEnquiry(tx: DbOrTransaction, rows: readonly NewLedgerRow[]): Promise<void> {
  const enquiry = rows
    .map((row) => row.event as EnquiryEvent)
    .reduce<Enquiry | undefined>(evolveEnquiry, undefined);
  if (enquiry === undefined) return;
  const { enquiryRef, receivedAt, channel, localAuthority, contactRefs } = enquiry;
  const row = {
    enquiryRef,
    receivedAt,
    channel,
    localAuthority,
    agency: enquiry.agency ?? null,
    submittedBy: rows[0]?.actor.userId ?? '',
    formId: enquiry.form.id,
    answerId: enquiry.answer?.id ?? null,
    answeredAt: enquiry.answeredAt ?? null,
    answeredBy: enquiry.answeredBy ?? null,
    contactRefs: [...contactRefs],
  };
  await tx.insert(enquiries).values(row).onConflictDoUpdate({ target: enquiries.enquiryRef, set: row });
}

/** Writes what the whole stream of a notification tells. */
export async function projectNotification(tx: DbOrTransaction, rows: readonly NewLedgerRow[]): Promise<void> {
  const notification = rows
    .map((row) => row.event as NotificationEvent)
    .reduce<Notification | undefined>(evolveNotification, undefined);
  if (notification === undefined) return;
  const { notificationRef, notificationType, receivedAt, channel, localAuthority, route } = notification;
  const row = {
    notificationRef,
    notificationType,
    receivedAt,
    channel,
    localAuthority,
    agency: notification.agency ?? null,
    submittedBy: rows[0]?.actor.userId ?? '',
    formId: notification.form.id,
    lead: route.lead,
    leadRole: route.role,
    considersNrm: route.considersNrm,
    acknowledgedAt: notification.acknowledgedAt ?? null,
    acknowledgedBy: notification.acknowledgedBy ?? null,
    nrm: notification.nrm ?? null,
    noteId: notification.note?.id ?? null,
    contactRefs: [...notification.contactRefs],
  };
  await tx
    .insert(notifications)
    .values(row)
    .onConflictDoUpdate({ target: notifications.notificationRef, set: row });
}
