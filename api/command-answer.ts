import type { FastifyReply, FastifyRequest } from 'fastify';
import { forgettable } from '../db/client.ts';
import { rulesAt } from '../db/hub-rules.ts';
import { claimKey, storeAnswer } from '../db/idempotency.ts';
import { hubNow } from '../temporal/cases.ts';
import { actorOf } from './authentication.ts';
import { answerKnown, keyedRequest, sendStored } from './keyed-requests.ts';
import { pendingAnswer } from './command-status.ts';
import { Problem, problemOf } from './problems.ts';
import { NO_WORDS, referralAnswer } from './referral-answer.ts';
import { type CommandAnswer, giveCommand, type WordedReferralCommand } from './referral-commands.ts';
import type { Services } from './services.ts';

type CommandHttpRequest = FastifyRequest & {
  readonly params: { readonly ref: string };
  readonly headers: { readonly 'idempotency-key': string; readonly 'if-match'?: string | undefined };
};

/**
 * Answers a command over HTTP. Only what was done is stored under its key: a refusal changed nothing, so the same
 * request may be sent again and is judged anew.
 * @throws Problem for every refusal
 */
export async function answerCommand(
  services: Services,
  request: CommandHttpRequest,
  reply: FastifyReply,
  command: WordedReferralCommand,
): Promise<void> {
  const { db, clock } = services;
  const actor = actorOf(request);
  const keyed = keyedRequest(request, JSON.stringify(request.body ?? {}));
  const now = await hubNow(clock);
  const known = answerKnown(await forgettable(db, (tx) => claimKey(tx, keyed, now)));
  if (known !== undefined) {
    await sendStored(reply, known);
    return;
  }

  const expectedVersion = versionIn(request.headers['if-match']);
  const referralRef = request.params.ref;
  const answer = await giveCommand(services, {
    referralRef,
    command,
    actor,
    request: keyed,
    ...(expectedVersion !== undefined && { expectedVersion }),
  });
  if (answer.kind === 'PENDING') {
    await sendPending(reply, referralRef, answer.commandId);
    return;
  }
  const { referral, recordedAt: asOf } = doneOrRefused(answer);
  const words = command.type === 'rate' ? { ...NO_WORDS, rules: await rulesAt(db, asOf) } : NO_WORDS;
  const body = JSON.stringify(referralAnswer(services, { referral, actor, asOf, isCurrent: true }, words));
  await forgettable(db, (tx) => storeAnswer(tx, keyed, { status: 200, body }));
  await sendStored(reply, { status: 200, body });
}

function doneOrRefused(answer: Exclude<CommandAnswer, { kind: 'PENDING' }>) {
  switch (answer.kind) {
    case 'DONE':
      return answer;
    case 'REFUSED':
      throw problemOf(answer.refusal, answer.current);
    case 'NOT_FOUND':
      throw new Problem('NOT_FOUND', { detail: 'There is no referral with this reference' });
  }
}

function versionIn(ifMatch: string | undefined): number | undefined {
  return ifMatch === undefined ? undefined : Number(ifMatch.replaceAll('"', ''));
}

/** What a caller is told to wait before asking what became of a command, in `Retry-After`. */
export const POLL_AFTER_SECONDS = '2';

function sendPending(reply: FastifyReply, referralRef: string, commandId: string): FastifyReply {
  const status = pendingAnswer(referralRef, commandId);
  return reply
    .code(202)
    .headers({ location: status.links.self, 'retry-after': POLL_AFTER_SECONDS })
    .send(status);
}
