import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { parseInstant } from '../../domain/instant.ts';
import { QUALITY_WORDS } from '../../domain/quality.ts';
import { agencyQuality } from '../agency-quality.ts';
import { actorOf } from '../authentication.ts';
import { problems } from '../schemas/common.ts';
import { QualityList, QualityQuery } from '../schemas/quality.ts';
import type { Services } from '../services.ts';

/** How well agencies tell the hub what it needs. */
export function qualityRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/quality',
      schema: {
        tags: ['contacts'],
        summary: 'Quality of contacts for each referring agency in a period',
        querystring: QualityQuery,
        response: { 200: QualityList, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => {
        const period = {
          from: parseInstant(request.query.from, 'from'),
          to: parseInstant(request.query.to, 'to'),
        };
        const agencies = await agencyQuality(services, actorOf(request), period);
        return {
          ...period,
          agencies: agencies.map(({ gaps, ...agency }) => ({
            ...agency,
            gaps: gaps.map((gap) => ({ ...gap, words: QUALITY_WORDS[gap.point] })),
          })),
        };
      },
    });
  };
}
