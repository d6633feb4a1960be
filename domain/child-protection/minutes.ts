import { DomainError } from '../errors.ts';
import type { ClockEvent } from '../clock.ts';
import type { Context, Now } from '../follow-on/kind.ts';
import { stopThose } from './clock-rules.ts';
import type { DiscussionCommand } from './commands.ts';
import { awaitsCirculation } from './convening.ts';
import type { Event } from './evolve.ts';
import { areMinutesOut, withoutMinutes } from './owed.ts';
import type { ChildProtection } from './state.ts';

/** @throws DomainError NOT_AT_THIS_STAGE */
export function minutesCirculated(
  { discussions }: ChildProtection,
  { no }: Extract<DiscussionCommand, { type: 'circulateMinutes' }>,
  { actor, now }: Context,
): Event[] {
  if (!discussions.some((one) => one.no === no && awaitsCirculation(one))) {
    throw new DomainError('NOT_AT_THIS_STAGE', 'No minutes of this number wait to be sent out', 'no');
  }
  return [{ type: 'MinutesCirculated', occurredAt: now, no, circulatedBy: actor.userId }];
}

/** Minutes that no letter brings were handed over another way. @throws DomainError NOT_AT_THIS_STAGE */
export function minutesGiven(
  state: ChildProtection,
  { no, agency }: Extract<DiscussionCommand, { type: 'recordMinutesGiven' }>,
  { actor, now }: Context,
): Event[] {
  const discussion = state.discussions.find((one) => one.no === no && one.circulatedAt !== undefined);
  if (discussion === undefined || !withoutMinutes(state, discussion).includes(agency)) {
    throw new DomainError('NOT_AT_THIS_STAGE', 'This agency does not wait for these minutes', 'agency');
  }
  return [{ type: 'MinutesGiven', occurredAt: now, no, agency, givenBy: actor.userId }];
}

/** Minutes count as circulated once they have been sent to everybody (C8), not when somebody had them sent. */
export function minutesOut(state: ChildProtection, { now, rules }: Now): ClockEvent[] {
  const out = state.discussions.filter((one) => one.held !== undefined && areMinutesOut(state, one));
  const about = new Set(out.map(({ no }) => `STRATEGY_RECORD.${no}`));
  return stopThose(state, ({ id }) => about.has(id), 'CIRCULATED', now, rules);
}
