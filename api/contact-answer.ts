import type { z } from 'zod';
import { openSealed } from '../db/sealed-contents.ts';
import { readEvents, readStream } from '../db/streams.ts';
import type { Actor } from '../domain/actor.ts';
import type { ContactEvent, ContactForm, ContactReceived } from '../domain/contact.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import type { Referral } from '../domain/referral/state.ts';
import { contactStream, referralStream } from '../domain/streams.ts';
import { referralLink } from './links.ts';
import { isOutside, isOwnSubmission, mayReadContact } from './permissions.ts';
import { Problem } from './problems.ts';
import { markAnswer, qualityAnswer } from './receipt-answer.ts';
import { assertNotWithheld } from './restricted-records.ts';
import type { ContactAnswer, SUBMISSION_STATUSES, SubmissionStatus } from './schemas/contact.ts';
import type { Services } from './services.ts';

/**
 * A contact as far as this actor may see it.
 * @throws Problem NOT_FOUND when there is none, or none for them; RESTRICTED when it names a restricted child
 */
export async function contactFor(
  { db }: Services,
  actor: Actor,
  contactRef: string,
): Promise<z.output<typeof ContactAnswer> | z.output<typeof SubmissionStatus>> {
  const [row, ...later] = await readStream(db, contactStream(contactRef));
  if (row === undefined)
    throw new Problem('NOT_FOUND', { detail: 'There is no contact with this reference' });
  const event = row.event as ContactReceived;
  const added = later.map((one) => one.event as ContactEvent).filter((one) => one.type === 'ChildAdded');
  const referralRefs = [...event.referralRefs, ...added.map(({ referralRef }) => referralRef)];
  const referrals = await Promise.all(referralRefs.map((ref) => readReferral(db, ref)));
  const submission = { ...event, submittedBy: row.actor.userId };
  if (isOutside(actor) && isOwnSubmission(actor, submission)) return submissionStatus(event, referrals);
  if (!mayReadContact(actor, event)) {
    throw new Problem('NOT_FOUND', { detail: 'There is no contact with this reference' });
  }
  await assertNotWithheld(db, actor, contactRef);
  const form = await openSealed<ContactForm>(db, event.form.id);
  const { receivedAt, channel, sourceCode, localAuthority, agency } = event;
  return {
    contactRef,
    receivedAt,
    recordedAt: row.recordedAt,
    channel,
    sourceCode,
    localAuthority,
    ...(agency !== undefined && { agency }),
    submittedBy: row.actor.userId,
    ...(form && {
      form: {
        ...form,
        children: [...form.children],
        household: form.household === undefined ? undefined : [...form.household],
      },
    }),
    marks: event.marks.map(markAnswer),
    ...(event.quality && { quality: qualityAnswer(event.quality) }),
    ...(event.follows !== undefined && { follows: event.follows }),
    ...(event.sourceAgencyId !== undefined && { sourceAgencyId: event.sourceAgencyId }),
    referrals: referralRefs.map((ref) => ({ referralRef: ref, links: { self: referralLink(ref) } })),
  };
}

async function readReferral(db: Services['db'], referralRef: string): Promise<Referral> {
  const referral = fold(await readEvents<ReferralEvent>(db, referralStream(referralRef)));
  if (referral === undefined) throw new Error(`referral ${referralRef} of a contact is not in the ledger`);
  return referral;
}

function submissionStatus({ contactRef, receivedAt }: ContactReceived, referrals: readonly Referral[]) {
  return {
    contactRef,
    receivedAt,
    referrals: referrals.map((referral) => ({
      referralRef: referral.referralRef,
      status: statusForReferrer(referral),
    })),
  };
}

/** How a referral stands, in the words that may leave the hub. */
export function statusForReferrer(referral: Referral): (typeof SUBMISSION_STATUSES)[number] {
  if (referral.stage === 'WITHDRAWN') return 'WITHDRAWN';
  if ('feedback' in referral && referral.feedback?.status === 'SENT') return 'OUTCOME_TOLD';
  if ('decisions' in referral && referral.decisions !== undefined) return 'DECIDED';
  return referral.acknowledgement.status === 'SENT' ? 'ACKNOWLEDGED' : 'RECEIVED';
}
