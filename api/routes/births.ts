import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../authentication.ts';
import { recordBirth } from '../births.ts';
import { keyedRequest, sendStored } from '../keyed-requests.ts';
import {
  IdempotencyHeaders,
  InstantText,
  MarkAnswer,
  problems,
  ReferralParams,
  ReferralRef,
} from '../schemas/common.ts';
import type { Services } from '../services.ts';

const BirthBody = z
  .strictObject({
    child: z.record(z.string(), z.unknown()).meta({
      description: 'Described as a child of a contact is; what is left out stays as it was known before',
    }),
  })
  .meta({
    id: 'Birth',
    examples: [{ child: { givenName: 'Testa', dateOfBirth: '2028-11-03', sex: 'F' } }],
  });

const BirthReceipt = z
  .object({
    referralRef: ReferralRef,
    recordedAt: InstantText,
    marks: z.array(MarkAnswer),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'BirthReceipt' });

/** The birth of a child that a referral has known as unborn. */
export function birthRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/referrals/:ref/birth',
      schema: {
        tags: ['contacts'],
        summary: 'Record the birth of an unborn child; its referral goes on',
        params: ReferralParams,
        headers: IdempotencyHeaders,
        body: BirthBody,
        response: {
          200: BirthReceipt,
          ...problems('NOT_FOUND', 'INVALID_FIELD', 'MISSING_FIELD', 'NOT_UNBORN', 'KEY_REUSED'),
        },
      },
      handler: async (request, reply) => {
        const keyed = keyedRequest(request, JSON.stringify(request.body));
        const asked = { actor: actorOf(request), request: keyed };
        await sendStored(reply, await recordBirth(services, request.params.ref, request.body.child, asked));
      },
    });
  };
}
