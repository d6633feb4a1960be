import type { FastifyReply, FastifyRequest } from 'fastify';
import { forgettable } from '../../db/client.ts';
import { claimKey, storeAnswer } from '../../db/idempotency.ts';
import type { FollowOnName } from '../../domain/follow-on/state.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { POLL_AFTER_SECONDS } from '../command-answer.ts';
import { answerKnown, keyedRequest, sendStored } from '../keyed-requests.ts';
import { problemOf } from '../problems.ts';
import type { Services } from '../services.ts';
import { followOnAnswer } from './answer.ts';
import { giveFollowOnCommand, type WordedFollowOnCommand } from './commands.ts';
import { maySee, notFound, readFollowOnCase } from './reading.ts';
import { pendingFollowOnCommand } from './command-status.ts';

type CommandHttpRequest = FastifyRequest & {
  readonly params: { readonly id: string };
  readonly headers: { readonly 'idempotency-key': string; readonly 'if-match'?: string | undefined };
};

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
    case 'PENDING': {
      const status = pendingFollowOnCommand(kind, id, answer.commandId);
      await reply
        .code(202)
        .headers({ location: status.links.self, 'retry-after': POLL_AFTER_SECONDS })
        .send(status);
      return;
    }
    case 'DONE': {
      const { state, recordedAt: asOf } = answer;
      const { texts } = await readFollowOnCase(services, actor, { kind, id });
      const body = JSON.stringify(followOnAnswer(services, state, { actor, asOf, isCurrent: true, texts }));
      await forgettable(db, (tx) => storeAnswer(tx, keyed, { status: 200, body }));
      await sendStored(reply, { status: 200, body });
    }
  }
}
