import { and, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { KeyedRequest } from '../../db/idempotency.ts';
import { informationRequests, referrals } from '../../db/schema.ts';
import type { Actor } from '../../domain/actor.ts';
import { DomainError } from '../../domain/errors.ts';
import { DECIDING_ROLES } from '../../domain/referral/outcomes.ts';
import type { Role } from '../../domain/vocabulary.ts';
import { hubNow } from '../../temporal/cases.ts';
import { mayReadContact } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { assertNotWithheld } from '../restricted-records.ts';
import type { StrategyToConvene } from '../schemas/follow-on-openings.ts';
import type { Services } from '../services.ts';
import type { CaseToBegin } from './openings.ts';

/** Source: the hub's roles and permissions table. An agency convenes about a child it was asked about, or referred. */
const CONVENERS: readonly Role[] = [
  'SOCIAL_WORKER',
  ...DECIDING_ROLES,
  'STRATEGY_CHAIR',
  'EMERGENCY_DUTY_TEAM',
  'EARLY_HELP_MANAGER',
  'EARLY_HELP_PRACTITIONER',
  'AGENCY_REPRESENTATIVE',
];

/**
 * A strategy discussion as somebody convenes it.
 * @throws Problem NOT_PERMITTED, NOT_FOUND, RESTRICTED; INVALID_FIELD for a sibling of another contact
 */
export async function protectionToConvene(
  services: Services,
  {
    actor,
    request,
    body,
  }: {
    readonly actor: Actor;
    readonly request: KeyedRequest;
    readonly body: z.output<typeof StrategyToConvene>;
  },
): Promise<CaseToBegin> {
  const { referralRef, siblings = [], urgency, reason } = body;
  const children = [referralRef, ...siblings.filter((ref) => ref !== referralRef)] as const;
  await assertMayConvene(services, actor, children);
  const now = await hubNow(services.clock);
  const reasonableCauseAt = body.reasonableCauseAt ?? now;
  if (reasonableCauseAt > now) {
    throw new DomainError(
      'INVALID_INSTANT',
      'Reasonable cause cannot appear in the future',
      'reasonableCauseAt',
    );
  }
  return {
    actor,
    request,
    referralRef,
    opening: async ({ referral: _referral, ...common }, sealed) => ({
      ...common,
      referralRefs: [referralRef, ...children.slice(1)],
      kind: 'CHILD_PROTECTION',
      reasonableCauseAt,
      urgency,
      reason: await sealed('reason', reason),
    }),
  };
}

/** Whether the role convenes at all, for pages that offer it. */
export function convenes({ role }: Actor): boolean {
  return CONVENERS.includes(role);
}

/**
 * That somebody may convene a strategy discussion about these children.
 * @throws Problem NOT_PERMITTED, NOT_FOUND, RESTRICTED; INVALID_FIELD for a sibling of another contact
 */
export async function assertMayConvene(
  services: Pick<Services, 'db'>,
  actor: Actor,
  children: readonly string[],
): Promise<void> {
  if (!convenes(actor)) {
    throw new Problem('NOT_PERMITTED', {
      detail: `The role ${actor.role} may not convene a strategy discussion`,
    });
  }
  await assertOneFamily(services, actor, children);
}

async function assertOneFamily(
  { db }: Pick<Services, 'db'>,
  actor: Actor,
  children: readonly string[],
): Promise<void> {
  const found = await db
    .select({
      referralRef: referrals.referralRef,
      contactRef: referrals.contactRef,
      localAuthority: referrals.localAuthority,
      agency: referrals.agency,
    })
    .from(referrals)
    .where(inArray(referrals.referralRef, [...children]));
  const [first] = found;
  const isKnown = found.length === children.length;
  if (first === undefined || !isKnown || !(await isTheirBusiness(db, actor, first))) {
    throw new Problem('NOT_FOUND', { detail: 'There is no referral with this reference that you may see' });
  }
  if (found.some(({ contactRef }) => contactRef !== first.contactRef)) {
    const detail = 'Siblings are children of the same contact';
    throw new Problem('INVALID_FIELD', { errors: [{ pointer: '/siblings', detail }] });
  }
  if (actor.role !== 'AGENCY_REPRESENTATIVE') await assertNotWithheld(db, actor, first.contactRef);
}

async function isTheirBusiness(
  db: Services['db'],
  actor: Actor,
  referral: { readonly contactRef: string; readonly localAuthority: string; readonly agency: string | null },
): Promise<boolean> {
  if (actor.role !== 'AGENCY_REPRESENTATIVE') {
    const isOfAuthority = actor.localAuthority === 'HUB' || actor.localAuthority === referral.localAuthority;
    return mayReadContact(actor, referral) || isOfAuthority;
  }
  if (referral.agency === actor.agency) return true;
  const asked = await db
    .select({ requestId: informationRequests.requestId })
    .from(informationRequests)
    .where(
      and(
        eq(informationRequests.contactRef, referral.contactRef),
        eq(informationRequests.agency, actor.agency),
      ),
    )
    .limit(1);
  return asked.length > 0;
}
