import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { type OpenLink, openLink } from '../answer-access.ts';
import { answerBehindLink } from '../linked-answers.ts';
import { disclosureAnswer, PENDING, textOf } from '../request-answer.ts';
import { answerDueAt, readRequestWords } from '../request-reading.ts';
import { obstacle } from '../../domain/information-request/guards.ts';
import { problems } from '../schemas/common.ts';
import {
  AnswerBody,
  LinkedRequestAnswer,
  PendingAnswer,
  TokenParams,
} from '../schemas/information-requests.ts';
import type { Services } from '../services.ts';
import { answerOf } from './information-requests.ts';

const LINK_PROBLEMS = ['LINK_NOT_VALID', 'LINK_EXPIRED', 'LINK_REVOKED', 'TOO_MANY_REQUESTS'] as const;

/** The one request a link opens: whoever holds the link needs no token and sees and does nothing else. */
export function answerRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    });
    app.route({
      method: 'GET',
      url: '/answers/:token',
      schema: {
        tags: ['information requests'],
        summary: 'What a link asks',
        security: [],
        params: TokenParams,
        response: { 200: LinkedRequestAnswer, ...problems(...LINK_PROBLEMS) },
      },
      handler: async (request) => {
        const open = await openLink(services, request.params.token, request.ip);
        return linkedRequest(services, open);
      },
    });

    app.route({
      method: 'POST',
      url: '/answers/:token',
      schema: {
        tags: ['information requests'],
        summary: 'Answer what a link asks',
        description:
          'Sent twice it counts once. Once answered in full, a further answer names the one it corrects.',
        security: [],
        params: TokenParams,
        body: AnswerBody,
        response: {
          200: LinkedRequestAnswer,
          202: PendingAnswer,
          ...problems(
            ...LINK_PROBLEMS,
            'MALFORMED_JSON',
            'INVALID_FIELD',
            'MISSING_FIELD',
            'REQUEST_ENDED',
            'REQUEST_ANSWERED',
            'ANSWER_UNKNOWN',
          ),
        },
      },
      handler: async (request, reply) => {
        const open = await openLink(services, request.params.token, request.ip);
        const after = await answerBehindLink(services, open, answerOf(request.body));
        return after === undefined
          ? reply.code(202).send(PENDING)
          : linkedRequest(services, { ...open, request: after });
      },
    });
  };
}

async function linkedRequest(
  services: Services,
  { link, request, actor, now }: OpenLink,
): Promise<z.output<typeof LinkedRequestAnswer>> {
  const words = await readRequestWords(services, request);
  const questions = textOf(words, request.questions);
  const mayAnswer = obstacle(request, 'giveAnswer', actor) === undefined;
  return {
    reference: request.contactRef,
    agency: request.agency,
    stage: request.stage,
    ...(questions !== undefined && { questions }),
    basis: request.basis,
    ...(mayAnswer && { disclosure: disclosureAnswer(words) }),
    dueAt: answerDueAt(request),
    linkExpiresAt: link.expiresAt,
    answers: request.answers.map(({ no, answer, partial, answeredAt }) => ({
      no,
      answer,
      partial,
      answeredAt,
    })),
    mayAnswer,
    asOf: now,
  };
}
