import type { DbOrTransaction } from '../db/client.ts';
import { openSealed } from '../db/sealed-contents.ts';
import { readEvents } from '../db/streams.ts';
import type { ChildForm, ContactEvent, ContactForm } from '../domain/contact.ts';
import type { Disclosed, InformationRequest } from '../domain/information-request/state.ts';
import { contactStream } from '../domain/streams.ts';
import { hasRestrictedChild } from './restricted-records.ts';

/** One thing told about a child or the family. */
export type DisclosedFact = { readonly field: Disclosed; readonly value: string };

/** What an agency is told, so that it can look the children up; erased words are missing. */
export type Disclosure = {
  readonly children: readonly { readonly facts: readonly DisclosedFact[] }[];
  readonly family: readonly DisclosedFact[];
};

/** Opens of the contact what the request discloses, of the children it is about, and nothing else. */
export async function readDisclosure(
  db: DbOrTransaction,
  {
    contactRef,
    referralRefs,
    disclosed,
  }: Pick<InformationRequest, 'contactRef' | 'referralRefs' | 'disclosed'>,
): Promise<Disclosure> {
  const events = await readEvents<ContactEvent>(db, contactStream(contactRef));
  const received = events.find((event) => event.type === 'ContactReceived');
  const form = received && (await openSealed<ContactForm>(db, received.form.id));
  // Where a restricted child lives leaves the hub with nobody's request, and siblings may live there too.
  const told = (await hasRestrictedChild(db, contactRef))
    ? disclosed.filter((field) => field !== 'ADDRESS')
    : disclosed;
  const children = new Map<string, ChildForm | undefined>(
    received?.referralRefs.map((ref, position) => [ref, form?.children[position]]),
  );
  for (const event of events) {
    if (event.type === 'ChildAdded' || event.type === 'ChildBorn') {
      children.set(event.referralRef, await openSealed<ChildForm>(db, event.form.id));
    }
  }
  return {
    children: referralRefs.map((ref) => ({
      facts: told.flatMap((field) => factOf(field, childValue(field, children.get(ref)))),
    })),
    family: told.flatMap((field) => factOf(field, form && familyValue(field, form))),
  };
}

function factOf(field: Disclosed, value: string | undefined): DisclosedFact[] {
  return value === undefined || value === '' ? [] : [{ field, value }];
}

function childValue(field: Disclosed, child: ChildForm = {}): string | undefined {
  switch (field) {
    case 'NAMES':
      return joined([child.givenName, child.familyName], ' ');
    case 'DATE_OF_BIRTH':
      return child.dateOfBirth ?? (child.expectedDateOfBirth && `expected ${child.expectedDateOfBirth}`);
    case 'ADDRESS':
      return joined([child.address, child.postcode], ', ');
    case 'NHS_NUMBER':
      return child.nhsNumber;
    case 'SCHOOL':
      return child.school;
    case 'HOUSEHOLD':
    case 'CONCERN_SUMMARY':
      return undefined;
  }
}

/** The referrer is never told on. */
function familyValue(field: Disclosed, form: ContactForm): string | undefined {
  switch (field) {
    case 'HOUSEHOLD':
      return joined(
        (form.household ?? []).map(({ name, role, dateOfBirth }) => joined([name, role, dateOfBirth], ', ')),
        '; ',
      );
    case 'CONCERN_SUMMARY':
      return form.concern;
    default:
      return undefined;
  }
}

function joined(parts: readonly (string | undefined)[], by: string): string {
  return parts.filter((part) => part !== undefined && part.trim() !== '').join(by);
}
