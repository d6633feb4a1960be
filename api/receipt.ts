import { randomBytes } from 'node:crypto';
import { claimKey, type KeyedRequest, type StoredAnswer, storeAnswer } from '../db/idempotency.ts';
import type { DbOrTransaction } from '../db/client.ts';
import { readFollowed } from '../db/contact-links.ts';
import { rulesAt, rulesForCase } from '../db/hub-rules.ts';
import { type IntakeRules, intakeRulesAt } from '../db/intake-rules.ts';
import { type ContactToReceive, keepContact } from '../db/receipt.ts';
import { holdRules } from '../db/rulebook.ts';
import type { Actor } from '../domain/actor.ts';
import { completenessMarks } from '../domain/completeness.ts';
import { DomainError } from '../domain/errors.ts';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { dueAt } from '../domain/limits.ts';
import { localTimeOf } from '../domain/local-time.ts';
import type { HubRules } from '../domain/policy.ts';
import { qualityOf } from '../domain/quality.ts';
import { reference } from '../domain/references.ts';
import { isLateSchoolReferral } from '../domain/referral/arrival.ts';
import { referralStream } from '../domain/streams.ts';
import { hubNow } from '../temporal/cases.ts';
import { REFERRAL_WORKFLOW } from '../workflows/contract.ts';
import { readContact } from './contact-reading.ts';
import { isObject } from './form-reader.ts';
import { answerKnown } from './keyed-requests.ts';
import { startIfOwed } from './owed-cases.ts';
import { isOutside, isOwnSubmission, mayReadContact } from './permissions.ts';
import { Problem } from './problems.ts';
import { receiptAnswer, urgentWords } from './receipt-answer.ts';
import { authoritiesServed, routed } from './routing.ts';
import type { Services } from './services.ts';

/** A contact as it came over the wire. */
export type IncomingContact = {
  readonly body: unknown;
  /** Letter for letter. */
  readonly asReceived: string;
  readonly actor: Actor;
  readonly request: KeyedRequest;
};

/** How long the answer may wait for the workflows to start; after it the sweeper starts them. */
const START_WAIT_MS = 2_000;
/** More children than any family has: a list this long is a mistake and would block others. */
const MOST_CHILDREN = 100;

/**
 * Takes a contact in: kept in one transaction with its answer, then its workflows are started. Temporal may be down;
 * the contact is received all the same.
 * @throws Problem, DomainError for the few faults a contact is refused for
 */
export async function receiveContact(services: Services, incoming: IncomingContact): Promise<StoredAnswer> {
  const { answer, referralRefs } = await keep(services, incoming);
  await startSoon(services, referralRefs);
  return answer;
}

type Kept = { readonly answer: StoredAnswer; readonly referralRefs: readonly string[] };

async function keep(services: Services, incoming: IncomingContact): Promise<Kept> {
  const { db, clock } = services;
  const now = await hubNow(clock);
  return db.transaction(async (tx) => {
    const known = answerKnown(await claimKey(tx, incoming.request, now));
    if (known !== undefined) return { answer: known, referralRefs: [] };
    const receivedAt = instantOfReceipt(incoming.body, now);
    await holdRules(tx);
    const inForce = await rulesAt(tx, receivedAt);
    const rules = rulesForCase(inForce, receivedAt);
    const intake = await intakeRulesAt(tx, receivedAt);
    const read = toContact(services, incoming, receivedAt, inForce);
    const contact = judged(await withLink(tx, read), intake);
    await keepContact(tx, contact, { now, rules, workflowType: REFERRAL_WORKFLOW });
    const decisionDueAt = dueAt(contact.receivedAt, rules.policy.clocks.DECISION.limit, rules);
    const isLate = isLateSchoolReferral(contact, inForce);
    const body = receiptAnswer(contact, decisionDueAt, isLate ? urgentWords(intake) : undefined);
    const answer = { status: 201, body: JSON.stringify(body) };
    await storeAnswer(tx, incoming.request, answer);
    return { answer, referralRefs: contact.referralRefs };
  });
}

function toContact(
  services: Services,
  { body, asReceived, actor }: IncomingContact,
  receivedAt: Instant,
  { calendar }: HubRules,
): ContactToReceive {
  const receivedOn = localTimeOf(receivedAt, calendar).date;
  const { authorities: all, hubAuthorities } = services;
  const authorities = authoritiesServed(all, hubAuthorities, receivedOn);
  const { form, agency, marks, ...arrival } = readContact(objectIn(body), authorities);
  if (form.children.length > MOST_CHILDREN) {
    const detail = `A contact is about ${MOST_CHILDREN} children at most`;
    throw new Problem('INVALID_FIELD', { errors: [{ pointer: '/children', detail }] });
  }
  const routing = routed(form.children, arrival.localAuthority, hubAuthorities, receivedOn);
  const referring = isOutside(actor) ? actor.agency : agency;
  return {
    ...arrival,
    contactRef: reference('C', randomBytes(8)),
    referralRefs: referencesFor(form.children.length),
    form,
    asReceived,
    receivedAt,
    ...(referring !== undefined && { agency: referring }),
    marks: [...marks, ...completenessMarks(form, receivedOn), ...routing.marks],
    childAuthorities: routing.authorities,
    actor,
  };
}

/** @throws Problem NOT_AN_OBJECT, DomainError INVALID_INSTANT, RECEIVED_IN_FUTURE */
function instantOfReceipt(body: unknown, now: Instant): Instant {
  const { receivedAt: value } = objectIn(body);
  if (value === undefined || value === null) return now;
  const receivedAt = parseInstant(typeof value === 'string' ? value : '', 'receivedAt');
  if (receivedAt <= now) return receivedAt;
  throw new DomainError(
    'RECEIVED_IN_FUTURE',
    'A contact cannot have been received in the future',
    'receivedAt',
  );
}

/** @throws Problem NOT_AN_OBJECT */
function objectIn(body: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(body)) throw new Problem('NOT_AN_OBJECT', { detail: 'Send the contact as a JSON object' });
  return body;
}

function referencesFor(children: number): [string, ...string[]] {
  const next = () => reference('R', randomBytes(8));
  return [next(), ...Array.from({ length: Math.max(0, children - 1) }, next)];
}

/** A link to what is not there, or not for this actor to see, is marked and left out. */
async function withLink(tx: DbOrTransaction, contact: ContactToReceive): Promise<ContactToReceive> {
  const { follows, ...rest } = contact;
  if (follows === undefined) return contact;
  const followed = await readFollowed(tx, follows);
  const { actor } = contact;
  const isTheirs =
    followed !== undefined && (mayReadContact(actor, followed) || isOwnSubmission(actor, followed));
  return isTheirs
    ? contact
    : { ...rest, marks: [...contact.marks, { pointer: '/follows', rule: 'LINK_UNKNOWN' }] };
}

function judged(contact: ContactToReceive, { quality }: IntakeRules): ContactToReceive {
  return quality === undefined ? contact : { ...contact, quality: qualityOf(contact, quality.weights) };
}

/** Starts what the receipt owes, for as long as the caller can wait. What fails here is the sweeper's. */
export async function startSoon(services: Services, referralRefs: readonly string[]): Promise<void> {
  const starts = services.temporal.withDeadline(Date.now() + START_WAIT_MS, () =>
    Promise.allSettled(referralRefs.map((ref) => startIfOwed(services, referralStream(ref)))),
  );
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, START_WAIT_MS);
  });
  await Promise.race([starts, enough]);
  clearTimeout(timer);
}
