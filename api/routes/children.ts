import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { receiveChild } from '../added-child.ts';
import { actorOf } from '../authentication.ts';
import { keyedRequest, sendStored } from '../keyed-requests.ts';
import { ContactRef, IdempotencyHeaders, InstantText, problems, ReferralRef } from '../schemas/common.ts';
import type { Services } from '../services.ts';

const ChildBody = z
  .strictObject({
    child: z.record(z.string(), z.unknown()).meta({ description: 'Described as a child of a contact is' }),
    receivedAt: InstantText.optional().meta({
      description: 'When the hub was told of this child; absent means now',
    }),
  })
  .meta({ id: 'ChildToAdd', examples: [{ child: { givenName: 'Ottoline', familyName: 'Testpaper' } }] });

const ChildReceipt = z
  .object({
    contactRef: ContactRef,
    referralRef: ReferralRef,
    receivedAt: InstantText,
    decisionDueAt: InstantText,
    links: z.object({ self: z.string(), contact: z.string() }),
  })
  .meta({ id: 'ChildReceipt' });

/** Children of a contact that become known later. */
export function childRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/contacts/:ref/children',
      schema: {
        tags: ['contacts'],
        summary: 'Add a child the hub was told of later: a referral of its own, with its own time',
        params: z.object({ ref: ContactRef }),
        headers: IdempotencyHeaders,
        body: ChildBody,
        response: {
          201: ChildReceipt,
          ...problems(
            'MALFORMED_JSON',
            'BAD_HEADER',
            'NOT_FOUND',
            'INVALID_FIELD',
            'INVALID_INSTANT',
            'RECEIVED_IN_FUTURE',
            'KEY_REUSED',
          ),
        },
      },
      handler: async (request, reply) => {
        const { child, receivedAt } = request.body;
        const answer = await receiveChild(services, {
          contactRef: request.params.ref,
          child,
          ...(receivedAt !== undefined && { receivedAt }),
          actor: actorOf(request),
          request: keyedRequest(request, JSON.stringify(request.body)),
        });
        await sendStored(reply, answer);
      },
    });
  };
}
