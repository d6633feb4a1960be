import { replaceLink } from '../db/answer-links.ts';
import { answerToken } from '../db/answer-tokens.ts';
import type { Actor } from '../domain/actor.ts';
import { type InformationRequest, isEnded } from '../domain/information-request/state.ts';
import type { Instant } from '../domain/instant.ts';
import { hubNow } from '../temporal/cases.ts';
import { isOutside } from './permissions.ts';
import { Problem } from './problems.ts';
import type { Services } from './services.ts';

/**
 * A new link to a request, in place of the one before, which opens nothing any more.
 * @throws Problem NOT_PERMITTED, REQUEST_ENDED
 */
export async function makeLink(
  { db, clock, answerLinks }: Services,
  request: InformationRequest,
  actor: Actor,
): Promise<{ readonly address: string; readonly expiresAt: Instant }> {
  requireStaff(actor);
  if (isEnded(request)) throw new Problem('REQUEST_ENDED');
  const { requestId } = request;
  const now = await hubNow(clock);
  const { keys, lastDays, publicUrl } = answerLinks;
  const link = await db.transaction((tx) =>
    replaceLink(tx, { requestId, now, lastsDays: lastDays, by: actor.userId }),
  );
  const address = new URL(`/answer/${answerToken(keys, link.id)}`, publicUrl).href;
  return { address, expiresAt: link.expiresAt };
}

/** @throws Problem NOT_PERMITTED */
export function requireStaff(actor: Actor): void {
  if (!handlesLinks(actor)) throw new Problem('NOT_PERMITTED');
}

/** Whether links are in this actor's hands: roles that look and do not act leave them alone. */
export function handlesLinks(actor: Actor): boolean {
  return !isOutside(actor) && actor.role !== 'AUDITOR';
}
