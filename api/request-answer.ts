import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { forgettable } from '../db/client.ts';
import { claimKey, storeAnswer } from '../db/idempotency.ts';
import type { Actor } from '../domain/actor.ts';
import { openPauses } from '../domain/clock-pausing.ts';
import { REQUEST_ACTIONS } from '../domain/information-request/commands.ts';
import { obstacle } from '../domain/information-request/guards.ts';
import { answerClock } from '../domain/information-request/pausing.ts';
import type { InformationRequest } from '../domain/information-request/state.ts';
import type { Instant } from '../domain/instant.ts';
import type { SealedText } from '../domain/sealed-text.ts';
import { hubNow } from '../temporal/cases.ts';
import { actorOf } from './authentication.ts';
import type { CaseCommandAnswer } from './case-commands.ts';
import { answerKnown, keyedRequest, sendStored } from './keyed-requests.ts';
import { requestLink } from './links.ts';
import { Problem, problemOf } from './problems.ts';
import { giveRequestCommand, type WordedRequestCommand } from './request-commands.ts';
import { answerDueAt, maySee, type RequestWords } from './request-reading.ts';
import type { PendingAnswer, RequestAnswer } from './schemas/information-requests.ts';
import type { Services } from './services.ts';

type CommandHttpRequest = FastifyRequest & {
  readonly params: { readonly id: string };
  readonly headers: { readonly 'idempotency-key': string; readonly 'if-match'?: string | undefined };
};

/**
 * Answers a command to a request over HTTP. Only what was done is stored under its key.
 * @throws Problem for every refusal
 */
export async function answerRequestCommand(
  services: Services,
  request: CommandHttpRequest,
  reply: FastifyReply,
  command: WordedRequestCommand,
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
  const ifMatch = request.headers['if-match'];
  const answer = await giveRequestCommand(services, {
    requestId: request.params.id,
    command,
    actor,
    request: keyed,
    ...(ifMatch !== undefined && { expectedVersion: Number(ifMatch.replaceAll('"', '')) }),
  });
  const done = doneOrRefused(answer, actor);
  if (done === undefined) {
    await reply.code(202).send(PENDING);
    return;
  }
  const body = JSON.stringify(requestAnswer(done.state, actor, done.recordedAt));
  await forgettable(db, (tx) => storeAnswer(tx, keyed, { status: 200, body }));
  await sendStored(reply, { status: 200, body });
}

export const PENDING: z.output<typeof PendingAnswer> = {
  status: 'PENDING',
  words:
    'Nobody has answered yet; what you sent is kept and will be recorded. Sending it again does no harm.',
};

/**
 * What was done; undefined while nobody has answered.
 * @throws Problem when it was refused, or the actor may not know of the request
 */
export function doneOrRefused(answer: CaseCommandAnswer<InformationRequest>, actor: Actor) {
  switch (answer.kind) {
    case 'DONE':
      return answer;
    case 'PENDING':
      return undefined;
    case 'REFUSED':
      if (actor.role !== 'SYSTEM' && !maySee(actor, answer.current)) throw notFound();
      throw problemOf(answer.refusal);
    case 'NOT_FOUND':
      throw notFound();
  }
}

function notFound(): Problem {
  return new Problem('NOT_FOUND', { detail: 'There is no request with this id that you may see' });
}

/** A request as its reader may see it; an agency is not told how the hub sees the case. */
export function requestAnswer(
  request: InformationRequest,
  actor: Actor,
  asOf: Instant,
  words?: RequestWords,
): z.output<typeof RequestAnswer> {
  const { requestId, contactRef, version, agency, localAuthority, stage, basis, openedAt } = request;
  const { rag, critical, referralRefs, listedMissingAt, closedAt } = request;
  const opened = (seal: SealedText | undefined) => textOf(words, seal);
  const questions = opened(request.questions);
  const necessity = opened(request.necessity);
  const isForStaff = actor.role !== 'AGENCY_REPRESENTATIVE';
  return {
    requestId,
    contactRef,
    version,
    agency,
    localAuthority,
    stage,
    ...(isForStaff && { rag, critical, referralRefs: [...referralRefs] }),
    ...(isForStaff && necessity !== undefined && { necessity }),
    ...(isForStaff && listedMissingAt !== undefined && { listedMissingAt }),
    ...(questions !== undefined && { questions }),
    disclosed: [...request.disclosed],
    ...(words && { disclosure: disclosureAnswer(words) }),
    basis,
    openedAt,
    dueAt: answerDueAt(request),
    pauses: openPauses(answerClock(request)).map(({ no, from, reason }) => {
      const why = isForStaff ? opened(reason) : undefined;
      return { no, from, ...(why !== undefined && { reason: why }) };
    }),
    ...(closedAt !== undefined && { closedAt }),
    answers: request.answers.map(({ detail, corrects, ...answer }) => {
      const text = opened(detail);
      return {
        ...answer,
        ...(corrects !== undefined && { corrects }),
        ...(text !== undefined && { detail: text }),
      };
    }),
    allowedActions: REQUEST_ACTIONS.filter((action) => obstacle(request, action, actor) === undefined),
    asOf,
    links: { self: requestLink(requestId) },
  };
}

/** What the agency is told, in the form of the API. */
export function disclosureAnswer({ disclosure: { children, family } }: RequestWords) {
  return { children: children.map(({ facts }) => ({ facts: [...facts] })), family: [...family] };
}

/** Words that are still there. */
export function textOf(words: RequestWords | undefined, seal: SealedText | undefined): string | undefined {
  const text = words?.texts.get(seal?.id ?? '');
  return typeof text === 'string' ? text : undefined;
}
