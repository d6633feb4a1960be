import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { CLOCK_KINDS, type Outcome } from '../vocabulary.ts';
import { occasionalClock, stopClock, stopClocks } from './clock-keeping.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import type { Matter } from './matter.ts';
import { isHeldOutOfHours } from './out-of-hours.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import { pastInstant } from './past-instant.ts';
import { redirected } from './redirect-sending.ts';
import {
  openRedirects,
  type Redirect,
  type RedirectCommand,
  type RedirectEvent,
  type RedirectTarget,
  takenOverBy,
} from './redirects.ts';
import { isUndecided, latestDecision, type Referral } from './state.ts';

const HUB_STAFF = ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'] as const;

type CommandOf<Type extends RedirectCommand['type']> = Extract<RedirectCommand, { type: Type }>;

/** Sending on to the designated officer, to adult services or to another authority. The hub lets go of nothing by sending. */
export const redirects: Matter<RedirectCommand, RedirectEvent> = {
  permitted: {
    recordAllegation: HUB_STAFF,
    redirect: ['SOCIAL_WORKER', ...DECIDING_ROLES],
    acknowledgeRedirect: ['LADO', 'AGENCY_REPRESENTATIVE', ...HUB_STAFF],
  },
  concerns(referral, action, actor) {
    if (action !== 'acknowledgeRedirect' || !isReceiver(actor)) return undefined;
    return openRedirects(referral).some((redirect) => receives(redirect, actor));
  },
  obstacle(referral, action) {
    switch (action) {
      case 'recordAllegation':
        return referral.allegation && new DomainError('ALLEGATION_KNOWN', 'The allegation is on record');
      case 'redirect':
        return undefined;
      case 'acknowledgeRedirect':
        return openRedirects(referral).length > 0 ? undefined : noneOpen();
    }
  },
  accept(referral, command, context) {
    const { actor, now, rules } = context;
    switch (command.type) {
      case 'recordAllegation': {
        const knownAt = pastInstant(command.knownAt, 'knownAt', referral.receivedAt, now);
        return [
          {
            type: 'AllegationRecorded',
            occurredAt: now,
            knownAt,
            reason: command.reason,
            recordedBy: actor.userId,
          },
          ...occasionalClock(referral, 'LADO_REFERRAL', { startedAt: knownAt, now }, rules),
        ];
      }
      case 'redirect':
        return redirected(referral, command, context);
      case 'acknowledgeRedirect':
        return acknowledged(referral, command, context);
    }
  },
  apply(referral, event) {
    switch (event.type) {
      case 'AllegationRecorded': {
        const { knownAt, recordedBy, reason } = event;
        return { ...referral, allegation: { knownAt, recordedBy, reason }, restricted: true };
      }
      case 'ReferralRedirected':
        return withRedirect(referral, event);
      case 'RedirectAcknowledged': {
        const { occurredAt: acknowledgedAt, acknowledgedBy } = event;
        const all = referral.redirects?.map((redirect) =>
          redirect.no === event.redirect ? { ...redirect, acknowledgedAt, acknowledgedBy } : redirect,
        );
        return { ...referral, ...(all && { redirects: all }) };
      }
    }
  },
};

/**
 * What ends an undecided referral once whoever it was sent to has it. An allegation still to be sent or acknowledged
 * keeps it open, and so does a night the day team has not read about.
 */
export function endedByRedirect(referral: Referral, { now, rules }: Omit<Context, 'actor'>): ReferralEvent[] {
  const redirect = takenOverBy(referral);
  if (redirect === undefined || !isUndecided(referral) || isHeldOutOfHours(referral)) return [];
  const stage = redirect.to === 'ADULTS' ? 'REDIRECTED_ADULTS' : 'REDIRECTED_OTHER_LA';
  return [
    ...stopClocks(referral, CLOCK_KINDS, 'REDIRECTED', now, rules),
    { type: 'ReferralClosed', occurredAt: now, stage },
  ];
}

