import type { Actor } from '../actor.ts';
import type { ColleagueDelivery } from '../case.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { CLOCK_KINDS } from '../vocabulary.ts';
import { occasionalClock, stopClock, stopClocks } from './clock-keeping.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import { type LinkingCommand, type LinkingEvent, openLink } from './linking.ts';
import type { Matter } from './matter.ts';
import { isHeldOutOfHours } from './out-of-hours.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import { openRedirects, owesAllegation } from './redirects.ts';
import { isUndecided, type Referral } from './state.ts';

const SCREENING_ROLES = ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...DECIDING_ROLES] as const;

/** A child who has an open case, or a contact that has been made before: no decision of the hub is needed. */
export const linking: Matter<LinkingCommand, LinkingEvent> = {
  permitted: {
    linkToOpenCase: SCREENING_ROLES,
    confirmReceipt: ['SOCIAL_WORKER', ...DECIDING_ROLES],
    withdrawLink: SCREENING_ROLES,
    markDuplicate: ['SOCIAL_WORKER', ...DECIDING_ROLES],
  },
  concerns(referral, action, actor) {
    // The worker may be of any authority: the child's open case is theirs.
    return action === 'confirmReceipt' && isAllocated(referral, actor) ? true : undefined;
  },
  obstacle(referral, action) {
    if (!isUndecided(referral)) {
      return new DomainError('ALREADY_DECIDED', 'Links and duplicates belong before the decision');
    }
    const link = openLink(referral);
    if (action === 'confirmReceipt' || action === 'withdrawLink') {
      return link === undefined
        ? new DomainError('NO_LINK_OPEN', 'Nothing waits for an allocated worker')
        : undefined;
    }
    return isLinked(referral)
      ? new DomainError('ALREADY_LINKED', 'The referral is linked to an open case or another referral')
      : undefined;
  },
  accept(referral, command, { actor, now, rules }) {
    switch (command.type) {
      case 'linkToOpenCase': {
        const { worker, manager, team, caseReference, byMessage } = command;
        const [started] = occasionalClock(referral, 'OPEN_CASE_CONFIRMATION', { startedAt: now, now }, rules);
        const clock = started?.terms.id;
        return [
          {
            type: 'LinkedToOpenCase',
            occurredAt: now,
            worker,
            manager,
            team,
            caseReference,
            linkedBy: actor.userId,
            ...(clock !== undefined && { clock }),
            ...(byMessage && { byMessage }),
          },
          ...(started === undefined ? [] : [started]),
        ];
      }
      case 'confirmReceipt':
        if (!isAllocated(referral, actor) && !DECIDING_ROLES.includes(actor.role)) {
          throw new DomainError(
            'NOT_PERMITTED',
            'The allocated worker or a manager confirms that it has arrived',
          );
        }
        return [
          { type: 'OpenCaseConfirmed', occurredAt: now, confirmedBy: actor.userId },
          ...stopClock(referral, openLink(referral)?.clock, 'RECEIPT_CONFIRMED', now, rules),
        ];
      case 'withdrawLink':
        return [
          {
            type: 'OpenCaseLinkWithdrawn',
            occurredAt: now,
            reason: command.reason,
            withdrawnBy: actor.userId,
          },
          ...stopClock(referral, openLink(referral)?.clock, 'LINK_WITHDRAWN', now, rules),
        ];
      case 'markDuplicate': {
        const { of, reason } = command;
        if (of === referral.referralRef) {
          throw new DomainError('OTHER_REFERRAL_NEEDED', 'Name the referral that told of it first', 'of');
        }
        return [{ type: 'MarkedDuplicate', occurredAt: now, of, reason, markedBy: actor.userId }];
      }
    }
  },
  apply(referral, event) {
    switch (event.type) {
      case 'LinkedToOpenCase': {
        const { type: _type, occurredAt: linkedAt, ...link } = event;
        return { ...referral, openCaseLink: { ...link, linkedAt } };
      }
      case 'OpenCaseTold': {
        const link = referral.openCaseLink;
        return link === undefined
          ? referral
          : { ...referral, openCaseLink: { ...link, told: [...(link.told ?? []), event.message] } };
      }
      case 'OpenCaseConfirmed': {
        const { occurredAt: confirmedAt, confirmedBy } = event;
        const link = referral.openCaseLink;
        return link === undefined
          ? referral
          : { ...referral, openCaseLink: { ...link, confirmedAt, confirmedBy } };
      }
      case 'OpenCaseLinkWithdrawn': {
        const { openCaseLink: _withdrawn, ...rest } = referral;
        return rest;
      }
      case 'MarkedDuplicate': {
        const { of, occurredAt: markedAt, markedBy } = event;
        return { ...referral, duplicate: { of, markedAt, markedBy } };
      }
    }
  },
};

/** What it makes of a referral that the worker of the open case, or their manager, was sent word of its link. */
export function linkTold(
  referral: Referral,
  { message, linkedAt }: ColleagueDelivery,
  now: Instant,
): ReferralEvent[] {
  const isStill = referral.openCaseLink?.linkedAt === linkedAt;
  return isStill ? [{ type: 'OpenCaseTold', occurredAt: now, message }] : [];
}

function isAllocated({ openCaseLink }: Referral, { userId }: Actor): boolean {
  return openCaseLink?.worker === userId || openCaseLink?.manager === userId;
}

/** Whether the referral waits for, or belongs to, a case or a referral that goes on elsewhere. */
export function isLinked({ openCaseLink, duplicate, joined }: Referral): boolean {
  return openCaseLink !== undefined || duplicate !== undefined || joined !== undefined;
}

/**
 * What ends an undecided referral that is a duplicate, or whose allocated worker has it: but the referrer is
 * acknowledged first, an allegation is sent, and a night is read about.
 */
export function endedByLink(referral: Referral, { now, rules }: Omit<Context, 'actor'>): ReferralEvent[] {
  const stage = referral.duplicate
    ? 'DUPLICATE'
    : referral.openCaseLink?.confirmedAt === undefined
      ? undefined
      : 'LINKED_TO_OPEN_CASE';
  if (stage === undefined || !isUndecided(referral)) return [];
  if (referral.acknowledgement.status === 'OUTSTANDING' || isHeldOutOfHours(referral)) return [];
  if (openRedirects(referral).length > 0 || owesAllegation(referral)) return [];
  return [
    ...stopClocks(referral, CLOCK_KINDS, 'LINKED', now, rules),
    { type: 'ReferralClosed', occurredAt: now, stage },
  ];
}
