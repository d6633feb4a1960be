import type { Actor } from '../../domain/actor.ts';
import { ROLE_LABELS } from './labels.ts';

/** Names of colleagues by user id, as far as the board knows them. */
export type People = ReadonlyMap<string, string>;

/** Who did it: by name where it is known, always with the role that gave the right to. */
export function actorWords({ userId, role }: Actor, people: People): string {
  const name = people.get(userId);
  return name === undefined ? ROLE_LABELS[role] : `${name}, ${ROLE_LABELS[role].toLowerCase()}`;
}
