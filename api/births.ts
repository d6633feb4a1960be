import { type DescribedChild, holdContact, keepBirth, readDescribedChild } from '../db/births.ts';
import type { DbOrTransaction } from '../db/client.ts';
import type { StoredAnswer } from '../db/idempotency.ts';
import type { Actor } from '../domain/actor.ts';
import { bornAs } from '../domain/birth.ts';
import { completenessMarks } from '../domain/completeness.ts';
import { localTimeOf } from '../domain/local-time.ts';
import { readContact } from './contact-reading.ts';
import type { Json } from './form-reader.ts';
import { type Asked, once } from './intake-writing.ts';
import { referralLink } from './links.ts';
import { mayReadContact, SUBMITTING_ROLES } from './permissions.ts';
import { Problem } from './problems.ts';
import { markAnswer } from './receipt-answer.ts';
import type { Services } from './services.ts';

/**
 * Records the birth of a child a referral has known as unborn. What is odd in its description is marked.
 * @throws Problem NOT_FOUND, DomainError NOT_UNBORN, MISSING_FIELD
 */
export async function recordBirth(
  services: Services,
  referralRef: string,
  child: Json,
  asked: Asked,
): Promise<StoredAnswer> {
  return once(services, asked, async (tx, writing) => {
    const { contactRef } = await described(tx, referralRef, asked.actor);
    await holdContact(tx, contactRef);
    const known = await described(tx, referralRef, asked.actor);
    const today = localTimeOf(writing.now, writing.rules.calendar).date;
    const read = readContact({ children: [child] }, services.authorities);
    const form = bornAs(known.form, read.form.children[0] ?? {}, today);
    const odd = [...read.marks, ...completenessMarks({ ...read.form, children: [form] }, today)];
    await keepBirth(tx, known, { referralRef, form }, writing);
    const marks = odd.filter(({ pointer }) => pointer.startsWith('/children/0'));
    const body = {
      referralRef,
      recordedAt: writing.now,
      marks: marks.map(({ pointer, rule }) =>
        markAnswer({ pointer: pointer.replace('/children/0', '/child'), rule }),
      ),
      links: { self: referralLink(referralRef) },
    };
    return { status: 200, body };
  });
}

/** @throws Problem NOT_FOUND when there is no such child, or none for this actor */
async function described(tx: DbOrTransaction, referralRef: string, actor: Actor): Promise<DescribedChild> {
  const known = await readDescribedChild(tx, referralRef);
  if (known === undefined || !mayReadContact(actor, known) || !SUBMITTING_ROLES.has(actor.role)) {
    throw new Problem('NOT_FOUND', { detail: 'There is no referral with this reference' });
  }
  return known;
}
