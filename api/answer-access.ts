import { type AnswerLink, findLink } from '../db/answer-links.ts';
import { linkIdIn } from '../db/answer-tokens.ts';
import { readStream } from '../db/streams.ts';
import { type Actor, SYSTEM_ACTOR } from '../domain/actor.ts';
import type { InformationRequest } from '../domain/information-request/state.ts';
import type { Instant } from '../domain/instant.ts';
import { informationRequestStream } from '../domain/streams.ts';
import { hubNow } from '../temporal/cases.ts';
import { Problem } from './problems.ts';
import { requestOf } from './request-commands.ts';
import type { Services } from './services.ts';

/** What a link opens, and for whom whoever holds it speaks. */
export type OpenLink = {
  readonly link: AnswerLink;
  readonly request: InformationRequest;
  readonly actor: Actor;
  readonly now: Instant;
};

/**
 * Opens what a link was made for. Nobody learns from a link that was not made here whether there is a request.
 * @throws Problem TOO_MANY_REQUESTS, LINK_NOT_VALID, LINK_EXPIRED, LINK_REVOKED
 */
export async function openLink(
  { db, clock, answerLinks }: Services,
  token: string,
  address: string,
): Promise<OpenLink> {
  // The machine's clock: a limit holds for real minutes, wherever the hub's clock has been moved to.
  const nowMs = Date.now();
  refuseIf(answerLinks.limits.address.take(address, nowMs));
  const id = linkIdIn(token, answerLinks.keys);
  if (id === undefined) throw notValid();
  refuseIf(answerLinks.limits.link.take(id, nowMs));
  const link = await findLink(db, id);
  if (link === undefined) throw notValid();
  const now = await hubNow(clock);
  if (link.revokedAt !== null) {
    throw new Problem('LINK_REVOKED', {
      detail: 'The hub has withdrawn this link. Ring the hub if you still have something to say',
    });
  }
  if (link.expiresAt <= now) {
    throw new Problem('LINK_EXPIRED', { detail: 'This link has expired. Ask the hub for a new one' });
  }
  const request = requestOf(
    (await readStream(db, informationRequestStream(link.requestId))).map(({ event }) => event),
  );
  if (request === undefined) throw notValid();
  const { agency, localAuthority } = request;
  return { link, request, now, actor: { ...SYSTEM_ACTOR, userId: `link:${id}`, agency, localAuthority } };
}

function refuseIf(waitSeconds: number | undefined): void {
  if (waitSeconds === undefined) return;
  throw new Problem('TOO_MANY_REQUESTS', {
    detail: `Too many requests in a minute. Try again in ${waitSeconds} seconds`,
    headers: { 'retry-after': String(waitSeconds) },
  });
}

function notValid(): Problem {
  return new Problem('LINK_NOT_VALID', {
    detail: 'This link is not valid. Copy the whole link out of the message, or ask the hub for a new one',
  });
}
