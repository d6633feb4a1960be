import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { parseInstant } from '../../domain/instant.ts';
import { answerCommand } from '../command-answer.ts';
import { CommandStatusAnswer, RatingBody } from '../schemas/commands.ts';
import { problems, ReferralParams, VersionedHeaders } from '../schemas/common.ts';
import { ReferralAnswer, ReferralStatus } from '../schemas/referral.ts';
import {
  AgreementBody,
  AttemptBody,
  AuthorisationBody,
  LawfulBasisBody,
  QuestionBody,
  QuestionEndBody,
  ReferrerAnswerBody,
} from '../schemas/triage.ts';
import type { Services } from '../services.ts';

const REFUSALS = [
  'MALFORMED_JSON',
  'BAD_HEADER',
  'NOT_FOUND',
  'CASE_CLOSED',
  'STALE_VERSION',
  'INVALID_FIELD',
  'KEY_REUSED',
] as const;

/** What every command here has in common. */
function command<Body extends z.ZodType>(summary: string, body: Body, description?: string) {
  return {
    tags: ['triage'],
    summary,
    ...(description !== undefined && { description }),
    params: ReferralParams,
    headers: VersionedHeaders,
    body,
    response: {
      200: z.union([ReferralAnswer, ReferralStatus]),
      202: CommandStatusAnswer,
      ...problems(...REFUSALS),
    },
  };
}

/** Questions to the referrer, the family's agreement and the lawful basis. */
export function triageRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/referrals/:ref/clarifications',
      schema: command('Ask the referrer a question', QuestionBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'askReferrer', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/clarifications/attempts',
      schema: command('Log an attempt to reach the referrer about the open question', AttemptBody),
      handler: (request, reply) => {
        const { triedAt, ...attempt } = request.body;
        return answerCommand(services, request, reply, {
          type: 'logAttempt',
          ...attempt,
          ...(triedAt !== undefined && { triedAt: parseInstant(triedAt, 'triedAt') }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/clarifications/answer',
      schema: command(
        'Answer the open question',
        ReferrerAnswerBody,
        'Referrers answer the question about their own submission; staff record what a referrer told them.',
      ),
      handler: (request, reply) => {
        const { answer, answeredAt } = request.body;
        return answerCommand(services, request, reply, {
          type: 'recordReferrerAnswer',
          answer,
          ...(answeredAt !== undefined && { answeredAt: parseInstant(answeredAt, 'answeredAt') }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/clarifications/end',
      schema: command('Go on without an answer, on what is known', QuestionEndBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'decideOnWhatIsKnown', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/rating-proposal',
      schema: command('Suggest a rating to those who may rate', RatingBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'proposeRating', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/agreement',
      schema: command('Record whether the family agrees to a service', AgreementBody),
      handler: (request, reply) => {
        const { status, givenBy, method, agreedAt, reason } = request.body;
        return answerCommand(services, request, reply, {
          type: 'recordAgreement',
          status,
          ...(givenBy !== undefined && { givenBy }),
          ...(method !== undefined && { method }),
          ...(agreedAt !== undefined && { agreedAt: parseInstant(agreedAt, 'agreedAt') }),
          ...(reason !== undefined && { reason }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/lawful-basis',
      schema: command('Record why information about the family may be shared', LawfulBasisBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'recordLawfulBasis', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/checks-without-knowledge',
      schema: command('Authorise checks the family does not know of; managers only', AuthorisationBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'authoriseWithoutKnowledge', ...request.body }),
    });
  };
}
