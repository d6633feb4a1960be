import { DomainError } from '../errors.ts';
import type { CommonEvent } from '../follow-on/events.ts';
import type { FollowOnKind } from '../follow-on/kind.ts';
import { changed, opened } from './evolve.ts';
import { rungOf } from './ladder.ts';
import type { DisputeOpening } from './opening.ts';
import { owed } from './owed.ts';
import { isConcerned, mayRead, objectorOf, PERMITTED } from './parties.ts';
import { join, joined, madeChildSafety, nobodyAbove, open, raisedAtBreach, raisedByHand } from './raising.ts';
import { resolved, withdrawn } from './resolving.ts';
import { type Dispute, type DisputeCommand, type DisputeEvent, levelNow } from './state.ts';

/**
 * A professional disagreement with a decision, up the policy's ladder until it is resolved. The disputed decision
 * stands meanwhile, and the clocks of its case run on: a dispute gives other cases words, never clock events.
 * @see Working Together to Safeguard Children 2023, paragraph 110: partners agree how disputes are resolved.
 */
export const dispute: FollowOnKind<Dispute, DisputeCommand, DisputeEvent | CommonEvent, DisputeOpening> = {
  name: 'DISPUTE',
  words: 'Dispute',
  opens: 'DisputeOpened',
  actions: [
    'joinDispute',
    'respondToDispute',
    'raiseDispute',
    'makeChildSafety',
    'changeInterim',
    'resolveDispute',
    'withdrawDispute',
  ],
  permitted: PERMITTED,
  hasPlan: false,
  stageWords: {
    OPEN: 'Open',
    UPHELD: 'Upheld, a new decision is needed',
    PARTLY: 'Upheld in part, a new decision is needed',
    NOT_UPHELD: 'Not upheld',
    WITHDRAWN: 'Withdrawn',
    MOOT: 'Nothing left to decide',
    DisputeOpened: 'The dispute was opened',
    DisputeJoined: 'Somebody joined the dispute',
    DisputeAnswered: 'A position was given',
    DisputeRaised: 'The dispute was raised to the next stage',
    DisputeLaneChanged: 'The dispute became one about a child’s safety',
    DisputeInterimChanged: 'What keeps the child safe meanwhile was changed',
    DisputeResolved: 'The dispute was resolved',
    DisputeObjectorWithdrew: 'An objector withdrew',
    DisputedDecisionSuperseded: 'A later decision was made meanwhile',
    DisputeEnded: 'Ended',
  },
  open,
  join,
  /** Whatever the words for it are, one decision has one dispute; so has one step of a case that is no decision. */
  joins(state, { about, subject, decisionNo }) {
    const isSameStep = decisionNo === undefined ? subject === state.subject : decisionNo === state.decisionNo;
    return about === state.about && isSameStep;
  },
  begin(event) {
    if (event.type !== 'DisputeOpened') throw new Error(`a dispute cannot begin with ${event.type}`);
    return opened(event);
  },
  apply: changed,
  unseen: ['DisputeEnded'],
  concerns: isConcerned,
  obstacle(state, action) {
    switch (action) {
      case 'raiseDispute':
        return levelNow(state).isLast ? nobodyAbove() : undefined;
      case 'makeChildSafety':
        return state.lane === 'ORDINARY'
          ? undefined
          : new DomainError('NOT_AT_THIS_STAGE', 'The dispute is about a child’s safety already');
      default:
        return undefined;
    }
  },
  accept(state, command, context) {
    const { actor, now: occurredAt, rules } = context;
    switch (command.type) {
      case 'joinDispute':
        return joined(command, actor, occurredAt);
      case 'respondToDispute': {
        const { position } = command;
        return [{ type: 'DisputeAnswered', occurredAt, position, answeredBy: objectorOf(actor) }];
      }
      case 'raiseDispute':
        return raisedByHand(state, command.reason, actor.userId, occurredAt, rules);
      case 'makeChildSafety':
        return madeChildSafety(state, command.reason, actor.userId, occurredAt, rules);
      case 'changeInterim': {
        const { interimSafety } = command;
        return [{ type: 'DisputeInterimChanged', occurredAt, interimSafety, changedBy: actor.userId }];
      }
      case 'resolveDispute':
        return resolved(state, command, context);
      case 'withdrawDispute':
        return withdrawn(state, actor.userId, command.reason, occurredAt, rules);
    }
  },
  onClock: (state, event, { rules }) => raisedAtBreach(state, event, rules),
  /** It may leave nothing to dispute; whether it does is for whoever decides the dispute. */
  onSuperseded(_state, { decisionNo, followedBy }, { now }) {
    const by = { decisionNo, ...(followedBy !== undefined && { followedBy }) };
    return [{ type: 'DisputedDecisionSuperseded', occurredAt: now, ...by }];
  },
  owes: owed,
  next(state) {
    const { lane, level } = state;
    const by = rungOf(level).owner.role;
    const isAnswered = levelNow(state).positions.length > 0 || lane === 'CHILD_SAFETY';
    return isAnswered
      ? { action: 'resolveDispute', by, words: `Decide the dispute at stage ${level}` }
      : { action: 'respondToDispute', by, words: `Answer the dispute at stage ${level}` };
  },
  mayRead,
};
