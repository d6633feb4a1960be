import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { type CaseOfFamily, childrenOf, type Family, readFamily, type StepUp } from '../db/families.ts';
import { readStreams } from '../db/open-cases.ts';
import { contacts } from '../db/schema.ts';
import type { Actor } from '../domain/actor.ts';
import { kindNamed } from '../domain/follow-on/kinds.ts';
import type { Instant } from '../domain/instant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { ownerOf } from '../domain/referral/owner.ts';
import { isClosed } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import { linkOfStream, listedFollowOn } from './follow-ons/answer.ts';
import { followOnPath } from './follow-ons/resources.ts';
import { contactLink, familyLink, referralLink, requestLink } from './links.ts';
import { mayReadContact } from './permissions.ts';
import { Problem } from './problems.ts';
import { assertNotWithheld } from './restricted-records.ts';
import type { FamilyAnswer } from './schemas/families.ts';
import type { Services } from './services.ts';

type Answer = z.output<typeof FamilyAnswer>;

/** A family that somebody may read: its cases, and the authority its contact came to. */
export type FamilyRead = { readonly family: Family; readonly localAuthority: string };

/**
 * Every case of one contact. It names every sibling, so whoever reads the contact reads it, and nobody else.
 * @throws Problem NOT_FOUND when there is none, or none for them; RESTRICTED when it names a restricted child
 */
export async function familyRead(
  { db }: Pick<Services, 'db'>,
  actor: Actor,
  contactRef: string,
): Promise<FamilyRead> {
  const [contact] = await db
    .select({ localAuthority: contacts.localAuthority })
    .from(contacts)
    .where(eq(contacts.contactRef, contactRef));
  if (contact === undefined || !mayReadContact(actor, contact)) {
    throw new Problem('NOT_FOUND', { detail: 'There is no contact with this reference that you may see' });
  }
  await assertNotWithheld(db, actor, contactRef);
  return { family: await readFamily(db, contactRef), localAuthority: contact.localAuthority };
}

export async function familyAnswer(
  { db }: Pick<Services, 'db'>,
  { family, localAuthority }: FamilyRead,
  now: Instant,
): Promise<Answer> {
  const { contactRef, referrals, requests, cases, steppedUpFrom, steppedUpInto } = family;
  const events = await readStreams(
    db,
    referrals.map(({ referralRef }) => referralStream(referralRef)),
  );
  return {
    contactRef,
    localAuthority,
    referrals: referrals.map((row) => referralOf(row, family, { events, now })),
    informationRequests: requests.map(({ answer, closedAt, ...row }) => ({
      requestId: row.requestId,
      agency: row.agency,
      referralRefs: row.referralRefs,
      stage: row.stage,
      openedAt: row.openedAt,
      dueAt: row.dueAt,
      ...(answer !== null && { answer }),
      ...(closedAt !== null && { closedAt }),
      links: { self: requestLink(row.requestId) },
    })),
    cases: cases.map((row) => ({
      ...listedFollowOn(row, kindNamed(row.kind).stageWords[row.stage] ?? row.stage, now),
      ...(row.origin !== null && { from: linkOfStream(row.origin) }),
      children: childrenOf(family, row.stream).map(childAnswer),
    })),
    steppedUpFrom: steppedUpFrom.map(stepUpAnswer),
    steppedUpInto: steppedUpInto.map(stepUpAnswer),
    asOf: now,
    links: { self: familyLink(contactRef), contact: contactLink(contactRef) },
  };
}

function referralOf(
  row: Family['referrals'][number],
  family: Family,
  { events, now }: { readonly events: ReadonlyMap<string, readonly DomainEvent[]>; readonly now: Instant },
): Answer['referrals'][number] {
  const { referralRef, localAuthority, stage, outcome, receivedAt, nextDueAt, closedAt } = row;
  const stream = referralStream(referralRef);
  const referral = fold((events.get(stream) ?? []) as readonly ReferralEvent[]);
  return {
    referralRef,
    localAuthority,
    stage,
    ...(outcome !== null && { outcome }),
    ...(referral !== undefined && !isClosed(referral) && { owner: ownerOf(referral) }),
    receivedAt,
    ...(nextDueAt !== null && { nextDueAt }),
    isOverdue: nextDueAt !== null && nextDueAt < now,
    ...(closedAt !== null && { closedAt }),
    children: childrenOf(family, stream).map(childAnswer),
    links: { self: referralLink(referralRef) },
  };
}

function childAnswer({ caseId: id, kind }: CaseOfFamily) {
  return { id, kind, links: { self: `/v1${followOnPath(kind, id)}` } };
}

function stepUpAnswer({ caseId, contactRef, referralRef }: StepUp) {
  return {
    contactRef,
    referralRef,
    caseId,
    links: {
      family: familyLink(contactRef),
      referral: referralLink(referralRef),
      case: `/v1${followOnPath('EARLY_HELP', caseId)}`,
    },
  };
}
