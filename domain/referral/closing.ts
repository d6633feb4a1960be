import { CLOCK_KINDS } from '../vocabulary.ts';
import { openReviews } from './agency-checks.ts';
import { letGo } from './checks-following.ts';
import { stopClocks } from './clock-keeping.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { appropriatenessAsked } from './follow-on-openings.ts';
import { endedByLink } from './linking-rules.ts';
import { isHeldOutOfHours } from './out-of-hours.ts';
import { PATHWAYS } from './outcomes.ts';
import { openRedirects, owesAllegation } from './redirects.ts';
import { endedByRedirect } from './redirects-rules.ts';
import { needsNewDecision } from './reopen.ts';
import { openBreakGlass } from './restriction.ts';
import { latestDecision, type Referral } from './state.ts';

/** What follows from events by themselves: the end of the referral, and of what only an open one waits for. */
export function completed(
  referral: Referral,
  events: ReferralEvent[],
  context: Omit<Context, 'actor'>,
): ReferralEvent[] {
  const after = events.reduce<Referral>(evolve, referral);
  const asked = appropriatenessAsked(after, events, context);
  const all = closeIfComplete(referral, [...events, ...asked], context);
  return [...all, ...letGo(referral, all.reduce<Referral>(evolve, referral), context)];
}

/** After which an undecided referral may be with whoever it was sent to. */
const SETTLES_REDIRECT: readonly ReferralEvent['type'][] = [
  'RedirectAcknowledged',
  'HandBackAcknowledged',
  'BreakGlassReviewed',
];

/**
 * A decided referral closes when the referrer has heard, or the reason for silence is recorded, and the receiving
 * team has accepted; not while an answer that came after the decision has its review or its consequence to come, nor
 * while somebody it was sent to, or the out-of-hours team, has still to answer. One that is not decided closes when
 * whoever it was sent to takes the child over. A clock nobody stopped, such as that of an acknowledgement never sent, ends with it.
 */
function closeIfComplete(
  referral: Referral,
  events: ReferralEvent[],
  { now, rules }: Omit<Context, 'actor'>,
): ReferralEvent[] {
  const after = events.reduce<Referral>(evolve, referral);
  // The clock of a review ends with the case, so the case waits for it.
  if (openBreakGlass(after).length > 0) return events;
  if (events.some(({ type }) => SETTLES_REDIRECT.includes(type))) {
    const ended = endedByRedirect(after, { now, rules });
    if (ended.length > 0) return [...events, ...ended];
  }
  const ended = endedByLink(after, { now, rules });
  if (ended.length > 0) return [...events, ...ended];
  if (after.stage !== 'DECIDED') return events;
  const heard = after.feedback.status === 'SENT' || after.feedback.status === 'WITHHELD';
  const accepted = after.handover.status !== 'AWAITED';
  const outcome = latestDecision(after)?.outcome;
  if (!heard || !accepted || outcome === undefined) return events;
  if (openReviews(after).length > 0 || needsNewDecision(after)) return events;
  if (openRedirects(after).length > 0 || owesAllegation(after) || isHeldOutOfHours(after)) return events;
  return [
    ...events,
    ...stopClocks(after, CLOCK_KINDS, 'CLOSED', now, rules),
    {
      type: 'ReferralClosed',
      occurredAt: now,
      stage: after.joined ? 'DUPLICATE' : PATHWAYS[outcome].closesAs,
    },
  ];
}
