import { DomainError } from '../errors.ts';
import { localTimeOf } from '../local-time.ts';
import { occasionalClock, stopClocks } from './clock-keeping.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import { openRedirects, type RedirectCommand, USUAL_RECEIVERS } from './redirects.ts';
import type { Referral } from './state.ts';

type Sending = Extract<RedirectCommand, { type: 'redirect' }>;

/**
 * What sending on makes of a referral: the receiver has its clock to acknowledge, and the designated officer knows.
 * @throws DomainError
 */
export function redirected(
  referral: Referral,
  command: Sending,
  { actor, now, rules }: Context,
): ReferralEvent[] {
  const { to, receiver = USUAL_RECEIVERS[to], reason, worksIn, note } = command;
  assertComplete(referral, command);
  if (receiver === undefined) {
    throw new DomainError('MISSING_FIELD', 'Name the authority the child is sent on to', 'receiver');
  }
  if (openRedirects(referral).some((redirect) => redirect.to === to && redirect.receiver === receiver)) {
    throw new DomainError(
      'REDIRECT_OPEN',
      'This body has been sent the child and has not acknowledged',
      'receiver',
    );
  }
  const isOfLado = to === 'LADO';
  const [started] = occasionalClock(referral, 'REDIRECT_ACKNOWLEDGEMENT', { startedAt: now, now }, rules);
  const recorded: ReferralEvent[] =
    isOfLado && referral.allegation === undefined
      ? [{ type: 'AllegationRecorded', occurredAt: now, knownAt: now, reason, recordedBy: actor.userId }]
      : [];
  const date = (instant: typeof now) => localTimeOf(instant, rules.calendar).date;
  return [
    ...recorded,
    {
      type: 'ReferralRedirected',
      occurredAt: now,
      to,
      receiver,
      reason,
      ...(worksIn !== undefined && { worksIn }),
      ...(to === 'ADULTS' && { noChildNeedsHub: true as const }),
      ...(note && { note }),
      ...(to === 'OTHER_LA' && { onDayReceived: date(now) === date(referral.receivedAt) }),
      sentBy: actor.userId,
      ...(started && { clock: started.terms.id }),
    },
    ...(isOfLado ? stopClocks(referral, ['LADO_REFERRAL'], 'REDIRECT_SENT', now, rules) : []),
    ...(started ? [started] : []),
  ];
}

/** @throws DomainError naming what this receiver has to be told, or what has to be known first */
function assertComplete({ localAuthority }: Referral, command: Sending): void {
  switch (command.to) {
    case 'LADO':
      if (command.worksIn !== undefined) return;
      throw new DomainError(
        'MISSING_FIELD',
        'The designated officer of the authority in which the person works is responsible: name it',
        'worksIn',
      );
    case 'ADULTS':
      if (command.noChildNeedsHub === true) return;
      throw new DomainError(
        'CHILD_NEEDS_HUB',
        'Check first that no child of the home needs the hub, and record that',
        'noChildNeedsHub',
      );
    case 'OTHER_LA':
      if (command.receiver === localAuthority) {
        throw new DomainError('SAME_AUTHORITY', 'This authority is responsible already', 'receiver');
      }
      if (command.note !== undefined) return;
      throw new DomainError(
        'MISSING_FIELD',
        'Immediate protection stays here until the other authority accepts: say what it is, or why none is needed',
        'note',
      );
  }
}
