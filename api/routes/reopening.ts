import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { answerCommand } from '../command-answer.ts';
import { Words } from '../schemas/commands.ts';
import type { Services } from '../services.ts';
import { commandSchema } from './command-schema.ts';

const ReopeningBody = z
  .strictObject({ reason: Words })
  .meta({ id: 'Reopening', examples: [{ reason: 'The school has told of a second injury.' }] });

/** A closed referral is opened again: new clocks, and everything recorded stays. */
export function reopeningRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/referrals/:ref/reopening',
      {
        schema: commandSchema(
          'commands',
          'Open a closed referral again, on what has become known',
          ReopeningBody,
          {
            codes: ['NOT_AT_THIS_STAGE'],
            description:
              'By a team manager. The clock of a decision runs anew, and the manager decides again; the decisions made stay as they are. A dispute that is upheld does the same by itself.',
          },
        ),
      },
      (request, reply) =>
        answerCommand(services, request, reply, { type: 'reopenReferral', reason: request.body.reason }),
    );
  };
}
