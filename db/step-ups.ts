import { createHash } from 'node:crypto';
import { type Actor, SYSTEM_ACTOR } from '../domain/actor.ts';
import type { ContactToBegin } from '../domain/case.ts';
import type { ChildForm, ContactEvent, ContactForm, ContactReceived } from '../domain/contact.ts';
import type { Instant } from '../domain/instant.ts';
import { pairOf } from '../domain/matching/match.ts';
import type { HubRules } from '../domain/policy.ts';
import { reference } from '../domain/references.ts';
import { contactStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { rulesAt, rulesForCase } from './hub-rules.ts';
import { personIdOf } from './people.ts';
import { settleMatch } from './person-matches.ts';
import { keepContact } from './receipt.ts';
import { holdRules } from './rulebook.ts';
import { openSealed } from './sealed-contents.ts';
import { readEvents } from './streams.ts';

/** The new referral, and what a case beside it has to know of it. */
export type SteppedUp = {
  readonly contactRef: string;
  readonly referralRef: string;
  readonly localAuthority: string;
};

/**
 * Begins a contact of source 5D about a child Early Help has, with everything the earlier contact says of the child and
 * the home, and the link that it is the same child: a re-referral, with new clocks. In the caller's transaction; doing
 * it again finds what the first time began.
 */
export async function keepStepUp(
  tx: DbOrTransaction,
  { key, contactRef: earlierRef, referralRef: earlierReferral, reason, steppedUpBy }: ContactToBegin,
  { now, workflowType }: { readonly now: Instant; readonly workflowType: string },
): Promise<SteppedUp> {
  const contactRef = reference('C', digestOf(`${key}/contact`));
  const referralRef = reference('R', digestOf(`${key}/referral`));
  const events = await readEvents<ContactEvent>(tx, contactStream(earlierRef));
  const [received] = events;
  if (received?.type !== 'ContactReceived') throw new Error(`contact ${earlierRef} is not in the ledger`);
  const { localAuthority } = received;
  const isBegun = (await readEvents(tx, contactStream(contactRef))).length > 0;
  if (isBegun) return { contactRef, referralRef, localAuthority };
  const form = await openSealed<ContactForm>(tx, received.form.id);
  const concern = await openSealed<string>(tx, reason.id);
  const child = await childOf(tx, events, earlierReferral, form);
  await holdRules(tx);
  const inForce = await rulesAt(tx, now);
  const actor: Actor = {
    userId: steppedUpBy,
    role: 'EARLY_HELP_PRACTITIONER',
    agency: 'EARLY_HELP',
    localAuthority,
  };
  const carried = carriedOn(form, child.form, concern ?? '');
  await keepContact(
    tx,
    {
      contactRef,
      referralRefs: [referralRef],
      form: carried,
      asReceived: JSON.stringify({ steppedUpFrom: earlierReferral }),
      receivedAt: now,
      channel: 'OTHER',
      sourceCode: '5D',
      localAuthority,
      agency: 'EARLY_HELP',
      marks: [],
      actor,
    },
    { now, rules: rulesForCase(inForce, now), workflowType },
  );
  await sayTheSame(
    tx,
    { earlierRef, position: child.position, contactRef },
    { key, reason, now, rules: inForce },
  );
  return { contactRef, referralRef, localAuthority };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The child as it was described last, and its place in the contact. */
async function childOf(
  tx: DbOrTransaction,
  events: readonly ContactEvent[],
  referralRef: string,
  form: ContactForm | undefined,
): Promise<{ readonly position: number; readonly form: ChildForm }> {
  const later = events.findLast(
    (event) => event.type !== 'ContactReceived' && event.referralRef === referralRef,
  );
  if (later !== undefined && later.type !== 'ContactReceived') {
    return { position: later.position, form: (await openSealed<ChildForm>(tx, later.form.id)) ?? {} };
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the first event of every contact
  const position = Math.max(0, (events[0] as ContactReceived).referralRefs.indexOf(referralRef));
  return { position, form: form?.children[position] ?? {} };
}

/** What the hub knows goes along; what worries Early Help is the concern. */
function carriedOn(form: ContactForm | undefined, child: ChildForm, concern: string): ContactForm {
  const { household, familyCircumstances, interpreter } = form ?? {};
  return {
    referrer: { anonymous: false, organisation: 'Early Help', role: 'Lead practitioner' },
    concern,
    ...(familyCircumstances !== undefined && { familyCircumstances }),
    ...(interpreter !== undefined && { interpreter }),
    ...(household && { household }),
    children: [child],
  };
}

async function sayTheSame(
  tx: DbOrTransaction,
  {
    earlierRef,
    position,
    contactRef,
  }: { readonly earlierRef: string; readonly position: number; readonly contactRef: string },
  {
    key,
    reason,
    now,
    rules,
  }: Pick<ContactToBegin, 'key' | 'reason'> & { readonly now: Instant; readonly rules: HubRules },
): Promise<void> {
  const people = pairOf(personIdOf(earlierRef, `child/${position}`), personIdOf(contactRef, 'child/0'));
  const command = { verdict: 'CONFIRM', reason, score: 100, reasons: [] } as const;
  const by = { actor: SYSTEM_ACTOR, now, rules, commandId: `${key}/same-child` };
  await settleMatch(tx, people, command, by);
}
