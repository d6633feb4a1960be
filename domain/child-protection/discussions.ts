import type { ClockEvent } from '../clock.ts';
import { armClock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { startClock } from '../follow-on/clock-keeping.ts';
import type { Context } from '../follow-on/kind.ts';
import { dueAt } from '../limits.ts';
import { clockLimit } from '../policy.ts';
import { pastInstant } from '../referral/past-instant.ts';
import { isBeforeS47 } from './children.ts';
import { enquiryClocks, openClock, stopStrategyClocks, strategyClock } from './clock-rules.ts';
import type { DiscussionCommand } from './commands.ts';
import { actionsAgreed } from './discussion-actions.ts';
import { assertComplete, assertDecisions } from './discussion-guards.ts';
import { type Event, inTurn } from './evolve.ts';
import { quorumOf } from './quorum.ts';
import type { ChildProtection, DiscussionRecord, ProtectedChild } from './state.ts';
import { handingOnClocks } from './handing-on.ts';

export type RecordDiscussion = Extract<DiscussionCommand, { type: 'recordDiscussion' }>;

/**
 * The record of a strategy discussion, planned or not, and what follows from it for each child. Its quorum is the
 * rules' to say. Enquiries begin from a quorate one, or, in an emergency, from one that was not and is held again.
 * @throws DomainError INQUORATE, INVALID_INSTANT, MISSING_FIELD, NOT_AT_THIS_STAGE, NOT_PERMITTED
 */
export function discussionRecorded(
  state: ChildProtection,
  command: RecordDiscussion,
  context: Context,
): Event[] {
  const { type: _type, no: plannedNo, actions, ...record } = command;
  const { actor, now, rules } = context;
  pastInstant(record.endedAt, 'endedAt', record.startedAt, now);
  const quorum = quorumOf(record, rules);
  assertComplete(state, command, quorum);
  assertDecisions(state, command, quorum, actor.role);
  const no = plannedNo ?? state.discussions.length + 1;
  const isStarted = ({ referralRef }: DiscussionRecord['children'][number]) =>
    state.children.some((child) => child.referralRef === referralRef && child.s47 !== undefined);
  const starting = record.children.filter((one) => one.decision === 'START_S47' && !isStarted(one));
  const { events, actionNos } = actionsAgreed(state, actions, record.endedAt, context);
  const recorded: Event = {
    type: 'DiscussionRecorded',
    occurredAt: now,
    no,
    record,
    ...quorum,
    actionNos,
    recordedBy: actor.userId,
  };
  return inTurn(
    state,
    () => [recorded],
    (after) => (quorum.isQuorate ? stopStrategyClocks(after, 'HELD', record.endedAt, rules) : []),
    (after) => (quorum.isQuorate ? laterConferenceClocks(after, record, context) : []),
    (after) => reconveneClock(after, record, context),
    (after) =>
      starting.length > 0 && !quorum.isQuorate
        ? startClock(after, 'STRATEGY_DISCUSSION_AFTER_EMERGENCY', { startedAt: record.endedAt, now }, rules)
        : [],
    ...starting.map(
      ({ referralRef }) =>
        (after: ChildProtection) =>
          enquiryClocks(after, referralRef, record.endedAt, context),
    ),
    (after) => startClock(after, 'STRATEGY_RECORD', { startedAt: record.endedAt, now }, rules, `${no}`),
    () => events,
    (after) => handingOnClocks(after, state, context),
  );
}

/** Children who are to be talked about again, because nothing could be decided or was. */
function adjourned(state: ChildProtection, { children, endedAt }: DiscussionRecord): ProtectedChild[] {
  const again = new Set(
    children.flatMap(({ decision, referralRef }) => (decision === 'CONTINUE' ? [referralRef] : [])),
  );
  return state.children.filter(
    (child) => again.has(child.referralRef) && isBeforeS47(child) && child.waitsFrom.includes(endedAt),
  );
}

/** Talked about again on a clock of its own, counted from the end of this one; the first clock runs on beside it. */
function reconveneClock(state: ChildProtection, record: DiscussionRecord, context: Context): ClockEvent[] {
  const children = adjourned(state, record);
  if (children.length === 0) return [];
  const urgency = children.some(({ isUrgent }) => isUrgent) ? 'SAME_DAY' : 'ORDINARY';
  assertNextInTime(record, urgency, context);
  return strategyClock(state, urgency, record.endedAt, context);
}

/** The next date lies within the limit (transition 14), unless the limit has passed before this was written down. */
function assertNextInTime(
  { nextDiscussionAt, endedAt }: DiscussionRecord,
  urgency: 'ORDINARY' | 'SAME_DAY',
  { now, rules }: Context,
): void {
  if (nextDiscussionAt === undefined) {
    throw new DomainError('MISSING_FIELD', 'Say when the children are talked about next', 'nextDiscussionAt');
  }
  const kind = urgency === 'SAME_DAY' ? 'STRATEGY_DISCUSSION_URGENT' : 'STRATEGY_DISCUSSION';
  const limit = clockLimit(rules.policy, kind)?.limit;
  const due = limit === undefined ? undefined : dueAt(endedAt, limit, rules);
  const isTooLate = due !== undefined && due > now && nextDiscussionAt > due;
  if (nextDiscussionAt <= endedAt || isTooLate) {
    throw new DomainError(
      'INVALID_INSTANT',
      'The next discussion lies after this one and within the limit for it',
      'nextDiscussionAt',
    );
  }
}

/**
 * Where a hub counts the days to the conference from the last discussion, a later one moves them. By the guidance it
 * does not: they count from the one that started the enquiries (E31).
 */
function laterConferenceClocks(
  state: ChildProtection,
  { children, endedAt: startedAt }: DiscussionRecord,
  { now, rules }: Context,
): ClockEvent[] {
  if (rules.policy.followOn?.icpcFrom !== 'LAST_SD') return [];
  return children.flatMap(({ referralRef }): ClockEvent[] => {
    const clock = openClock(state, 'ICPC', referralRef);
    if (clock === undefined || clock.startedAt >= startedAt) return [];
    const limit = clockLimit(rules.policy, 'ICPC')?.limit ?? clock.limit;
    const terms = armClock({ ...clock, startedAt, limit }, now, rules);
    const { dueAt: previousDueAt } = clock;
    return [{ type: 'ClockRearmed', occurredAt: now, terms, previousDueAt, reason: 'LATER_DISCUSSION' }];
  });
}
