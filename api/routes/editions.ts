import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { readEdition } from '../../db/editions.ts';
import { Problem } from '../problems.ts';
import { problems } from '../schemas/common.ts';
import { EditionAnswer, EditionParams } from '../schemas/rules.ts';
import type { Services } from '../services.ts';

const A_YEAR = 31_536_000;

/** Editions are public: whoever holds a certificate can get what it was counted by, without a token. */
export function editionRoutes({ db }: Pick<Services, 'db'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/editions/:sha256',
      schema: {
        tags: ['rules'],
        summary: 'A policy or calendar edition, by its hash',
        security: [],
        params: EditionParams,
        response: { 200: EditionAnswer, ...problems('NOT_FOUND') },
      },
      handler: async (request, reply) => {
        const edition = await readEdition(db, request.params.sha256);
        if (edition === undefined) throw new Problem('NOT_FOUND');
        void reply.header('cache-control', `public, max-age=${A_YEAR}, immutable`);
        return { ...edition.document };
      },
    });
  };
}
