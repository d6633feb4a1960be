import { DomainError } from '../errors.ts';
import type { Context } from '../follow-on/kind.ts';
import { childAt, isConcluded } from './children.ts';
import type { DiscussionCommand } from './commands.ts';
import type { Event } from './evolve.ts';
import type { ChildProtection, Discussion } from './state.ts';

type Of<Type extends DiscussionCommand['type']> = Extract<DiscussionCommand, { type: Type }>;

/** One that was planned, has not been held, and in whose place no other stands. */
export function isToBeHeld({ planned, held, replacedBy }: Discussion): boolean {
  return planned !== undefined && held === undefined && replacedBy === undefined;
}

/** One that agencies were asked to and has not been held, of this number. @throws DomainError NOT_AT_THIS_STAGE */
export function discussionToBeHeld({ discussions }: ChildProtection, no: number): Discussion {
  const discussion = discussions.find((one) => one.no === no && isToBeHeld(one));
  if (discussion === undefined) {
    throw new DomainError('NOT_AT_THIS_STAGE', 'No strategy discussion of this number is to be held', 'no');
  }
  return discussion;
}

/**
 * A strategy discussion is planned, in the place of any planned before about the same children. No clock moves: what
 * counts is when one is held.
 * @throws DomainError INVALID_INSTANT, MISSING_FIELD, NOT_AT_THIS_STAGE
 */
export function discussionPlanned(
  state: ChildProtection,
  command: Of<'planDiscussion'>,
  { actor, now }: Context,
): Event[] {
  const { type: _type, ...content } = command;
  const { startsAt, invited } = content;
  const covers = [...new Set(content.covers)];
  if (startsAt <= now) {
    throw new DomainError(
      'INVALID_INSTANT',
      'A strategy discussion is planned for a time to come',
      'startsAt',
    );
  }
  if (invited.length === 0) {
    throw new DomainError('MISSING_FIELD', 'Name the agencies that are invited', 'invited');
  }
  if (covers.length === 0) {
    throw new DomainError('MISSING_FIELD', 'A strategy discussion names every child it covers', 'covers');
  }
  for (const ref of covers) childAt(state, ref, (child) => !isConcluded(child));
  const replaces = state.discussions
    .filter((one) => isToBeHeld(one) && one.covers.some((ref) => covers.includes(ref)))
    .map(({ no }) => no);
  return [
    {
      type: 'DiscussionPlanned',
      occurredAt: now,
      no: state.discussions.length + 1,
      ...content,
      invited: invited.filter(
        ({ agency }, index) => invited.findIndex((one) => one.agency === agency) === index,
      ),
      covers,
      replaces,
      plannedBy: actor.userId,
    },
  ];
}

/** @throws DomainError NOT_AT_THIS_STAGE, NOT_PERMITTED */
export function invitationAnswered(
  state: ChildProtection,
  { no, attendance: answer }: Of<'answerInvitation'>,
  { actor, now }: Context,
): Event[] {
  assertInvited(discussionToBeHeld(state, no), actor.agency);
  const { agency, userId: answeredBy } = actor;
  return [{ type: 'InvitationAnswered', occurredAt: now, no, agency, answer, answeredBy }];
}

/** What an agency knows, for a discussion that it may not come to; which is no attendance (E30). */
export function informationSent(
  state: ChildProtection,
  { no, information }: Of<'sendInformation'>,
  { actor, now }: Context,
): Event[] {
  assertInvited(discussionToBeHeld(state, no), actor.agency);
  const { agency, userId: sentBy } = actor;
  return [{ type: 'InformationSent', occurredAt: now, no, agency, information, sentBy }];
}

function assertInvited({ planned }: Discussion, agency: string): void {
  if (planned?.invited.some((one) => one.agency === agency) !== true) {
    throw new DomainError('NOT_PERMITTED', 'Your agency is not invited to this strategy discussion', 'no');
  }
}

/** Agencies that were invited to a discussion or are in its record, each once. */
export function agenciesOf({ planned, held }: Discussion): string[] {
  const invited = (planned?.invited ?? []).map(({ agency }) => agency);
  return [...new Set([...invited, ...(held?.attendance ?? []).map(({ agency }) => agency)])];
}

/** Agencies with a part in any of the discussions. */
export function partiesOfProtection({ discussions }: Pick<ChildProtection, 'discussions'>): string[] {
  return [...new Set(discussions.flatMap(agenciesOf))];
}

/** Held, and nobody has had its minutes sent out. */
export function awaitsCirculation({ held, circulatedAt }: Discussion): boolean {
  return held !== undefined && circulatedAt === undefined;
}
