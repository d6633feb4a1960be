import type { CommonEvent } from '../follow-on/events.ts';
import { begun, moved } from '../follow-on/facts.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import { rungOf } from './ladder.ts';
import type {
  Dispute,
  DisputeEvent,
  DisputeLevel,
  InterimPosition,
  LevelTerms,
  ObjectorOfDispute,
} from './state.ts';

type EventOf<Type extends DisputeEvent['type']> = Extract<DisputeEvent, { type: Type }>;

/** What the first event makes of nothing. */
export function opened({ opening, level, occurredAt: at }: EventOf<'DisputeOpened'>): Dispute {
  const { about, subject, lane, objector, reason, outcomeSought, interimSafety } = opening;
  const { decisionNo, decidedBy } = opening;
  return {
    ...begun(opening, at, rungOf(level.level).owner),
    kind: 'DISPUTE',
    stage: 'OPEN',
    about,
    subject,
    lane,
    ...(decisionNo !== undefined && { decisionNo }),
    ...(decidedBy !== undefined && { decidedBy }),
    level: level.level,
    levels: [{ ...level, how: 'OPENED', from: at, positions: [] }],
    objectors: [{ ...objector, joinedAt: at, objections: [{ at, reason, outcomeSought }] }],
    interim: [{ words: interimSafety, by: objector.userId, at }],
  };
}

/** The dispute after one of its own events. */
export function changed(state: Dispute, event: DisputeEvent | CommonEvent): Dispute {
  const { occurredAt: at } = event;
  switch (event.type) {
    case 'DisputeJoined': {
      const { objector, interimSafety: words } = event;
      const interim = words === undefined ? [] : [{ words, by: objector.userId, at }];
      return {
        ...state,
        objectors: withObjection(state.objectors, event),
        interim: [...state.interim, ...interim],
      };
    }
    case 'DisputeAnswered': {
      const position = { ...event.answeredBy, position: event.position, at };
      return { ...state, levels: atLast(state.levels, (level) => withPosition(level, position)) };
    }
    case 'DisputeRaised':
      return raised(state, event.level, event);
    case 'DisputeLaneChanged':
      return { ...state, lane: event.lane };
    case 'DisputeInterimChanged':
      return { ...state, interim: replaced(state.interim, event.interimSafety, event.changedBy, at) };
    case 'DisputeResolved': {
      const { type: _type, occurredAt: _at, ...resolution } = event;
      return { ...state, resolution };
    }
    case 'DisputeObjectorWithdrew': {
      const { userId, reason } = event;
      return {
        ...state,
        objectors: each(state.objectors, (one) =>
          one.userId === userId ? { ...one, withdrawal: { at, reason } } : one,
        ),
      };
    }
    case 'DisputedDecisionSuperseded': {
      const { decisionNo, followedBy } = event;
      return { ...state, supersededBy: { decisionNo, at, ...(followedBy !== undefined && { followedBy }) } };
    }
    case 'DisputeEnded':
      return {
        ...state,
        stage: event.stage,
        closedAt: at,
        levels: atLast(state.levels, (level) => ({ ...level, until: at })),
      };
    default:
      return state;
  }
}

function raised(
  state: Dispute,
  terms: LevelTerms,
  { occurredAt: at, how, raisedBy, reason }: EventOf<'DisputeRaised'>,
): Dispute {
  const level: DisputeLevel = {
    ...terms,
    how,
    from: at,
    ...(raisedBy !== undefined && { raisedBy }),
    ...(reason && { reason }),
    positions: [],
  };
  const [first, ...others] = atLast(state.levels, (below) => ({ ...below, until: at }));
  return {
    ...moved(state, { ...rungOf(terms.level).owner, since: at }),
    level: terms.level,
    levels: [first, ...others, level],
  };
}

function withPosition(level: DisputeLevel, position: DisputeLevel['positions'][number]): DisputeLevel {
  return { ...level, positions: [...level.positions, position] };
}

function withObjection(
  objectors: Dispute['objectors'],
  { objector, reason, outcomeSought, occurredAt: at }: EventOf<'DisputeJoined'>,
): Dispute['objectors'] {
  const objection = { at, reason, ...(outcomeSought && { outcomeSought }) };
  const isKnown = objectors.some(({ userId }) => userId === objector.userId);
  if (!isKnown) {
    const [first, ...others] = objectors;
    return [first, ...others, { ...objector, joinedAt: at, objections: [objection] }];
  }
  return each(objectors, (one) => {
    if (one.userId !== objector.userId) return one;
    const { withdrawal, ...rest } = one;
    const joinedAt = withdrawal === undefined ? one.joinedAt : at;
    return { ...rest, joinedAt, objections: [...one.objections, objection] };
  });
}

/** One position in place of all that held. */
function replaced(
  interim: readonly InterimPosition[],
  words: SealedText,
  by: string,
  at: Instant,
): readonly InterimPosition[] {
  const over = interim.map((one) => (one.until === undefined ? { ...one, until: at } : one));
  return [...over, { words, by, at }];
}

function each(
  [first, ...others]: Dispute['objectors'],
  change: (one: ObjectorOfDispute) => ObjectorOfDispute,
): Dispute['objectors'] {
  return [change(first), ...others.map(change)];
}

function atLast(
  [first, ...others]: Dispute['levels'],
  change: (level: DisputeLevel) => DisputeLevel,
): Dispute['levels'] {
  const last = others.at(-1);
  return last === undefined ? [change(first)] : [first, ...others.slice(0, -1), change(last)];
}
