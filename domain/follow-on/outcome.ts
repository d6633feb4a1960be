import type { RoutingFeedback } from '../early-help/state.ts';
import type { FollowOn } from './kinds.ts';

/** What is counted of a case, as codes; each absent where a kind has none. */
export type Counted = {
  /** Within its kind: what an agency is asked for, by which way a family came, the lane of a dispute. */
  readonly subject?: string;
  /** The agency that is to act. */
  readonly agency?: string;
  /** The highest stage of its ladder. */
  readonly reached?: number;
  /** What it ended in, such as `DONE`, or `NOT_DONE.DECLINED`. */
  readonly outcome?: string;
  /** What Early Help says of the route a family came by. */
  readonly routing?: RoutingFeedback;
};

export function countedOf(state: FollowOn): Counted {
  const outcome = outcomeOf(state);
  const ended = outcome !== undefined && { outcome };
  switch (state.kind) {
    case 'AGENCY_ACTION':
      return { subject: state.purpose, agency: state.agency, ...ended };
    case 'EARLY_HELP':
      return { subject: state.route, ...ended, ...(state.feedback && { routing: state.feedback }) };
    case 'DISPUTE':
      return { subject: state.lane, reached: state.level, ...ended };
    case 'ASSESSMENT':
    case 'CHILD_PROTECTION':
      return { ...ended };
  }
}

function outcomeOf(state: FollowOn): string | undefined {
  const { kind, stage, closedAt } = state;
  if (kind === 'AGENCY_ACTION' && state.report?.done === false && state.report.reason !== undefined) {
    return `NOT_DONE.${state.report.reason}`;
  }
  return closedAt === undefined ? undefined : stage;
}
