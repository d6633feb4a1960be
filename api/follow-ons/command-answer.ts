import type { FastifyReply, FastifyRequest } from 'fastify';
import { forgettable } from '../../db/client.ts';
import { claimKey, storeAnswer } from '../../db/idempotency.ts';
import type { FollowOnName } from '../../domain/follow-on/state.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { answerKnown, keyedRequest, sendStored } from '../keyed-requests.ts';
import { problemOf } from '../problems.ts';
import type { Services } from '../services.ts';
import { followOnAnswer } from './answer.ts';
import { giveFollowOnCommand, type WordedFollowOnCommand } from './commands.ts';
import { maySee, notFound, readFollowOnCase } from './reading.ts';
import { followOnPath } from './resources.ts';

type CommandHttpRequest = FastifyRequest & {
  readonly params: { readonly id: string };
  readonly headers: { readonly 'idempotency-key': string; readonly 'if-match'?: string | undefined };
};

/** What is said where nobody has answered yet. */
export const PENDING_WORDS =
  'Nobody has answered yet; what you sent is kept and will be recorded. Read the case again in a moment; sending it again with the same key does no harm.';

/**
 * Answers a command to a case over HTTP. Only what was done is stored under its key.
 * @throws Problem for every refusal
 */
export async function answerFollowOnCommand(
  services: Services,
  request: CommandHttpRequest,
  reply: FastifyReply,
  { kind, command }: { readonly kind: FollowOnName; readonly command: WordedFollowOnCommand },
): Promise<void> {
  const { db, clock } = services;
  const actor = actorOf(request);
  const { id } = request.params;
  const keyed = keyedRequest(request, JSON.stringify(request.body ?? {}));
  const now = await hubNow(clock);
  const known = answerKnown(await forgettable(db, (tx) => claimKey(tx, keyed, now)));
  if (known !== undefined) {
    await sendStored(reply, known);
    return;
  }
  // Whoever may not see the case is told that there is none; a restricted one is not written to either.
  await readFollowOnCase(services, actor, { kind, id });
  const ifMatch = request.headers['if-match'];
  const answer = await giveFollowOnCommand(services, {
    kind,
    id,
    command,
    actor,
    request: keyed,
    ...(ifMatch !== undefined && { expectedVersion: Number(ifMatch.replaceAll('"', '')) }),
  });
  switch (answer.kind) {
    case 'NOT_FOUND':
      throw notFound();
    case 'REFUSED':
      throw maySee(actor, answer.current) ? problemOf(answer.refusal) : notFound();
    case 'PENDING':
      await reply
        .code(202)
        .send({ status: 'PENDING', words: PENDING_WORDS, links: { self: `/v1${followOnPath(kind, id)}` } });
      return;
    case 'DONE': {
      const { state, recordedAt: asOf } = answer;
      const { texts } = await readFollowOnCase(services, actor, { kind, id });
      const body = JSON.stringify(followOnAnswer(services, state, { actor, asOf, isCurrent: true, texts }));
      await forgettable(db, (tx) => storeAnswer(tx, keyed, { status: 200, body }));
      await sendStored(reply, { status: 200, body });
    }
  }
}
