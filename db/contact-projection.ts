import { eq } from 'drizzle-orm';
import type { ChildBorn, ChildForm, ContactEvent, ContactForm, ContactReceived } from '../domain/contact.ts';
import type { DbOrTransaction } from './client.ts';
import { childNamed, indexPeople, peopleNamed, personIdOf } from './people.ts';
import { children, contacts, people, personKeys } from './schema.ts';
import { openSealed } from './sealed-contents.ts';
import { showable } from './showable.ts';
import type { NewLedgerRow } from './streams.ts';

/** What screens read about a contact, its children and everybody it names. */
export async function projectContact(
  tx: DbOrTransaction,
  added: readonly NewLedgerRow[],
  earlier: readonly NewLedgerRow[],
): Promise<void> {
  const [first] = [...earlier, ...added];
  const received = first?.event as ContactReceived;
  for (const row of added) {
    const event = row.event as ContactEvent;
    switch (event.type) {
      case 'ContactReceived':
        await projectReceipt(tx, row, event);
        break;
      case 'ChildAdded': {
        const { referralRef, receivedAt, position } = event;
        const child = (await openSealed<ChildForm>(tx, event.form.id)) ?? {};
        await tx.insert(children).values(childRow(received.contactRef, referralRef, position, child));
        await indexPeople(tx, { ...received, receivedAt }, [childNamed(child, position, referralRef)]);
        break;
      }
      case 'ChildBorn':
        await projectBirth(tx, received, event);
        break;
    }
  }
}

/** The child takes the place of the unborn one, also among the people who are looked for. */
async function projectBirth(
  tx: DbOrTransaction,
  received: ContactReceived,
  { referralRef, position, form }: ChildBorn,
): Promise<void> {
  const child = (await openSealed<ChildForm>(tx, form.id)) ?? {};
  const row = childRow(received.contactRef, referralRef, position, child);
  await tx.update(children).set(row).where(eq(children.referralRef, referralRef));
  const personId = personIdOf(received.contactRef, `child/${position}`);
  const [known] = await tx.delete(people).where(eq(people.personId, personId)).returning();
  await tx.delete(personKeys).where(eq(personKeys.personId, personId));
  const receivedAt = known?.receivedAt ?? received.receivedAt;
  await indexPeople(tx, { ...received, receivedAt }, [childNamed(child, position, referralRef)]);
}

async function projectReceipt(tx: DbOrTransaction, row: NewLedgerRow, event: ContactReceived): Promise<void> {
  const { contactRef, referralRefs } = event;
  const form = await openSealed<ContactForm>(tx, event.form.id);
  await tx.insert(contacts).values({
    contactRef,
    receivedAt: event.receivedAt,
    recordedAt: row.recordedAt,
    channel: event.channel,
    sourceCode: event.sourceCode,
    localAuthority: event.localAuthority,
    agency: event.agency ?? null,
    submittedBy: row.actor.userId,
    formId: event.form.id,
    sourceAgencyId: event.sourceAgencyId ?? null,
    qualityScore: event.quality?.score ?? null,
    qualityMissing: event.quality?.missing ?? null,
    follows: event.follows ?? null,
  });
  await tx
    .insert(children)
    .values(
      referralRefs.map((referralRef, position) =>
        childRow(contactRef, referralRef, position, form?.children[position]),
      ),
    );
  if (form !== undefined) await indexPeople(tx, event, peopleNamed(form, referralRefs));
}

function childRow(
  contactRef: string,
  referralRef: string,
  position: number,
  child: ChildForm | undefined,
): typeof children.$inferInsert {
  return {
    referralRef,
    contactRef,
    position,
    displayName: showable(childName(child ?? {})) || 'Child not named',
    dateOfBirth: showable(child?.dateOfBirth ?? '') || null,
  };
}

/** An unborn child without a name is called after its mother, the key person. */
function childName({ givenName, familyName, motherName }: ChildForm): string {
  const name = [givenName, familyName].filter((part) => part !== undefined).join(' ');
  return name === '' && motherName !== undefined ? `Unborn child of ${motherName}` : name;
}
