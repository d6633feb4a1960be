import type { ChildBorn, ChildForm, ContactEvent, ContactForm } from '../domain/contact.ts';
import { contactStream } from '../domain/streams.ts';
import { eq } from 'drizzle-orm';
import type { DbOrTransaction } from './client.ts';
import { holdStream, writeEvents, type Writing } from './intake.ts';
import { children } from './schema.ts';
import { openSealed, seal } from './sealed-contents.ts';
import { readStream } from './streams.ts';

/** The child of a referral as it is described now, and where in the record that stands. */
export type DescribedChild = {
  readonly contactRef: string;
  readonly localAuthority: string;
  readonly position: number;
  readonly form: ChildForm;
  readonly seq: number;
};

/** Undefined when there is no such referral. */
export async function readDescribedChild(
  db: DbOrTransaction,
  referralRef: string,
): Promise<DescribedChild | undefined> {
  const [child] = await db.select().from(children).where(eq(children.referralRef, referralRef));
  if (child === undefined) return undefined;
  const { contactRef, position } = child;
  const rows = await readStream(db, contactStream(contactRef));
  const [first, ...later] = rows.map((row) => row.event as ContactEvent);
  if (first?.type !== 'ContactReceived') return undefined;
  const described = later.findLast(
    (event) => event.type !== 'ContactReceived' && event.referralRef === referralRef,
  );
  const form =
    described === undefined
      ? (await openSealed<ContactForm>(db, first.form.id))?.children[position]
      : await openSealed<ChildForm>(db, described.form.id);
  const { localAuthority } = first;
  return { contactRef, localAuthority, position, form: form ?? {}, seq: rows.length };
}

/** Holds the contact of a referral, so that its children stay as they are described until the transaction ends. */
export async function holdContact(tx: DbOrTransaction, contactRef: string): Promise<void> {
  await holdStream(tx, contactStream(contactRef));
}

/** Describes a child anew from its birth on; the referral and its clocks go on as they are. */
export async function keepBirth(
  tx: DbOrTransaction,
  { contactRef, position, seq }: DescribedChild,
  { referralRef, form }: { readonly referralRef: string; readonly form: ChildForm },
  writing: Writing,
): Promise<void> {
  const stream = contactStream(contactRef);
  const sealed = await seal(tx, { id: `${contactRef}/birth/${position}`, stream, value: form });
  const born: ChildBorn = {
    type: 'ChildBorn',
    occurredAt: writing.now,
    referralRef,
    position,
    form: sealed,
  };
  await writeEvents(tx, stream, [born], { ...writing, afterSeq: seq });
}
