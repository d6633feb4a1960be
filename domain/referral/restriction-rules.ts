import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { Role } from '../vocabulary.ts';
import { occasionalClock, stopClock } from './clock-keeping.ts';
import type { ReferralAction } from './commands.ts';
import type { Matter } from './matter.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import {
  isWithheld,
  openBreakGlass,
  type Restriction,
  type RestrictionCommand,
  type RestrictionEvent,
} from './restriction.ts';
import type { Referral } from './state.ts';

/** They see how their own submission or request stands and never read the record, restricted or not. */
const NEVER_READ: readonly Role[] = ['REFERRER', 'AGENCY_REPRESENTATIVE', 'SYSTEM'];

/** A record only named people read, and how somebody else opens it in an emergency. */
export const restriction: Matter<RestrictionCommand, RestrictionEvent> = {
  permitted: {
    restrictRecord: DECIDING_ROLES,
    changeReaders: DECIDING_ROLES,
    liftRestriction: DECIDING_ROLES,
    breakGlass: [...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'],
    reviewBreakGlass: DECIDING_ROLES,
  },
  obstacle(referral, action) {
    switch (action) {
      case 'restrictRecord':
        return (
          referral.restriction &&
          new DomainError('RESTRICTED_ALREADY', 'The record has a list of readers: change that')
        );
      case 'changeReaders':
      case 'liftRestriction':
      case 'breakGlass':
        return referral.restriction === undefined
          ? new DomainError('NOT_RESTRICTED', 'The record is not restricted to named readers')
          : undefined;
      case 'reviewBreakGlass':
        return openBreakGlass(referral).length > 0 ? undefined : noneOpen();
    }
  },
  accept(referral, command, { actor, now, rules }) {
    const by = actor.userId;
    switch (command.type) {
      case 'restrictRecord': {
        const readers = named(command.readers, by);
        return [
          { type: 'RecordRestricted', occurredAt: now, readers, reason: command.reason, restrictedBy: by },
        ];
      }
      case 'changeReaders': {
        const readers = named(command.readers, by);
        return [{ type: 'ReadersChanged', occurredAt: now, readers, reason: command.reason, changedBy: by }];
      }
      case 'liftRestriction':
        return [{ type: 'RestrictionLifted', occurredAt: now, reason: command.reason, liftedBy: by }];
      case 'breakGlass': {
        const clock = occasionalClock(referral, 'BREAK_GLASS_REVIEW', { startedAt: now, now }, rules);
        const id = clock[0]?.terms.id;
        return [
          ...clock,
          {
            type: 'GlassBroken',
            occurredAt: now,
            reason: command.reason,
            brokenBy: by,
            ...(id !== undefined && { clock: id }),
          },
        ];
      }
      case 'reviewBreakGlass': {
        const { type: _type, ...review } = command;
        const glass = openBreakGlass(referral).find(({ no }) => no === command.no);
        if (glass === undefined) throw noneOpen();
        if (glass.brokenBy === by) {
          throw new DomainError(
            'OTHER_REVIEWER_NEEDED',
            'Another manager than the one who broke the glass reviews it',
          );
        }
        return [
          { type: 'BreakGlassReviewed', occurredAt: now, ...review, reviewedBy: by },
          ...stopClock(referral, glass.clock, 'GLASS_REVIEWED', now, rules),
        ];
      }
    }
  },
  apply(referral, event) {
    switch (event.type) {
      case 'RecordRestricted': {
        const { readers, reason, occurredAt: since, restrictedBy: setBy } = event;
        return { ...referral, restriction: { readers, reason, since, setBy } };
      }
      case 'ReadersChanged':
        return withReaders(referral, () => event.readers);
      case 'RestrictionLifted': {
        const { restriction: _lifted, ...rest } = referral;
        return rest;
      }
      case 'GlassBroken': {
        const { occurredAt: brokenAt, brokenBy, reason, clock } = event;
        const earlier = referral.brokenGlass ?? [];
        const no = earlier.length + 1;
        const glass = { no, brokenAt, brokenBy, reason, ...(clock !== undefined && { clock }) };
        return { ...referral, brokenGlass: [...earlier, glass] };
      }
      case 'BreakGlassReviewed':
        return reviewed(referral, event);
    }
  },
};

/**
 * Why a restriction keeps this actor from the action. Whoever is not on the list breaks the glass first, and so puts
 * on record why; nobody breaks it who reads anyway.
 */
export function restrictionObstacle(
  referral: Referral,
  action: ReferralAction,
  actor: Actor,
): DomainError | undefined {
  if (referral.restriction === undefined || NEVER_READ.includes(actor.role)) return undefined;
  const withheld = isWithheld(referral, actor);
  if (action === 'breakGlass') {
    return withheld ? undefined : new DomainError('READER_ALREADY', 'You may read this restricted record');
  }
  return withheld
    ? new DomainError(
        'RESTRICTED',
        'This record is restricted to named readers. In an emergency a manager or the out-of-hours team breaks the glass, with the reason',
      )
    : undefined;
}

/** A manager is always on the list, so that somebody can change it and review who broke the glass. */
function named(readers: readonly string[], manager: string): string[] {
  return [...new Set([...readers, manager])];
}

/** Who was wrong to open the record reads it no longer, also when they have put themselves on the list since. */
function reviewed(
  referral: Referral,
  {
    no,
    finding,
    note,
    reviewedBy,
    occurredAt: reviewedAt,
  }: Extract<RestrictionEvent, { type: 'BreakGlassReviewed' }>,
): Referral {
  const brokenGlass = (referral.brokenGlass ?? []).map((glass) =>
    glass.no === no ? { ...glass, finding, note, reviewedBy, reviewedAt } : glass,
  );
  const after = { ...referral, brokenGlass };
  if (finding === 'JUSTIFIED') return after;
  const wrong = brokenGlass.find((glass) => glass.no === no)?.brokenBy;
  return withReaders(after, ({ readers }) => readers.filter((reader) => reader !== wrong));
}

function withReaders(
  referral: Referral,
  readersAfter: (restriction: Restriction) => readonly string[],
): Referral {
  const before = referral.restriction;
  return before === undefined
    ? referral
    : { ...referral, restriction: { ...before, readers: readersAfter(before) } };
}

function noneOpen(): DomainError {
  return new DomainError('NO_BREAK_GLASS_OPEN', 'Nobody broke the glass whose review is open', 'no');
}
