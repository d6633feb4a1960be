import { eq } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { intakeRulesAt } from '../db/intake-rules.ts';
import { contacts, referrals } from '../db/schema.ts';
import { openSealed } from '../db/sealed-contents.ts';
import { readEvents } from '../db/streams.ts';
import type { Delivery, DeliveryResult, ReferrerDelivery } from '../domain/case.ts';
import type { ContactForm } from '../domain/contact.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { shutHubWords } from '../domain/referral/arrival.ts';
import type { Decision } from '../domain/referral/state.ts';
import { type ReferrerKind, referrerKindOf } from '../domain/referrer-kind.ts';
import { referralStream } from '../domain/streams.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import { type AgencyReach, deliverToAgency } from './agency-deliveries.ts';
import { openCase, tellCase } from './follow-ons.ts';
import { askAgency, hasten, stopAsking, tellReferral } from './information-requests.ts';
import { tellJoined } from './joined-referrals.ts';
import { sendLetter } from './letters.ts';
import type { Messenger } from './messenger.ts';
import { outcomeWords } from './outcome-wording.ts';
import { stepUp } from './step-ups.ts';
import { acknowledgementWords, openCaseWords, questionWords } from './wording.ts';

type Dependencies = AgencyReach & {
  readonly db: Db;
  readonly messenger: Messenger;
  readonly cases: Cases;
  readonly clock: HubClock;
};

/** Does what a case owes: to its referrer, to an agency, or to another case. Doing it again changes nothing. */
export async function settleDelivery(
  dependencies: Dependencies,
  delivery: Delivery,
  at: Instant,
): Promise<DeliveryResult> {
  switch (delivery.message) {
    case 'REQUEST_TO_OPEN':
      return askAgency(dependencies, delivery, at);
    case 'REQUEST_TO_HASTEN':
      return hasten(dependencies, delivery);
    case 'REQUEST_TO_STOP':
      return stopAsking(dependencies, delivery);
    case 'ANSWER_TO_NOTE':
    case 'END_TO_NOTE':
      await tellReferral(dependencies, delivery);
      return {};
    case 'JOIN_TO_ADMIT':
    case 'DECISION_TO_SHARE':
    case 'END_TO_SHARE':
      return tellJoined(dependencies, delivery);
    case 'CASE_TO_OPEN':
      return openCase(dependencies, delivery, at);
    case 'CASE_TO_TELL':
      return tellCase(dependencies, delivery, at);
    case 'CONTACT_TO_BEGIN':
      return stepUp(dependencies, delivery, at);
    case 'LETTER':
      await sendLetter(dependencies, delivery, at);
      return {};
    case 'AGENCY_REQUEST':
    case 'AGENCY_CHILD_ADDED':
    case 'AGENCY_REMINDER':
    case 'AGENCY_LEAD_TOLD':
    case 'AGENCY_NOT_NEEDED':
      await deliverToAgency(dependencies, delivery, at);
      return {};
    case 'OPEN_CASE_WORKER':
    case 'OPEN_CASE_MANAGER': {
      const { key, contactRef, referralRef, message: template, recipient } = delivery;
      const body = openCaseWords(referralRef, template);
      await dependencies.messenger.send({
        key,
        contactRef,
        referralRef,
        template,
        recipient,
        body,
        sentAt: at,
      });
      return {};
    }
    default:
      await deliverMessage(dependencies, delivery, at);
      return {};
  }
}

/**
 * Writes and sends what a case owes its referrer. The address and the words are read here, so they never pass
 * through a workflow.
 */
async function deliverMessage(
  { db, messenger }: Pick<Dependencies, 'db' | 'messenger'>,
  delivery: ReferrerDelivery,
  sentAt: Instant,
): Promise<void> {
  const { key, contactRef, referralRef, message } = delivery;
  const recipient = await referrerAddress(db, contactRef);
  const body = await bodyOf(db, delivery);
  await messenger.send({ key, contactRef, referralRef, template: message, recipient, body, sentAt });
}

async function bodyOf(db: Db, delivery: ReferrerDelivery): Promise<string> {
  const { contactRef, referralRef } = delivery;
  switch (delivery.message) {
    case 'ACKNOWLEDGEMENT':
      return acknowledgementWords(contactRef, await arrivalOf(db, delivery));
    case 'OUTCOME':
      return outcomeWords(contactRef, ...(await decisionOf(db, referralRef, delivery.decisionNo)));
    case 'QUESTION':
      return questionWords(contactRef, await questionOf(db, referralRef, delivery.questionNo));
  }
}

/** What the acknowledgement asks for, and what it says to a school that reached a hub that was shut. */
async function arrivalOf(db: Db, { contactRef, referralRef }: ReferrerDelivery) {
  const [[contact], [referral]] = await Promise.all([
    db
      .select({ missing: contacts.qualityMissing, receivedAt: contacts.receivedAt })
      .from(contacts)
      .where(eq(contacts.contactRef, contactRef)),
    db.select({ flags: referrals.flags }).from(referrals).where(eq(referrals.referralRef, referralRef)),
  ]);
  if (contact === undefined) throw new Error(`contact ${contactRef} is not there to acknowledge`);
  const isLate = referral?.flags.includes('LATE_SCHOOL_REFERRAL') ?? false;
  const rules = isLate ? await intakeRulesAt(db, contact.receivedAt) : undefined;
  return {
    missing: contact.missing ?? [],
    shut: rules === undefined ? [] : shutHubWords(rules.outOfHours?.phone),
  };
}

async function referrerAddress(db: Db, contactRef: string): Promise<string> {
  const [contact] = await db
    .select({ formId: contacts.formId })
    .from(contacts)
    .where(eq(contacts.contactRef, contactRef));
  const form = contact && (await openSealed<ContactForm>(db, contact.formId));
  if (form?.referrer.email === undefined)
    throw new Error(`contact ${contactRef} has no address to answer to`);
  return form.referrer.email;
}

/** The decision, and who told the hub: that says how much of it they may be told. */
async function decisionOf(db: Db, referralRef: string, no: number): Promise<[Decision, ReferrerKind]> {
  const events = await readEvents<ReferralEvent>(db, referralStream(referralRef));
  const [received] = events;
  const source = received?.type === 'ReferralReceived' ? received.receipt.sourceCode : '10';
  const made = events.find((event) => event.type === 'DecisionMade' && event.decision.no === no);
  if (made?.type !== 'DecisionMade') throw new Error(`decision ${no} of ${referralRef} is not in the ledger`);
  return [made.decision, referrerKindOf(source)];
}

/** What the referrer is asked; undefined once the words are erased. */
async function questionOf(db: Db, referralRef: string, no: number): Promise<string | undefined> {
  const events = await readEvents<ReferralEvent>(db, referralStream(referralRef));
  const asked = events.filter((event) => event.type === 'ReferrerAsked')[no - 1];
  if (asked === undefined) throw new Error(`question ${no} of ${referralRef} is not in the ledger`);
  return openSealed<string>(db, asked.question.id);
}
