import type { RequestHaste, RequestStop } from '../case.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { type Rag, RAGS, type Stage } from '../vocabulary.ts';
import { type AgencyCheckEvent, openChecks } from './agency-checks.ts';
import { checksOf } from './agency-checks-evolve.ts';
import { checksToWithdraw } from './agreement.ts';
import { ENDINGS } from './endings.ts';
import { isClosed, latestDecision, type Referral } from './state.ts';

type Now = { readonly now: Instant; readonly rules: HubRules };

/** Ends that come from outside, also after a decision: nobody waits for what agencies know any more. */
const ENDED_FROM_OUTSIDE: readonly Stage[] = [...ENDINGS, 'WITHDRAWN', 'CLOSED_TRANSFERRED_OUT'];

/** Open checks are needed sooner under a higher rating; a lower one leaves the agencies the time they have. */
export function hastened(referral: Referral, rag: Rag, { now, rules }: Now): AgencyCheckEvent[] {
  const previous = referral.rating?.rag;
  const isHigher = previous !== undefined && RAGS.indexOf(rag) < RAGS.indexOf(previous);
  const requestIds = openChecks(referral).map(({ requestId }) => requestId);
  return follows(rules) && isHigher && requestIds.length > 0
    ? [{ type: 'ChecksHastened', occurredAt: now, requestIds, rag }]
    : [];
}

/**
 * A referral that is ended from outside, or closes without a decision, gives up the answers it waits for. One that was
 * decided does not, nor one whose child has an open case: its worker wants a late answer.
 */
export function letGo(before: Referral, after: Referral, { now, rules }: Now): AgencyCheckEvent[] {
  if (!follows(rules) || isClosed(before) || !isClosed(after)) return [];
  const isUnwanted = latestDecision(after) === undefined && after.stage !== 'LINKED_TO_OPEN_CASE';
  if (!isUnwanted && !ENDED_FROM_OUTSIDE.includes(after.stage)) return [];
  const requestIds = openChecks(after).map(({ requestId }) => requestId);
  return requestIds.length > 0 ? [{ type: 'ChecksLetGo', occurredAt: now, requestIds }] : [];
}

function follows({ policy }: HubRules): boolean {
  return policy.triage?.agencyRequests.followReferral === true;
}

/** Requests that have yet to hear that this child was rated higher. */
export function requestsToHasten(referral: Referral): RequestHaste[] {
  const { contactRef, referralRef } = referral;
  return openChecks(referral).flatMap(({ requestId, openedAt, toHasten: rag }) =>
    openedAt === undefined || rag === undefined
      ? []
      : [
          {
            key: `${requestId}/hasten/${referralRef}/${rag}`,
            message: 'REQUEST_TO_HASTEN',
            contactRef,
            referralRef,
            requestId,
            rag,
          },
        ],
  );
}

/**
 * Requests that go on without this child: its family has refused, but for what the child's safety needs; or its
 * referral has ended.
 */
export function requestsToStop(referral: Referral): RequestStop[] {
  const { contactRef, referralRef } = referral;
  const given = isClosed(referral)
    ? openChecks(referral).filter(({ letGoAt }) => letGoAt !== undefined)
    : checksToWithdraw(referral, checksOf(referral));
  return given
    .filter(({ openedAt }) => openedAt !== undefined)
    .map(({ requestId }) => ({
      key: `${requestId}/stop/${referralRef}`,
      message: 'REQUEST_TO_STOP',
      contactRef,
      referralRef,
      requestId,
    }));
}
