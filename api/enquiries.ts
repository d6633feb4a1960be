import { randomBytes } from 'node:crypto';
import { desc, eq, isNotNull, isNull, and, or } from 'drizzle-orm';
import type { z } from 'zod';
import type { StoredAnswer } from '../db/idempotency.ts';
import { holdStream, readEnquiry, writeEvents } from '../db/intake.ts';
import { enquiries } from '../db/schema.ts';
import { openSealed, seal } from '../db/sealed-contents.ts';
import type { Actor } from '../domain/actor.ts';
import { answerEnquiry, type Enquiry, type EnquiryEvent, type EnquiryForm } from '../domain/enquiry.ts';
import { reference } from '../domain/references.ts';
import { enquiryStream } from '../domain/streams.ts';
import { about, type Arrived, type Asked, once, readable, sealForm } from './intake-writing.ts';
import { readEnquiryBody } from './intake-reading.ts';
import { contactLink, enquiryLink } from './links.ts';
import { isOutside, isOwnSubmission, mayReadContact, readingScope } from './permissions.ts';
import { Problem } from './problems.ts';
import { markAnswer } from './receipt-answer.ts';
import type { EnquiryAnswer, ENQUIRY_STATUSES } from './schemas/intake.ts';
import type { Services } from './services.ts';

/** Logs a request for advice. It begins no case. */
export async function receiveEnquiry(services: Services, arrived: Arrived): Promise<StoredAnswer> {
  return once(services, arrived, async (tx, writing) => {
    const read = readEnquiryBody(arrived.body, services.authorities);
    const enquiryRef = reference('E', randomBytes(8));
    const stream = enquiryStream(enquiryRef);
    const form = await sealForm(tx, { ref: enquiryRef, stream, read, asReceived: arrived.asReceived });
    const received: EnquiryEvent = {
      type: 'EnquiryReceived',
      occurredAt: writing.now,
      enquiryRef,
      form,
      ...about(read, arrived.actor, writing.now),
    };
    await writeEvents(tx, stream, [received], { ...writing, afterSeq: 0 });
    const { marks } = read;
    const links = { self: enquiryLink(enquiryRef) };
    return {
      status: 201,
      body: { enquiryRef, receivedAt: writing.now, marks: marks.map(markAnswer), links },
    };
  });
}

/**
 * Records the advice that was given.
 * @throws Problem NOT_FOUND, DomainError NOT_PERMITTED, ENQUIRY_ANSWERED
 */
export async function giveAdvice(
  services: Services,
  ref: string,
  words: string,
  asked: Asked,
): Promise<StoredAnswer> {
  return once(services, asked, async (tx, writing) => {
    const stream = enquiryStream(ref);
    await holdStream(tx, stream);
    const found = readable(await readEnquiry(tx, ref), asked.actor);
    const answer = await seal(tx, { id: `${ref}/answer/${writing.commandId}`, stream, value: words });
    const events = answerEnquiry(found.subject, answer, writing);
    await writeEvents(tx, stream, events, { ...writing, afterSeq: found.seq });
    return {
      status: 200,
      body: { enquiryRef: ref, answeredAt: writing.now, links: { self: enquiryLink(ref) } },
    };
  });
}

/** Most that a list names; the newest come first. */
const MOST_LISTED = 200;

/** Enquiries this actor may see, newest first; somebody outside the hub sees their own. */
export async function listEnquiries(
  { db }: Services,
  actor: Actor,
  status: (typeof ENQUIRY_STATUSES)[number] | undefined,
) {
  const scope = readingScope(actor);
  if (!isOutside(actor) && (scope === undefined || scope.outcomes !== undefined)) {
    throw new Problem('NOT_PERMITTED', { detail: 'Your role reads no enquiries' });
  }
  const ofAgency = actor.role === 'AGENCY_REPRESENTATIVE' ? eq(enquiries.agency, actor.agency) : undefined;
  const mine = or(eq(enquiries.submittedBy, actor.userId), ofAgency);
  const theirs =
    scope?.localAuthority === undefined ? undefined : eq(enquiries.localAuthority, scope.localAuthority);
  const answered = status === 'ANSWERED' ? isNotNull(enquiries.answeredAt) : isNull(enquiries.answeredAt);
  return db
    .select()
    .from(enquiries)
    .where(and(isOutside(actor) ? mine : theirs, status === undefined ? undefined : answered))
    .orderBy(desc(enquiries.receivedAt), desc(enquiries.enquiryRef))
    .limit(MOST_LISTED);
}

/**
 * An enquiry with its words, for whoever asked and for those who advise.
 * @throws Problem NOT_FOUND
 */
export async function enquiryFor(
  { db }: Services,
  actor: Actor,
  ref: string,
): Promise<z.output<typeof EnquiryAnswer>> {
  const found = await readEnquiry(db, ref);
  const isTheirs =
    found !== undefined &&
    (isOutside(actor)
      ? isOwnSubmission(actor, { submittedBy: found.submittedBy, ...agencyOf(found.subject) })
      : mayReadContact(actor, found.subject));
  if (!isTheirs) throw new Problem('NOT_FOUND', { detail: 'There is nothing with this reference' });
  const { subject } = found;
  const { enquiryRef, receivedAt, channel, localAuthority, answeredAt, contactRefs, marks } = subject;
  const form = await openSealed<EnquiryForm>(db, subject.form.id);
  const answer = subject.answer && (await openSealed<string>(db, subject.answer.id));
  return {
    enquiryRef,
    status: answeredAt === undefined ? 'OPEN' : 'ANSWERED',
    receivedAt,
    channel,
    localAuthority,
    ...agencyOf(subject),
    ...(form && { form }),
    ...(answer !== undefined && { answer }),
    ...(answeredAt !== undefined && { answeredAt }),
    marks: marks.map(markAnswer),
    contacts: contactRefs.map((contactRef) => ({ contactRef, links: { self: contactLink(contactRef) } })),
    links: { self: enquiryLink(enquiryRef) },
  };
}

function agencyOf({ agency }: Enquiry) {
  return agency === undefined ? {} : { agency };
}
