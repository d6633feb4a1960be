import type { Actor } from '../domain/actor.ts';
import { ledgerEntries } from '../domain/case.ts';
import { type Enquiry, type EnquiryEvent, evolveEnquiry } from '../domain/enquiry.ts';
import type { Instant } from '../domain/instant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import { evolveNotification, type Notification, type NotificationEvent } from '../domain/notification.ts';
import type { HubRules } from '../domain/policy.ts';
import { enquiryStream, notificationStream } from '../domain/streams.ts';
import { sql } from 'drizzle-orm';
import type { DbOrTransaction } from './client.ts';
import { appendWithin } from './ledger.ts';
import { type LedgerRow, readStream } from './streams.ts';

/** Who writes to a stream that no workflow keeps, when, and under which rules. */
export type Writing = {
  readonly actor: Actor;
  readonly now: Instant;
  readonly rules: HubRules;
  readonly commandId?: string;
};

/** An enquiry or a notification with who handed it in, and how many rows tell it. */
export type Kept<Subject> = {
  readonly subject: Subject;
  readonly submittedBy: string;
  readonly seq: number;
};

/** Undefined when there is no enquiry of this reference. */
export async function readEnquiry(db: DbOrTransaction, ref: string): Promise<Kept<Enquiry> | undefined> {
  const rows = await readStream(db, enquiryStream(ref));
  const enquiry = rows
    .map((row) => row.event as EnquiryEvent)
    .reduce<Enquiry | undefined>(evolveEnquiry, undefined);
  return kept(enquiry, rows);
}

/** Undefined when there is no notification of this reference. */
export async function readNotification(
  db: DbOrTransaction,
  ref: string,
): Promise<Kept<Notification> | undefined> {
  const rows = await readStream(db, notificationStream(ref));
  const notification = rows
    .map((row) => row.event as NotificationEvent)
    .reduce<Notification | undefined>(evolveNotification, undefined);
  return kept(notification, rows);
}

function kept<Subject>(subject: Subject | undefined, rows: readonly LedgerRow[]): Kept<Subject> | undefined {
  const [first] = rows;
  if (subject === undefined || first === undefined) return undefined;
  return { subject, submittedBy: first.actor.userId, seq: rows.length };
}

/** Holds a stream until the caller's transaction ends, so that what is decided on it is decided on what it says. */
export async function holdStream(tx: DbOrTransaction, stream: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${stream}, 0))`);
}

/** Adds events to a stream that no workflow keeps. The caller holds the stream, or has just begun it. */
export async function writeEvents(
  tx: DbOrTransaction,
  stream: string,
  events: readonly DomainEvent[],
  { actor, now, rules, commandId, afterSeq }: Writing & { readonly afterSeq: number },
): Promise<void> {
  const about = {
    stream,
    actor,
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    ...(commandId !== undefined && { commandId }),
    afterSeq,
  };
  await appendWithin(tx, ledgerEntries(events, about));
}
