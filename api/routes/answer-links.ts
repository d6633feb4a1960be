import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { revokeLink } from '../../db/answer-links.ts';
import { hubNow } from '../../temporal/cases.ts';
import { makeLink, requireStaff } from '../answer-link.ts';
import { actorOf } from '../authentication.ts';
import { readRequest } from '../request-reading.ts';
import { problems } from '../schemas/common.ts';
import { AnswerLinkAnswer, AnswerLinkBody, RequestParams } from '../schemas/information-requests.ts';
import type { Services } from '../services.ts';

/** Links for agencies without an account, in the hands of hub staff. A request has one at a time. */
export function answerLinkRoutes(services: Services): FastifyPluginAsyncZod {
  const { db, clock } = services;
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
        const actor = actorOf(request);
        requireStaff(actor);
        const found = await readRequest(services, actor, request.params.id);
        const { address: link, expiresAt } = await makeLink(services, found, actor);
        return reply.code(201).header('cache-control', 'no-store').send({ link, expiresAt });
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
        const actor = actorOf(request);
        requireStaff(actor);
        const { requestId } = await readRequest(services, actor, request.params.id);
        const now = await hubNow(clock);
        return {
          revoked: await db.transaction((tx) => revokeLink(tx, { requestId, now, by: actor.userId })),
        };
      },
    });
  };
}
