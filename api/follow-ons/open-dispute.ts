import { and, eq, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { KeyedRequest } from '../../db/idempotency.ts';
import { followOns, informationRequests, referrals } from '../../db/schema.ts';
import { readEvents } from '../../db/streams.ts';
import type { Actor } from '../../domain/actor.ts';
import { OBJECTOR_ROLES, objectorOf } from '../../domain/dispute/parties.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import { referralStream } from '../../domain/streams.ts';
import { isOutside, isOwnSubmission, mayReadContact } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { assertNotWithheld } from '../restricted-records.ts';
import type { DisputeToOpen } from '../schemas/follow-on-openings.ts';
import type { Services } from '../services.ts';
import { disputedStep } from './disputed-step.ts';
import type { CaseToBegin } from './openings.ts';

/**
 * A dispute as somebody opens it: about a referral's decision, or a step of a case that follows one.
 * @throws Problem NOT_FOUND when there is none that is their business, NOT_PERMITTED, RESTRICTED
 */
export async function disputeToOpen(
  services: Services,
  {
    actor,
    request,
    body,
  }: {
    readonly actor: Actor;
    readonly request: KeyedRequest;
    readonly body: z.output<typeof DisputeToOpen>;
  },
): Promise<CaseToBegin> {
  const { about, referralRef, decisionNo, decidedBy } = await disputedBy(services, actor, body);
  const { subject, lane, reason, outcomeSought, interimSafety } = body;
  return {
    actor,
    request,
    referralRef,
    opening: async ({ referral: _referral, ...common }, sealed) => ({
      ...common,
      kind: 'DISPUTE',
      from: about,
      about,
      subject,
      lane,
      objector: objectorOf(actor),
      reason: await sealed('reason', reason),
      outcomeSought: await sealed('outcomeSought', outcomeSought),
      interimSafety: await sealed('interimSafety', interimSafety),
      ...(decisionNo !== undefined && { decisionNo }),
      ...(decidedBy !== undefined && { decidedBy }),
    }),
  };
}

/**
 * What somebody may disagree with: a referral's decision, or a step of a case.
 * @throws Problem NOT_FOUND when there is none that is their business, NOT_PERMITTED, RESTRICTED
 */
export async function disputedBy(
  services: Services,
  actor: Actor,
  which: Pick<z.output<typeof DisputeToOpen>, 'referralRef' | 'caseId' | 'subject'>,
) {
  assertMayObject(actor);
  const step = await disputedStep(services.db, which);
  if (step === undefined) throw unknown();
  await assertIsTheirs(services, actor, step.referralRef);
  return step;
}

function unknown(): Problem {
  return new Problem('NOT_FOUND', { detail: 'There is nothing here that you may dispute' });
}

/** Whether the role disputes anything, for pages that offer it. */
export function mayObject({ role }: Actor): boolean {
  return OBJECTOR_ROLES.includes(role);
}

function assertMayObject(actor: Actor): void {
  if (mayObject(actor)) return;
  throw new Problem('NOT_PERMITTED', { detail: `The role ${actor.role} may not open a dispute` });
}

/** Staff disagree about what is their authority's; others about what they handed in or their agency is part of. */
async function assertIsTheirs({ db }: Services, actor: Actor, referralRef: string): Promise<void> {
  const [row] = await db.select().from(referrals).where(eq(referrals.referralRef, referralRef));
  const referral = fold(await readEvents<ReferralEvent>(db, referralStream(referralRef)));
  if (row === undefined || referral === undefined) throw unknown();
  if (!isOutside(actor)) {
    const isOfAuthority = actor.localAuthority === 'HUB' || actor.localAuthority === row.localAuthority;
    if (!mayReadContact(actor, row) && !isOfAuthority) throw unknown();
    await assertNotWithheld(db, actor, row.contactRef);
    return;
  }
  if (isOwnSubmission(actor, referral)) return;
  if (actor.role !== 'AGENCY_REPRESENTATIVE' || !(await isPartOf(db, actor, row))) throw unknown();
}

/** An agency that was asked about the family, or is part of a case that followed. */
async function isPartOf(
  db: Services['db'],
  { agency }: Actor,
  { contactRef }: { readonly contactRef: string },
): Promise<boolean> {
  const [asked, part] = await Promise.all([
    db
      .select({ one: sql`1` })
      .from(informationRequests)
      .where(and(eq(informationRequests.contactRef, contactRef), eq(informationRequests.agency, agency)))
      .limit(1),
    db
      .select({ one: sql`1` })
      .from(followOns)
      .where(
        and(
          eq(followOns.contactRef, contactRef),
          or(sql`${followOns.parties} @> array[${agency}]::text[]`, eq(followOns.ownerTeam, agency)),
        ),
      )
      .limit(1),
  ]);
  return asked.length > 0 || part.length > 0;
}
