import type { ChildForm, ContactEvent, ContactForm, ContactReceived } from '../domain/contact.ts';
import type { DbOrTransaction } from './client.ts';
import { childNamed, indexPeople, peopleNamed } from './people.ts';
import { children, contacts } from './schema.ts';
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
    }
  }
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
