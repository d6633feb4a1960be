import { DomainError } from '../errors.ts';
import { startLimited } from '../follow-on/clock-keeping.ts';
import type { Context } from '../follow-on/kind.ts';
import { isCivilDate, type Instant } from '../instant.ts';
import { daysBetween, localTimeOf } from '../local-time.ts';
import type { DiscussionAction } from './commands.ts';
import type { Event } from './evolve.ts';
import type { ChildProtection } from './state.ts';

/** A year ahead at most, so that the case's calendar reaches it. */
const MOST_DAYS = 366;

/**
 * Actions of the minutes become actions of the plan. One may be due on the day of the discussion itself, also where
 * that is written up on a later day, so their time counts from the discussion.
 * @throws DomainError INVALID_INSTANT
 */
export function actionsAgreed(
  { plan = [] }: ChildProtection,
  actions: readonly DiscussionAction[],
  endedAt: Instant,
  { actor, now, rules }: Context,
): { readonly events: readonly Event[]; readonly actionNos: readonly number[] } {
  const numbered = actions.map((action, index) => ({ action, no: plan.length + index + 1 }));
  const events = numbered.flatMap(({ action, no }): Event[] => {
    const { what, agency, dueOn } = action;
    const days = isCivilDate(dueOn) ? daysBetween(localTimeOf(endedAt, rules.calendar).date, dueOn) : -1;
    if (days < 0 || days > MOST_DAYS) {
      throw new DomainError(
        'INVALID_INSTANT',
        'An action is due on a date from the day of the discussion on, within a year',
        'actions.dueOn',
      );
    }
    const limit = { amount: days, unit: 'CD' } as const;
    return [
      {
        type: 'PlanActionProposed',
        occurredAt: now,
        no,
        agency,
        what,
        dueOn,
        isShared: true,
        proposedBy: actor.userId,
      },
      startLimited({ clocks: [] }, 'PLAN_ACTION', limit, { startedAt: endedAt, now }, rules, `${no}`),
    ];
  });
  return { events, actionNos: numbered.map(({ no }) => no) };
}
