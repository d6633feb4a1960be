import { createHash } from 'node:crypto';
import { type Actor, SYSTEM_ACTOR } from '../domain/actor.ts';
import type { ContactToBegin } from '../domain/case.ts';
import type { ChildForm, ContactEvent, ContactForm, ContactReceived } from '../domain/contact.ts';
import type { Instant } from '../domain/instant.ts';
import { pairOf } from '../domain/matching/match.ts';
import type { HubRules } from '../domain/policy.ts';
import { reference } from '../domain/references.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import type { Referral } from '../domain/referral/state.ts';
import { contactStream, personMatchStream, referralStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { rulesAt, rulesForCase } from './hub-rules.ts';
import { personIdOf } from './people.ts';
import { personById } from './people-history.ts';
import { settleMatch } from './person-matches.ts';
import { type ContactToReceive, keepContact } from './receipt.ts';
import { holdRules } from './rulebook.ts';
import { openSealed, seal } from './sealed-contents.ts';
import { readEvents, readStream } from './streams.ts';

/** The new referral, and what a case beside it has to know of it. */
export type SteppedUp = {
  readonly contactRef: string;
  readonly referralRef: string;
  readonly localAuthority: string;
};

/**
 * Begins a contact of source 5D about a child Early Help has, with everything the earlier contact says of the child and
 * the home, the named readers where its record has some, and the link that it is the same child: a re-referral, with
 * new clocks. In the caller's transaction; doing it again finds what the first time began.
 */
export async function keepStepUp(
  tx: DbOrTransaction,
  delivery: ContactToBegin,
  { now, workflowType }: { readonly now: Instant; readonly workflowType: string },
): Promise<SteppedUp> {
  const { key, contactRef: earlierRef, referralRef: earlierReferral, reason } = delivery;
  const contactRef = reference('C', digestOf(`${key}/contact`));
  const referralRef = reference('R', digestOf(`${key}/referral`));
  const events = await readEvents<ContactEvent>(tx, contactStream(earlierRef));
  const [received] = events;
  if (received?.type !== 'ContactReceived') throw new Error(`contact ${earlierRef} is not in the ledger`);
  // A child may belong to another authority than the contact it came by.
  const earlier = fold(await readEvents<ReferralEvent>(tx, referralStream(earlierReferral)));
  const { localAuthority } = earlier ?? received;
  const isBegun = (await readEvents(tx, contactStream(contactRef))).length > 0;
  if (isBegun) return { contactRef, referralRef, localAuthority };
  const form = await openSealed<ContactForm>(tx, received.form.id);
  const concern = await openSealed<string>(tx, reason.id);
  const child = await childOf(tx, events, earlierReferral, form);
  await holdRules(tx);
  const inForce = await rulesAt(tx, now);
  const carried = carriedOn(form, child.form, concern ?? '');
  const restriction = await restrictionOf(tx, earlier, { key, referralRef });
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
      ...(restriction && { restriction }),
      actor: await whoSteppedUp(tx, delivery, localAuthority),
    },
    { now, rules: rulesForCase(inForce, now), workflowType },
  );
  const people = [
    personIdOf(earlierRef, `child/${child.position}`),
    personIdOf(contactRef, 'child/0'),
  ] as const;
  await sayTheSame(tx, people, { key, earlierReferral, now, rules: inForce });
  return { contactRef, referralRef, localAuthority };
}

/** Whoever stepped the family up, in the role they had: a practitioner, or the manager who looked at it. */
async function whoSteppedUp(
  tx: DbOrTransaction,
  { from, steppedUpBy }: ContactToBegin,
  localAuthority: string,
): Promise<Actor> {
  const said = (await readStream(tx, from)).findLast(
    ({ event, actor }) => event.type === 'FamilyStepsUp' && actor.userId === steppedUpBy,
  );
  const practitioner = { role: 'EARLY_HELP_PRACTITIONER', agency: 'EARLY_HELP', localAuthority } as const;
  return said?.actor ?? { userId: steppedUpBy, ...practitioner };
}

/** What only named readers may open stays so. */
async function restrictionOf(
  tx: DbOrTransaction,
  earlier: Referral | undefined,
  { key, referralRef }: { readonly key: string; readonly referralRef: string },
): Promise<ContactToReceive['restriction']> {
  const restriction = earlier?.restriction;
  if (restriction === undefined) return undefined;
  const { readers, reason, setBy } = restriction;
  const value = (await openSealed<string>(tx, reason.id)) ?? '';
  const stream = referralStream(referralRef);
  return { readers, setBy, reason: await seal(tx, { id: `${key}/restriction`, stream, value }) };
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

/** A child that is not described at all is nobody yet, of whom nothing can be said. */
async function sayTheSame(
  tx: DbOrTransaction,
  people: readonly [string, string],
  {
    key,
    earlierReferral,
    now,
    rules,
  }: {
    readonly key: string;
    readonly earlierReferral: string;
    readonly now: Instant;
    readonly rules: HubRules;
  },
): Promise<void> {
  for (const id of people) if ((await personById(tx, id)) === undefined) return;
  const pair = pairOf(...people);
  const value = `Early Help has stepped up the child of ${earlierReferral}.`;
  const reason = await seal(tx, { id: `${key}/same-child`, stream: personMatchStream(pair), value });
  const command = { verdict: 'CONFIRM', reason, score: 100, reasons: [] } as const;
  const by = { actor: SYSTEM_ACTOR, now, rules, commandId: `${key}/same-child` };
  await settleMatch(tx, pair, command, by);
}
