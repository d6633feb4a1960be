import { DomainError } from '../errors.ts';
import { startClock, stopClocks } from '../follow-on/clock-keeping.ts';
import type { Context } from '../follow-on/kind.ts';
import type { HubPolicy } from '../policy.ts';
import { pastInstant } from '../referral/past-instant.ts';
import { later } from '../working-time.ts';
import type { Given } from './commands.ts';
import { closedAs, type Event, returned, stepsUp } from './ending.ts';
import type { EarlyHelp, NoEngageReason } from './state.ts';

/**
 * A try to reach the family; the first that does is the first contact. After as many as the policy says, a letter is
 * due.
 * @throws DomainError INVALID_INSTANT
 */
export function contactLogged(state: EarlyHelp, command: Given<'logContact'>, context: Context): Event[] {
  const { actor, now, rules } = context;
  const { method, reached, note } = command;
  const at = pastInstant(command.at, 'at', state.openedAt, now);
  const logged: Event = {
    type: 'FamilyContactLogged',
    occurredAt: now,
    at,
    method,
    reached,
    ...(note && { note }),
    loggedBy: actor.userId,
  };
  if (reached) {
    // A family that answered before Early Help had accepted has been reached as soon as that was its task.
    const reachedAt = later(at, state.acceptance?.at ?? at);
    return [
      logged,
      ...stopClocks(state, { kinds: ['EARLY_HELP_CONTACT'] }, 'FAMILY_REACHED', reachedAt, rules),
    ];
  }
  const { attempts, letterDue, letterSent } = state.sinceReached;
  const isDue = attempts + 1 >= attemptsNeeded(rules.policy) && !letterDue && !letterSent;
  const askedOf = state.leadPractitioner ?? actor.userId;
  return isDue ? [logged, { type: 'FamilyLetterDue', occurredAt: now, askedOf }] : [logged];
}

function attemptsNeeded({ followOn }: HubPolicy): number {
  return followOn?.contactAttempts ?? 0;
}

/** @throws DomainError INVALID_INSTANT */
export function letterSent(
  state: EarlyHelp,
  { at, note }: Given<'recordLetterSent'>,
  { actor, now }: Context,
): Event[] {
  const sentAt = pastInstant(at, 'at', state.openedAt, now);
  return [{ type: 'FamilyLetterSent', occurredAt: now, sentAt, ...(note && { note }), sentBy: actor.userId }];
}

/** What a family is that nobody could speak to: it is tried, and written to, before anybody judges it. */
const NEEDS_ATTEMPTS: readonly NoEngageReason[] = ['NO_CONTACT', 'DISENGAGED'];

/**
 * A family that does not engage never ends silently (E24): a manager looks at what Early Help had begun, and decides
 * afresh on what it had not (transition 21).
 * @throws DomainError ATTEMPTS_OUTSTANDING
 */
export function notEngaging(
  state: EarlyHelp,
  command: Given<'recordNotEngaging'>,
  context: Context,
): Event[] {
  const { actor, now, rules } = context;
  const { reason, note } = command;
  const { attempts, letterSent: isWritten } = state.sinceReached;
  const isTried = attempts >= attemptsNeeded(rules.policy) && isWritten;
  if (NEEDS_ATTEMPTS.includes(reason) && !isTried) {
    throw new DomainError(
      'ATTEMPTS_OUTSTANDING',
      'Log the attempts to reach the family that the hub’s policy asks for, and the letter to it, first',
      'reason',
    );
  }
  const by = actor.userId;
  return [
    { type: 'FamilyNotEngaging', occurredAt: now, reason, note, recordedBy: by },
    ...(state.begunAt === undefined
      ? returned(state, reason, now, rules, { reason: note, returnedBy: by })
      : []),
  ];
}

/**
 * A manager of the hub says what becomes of a family that does not engage.
 * @throws DomainError NOT_AT_THIS_STAGE when there is no decision of the hub to make afresh
 */
export function engagementReviewed(
  state: EarlyHelp,
  command: Given<'reviewEngagement'>,
  context: Context,
): Event[] {
  const { actor, now, rules } = context;
  const { decision, rationale, isUrgent = false } = command;
  const reviewedBy = actor.userId;
  const reason = state.notEngaging?.reason ?? 'DISENGAGED';
  const reviewed: Event = { type: 'EngagementReviewed', occurredAt: now, decision, rationale, reviewedBy };
  switch (decision) {
    case 'CONTINUE':
      return [reviewed];
    case 'STEP_UP':
      return [reviewed, ...stepsUp({ reason: rationale, isUrgent }, context)];
    case 'RETURN_TO_HUB':
      if (state.route === 'STEP_DOWN') {
        throw new DomainError(
          'NOT_AT_THIS_STAGE',
          'Social care has handed this family over, so nobody is there to take it back: step it up',
          'decision',
        );
      }
      return [
        reviewed,
        ...returned(state, reason, now, rules, { reason: rationale, returnedBy: reviewedBy }),
      ];
    case 'CLOSE': {
      const { endedOn, organisation = state.receiver, assessmentCompletedOn } = command;
      const closing = {
        outcome: 'FAMILY_STOPPED',
        reason,
        organisation,
        summary: rationale,
        ...(endedOn !== undefined && { endedOn }),
        ...(assessmentCompletedOn !== undefined && { assessmentCompletedOn }),
      } as const;
      return [reviewed, ...closedAs(state, closing, context)];
    }
  }
}

/**
 * A review of the team around the family; the next is due in its own time from then on.
 * @throws DomainError INVALID_INSTANT
 */
export function reviewHeld(
  state: EarlyHelp,
  { heldAt, outcome }: Given<'recordReview'>,
  { actor, now, rules }: Context,
): Event[] {
  const earlier = state.reviews.at(-1)?.heldAt ?? state.meeting?.heldAt ?? state.begunAt;
  const at = pastInstant(heldAt, 'heldAt', earlier, now);
  const kinds = ['EARLY_HELP_REVIEW', 'EARLY_HELP_REVIEW_REPEAT'] as const;
  return [
    { type: 'FamilyReviewHeld', occurredAt: now, heldAt: at, outcome, recordedBy: actor.userId },
    ...stopClocks(state, { kinds }, 'HELD', at, rules),
    ...startClock(state, 'EARLY_HELP_REVIEW_REPEAT', { startedAt: at, now }, rules),
  ];
}
