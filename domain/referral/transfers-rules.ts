import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { CLOCK_KINDS } from '../vocabulary.ts';
import { stopClocks } from './clock-keeping.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import type { Matter } from './matter.ts';
import { isHeldOutOfHours } from './out-of-hours.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import { openRedirects, owesAllegation } from './redirects.ts';
import type { Referral } from './state.ts';
import { openTransfer, type Transfer, type TransferCommand, type TransferEvent } from './transfers.ts';

/** A child moves to another authority, inside the hub or out of it. The one before answers until the other accepts. */
export const transfers: Matter<TransferCommand, TransferEvent> = {
  permitted: {
    transferAuthority: DECIDING_ROLES,
    acceptTransfer: [...DECIDING_ROLES, 'AGENCY_REPRESENTATIVE'],
  },
  concerns(referral, action, actor) {
    const transfer = openTransfer(referral);
    return action === 'acceptTransfer' && transfer !== undefined && isReceiving(transfer, actor)
      ? true
      : undefined;
  },
  obstacle(referral, action) {
    const transfer = openTransfer(referral);
    if (action === 'transferAuthority') {
      return (
        transfer && new DomainError('TRANSFER_OPEN', 'Another authority has been asked to take the child')
      );
    }
    return transfer === undefined
      ? new DomainError('NO_TRANSFER_OPEN', 'No other authority has been asked to take the child')
      : undefined;
  },
  accept(referral, command, context) {
    const { actor, now } = context;
    switch (command.type) {
      case 'transferAuthority': {
        const { type: _type, ...content } = command;
        assertMayLeave(referral, command);
        return [
          {
            type: 'TransferAsked',
            occurredAt: now,
            from: referral.localAuthority,
            ...content,
            askedBy: actor.userId,
          },
        ];
      }
      case 'acceptTransfer':
        return accepted(referral, command, context);
    }
  },
  apply(referral, event) {
    switch (event.type) {
      case 'TransferAsked': {
        const { from, to, withinHub, rationale, occurredAt: askedAt, askedBy } = event;
        const earlier = referral.transfers ?? [];
        const next = { no: earlier.length + 1, from, to, withinHub, rationale, askedAt, askedBy };
        return { ...referral, transfers: [...earlier, next] };
      }
      case 'TransferAccepted': {
        const { occurredAt: acceptedAt, acceptedBy } = event;
        const open = openTransfer(referral);
        const all = referral.transfers?.map((transfer) =>
          transfer === open ? { ...transfer, acceptedAt, acceptedBy } : transfer,
        );
        return {
          ...referral,
          ...(all && { transfers: all }),
          ...(open?.withinHub && { localAuthority: open.to }),
        };
      }
    }
  },
};

/** @throws DomainError when the referrer would hear nothing of a child who leaves the hub */
function assertMayLeave(
  referral: Referral,
  command: Extract<TransferCommand, { type: 'transferAuthority' }>,
): void {
  if (command.to === referral.localAuthority) {
    throw new DomainError('SAME_AUTHORITY', 'This authority is responsible already', 'to');
  }
  const feedback = 'feedback' in referral ? referral.feedback?.status : undefined;
  const isSettled =
    feedback === 'SENT' || feedback === 'WITHHELD' || referral.referrerReach === 'UNREACHABLE';
  if (command.withinHub || isSettled || command.told !== undefined || command.withheld !== undefined) return;
  throw new DomainError(
    'MISSING_FIELD',
    'Before a child leaves the hub the referrer is told, or the reason for not telling is recorded',
    'told',
  );
}

function accepted(
  referral: Referral,
  { note }: Extract<TransferCommand, { type: 'acceptTransfer' }>,
  { actor, now, rules }: Context,
): ReferralEvent[] {
  const transfer = openTransfer(referral);
  if (transfer === undefined) return [];
  const receiving = isReceiving(transfer, actor);
  if (transfer.withinHub && (!receiving || actor.userId === transfer.askedBy)) {
    throw new DomainError('NOT_PERMITTED', 'A manager of the receiving authority accepts, not whoever asked');
  }
  if (!receiving && note === undefined) {
    throw new DomainError('MISSING_FIELD', 'Say who accepted, and in which writing', 'note');
  }
  const acceptance: ReferralEvent = {
    type: 'TransferAccepted',
    occurredAt: now,
    acceptedBy: actor.userId,
    ...(note && { note }),
  };
  if (transfer.withinHub) return [acceptance];
  if (openRedirects(referral).length > 0 || owesAllegation(referral) || isHeldOutOfHours(referral)) {
    throw new DomainError(
      'ACKNOWLEDGEMENT_OUTSTANDING',
      'A child does not leave the hub while another body or the out-of-hours team has still to answer',
    );
  }
  return [
    acceptance,
    ...stopClocks(referral, CLOCK_KINDS, 'TRANSFERRED_OUT', now, rules),
    { type: 'ReferralClosed', occurredAt: now, stage: 'CLOSED_TRANSFERRED_OUT' },
  ];
}

/** Whether somebody speaks for the receiving authority. */
function isReceiving({ to, withinHub }: Transfer, { role, agency, localAuthority }: Actor): boolean {
  if (role === 'AGENCY_REPRESENTATIVE') return agency === to;
  return withinHub && (localAuthority === 'HUB' || localAuthority === to);
}
