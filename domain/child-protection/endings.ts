import type { StopReason } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { stopAllClocks } from '../follow-on/clock-keeping.ts';
import type { Context, Now } from '../follow-on/kind.ts';
import type { SupersededWord } from '../follow-on/words-between.ts';
import { SYSTEM_ACTOR } from '../actor.ts';
import { childAt, endOf, isConcluded, isProtectedNow } from './children.ts';
import { stopIdleClocks, stopStrategyClocks } from './clock-rules.ts';
import type { ChildEnding } from './codes.ts';
import type { ChildProtectionCommand } from './commands.ts';
import { type Event, inTurn } from './evolve.ts';
import { areMinutesOut } from './owed.ts';
import type { ChildProtection } from './state.ts';

type EndForChild = Extract<ChildProtectionCommand, { type: 'endForChild' }>;

const STOPPED_BY: Readonly<Record<ChildEnding, StopReason>> = {
  CHILD_TURNED_18: 'CHILD_TURNED_18',
  CHILD_DIED: 'CHILD_DIED',
  PREGNANCY_ENDED: 'PREGNANCY_ENDED',
  CLOSED_TRANSFERRED_OUT: 'TRANSFERRED_OUT',
};

/**
 * An end that comes to one child from outside (E17, E18, E20); the others go on.
 * @throws DomainError MISSING_FIELD, NOT_AT_THIS_STAGE
 */
export function endedForChild(state: ChildProtection, command: EndForChild, context: Context): Event[] {
  const { type: _type, ...content } = command;
  const { actor, now, rules } = context;
  childAt(state, command.referralRef, ({ end }) => end === undefined);
  assertWhole(command);
  const stoppedBy = STOPPED_BY[command.how];
  return inTurn(
    state,
    () => [{ type: 'ProtectionEndedForChild', occurredAt: now, ...content, endedBy: actor.userId }],
    (after) => stopStrategyClocks(after, stoppedBy, now, rules),
    (after) => stopIdleClocks(after, stoppedBy, now, rules),
  );
}

/** Another authority is responsible once it has accepted in writing, not before. */
function assertWhole({ how, handedTo, acceptance, routes }: EndForChild): void {
  switch (how) {
    case 'CHILD_TURNED_18':
      if (handedTo !== undefined) return;
      throw new DomainError('MISSING_FIELD', 'Name the service that goes on with the risk', 'handedTo');
    case 'CHILD_DIED':
      if (routes?.includes('CHILD_DEATH_REVIEW') === true) return;
      throw new DomainError('MISSING_FIELD', 'Tell the child death review first', 'routes');
    case 'CLOSED_TRANSFERRED_OUT':
      if (handedTo === undefined) {
        throw new DomainError('MISSING_FIELD', 'Name the authority that accepted the child', 'handedTo');
      }
      if (acceptance === undefined) {
        throw new DomainError('MISSING_FIELD', 'The authority accepts the child in writing', 'acceptance');
      }
      return;
    case 'PREGNANCY_ENDED':
      return;
  }
}

/**
 * A later decision of the hub took another way. It ends a child's part only before enquiries and while neither police
 * protection nor an order keeps the child: those end by what they find. Without the child's name it ends nothing where
 * there are several.
 */
export function superseded(
  state: ChildProtection,
  { referralRef }: SupersededWord,
  { now, rules }: Now,
): Event[] {
  const open = state.children.filter(({ end }) => end === undefined);
  const meant = open.filter((child) =>
    referralRef === undefined ? open.length === 1 : child.referralRef === referralRef,
  );
  const ending = meant.filter(
    (child) => !isConcluded(child) && child.s47 === undefined && !isProtectedNow(child),
  );
  return inTurn(
    state,
    () =>
      ending.map((child) => ({
        type: 'ProtectionEndedForChild',
        occurredAt: now,
        referralRef: child.referralRef,
        how: 'SUPERSEDED',
        endedBy: SYSTEM_ACTOR.userId,
      })),
    (after) => stopStrategyClocks(after, 'SUPERSEDED', now, rules),
    (after) => stopIdleClocks(after, 'SUPERSEDED', now, rules),
  );
}

/**
 * What every step leaves behind it: no clock runs that nobody waits for, and the case is over once the part of every
 * child is, the minutes are with everybody, and nobody is kept by the police or a court.
 */
export function tidied(state: ChildProtection, { now, rules }: Now): Event[] {
  return inTurn(
    state,
    (current) => stopStrategyClocks(current, 'CLOSED', now, rules),
    (current) => stopIdleClocks(current, 'CLOSED', now, rules),
    (current) => (isOver(current) ? ended(current, { now, rules }) : []),
  );
}

function isOver(state: ChildProtection): boolean {
  return (
    state.closedAt === undefined &&
    state.children.every((child) => child.end !== undefined && !isProtectedNow(child)) &&
    state.discussions.every((discussion) => areMinutesOut(state, discussion))
  );
}

function ended(state: ChildProtection, { now, rules }: Now): Event[] {
  return [
    ...stopAllClocks(state, 'CLOSED', now, rules),
    { type: 'ChildProtectionEnded', occurredAt: now, stage: endOf(state.children) },
  ];
}
