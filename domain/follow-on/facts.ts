import type { Instant } from '../instant.ts';
import type { AnyFollowOn, CaseOwner, FollowOnName, FollowOnOpening } from './state.ts';

/** The facts of a case that its opening makes of nothing; its owner has it from the beginning. */
export function begun<Name extends FollowOnName>(
  opening: FollowOnOpening<Name> & { readonly id: string },
  openedAt: Instant,
  owner: Omit<CaseOwner, 'since'>,
) {
  const { id, kind, contactRef, referralRefs, localAuthority, receivedAt, from, openedBy } = opening;
  return {
    id,
    kind,
    contactRef,
    referralRefs,
    localAuthority,
    receivedAt,
    ...(from !== undefined && { from }),
    ...(openedBy !== undefined && { openedBy }),
    openedAt,
    version: 1,
    clocks: [],
    owners: [{ ...owner, since: openedAt }] as const,
    settled: {},
  };
}

/** A case that somebody else answers for from now on. */
export function moved<State extends AnyFollowOn>(state: State, owner: CaseOwner): State {
  const [first, ...others] = state.owners;
  return { ...state, owners: [first, ...others, owner] };
}