/** Whoever accepts the child by the decision acknowledges what was sent to them before it. */
export function acknowledgedByHandover(
  referral: Referral,
  receiver: string,
  { actor, now, rules }: Context,
): ReferralEvent[] {
  return openRedirects(referral)
    .filter((redirect) => redirect.receiver === receiver)
    .flatMap((redirect) => [
      { type: 'RedirectAcknowledged', occurredAt: now, redirect: redirect.no, acknowledgedBy: actor.userId },
      ...stopClock(referral, redirect.clock, 'REDIRECT_ACKNOWLEDGED', now, rules),
    ]);
}

function acknowledged(
  referral: Referral,
  command: CommandOf<'acknowledgeRedirect'>,
  { actor, now, rules }: Context,
): ReferralEvent[] {
  const redirect = openRedirects(referral).find(({ no }) => no === command.redirect);
  if (redirect === undefined) throw noneOpen();
  if (isReceiver(actor) && !receives(redirect, actor)) {
    throw new DomainError('NOT_PERMITTED', 'Only the body it was sent to acknowledges a redirect');
  }
  if (!isReceiver(actor) && command.note === undefined) {
    throw new DomainError('MISSING_FIELD', 'Say who acknowledged, and in which writing', 'note');
  }
  const at = pastInstant(command.acknowledgedAt, 'acknowledgedAt', redirect.sentAt, now);
  return [
    {
      type: 'RedirectAcknowledged',
      occurredAt: at,
      redirect: redirect.no,
      acknowledgedBy: actor.userId,
      ...(command.note && { note: command.note }),
    },
    ...stopClock(referral, redirect.clock, 'REDIRECT_ACKNOWLEDGED', at, rules),
    ...handoverAccepted(referral, redirect, actor, now),
  ];
}

const OUTCOME_OF: Readonly<Record<RedirectTarget, Outcome>> = {
  LADO: 'REDIRECT_LADO',
  ADULTS: 'REDIRECT_ADULTS',
  OTHER_LA: 'REDIRECT_OTHER_LA',
};

/** Where the decision names the same receiver, one acknowledgement serves both. */
function handoverAccepted(
  referral: Referral,
  { to, receiver }: Redirect,
  actor: Actor,
  now: Context['now'],
): ReferralEvent[] {
  const isDecided = latestDecision(referral)?.outcome === OUTCOME_OF[to];
  const isAwaited =
    'handover' in referral &&
    referral.handover?.status === 'AWAITED' &&
    referral.handover.receiver === receiver;
  return isDecided && isAwaited
    ? [{ type: 'HandoverAccepted', occurredAt: now, receiver, acceptedBy: actor.userId }]
    : [];
}

function isReceiver({ role }: Actor): boolean {
  return role === 'LADO' || role === 'AGENCY_REPRESENTATIVE';
}

function receives({ to, receiver, worksIn }: Redirect, actor: Actor): boolean {
  if (to !== 'LADO') return actor.role === 'AGENCY_REPRESENTATIVE' && actor.agency === receiver;
  return actor.role === 'LADO' && (actor.localAuthority === 'HUB' || actor.localAuthority === worksIn);
}

function withRedirect(
  referral: Referral,
  event: Extract<RedirectEvent, { type: 'ReferralRedirected' }>,
): Referral {
  const { occurredAt: sentAt, to, receiver, worksIn, reason, note, sentBy, clock } = event;
  const earlier = referral.redirects ?? [];
  const redirect: Redirect = {
    no: earlier.length + 1,
    to,
    receiver,
    ...(worksIn !== undefined && { worksIn }),
    reason,
    ...(note && { note }),
    sentAt,
    sentBy,
    ...(clock !== undefined && { clock }),
  };
  const { allegation } = referral;
  return {
    ...referral,
    redirects: [...earlier, redirect],
    ...(to === 'LADO' && allegation && { allegation: { ...allegation, sentAt } }),
  };
}

function noneOpen(): DomainError {
  return new DomainError('NO_REDIRECT_OPEN', 'Nobody has such a redirect still to acknowledge', 'redirect');
}
