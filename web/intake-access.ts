import { isOutside, readingScope, SUBMITTING_ROLES } from '../api/permissions.ts';
import { Problem } from '../api/problems.ts';
import type { Actor } from '../domain/actor.ts';

/** Whether somebody writes up contacts, enquiries and notifications for the hub and reads all of its authority's. */
export function mayWriteUp(actor: Actor): boolean {
  return SUBMITTING_ROLES.has(actor.role) && readsContacts(actor);
}

export function readsContacts(actor: Actor): boolean {
  const scope = readingScope(actor);
  return !isOutside(actor) && scope !== undefined && scope.outcomes === undefined;
}

/** What was asked for; undefined where there is none that the actor may see. */
export async function unlessHidden<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && (error.code === 'NOT_FOUND' || error.code === 'RESTRICTED'))
      return undefined;
    throw error;
  }
}
