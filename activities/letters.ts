import { eq } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { readFollowOn } from '../db/follow-ons.ts';
import { rulesAt } from '../db/hub-rules.ts';
import { contacts } from '../db/schema.ts';
import type { Letter, LetterRecipient } from '../domain/case.ts';
import type { FollowOn } from '../domain/follow-on/kinds.ts';
import type { Instant } from '../domain/instant.ts';
import type { Agencies, Agency } from '../policy/agencies.ts';
import { letterContent } from './letter-wording.ts';
import { bounced, type Messenger } from './messenger.ts';
import { electronicReferrer } from './referrer-address.ts';

type Dependencies = { readonly db: Db; readonly messenger: Messenger; readonly agencies: Agencies };

/** Writes and sends a letter of a case that follows a decision. Its words come from the record, so none pass through a workflow. */
export async function sendLetter(
  { db, messenger, agencies }: Dependencies,
  letter: Letter,
  sentAt: Instant,
): Promise<void> {
  const { key, contactRef, template, recipient, from, no } = letter;
  const state = await readFollowOn(db, from);
  if (state === undefined) throw new Error(`${from} is not in the ledger`);
  const address = await addressOf({ db, agencies }, letter, state);
  const { calendar } = await rulesAt(db, sentAt);
  const facts = { key, template, state, recipient, no, calendar, agencies, sentAt };
  const content = await letterContent(db, facts);
  await messenger.send({
    key,
    contactRef,
    referralRef: state.referralRefs[0],
    template,
    recipient: address,
    sentAt,
    ...content,
  });
}

/** The safeguarding partnership's office is one of the agencies the hub knows. */
const PARTNERSHIP = 'PARTNERSHIP';

async function addressOf(
  { db, agencies }: Pick<Dependencies, 'db' | 'agencies'>,
  { recipient, template, contactRef }: Letter,
  state: FollowOn,
): Promise<string> {
  if (recipient.kind === 'COLLEAGUE') {
    const { userId } = recipient;
    return isReferrer(state, userId) ? await addressOfReferrer(db, contactRef, userId) : userId;
  }
  const agency = agencies.get(codeOf(recipient));
  if (agency !== undefined) return mailboxOf(agency, recipient);
  // A school that refers is no agency the hub asks; who referred hears for it.
  const referrer =
    template === 'APPROPRIATENESS_ASKED' ? await electronicReferrer(db, contactRef) : undefined;
  if (referrer === undefined) throw bounced(`The hub knows no agency ${codeOf(recipient)}`);
  return referrer;
}

/** Who referred may object, too; everybody else is known to the hub by user id. */
function isReferrer(state: FollowOn, userId: string): boolean {
  return (
    state.kind === 'DISPUTE' &&
    state.objectors.some((objector) => objector.userId === userId && objector.role === 'REFERRER')
  );
}

/** The address given with the contact where they handed it in themselves; else they are known by user id, too. */
async function addressOfReferrer(db: Db, contactRef: string, userId: string): Promise<string> {
  const [contact] = await db
    .select({ submittedBy: contacts.submittedBy })
    .from(contacts)
    .where(eq(contacts.contactRef, contactRef));
  const address = contact?.submittedBy === userId ? await electronicReferrer(db, contactRef) : undefined;
  return address ?? userId;
}

function codeOf(recipient: Exclude<LetterRecipient, { kind: 'COLLEAGUE' }>): string {
  return recipient.kind === 'PARTNERSHIP' ? PARTNERSHIP : recipient.agency;
}

function mailboxOf({ mailbox, safeguardingLead }: Agency, { kind }: LetterRecipient): string {
  return kind === 'AGENCY_LEAD' ? safeguardingLead : mailbox;
}
