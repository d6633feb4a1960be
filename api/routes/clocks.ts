import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { parseInstant } from '../../domain/instant.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { clockExplanationAnswer } from '../clock-answer.ts';
import { Problem } from '../problems.ts';
import { readStaffCase, readWords } from '../referral-reading.ts';
import { ClockExplanationAnswer } from '../schemas/clock.ts';
import { ClockParams } from '../schemas/commands.ts';
import { AsOfQuery, problems } from '../schemas/common.ts';
import type { Services } from '../services.ts';

/** The clocks of a referral, one by one. */
export function clockRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/referrals/:ref/clocks/:clockId',
      schema: {
        tags: ['referrals'],
        summary: 'Explain a clock in one sentence and one table, as it stands or stood',
        params: ClockParams,
        querystring: AsOfQuery,
        response: {
          200: ClockExplanationAnswer,
          ...problems('NOT_FOUND', 'CLOCK_UNKNOWN', 'INVALID_FIELD'),
        },
      },
      handler: async (request) => {
        const { ref, clockId } = request.params;
        const { asOf: text } = request.query;
        const asOf = text === undefined ? undefined : parseInstant(text);
        const read = await readStaffCase(services, actorOf(request), ref, asOf);
        const now = asOf ?? (await hubNow(services.clock));
        const words = await readWords(services, read, now);
        const explained = words.explanations.get(clockId);
        if (explained === undefined) throw new Problem('CLOCK_UNKNOWN');
        return clockExplanationAnswer(explained, read.referral, now, words);
      },
    });
  };
}
