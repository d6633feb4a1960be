import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { replaceLink, revokeLink } from '../../db/answer-links.ts';
import { answerToken } from '../../db/answer-tokens.ts';
import type { Actor } from '../../domain/actor.ts';
import { isEnded } from '../../domain/information-request/state.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { isOutside } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { readRequest } from '../request-reading.ts';
import { problems } from '../schemas/common.ts';
import { AnswerLinkAnswer, AnswerLinkBody, RequestParams } from '../schemas/information-requests.ts';
import type { Services } from '../services.ts';

/** Links for agencies without an account, in the hands of hub staff. A request has one at a time. */
export function answerLinkRoutes(services: Services): FastifyPluginAsyncZod {
  const { db, clock, answerLinks } = services;
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/information-requests/:id/link',
      schema: {
        tags: ['information requests'],
        summary: 'Make a new link; the one before opens nothing any more',
        params: RequestParams,
        body: AnswerLinkBody.nullish(),
        response: { 201: AnswerLinkAnswer, ...problems('NOT_FOUND', 'REQUEST_ENDED') },
      },
      handler: async (request, reply) => {
        const actor = staff(actorOf(request));
        const found = await readRequest(services, actor, request.params.id);
        if (isEnded(found)) throw new Problem('REQUEST_ENDED');
        const now = await hubNow(clock);
        const { requestId } = found;
        const link = await db.transaction((tx) =>
          replaceLink(tx, { requestId, now, lastsDays: answerLinks.lastDays, by: actor.userId }),
        );
        const address = new URL(`/answer/${answerToken(answerLinks.keys, link.id)}`, answerLinks.publicUrl);
        return reply
          .code(201)
          .header('cache-control', 'no-store')
          .send({ link: address.href, expiresAt: link.expiresAt });
      },
    });

    app.route({
      method: 'DELETE',
      url: '/information-requests/:id/link',
      schema: {
        tags: ['information requests'],
        summary: 'Withdraw the link of a request',
        params: RequestParams,
        response: { 200: z.object({ revoked: z.boolean() }), ...problems('NOT_FOUND') },
      },
      handler: async (request) => {
        const actor = staff(actorOf(request));
        const { requestId } = await readRequest(services, actor, request.params.id);
        const now = await hubNow(clock);
        return {
          revoked: await db.transaction((tx) => revokeLink(tx, { requestId, now, by: actor.userId })),
        };
      },
    });
  };
}

/** Roles that look and do not act leave links alone, too. */
function staff(actor: Actor): Actor {
  if (isOutside(actor) || actor.role === 'AUDITOR') throw new Problem('NOT_PERMITTED');
  return actor;
}
