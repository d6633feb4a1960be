import { eq } from 'drizzle-orm';
import { children } from '../db/schema.ts';
import { followOnsOf } from '../db/follow-ons.ts';
import { rulesAt } from '../db/hub-rules.ts';
import { openAllSealed } from '../db/sealed-contents.ts';
import { type LedgerRow, readStream } from '../db/streams.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { openClarification } from '../domain/referral/clarification.ts';
import { fold } from '../domain/referral/evolve.ts';
import { isWithheld } from '../domain/referral/restriction.ts';
import type { Referral } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import { readExplanations } from './clock-reading.ts';
import { isInReach, isOutside, isOwnSubmission, mayRead } from './permissions.ts';
import { Problem } from './problems.ts';
import { type CaseWords, NO_WORDS, sealsOf } from './referral-answer.ts';
import { restricted } from './restricted-records.ts';
import type { Services } from './services.ts';

export type CaseRead = { readonly referral: Referral; readonly rows: readonly LedgerRow[] };

/**
 * A referral from its ledger, as it was known at `asOf` or is known now.
 * @throws Problem NOT_FOUND when there is none, it was not known yet, or this actor may not see it; RESTRICTED when
 * only named readers may
 */
export async function readCase(
  { db }: Services,
  actor: Actor,
  referralRef: string,
  asOf?: Instant,
): Promise<CaseRead> {
  const rows = await readStream(db, referralStream(referralRef));
  const known = asOf === undefined ? rows : rows.filter((row) => row.recordedAt <= asOf);
  const now = fold(rows.map((row) => row.event as ReferralEvent));
  const referral = fold(known.map((row) => row.event as ReferralEvent));
  // Who may see a case depends on where it stands today, also for a look at its past.
  const isRestricted = now !== undefined && !isOutside(actor) && isWithheld(now, actor);
  if (isRestricted && isInReach(actor, now)) throw restricted();
  if (now === undefined || referral === undefined || !maySee(actor, now)) {
    throw new Problem('NOT_FOUND', { detail: 'There is no referral with this reference that you may see' });
  }
  return { referral, rows: known };
}

function maySee(actor: Actor, referral: Referral): boolean {
  return isOutside(actor) ? isOwnSubmission(actor, referral) : mayRead(actor, referral);
}

/**
 * A referral for staff: records of the hub are for them, also those about one's own submission.
 * @throws Problem NOT_PERMITTED for anyone else, NOT_FOUND as {@link readCase}
 */
export async function readStaffCase(
  services: Services,
  actor: Actor,
  referralRef: string,
  asOf?: Instant,
): Promise<CaseRead> {
  if (isOutside(actor)) throw new Problem('NOT_PERMITTED');
  return readCase(services, actor, referralRef, asOf);
}

/** What the hub asks the referrer just now, for the referrer to read. */
export async function readQuestion({ db }: Services, { referral }: CaseRead): Promise<CaseWords> {
  const asked = openClarification(referral);
  return { ...NO_WORDS, texts: await openAllSealed(db, asked === undefined ? [] : [asked.question.id]) };
}

/** What people wrote on a case, the child's name, and its clocks explained as of `now`. */
export async function readWords(
  { db }: Services,
  { referral, rows }: CaseRead,
  now: Instant,
): Promise<CaseWords> {
  const events = rows.map((row) => row.event as ReferralEvent);
  const ratingReason = events.findLast((event) => event.type === 'ReferralRated')?.reason;
  const [texts, cases, { rules, explanations }] = await Promise.all([
    openAllSealed(db, sealsOf(referral, ratingReason)),
    followOnsOf(db, referral.referralRef),
    rulesAt(db, now).then(async (present) => ({
      rules: present,
      explanations: await readExplanations(db, events, { now, rules: present }),
    })),
  ]);
  const [child] = await db
    .select({ displayName: children.displayName, dateOfBirth: children.dateOfBirth })
    .from(children)
    .where(eq(children.referralRef, referral.referralRef));
  const { displayName, dateOfBirth } = child ?? {};
  return {
    texts,
    cases,
    explanations,
    rules,
    ...(ratingReason && { ratingReason }),
    ...(displayName !== undefined && {
      child: { displayName, ...(typeof dateOfBirth === 'string' && { dateOfBirth }) },
    }),
  };
}
