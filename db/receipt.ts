import { type CaseInput, ledgerEntries } from '../domain/case.ts';
import type { Actor } from '../domain/actor.ts';
import type { ContactForm, ContactReceived } from '../domain/contact.ts';
import type { Mark } from '../domain/marks.ts';
import { referrerReach } from '../domain/contact.ts';
import type { Instant } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import type { Quality } from '../domain/quality.ts';
import { receive } from '../domain/referral/receive.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import type { Restriction } from '../domain/referral/restriction.ts';
import { contactStream, referralStream } from '../domain/streams.ts';
import type { Channel, SourceCode } from '../domain/vocabulary.ts';
import { oweCaseStart } from './case-starts.ts';
import { linkContact } from './contact-links.ts';
import type { DbOrTransaction } from './client.ts';
import { appendWithin } from './ledger.ts';
import { seal } from './sealed-contents.ts';

/** A contact ready to be kept: what was said, how it arrived, and the references it will be known by. */
export type ContactToReceive = {
  readonly contactRef: string;
  /** One for each child of the form; one when no child is named. */
  readonly referralRefs: readonly [string, ...string[]];
  readonly form: ContactForm;
  /** The request as it came, letter for letter; kept beside what was understood of it. */
  readonly asReceived: string;
  readonly receivedAt: Instant;
  readonly channel: Channel;
  readonly sourceCode: SourceCode;
  readonly localAuthority: string;
  /** Where each child belongs by address, in the order of the form; the contact's own where there is none. */
  readonly childAuthorities?: readonly (string | undefined)[];
  readonly agency?: string;
  readonly sourceAgencyId?: string;
  readonly marks: readonly Mark[];
  /** The referrer says a child may come to harm before the hub opens again. */
  readonly immediateRisk?: boolean;
  readonly quality?: Quality;
  /** The enquiry or notification it came out of. */
  readonly follows?: string;
  /** Of children whose record only named readers open from the beginning. */
  readonly restriction?: Pick<Restriction, 'readers' | 'reason' | 'setBy'>;
  readonly actor: Actor;
};

/**
 * Keeps a contact and begins its referrals: sealed form, ledger rows, projections and the workflows owed, all in
 * the caller's transaction, so that either everything is known or nothing is.
 * @throws DomainError RECEIVED_IN_FUTURE
 */
export async function keepContact(
  tx: DbOrTransaction,
  contact: ContactToReceive,
  {
    now,
    rules,
    workflowType,
  }: { readonly now: Instant; readonly rules: HubRules; readonly workflowType: string },
): Promise<void> {
  const about = {
    actor: contact.actor,
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    afterSeq: 0,
  };
  const referrals = contact.referralRefs.map((referralRef, position) => ({
    stream: referralStream(referralRef),
    events: [...receive(receiptOf(contact, referralRef, position), now, rules), ...restricted(contact, now)],
  }));
  const stream = contactStream(contact.contactRef);
  const [form] = await Promise.all([
    seal(tx, { id: `${contact.contactRef}/form`, stream, value: contact.form }),
    seal(tx, { id: `${contact.contactRef}/as-received`, stream, value: contact.asReceived }),
  ]);
  await appendWithin(tx, ledgerEntries([contactReceived(contact, form)], { ...about, stream }));
  for (const referral of referrals) {
    const entries = ledgerEntries(referral.events, { ...about, stream: referral.stream });
    await appendWithin(tx, entries);
    const input: CaseInput<ReferralEvent> = { stream: referral.stream, rules, entries };
    await oweCaseStart(tx, { workflowId: referral.stream, workflowType, input, owedSince: now });
  }
  if (contact.follows !== undefined) {
    const { contactRef, actor } = contact;
    await linkContact(tx, contact.follows, contactRef, { actor, now, rules });
  }
}

function restricted({ restriction }: ContactToReceive, now: Instant): ReferralEvent[] {
  if (restriction === undefined) return [];
  const { setBy: restrictedBy, ...rest } = restriction;
  return [{ type: 'RecordRestricted', occurredAt: now, ...rest, restrictedBy }];
}

function contactReceived(contact: ContactToReceive, form: ContactReceived['form']): ContactReceived {
  const { contactRef, receivedAt, channel, sourceCode, localAuthority, agency, marks, referralRefs } =
    contact;
  const { sourceAgencyId, quality, follows } = contact;
  return {
    type: 'ContactReceived',
    occurredAt: receivedAt,
    contactRef,
    receivedAt,
    channel,
    sourceCode,
    localAuthority,
    ...(agency !== undefined && { agency }),
    referrerReach: referrerReach(contact.form.referrer),
    form,
    marks,
    ...(sourceAgencyId !== undefined && { sourceAgencyId }),
    ...(quality && { quality }),
    ...(follows !== undefined && { follows }),
    referralRefs,
  };
}

/** The referral of one child carries the marks of the whole contact and of that child, not those of a sibling. */
function receiptOf(contact: ContactToReceive, referralRef: string, position: number) {
  const { contactRef, receivedAt, channel, sourceCode, localAuthority, agency, marks, actor } = contact;
  const concerns = ({ pointer }: Mark) =>
    !pointer.startsWith('/children/') ||
    pointer === `/children/${position}` ||
    pointer.startsWith(`/children/${position}/`);
  return {
    referralRef,
    contactRef,
    receivedAt,
    channel,
    sourceCode,
    localAuthority: contact.childAuthorities?.[position] ?? localAuthority,
    ...(agency !== undefined && { agency }),
    submittedBy: actor.userId,
    referrerReach: referrerReach(contact.form.referrer),
    marks: marks.filter(concerns).map((mark) => mark.rule),
    ...(contact.immediateRisk && { immediateRisk: true as const }),
  };
}
