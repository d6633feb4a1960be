import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { answerCommand } from '../command-answer.ts';
import { CommandStatusAnswer, HandoverAcceptanceBody } from '../schemas/commands.ts';
import { problems, ReferralParams, VersionedHeaders } from '../schemas/common.ts';
import { DuplicateBody, JoinBody, LinkEndBody, OpenCaseBody } from '../schemas/linking.ts';
import { ReferralAnswer, ReferralStatus } from '../schemas/referral.ts';
import type { Services } from '../services.ts';

/** What every command here has in common. */
function command<Body extends z.ZodType>(summary: string, body: Body) {
  return {
    tags: ['people'],
    summary,
    params: ReferralParams,
    headers: VersionedHeaders,
    body,
    response: {
      200: z.union([ReferralAnswer, ReferralStatus]),
      202: CommandStatusAnswer,
      ...problems(
        'MALFORMED_JSON',
        'BAD_HEADER',
        'NOT_FOUND',
        'CASE_CLOSED',
        'STALE_VERSION',
        'INVALID_FIELD',
        'KEY_REUSED',
        'ALREADY_LINKED',
        'NO_LINK_OPEN',
        'OTHER_REFERRAL_NEEDED',
        'OTHER_SOURCE',
      ),
    },
  };
}

/** A child who has an open case, a contact made twice, and several sources about one incident. */
export function linkingRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/referrals/:ref/open-case',
      schema: command('Send the information to the worker who has the open case', OpenCaseBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, {
          type: 'linkToOpenCase',
          ...request.body,
          byMessage: true,
        }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/open-case/confirmation',
      schema: command(
        'Confirm, as the allocated worker, that it has arrived',
        HandoverAcceptanceBody.nullish(),
      ),
      handler: (request, reply) => answerCommand(services, request, reply, { type: 'confirmReceipt' }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/open-case/withdrawal',
      schema: command('Take back a link to an open case that was wrong', LinkEndBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'withdrawLink', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/duplicate',
      schema: command('Close a contact that the same source has made before', DuplicateBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'markDuplicate', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/join',
      schema: command('Decide it together with an earlier referral of the same incident', JoinBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'joinReferral', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/join/end',
      schema: command('Decide it by itself again', LinkEndBody),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'leaveReferral', ...request.body }),
    });
  };
}
