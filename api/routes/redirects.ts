import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { parseInstant } from '../../domain/instant.ts';
import { answerCommand } from '../command-answer.ts';
import { ReferralParams } from '../schemas/common.ts';
import {
  AllegationBody,
  EndingBody,
  RedirectAcknowledgementBody,
  RedirectBody,
  TransferAcceptanceBody,
  TransferBody,
} from '../schemas/elsewhere.ts';
import type { Services } from '../services.ts';
import { commandSchema } from './command-schema.ts';

const RedirectParams = ReferralParams.extend({
  no: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: 'Number of the redirect', examples: [1] }),
});

/** Sending on, moves to another authority and ends from outside. The hub answers for a child until another accepts. */
export function redirectRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/referrals/:ref/allegation',
      schema: commandSchema(
        'redirects',
        'Record an allegation against somebody who works with children',
        AllegationBody,
        {
          codes: ['ALLEGATION_KNOWN'],
          description:
            'Marks the record as restricted, and starts the clock for telling the designated officer.',
        },
      ),
      handler: (request, reply) => {
        const { reason, knownAt } = request.body;
        return answerCommand(services, request, reply, {
          type: 'recordAllegation',
          reason,
          ...(knownAt !== undefined && { knownAt: parseInstant(knownAt, 'knownAt') }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/redirects',
      schema: commandSchema(
        'redirects',
        'Send on to the designated officer, adult services or another authority',
        RedirectBody,
        {
          codes: ['CHILD_NEEDS_HUB', 'REDIRECT_OPEN', 'SAME_AUTHORITY'],
          description:
            'The hub stays the owner and the clocks run until the receiver acknowledges. The designated officer never takes the child over: the hub decides on the child as well.',
        },
      ),
      handler: (request, reply) => {
        const { receiver, worksIn, noChildNeedsHub, note, ...sent } = request.body;
        return answerCommand(services, request, reply, {
          type: 'redirect',
          ...sent,
          ...(receiver !== undefined && { receiver }),
          ...(worksIn !== undefined && { worksIn }),
          ...(noChildNeedsHub !== undefined && { noChildNeedsHub }),
          ...(note !== undefined && { note }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/redirects/:no/acknowledgement',
      schema: commandSchema(
        'redirects',
        'Acknowledge a redirect, or record that the receiver did',
        RedirectAcknowledgementBody.nullish(),
        {
          codes: ['NO_REDIRECT_OPEN'],
          params: RedirectParams,
        },
      ),
      handler: (request, reply) => {
        const { note, acknowledgedAt } = request.body ?? {};
        return answerCommand(services, request, reply, {
          type: 'acknowledgeRedirect',
          redirect: request.params.no,
          ...(note !== undefined && { note }),
          ...(acknowledgedAt !== undefined && {
            acknowledgedAt: parseInstant(acknowledgedAt, 'acknowledgedAt'),
          }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/transfer',
      schema: commandSchema('redirects', 'Ask another authority to take the child', TransferBody, {
        codes: ['TRANSFER_OPEN', 'SAME_AUTHORITY'],
      }),
      handler: (request, reply) => {
        const { told, withheld, ...asked } = request.body;
        return answerCommand(services, request, reply, {
          type: 'transferAuthority',
          ...asked,
          ...(told !== undefined && { told }),
          ...(withheld !== undefined && { withheld }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/transfer/acceptance',
      schema: commandSchema(
        'redirects',
        'Accept the child for the other authority',
        TransferAcceptanceBody.nullish(),
        {
          codes: ['NO_TRANSFER_OPEN', 'ACKNOWLEDGEMENT_OUTSTANDING'],
        },
      ),
      handler: (request, reply) => {
        const { note } = request.body ?? {};
        return answerCommand(services, request, reply, {
          type: 'acceptTransfer',
          ...(note !== undefined && { note }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/ending',
      schema: commandSchema(
        'redirects',
        'End a referral: the child turned 18 or has died, or the pregnancy has ended',
        EndingBody,
        {
          description: 'Stops every clock for that reason. The record of a child who has died is frozen.',
        },
      ),
      handler: (request, reply) => answerCommand(services, request, reply, endingCommand(request.body)),
    });
  };
}

function endingCommand(body: z.output<typeof EndingBody>) {
  const { rationale } = body;
  switch (body.ending) {
    case 'CHILD_TURNED_18':
      return {
        type: 'endReferral' as const,
        ending: body.ending,
        rationale,
        ...(body.handedTo !== undefined && { handedTo: body.handedTo }),
      };
    case 'PREGNANCY_ENDED':
      return { type: 'endReferral' as const, ending: body.ending, rationale };
    case 'CHILD_DIED':
      return {
        type: 'endReferral' as const,
        ending: body.ending,
        rationale,
        ...(body.routes !== undefined && { routes: body.routes }),
      };
  }
}
