import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forgettable } from '../../db/client.ts';
import { claimKey, storeAnswer } from '../../db/idempotency.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { followOnAnswer } from '../follow-ons/answer.ts';
import { beginCase, type CaseToBegin } from '../follow-ons/openings.ts';
import { disputeToOpen } from '../follow-ons/open-dispute.ts';
import { protectionToConvene } from '../follow-ons/open-protection.ts';
import { answerKnown, keyedRequest, sendStored } from '../keyed-requests.ts';
import { problems, IdempotencyHeaders } from '../schemas/common.ts';
import { FollowOnAnswer } from '../schemas/follow-ons.ts';
import { DisputeToOpen, StrategyToConvene } from '../schemas/follow-on-openings.ts';
import type { Services } from '../services.ts';

const REFUSALS = [
  'MALFORMED_JSON',
  'BAD_HEADER',
  'NOT_FOUND',
  'INVALID_FIELD',
  'INVALID_INSTANT',
  'KEY_REUSED',
] as const;

/** What people begin by themselves, at any moment: a strategy discussion, and a dispute. */
export function followOnOpeningRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/child-protection',
      schema: {
        tags: ['child protection'],
        summary: 'Convene a strategy discussion',
        description:
          'At any moment reasonable cause to suspect significant harm appears, before a decision or after it, without waiting for agencies. Where one is open about the family, it takes the child on.',
        headers: IdempotencyHeaders,
        body: StrategyToConvene,
        response: { 201: FollowOnAnswer, ...problems(...REFUSALS) },
      },
      handler: (request, reply) =>
        answerOpening(services, request, reply, (actor, keyed) =>
          protectionToConvene(services, { actor, request: keyed, body: request.body }),
        ),
    });
    app.route({
      method: 'POST',
      url: '/disputes',
      schema: {
        tags: ['disputes'],
        summary: 'Disagree with what was decided',
        description:
          'By any agency, the referrer or a receiving team; while the case runs, and after it has closed. Whoever disagrees with what is disputed already joins that dispute. No clock of the case stands still.',
        headers: IdempotencyHeaders,
        body: DisputeToOpen,
        response: { 201: FollowOnAnswer, ...problems(...REFUSALS) },
      },
      handler: (request, reply) =>
        answerOpening(services, request, reply, (actor, keyed) =>
          disputeToOpen(services, { actor, request: keyed, body: request.body }),
        ),
    });
  };
}

type OpeningRequest = FastifyRequest & { readonly headers: { readonly 'idempotency-key': string } };

async function answerOpening(
  services: Services,
  request: OpeningRequest,
  reply: FastifyReply,
  toBegin: (actor: CaseToBegin['actor'], keyed: CaseToBegin['request']) => Promise<CaseToBegin>,
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
  const state: FollowOn = await beginCase(services, await toBegin(actor, keyed));
  const answer = followOnAnswer(services, state, { actor, asOf: now, isCurrent: true, texts: new Map() });
  const body = JSON.stringify(answer);
  await forgettable(db, (tx) => storeAnswer(tx, keyed, { status: 201, body }));
  await sendStored(reply, { status: 201, body });
}
