import { dropDraft } from '../db/answer-links.ts';
import { requestHash } from '../db/idempotency.ts';
import type { InformationRequest } from '../domain/information-request/state.ts';
import { routeOf } from '../domain/information-request/guards.ts';
import type { OpenLink } from './answer-access.ts';
import { doneOrRefused } from './request-answer.ts';
import { type GivenAnswer, giveRequestCommand } from './request-commands.ts';
import type { Services } from './services.ts';

/**
 * Records what somebody behind a link answers. The same answer sent twice to a request as it stood is one answer; an
 * answer to a request that has moved on is judged anew. Undefined while nobody has recorded it yet.
 * @throws Problem for every refusal
 */
export async function answerBehindLink(
  services: Services,
  { link, request, actor }: OpenLink,
  given: GivenAnswer,
): Promise<InformationRequest | undefined> {
  const content = requestHash('answer', link.id, JSON.stringify(given));
  const done = doneOrRefused(
    await giveRequestCommand(services, {
      requestId: request.requestId,
      command: { type: 'giveAnswer', ...given, route: routeOf(actor) },
      actor,
      request: { client: actor.userId, key: `${request.answers.length}/${content}`, hash: content },
    }),
    actor,
  );
  await dropDraft(services.db, link.id);
  return done?.state;
}
