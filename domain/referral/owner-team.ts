import type { Instant } from '../instant.ts';
import type { Role } from '../vocabulary.ts';

export const OWNER_TEAMS = ['HUB', 'EDT', 'RECEIVER'] as const;
export type OwnerTeam = (typeof OWNER_TEAMS)[number];

/** Who answers for a child from an instant on: the hub, its out-of-hours team, or whoever took the child over. */
export type Owner = {
  readonly team: OwnerTeam;
  /** Who is answerable in that team. */
  readonly role: Role;
  readonly since: Instant;
  /** Code of the receiving team or body; only of a receiver. */
  readonly receiver?: string;
};
