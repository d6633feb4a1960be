import { partiesOfProtection } from '../child-protection/convening.ts';
import { partiesOfDispute } from '../dispute/parties.ts';
import type { FollowOn } from './kinds.ts';

/** Codes of agencies, and user ids of people outside the hub, that are part of a case and may read it. */
export function partiesOf(state: FollowOn): ReadonlySet<string> {
  return new Set([...(state.plan ?? []).map(({ agency }) => agency), ...ownParties(state)]);
}

function ownParties(state: FollowOn): readonly string[] {
  switch (state.kind) {
    case 'AGENCY_ACTION':
      return [state.agency];
    case 'CHILD_PROTECTION':
      return partiesOfProtection(state);
    case 'DISPUTE':
      return partiesOfDispute(state);
    default:
      return [];
  }
}
