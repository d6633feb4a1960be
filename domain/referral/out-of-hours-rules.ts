import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { workingTimeBetween } from '../working-time.ts';
import { occasionalClock, stopClock, stopClocks } from './clock-keeping.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import type { Matter } from './matter.ts';
import {
  isHeldOutOfHours,
  openSpell,
  type OutOfHoursCommand,
  type OutOfHoursEvent,
  type OutOfHoursSpell,
} from './out-of-hours.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import type { Referral } from './state.ts';

const DAY_ROLES = ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...DECIDING_ROLES] as const;

/** Children the out-of-hours team holds while the hub is closed. Each side keeps the child until the other acknowledges. */
export const outOfHours: Matter<OutOfHoursCommand, OutOfHoursEvent> = {
  permitted: {
    handToOutOfHours: [...DAY_ROLES, 'EMERGENCY_DUTY_TEAM'],
    acknowledgeOutOfHours: ['EMERGENCY_DUTY_TEAM'],
    handBackToDay: ['EMERGENCY_DUTY_TEAM'],
    acknowledgeHandBack: DAY_ROLES,
  },
  obstacle(referral, action) {
    const spell = openSpell(referral);
    if (action === 'handToOutOfHours') return handingObstacle(referral, spell);
    if (spell === undefined) {
      return new DomainError('OUT_OF_HOURS_NOT_OPEN', 'This child is not with the out-of-hours team');
    }
    switch (action) {
      case 'acknowledgeOutOfHours':
        return (
          spell.acknowledgedAt &&
          new DomainError('OUT_OF_HOURS_TAKEN_ON', 'The out-of-hours team has taken the child on')
        );
      case 'handBackToDay':
        if (spell.handedBackAt !== undefined) {
          return new DomainError(
            'HANDED_BACK',
            'The child has been handed back; the day team has to acknowledge',
          );
        }
        return isHeldOutOfHours(referral)
          ? undefined
          : new DomainError('OUT_OF_HOURS_NOT_OPEN', 'The out-of-hours team has not taken the child on');
      case 'acknowledgeHandBack':
        // A hand-over nobody acknowledged is taken back without being handed back: the hub has had the child throughout.
        return isHeldOutOfHours(referral) && spell.handedBackAt === undefined
          ? new DomainError('NOT_HANDED_BACK', 'The out-of-hours team has the child and has not handed back')
          : undefined;
    }
  },
  accept(referral, command, context) {
    const { actor, now, rules } = context;
    switch (command.type) {
      case 'handToOutOfHours':
        assertNotRoutine(referral, command.immediateRisk, now, rules);
        return handedToOutOfHours(
          referral,
          { immediateRisk: command.immediateRisk, reason: command.reason, handedBy: actor.userId },
          context,
        );
      case 'acknowledgeOutOfHours':
        return [
          { type: 'OutOfHoursAcknowledged', occurredAt: now, acknowledgedBy: actor.userId },
          ...stopClock(
            referral,
            lastClock(referral, 'OUT_OF_HOURS_ACKNOWLEDGEMENT'),
            'OUT_OF_HOURS_ACKNOWLEDGED',
            now,
            rules,
          ),
          ...occasionalClock(referral, 'EDT_HANDOVER', { startedAt: now, now }, rules),
        ];
      case 'handBackToDay':
        return [{ type: 'HandedBackToDay', occurredAt: now, note: command.note, handedBackBy: actor.userId }];
      case 'acknowledgeHandBack':
        return [
          { type: 'HandBackAcknowledged', occurredAt: now, acknowledgedBy: actor.userId },
          ...stopClocks(
            referral,
            ['OUT_OF_HOURS_ACKNOWLEDGEMENT', 'EDT_HANDOVER'],
            'HANDED_BACK',
            now,
            rules,
          ),
        ];
    }
  },
  apply(referral, event) {
    switch (event.type) {
      case 'HandedToOutOfHours': {
        const { occurredAt: handedAt, handedBy, immediateRisk, reason } = event;
        const earlier = referral.outOfHours ?? [];
        const spell = {
          no: earlier.length + 1,
          handedAt,
          handedBy,
          immediateRisk,
          ...(reason && { reason }),
        };
        return { ...referral, outOfHours: [...earlier, spell] };
      }
      case 'OutOfHoursAcknowledged': {
        const { occurredAt: acknowledgedAt, acknowledgedBy } = event;
        return withOpen(referral, { acknowledgedAt, acknowledgedBy });
      }
      case 'HandedBackToDay': {
        const { occurredAt: handedBackAt, handedBackBy, note } = event;
        return withOpen(referral, { handedBackAt, handedBackBy, note });
      }
      case 'HandBackAcknowledged':
        return withOpen(referral, { endedAt: event.occurredAt, endedBy: event.acknowledgedBy });
    }
  },
};

/** A child handed over by a person or by the hub's rules; the clock for the acknowledgement runs from here. */
export function handedToOutOfHours(
  referral: Pick<Referral, 'clocks'>,
  handing: Omit<Extract<OutOfHoursEvent, { type: 'HandedToOutOfHours' }>, 'type' | 'occurredAt'>,
  { now, rules }: Omit<Context, 'actor'>,
): ReferralEvent[] {
  return [
    ...occasionalClock(referral, 'OUT_OF_HOURS_ACKNOWLEDGEMENT', { startedAt: now, now }, rules),
    { type: 'HandedToOutOfHours', occurredAt: now, ...handing },
  ];
}

function handingObstacle(referral: Referral, spell: OutOfHoursSpell | undefined): DomainError | undefined {
  if (spell !== undefined) {
    return new DomainError('OUT_OF_HOURS_OPEN', 'The out-of-hours team has been asked to hold this child');
  }
  return 'handover' in referral && referral.handover?.status === 'ACCEPTED'
    ? new DomainError('HANDOVER_ALREADY_ACCEPTED', 'The receiving team has accepted this child')
    : undefined;
}

/**
 * Work that came in while the hub was open is finished by the day team, unless a child may come to harm in the night.
 * @see Shropshire, emergency duty team; Islington, emergency duty team interface 1.4
 */
function assertNotRoutine(
  { receivedAt }: Referral,
  immediateRisk: boolean,
  now: Instant,
  rules: HubRules,
): void {
  if (immediateRisk || workingTimeBetween(receivedAt, now, rules) === 0) return;
  throw new DomainError(
    'ROUTINE_WORK_STAYS',
    'The day team finishes what came in while the hub was open and does not pass it to the out-of-hours team, unless a child is at immediate risk (Shropshire; Islington 1.4)',
    'immediateRisk',
  );
}

function lastClock({ clocks }: Referral, kind: 'OUT_OF_HOURS_ACKNOWLEDGEMENT'): string | undefined {
  return clocks.findLast((clock) => clock.kind === kind)?.id;
}

function withOpen(referral: Referral, change: Partial<OutOfHoursSpell>): Referral {
  const spells = referral.outOfHours?.map((spell) =>
    spell.endedAt === undefined ? { ...spell, ...change } : spell,
  );
  return { ...referral, ...(spells && { outOfHours: spells }) };
}
