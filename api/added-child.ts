import { randomBytes } from 'node:crypto';
import { addChild, readContactReceived } from '../db/added-children.ts';
import { claimKey, type KeyedRequest, type StoredAnswer, storeAnswer } from '../db/idempotency.ts';
import { rulesAt, rulesForCase } from '../db/hub-rules.ts';
import { holdRules } from '../db/rulebook.ts';
import type { Actor } from '../domain/actor.ts';
import { completenessMarks } from '../domain/completeness.ts';
import { DomainError } from '../domain/errors.ts';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { dueAt } from '../domain/limits.ts';
import { localTimeOf } from '../domain/local-time.ts';
import { reference } from '../domain/references.ts';
import { hubNow } from '../temporal/cases.ts';
import { REFERRAL_WORKFLOW } from '../workflows/contract.ts';
import { readContact } from './contact-reading.ts';
import { answerKnown } from './keyed-requests.ts';
import { contactLink, referralLink } from './links.ts';
import { isOwnSubmission, mayReadContact, SUBMITTING_ROLES } from './permissions.ts';
import { Problem } from './problems.ts';
import { startSoon } from './receipt.ts';
import type { Services } from './services.ts';

export type IncomingChild = {
  readonly contactRef: string;
  /** As it came; read as leniently as a contact. */
  readonly child: Readonly<Record<string, unknown>>;
  /** When the hub was told of the child; absent means now. */
  readonly receivedAt?: string;
  readonly actor: Actor;
  readonly request: KeyedRequest;
};

/**
 * Begins a referral of its own for a child the hub is told of later, kept in one transaction with its answer.
 * @throws Problem NOT_FOUND, NOT_PERMITTED; DomainError INVALID_INSTANT, RECEIVED_IN_FUTURE
 */
export async function receiveChild(services: Services, incoming: IncomingChild): Promise<StoredAnswer> {
  const { db, clock } = services;
  const now = await hubNow(clock);
  const { answer, referralRef } = await db.transaction(async (tx) => {
    const known = answerKnown(await claimKey(tx, incoming.request, now));
    if (known !== undefined) return { answer: known };
    const { contactRef, actor } = incoming;
    const contact = await readContactReceived(tx, contactRef);
    if (contact === undefined || !mayAdd(actor, contact)) {
      throw new Problem('NOT_FOUND', {
        detail: 'There is no contact with this reference that you may add to',
      });
    }
    const receivedAt = instantOf(incoming, now);
    await holdRules(tx);
    const rules = rulesForCase(await rulesAt(tx, receivedAt), receivedAt);
    const { form, marks } = readContact({ children: [incoming.child] }, services.authorities);
    const [child = {}] = form.children;
    const odd = [...marks, ...completenessMarks(form, localTimeOf(receivedAt, rules.calendar).date)];
    const aboutChild = odd.filter(({ pointer }) => pointer.startsWith('/children/'));
    const referralRef = reference('R', randomBytes(8));
    const added = {
      contactRef,
      referralRef,
      form: child,
      marks: aboutChild.map(({ rule }) => rule),
      receivedAt,
      actor,
    };
    await addChild(tx, added, { now, rules, workflowType: REFERRAL_WORKFLOW });
    const body = JSON.stringify({
      contactRef,
      referralRef,
      receivedAt,
      decisionDueAt: dueAt(receivedAt, rules.policy.clocks.DECISION.limit, rules),
      links: { self: referralLink(referralRef), contact: contactLink(contactRef) },
    });
    const answer = { status: 201, body };
    await storeAnswer(tx, incoming.request, answer);
    return { answer, referralRef };
  });
  if (referralRef !== undefined) await startSoon(services, [referralRef]);
  return answer;
}

type Contact = NonNullable<Awaited<ReturnType<typeof readContactReceived>>>;

function mayAdd(actor: Actor, { received, submittedBy }: Contact): boolean {
  const isTheirs = mayReadContact(actor, received) || isOwnSubmission(actor, { ...received, submittedBy });
  return isTheirs && SUBMITTING_ROLES.has(actor.role);
}

function instantOf({ receivedAt: text }: IncomingChild, now: Instant): Instant {
  const receivedAt = text === undefined ? now : parseInstant(text, 'receivedAt');
  if (receivedAt <= now) return receivedAt;
  throw new DomainError('RECEIVED_IN_FUTURE', 'A child cannot have been named in the future', 'receivedAt');
}
