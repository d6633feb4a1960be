import { sql } from 'drizzle-orm';
import type { Actor } from '../domain/actor.ts';
import { type CaseInput, ledgerEntries } from '../domain/case.ts';
import type { ChildAdded, ChildForm, ContactEvent, ContactReceived } from '../domain/contact.ts';
import { DomainError } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { MarkRule } from '../domain/marks.ts';
import type { HubRules } from '../domain/policy.ts';
import { receive } from '../domain/referral/receive.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { contactStream, referralStream } from '../domain/streams.ts';
import { oweCaseStart } from './case-starts.ts';
import type { DbOrTransaction } from './client.ts';
import { appendWithin } from './ledger.ts';
import { seal } from './sealed-contents.ts';
import { readStream } from './streams.ts';

/** A child of the family the hub is told of when the contact has long been received. */
export type ChildToAdd = {
  readonly contactRef: string;
  readonly referralRef: string;
  readonly form: ChildForm;
  readonly marks: readonly MarkRule[];
  /** When the hub was told of this child. */
  readonly receivedAt: Instant;
  readonly actor: Actor;
};

/** The contact as it was received and whoever handed it in, and how many children it has; undefined when there is none. */
export async function readContactReceived(
  db: DbOrTransaction,
  contactRef: string,
): Promise<
  | {
      readonly received: ContactReceived;
      readonly submittedBy: string;
      readonly children: number;
      readonly seq: number;
    }
  | undefined
> {
  const rows = await readStream(db, contactStream(contactRef));
  const [first] = rows;
  if (first === undefined) return undefined;
  const events = rows.map((row) => row.event as ContactEvent);
  const received = first.event as ContactReceived;
  const added = events.filter(({ type }) => type === 'ChildAdded').length;
  return {
    received,
    submittedBy: first.actor.userId,
    children: received.referralRefs.length + added,
    seq: rows.length,
  };
}

/**
 * Begins a further referral of a contact, in the caller's transaction: its clocks run from when the hub was told.
 * @throws DomainError INVALID_INSTANT before the contact was received, RECEIVED_IN_FUTURE
 */
export async function addChild(
  tx: DbOrTransaction,
  child: ChildToAdd,
  {
    now,
    rules,
    workflowType,
  }: { readonly now: Instant; readonly rules: HubRules; readonly workflowType: string },
): Promise<void> {
  const { contactRef, referralRef, receivedAt, actor, marks } = child;
  const stream = contactStream(contactRef);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${stream}, 0))`);
  const contact = await readContactReceived(tx, contactRef);
  if (contact === undefined) throw new Error(`contact ${contactRef} is not in the ledger`);
  const { received, submittedBy, children: position, seq } = contact;
  if (receivedAt < received.receivedAt) {
    throw new DomainError(
      'INVALID_INSTANT',
      'A child is not added before the contact was received',
      'receivedAt',
    );
  }
  const form = await seal(tx, { id: `${contactRef}/child/${position}`, stream, value: child.form });
  const about = {
    actor,
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
  };
  const added: ChildAdded = {
    type: 'ChildAdded',
    occurredAt: receivedAt,
    referralRef,
    receivedAt,
    position,
    form,
  };
  await appendWithin(tx, ledgerEntries([added], { ...about, stream, afterSeq: seq }));
  const { channel, sourceCode, localAuthority, agency, referrerReach } = received;
  const receipt = {
    referralRef,
    contactRef,
    receivedAt,
    channel,
    sourceCode,
    localAuthority,
    ...(agency !== undefined && { agency }),
    submittedBy,
    referrerReach,
    marks,
  };
  const entries = ledgerEntries(receive(receipt, now, rules), {
    ...about,
    stream: referralStream(referralRef),
    afterSeq: 0,
  });
  await appendWithin(tx, entries);
  const input: CaseInput<ReferralEvent> = { stream: referralStream(referralRef), rules, entries };
  await oweCaseStart(tx, { workflowId: referralStream(referralRef), workflowType, input, owedSince: now });
}
