import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { familyAnswer, familyRead } from '../families.ts';
import { problems } from '../schemas/common.ts';
import { FamilyAnswer, FamilyParams } from '../schemas/families.ts';
import type { Services } from '../services.ts';

/** A family in one place. */
export function familyRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/families/:ref',
      schema: {
        tags: ['contacts'],
        summary:
          'Everything that came of one contact: its referrals, requests and cases, and how they hang together',
        description: 'For whoever may read the contact.',
        params: FamilyParams,
        response: { 200: FamilyAnswer, ...problems('NOT_FOUND', 'RESTRICTED') },
      },
      handler: async (request) => {
        const read = await familyRead(services, actorOf(request), request.params.ref);
        return familyAnswer(services, read, await hubNow(services.clock));
      },
    });
  };
}
