import type { ChildProtection } from '../child-protection/state.ts';
import type { Instant } from '../instant.ts';
import type { FollowOn } from './kinds.ts';

/** Who made the last decision on record in a case, by user id; undefined where nobody has decided anything yet. */
export function lastDecider(state: FollowOn): string | undefined {
  switch (state.kind) {
    case 'ASSESSMENT':
      return state.outcomes?.at(-1)?.by ?? state.authorisation?.by;
    case 'CHILD_PROTECTION':
      return lastOf(decidedInProtection(state));
    case 'EARLY_HELP':
      return state.closing?.closedBy ?? state.returned?.by;
    case 'AGENCY_ACTION':
      return state.review?.reviewedBy ?? state.report?.reportedBy;
    case 'DISPUTE':
      return state.resolution?.resolvedBy;
  }
}

type Decided = { readonly at: Instant; readonly by: string };

function decidedInProtection({ children, discussions }: ChildProtection): Decided[] {
  return [
    ...discussions.flatMap(({ held }) => (held ? [{ at: held.endedAt, by: held.chair }] : [])),
    ...children.flatMap(({ s47, conference }) =>
      [s47?.outcome, conference?.notRequired].filter((decided) => decided !== undefined),
    ),
  ];
}

function lastOf(decided: readonly Decided[]): string | undefined {
  return decided.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))).at(-1)?.by;
}
