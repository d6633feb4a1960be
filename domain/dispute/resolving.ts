import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { stopAllClocks } from '../follow-on/clock-keeping.ts';
import type { CommonEvent } from '../follow-on/events.ts';
import type { Context } from '../follow-on/kind.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import type { SealedText } from '../sealed-text.ts';
import { objecting } from './parties.ts';
import type { Dispute, DisputeCommand, DisputeEvent, DisputeOutcome } from './state.ts';

type Event = DisputeEvent | CommonEvent;

/**
 * What whoever decides at this level finds. The disputed decision is never edited: where the dispute is upheld, the
 * case it was made in hears so and is decided on again.
 * @throws DomainError OTHER_DECIDER_NEEDED, MISSING_FIELD
 */
export function resolved(
  state: Dispute,
  { outcome, rationale, people }: Extract<DisputeCommand, { type: 'resolveDispute' }>,
  { actor, now, rules }: Context,
): Event[] {
  assertOtherEyes(state, actor);
  if (people.length === 0) {
    throw new DomainError('MISSING_FIELD', 'A dispute is resolved by people; name who took part', 'people');
  }
  const { level } = state;
  return [
    {
      type: 'DisputeResolved',
      occurredAt: now,
      outcome,
      rationale,
      people,
      level,
      resolvedBy: actor.userId,
    },
    ...ended(state, outcome, now, rules),
  ];
}

function assertOtherEyes(state: Dispute, { userId }: Actor): void {
  if (state.decidedBy === userId) {
    throw new DomainError('OTHER_DECIDER_NEEDED', 'Who made the disputed decision does not judge it');
  }
  if (objecting(state).some((objector) => objector.userId === userId)) {
    throw new DomainError('OTHER_DECIDER_NEEDED', 'Who disputes a decision does not judge the dispute');
  }
}

/** One objector lets go of it. Others keep it open; with the last it is withdrawn. */
export function withdrawn(
  state: Dispute,
  userId: string,
  reason: SealedText,
  now: Instant,
  rules: HubRules,
): Event[] {
  const isLast = objecting(state).every((objector) => objector.userId === userId);
  return [
    { type: 'DisputeObjectorWithdrew', occurredAt: now, userId, reason },
    ...(isLast ? ended(state, 'WITHDRAWN', now, rules) : []),
  ];
}

function ended(state: Dispute, stage: DisputeOutcome, now: Instant, rules: HubRules): Event[] {
  return [...stopAllClocks(state, 'RESOLVED', now, rules), { type: 'DisputeEnded', occurredAt: now, stage }];
}
