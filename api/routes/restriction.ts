import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { answerCommand } from '../command-answer.ts';
import type { WordedReferralCommand } from '../referral-commands.ts';
import { ReferralParams } from '../schemas/common.ts';
import { BreakGlassBody, BreakGlassReviewBody, RestrictionBody } from '../schemas/restriction.ts';
import type { Services } from '../services.ts';
import { commandSchema } from './command-schema.ts';

const BreakGlassParams = ReferralParams.extend({
  no: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: 'Number of the break-glass', examples: [1] }),
});

/** Records that only named people read, and how somebody else opens one in an emergency. */
export function restrictionRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/referrals/:ref/restriction',
      schema: commandSchema('restriction', 'Name who may read the record, or lift that', RestrictionBody, {
        codes: ['RESTRICTED', 'RESTRICTED_ALREADY', 'NOT_RESTRICTED'],
        description: 'Given by a manager. Everybody else meets the case in lists without the child’s name.',
      }),
      handler: (request, reply) => answerCommand(services, request, reply, restrictionCommand(request.body)),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/break-glass',
      schema: commandSchema('restriction', 'Open a restricted record in an emergency', BreakGlassBody, {
        codes: ['NOT_RESTRICTED', 'READER_ALREADY'],
        description: 'Opens the record to you at once. Another manager reviews it within one working day.',
      }),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'breakGlass', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/break-glass/:no/review',
      schema: commandSchema('restriction', 'Review a break-glass', BreakGlassReviewBody, {
        codes: ['RESTRICTED', 'NO_BREAK_GLASS_OPEN', 'OTHER_REVIEWER_NEEDED'],
        description: 'Where it was not justified, whoever broke the glass reads the record no longer.',
        params: BreakGlassParams,
      }),
      handler: (request, reply) =>
        answerCommand(services, request, reply, {
          type: 'reviewBreakGlass',
          no: request.params.no,
          ...request.body,
        }),
    });
  };
}

function restrictionCommand(body: z.output<typeof RestrictionBody>): WordedReferralCommand {
  switch (body.action) {
    case 'RESTRICT':
      return { type: 'restrictRecord', reason: body.reason, readers: body.readers };
    case 'CHANGE_READERS':
      return { type: 'changeReaders', reason: body.reason, readers: body.readers };
    case 'LIFT':
      return { type: 'liftRestriction', reason: body.reason };
  }
}
