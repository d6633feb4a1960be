import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorOf } from '../authentication.ts';
import { contactFor } from '../contact-answer.ts';
import { keyedRequest, sendStored } from '../keyed-requests.ts';
import { MOST_BYTES, readLeniently } from '../lenient-bodies.ts';
import { SUBMITTING_ROLES } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { receiveContact } from '../receipt.ts';
import { ContactRef, IdempotencyHeaders, problems } from '../schemas/common.ts';
import { ContactAnswer, ContactBody, ContactReceipt, SubmissionStatus } from '../schemas/contact.ts';
import type { Services } from '../services.ts';
import { z } from 'zod';

/** Contacts: the one way in, and how a contact is read again. */
export function contactRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    readLeniently(app);

    app.route({
      method: 'POST',
      url: '/contacts',
      bodyLimit: MOST_BYTES,
      schema: {
        tags: ['contacts'],
        summary: 'Hand in a contact about one or more children',
        headers: IdempotencyHeaders,
        body: ContactBody,
        response: {
          201: ContactReceipt,
          ...problems(
            'MALFORMED_JSON',
            'BODY_TOO_LARGE',
            'NOT_JSON',
            'KEY_REUSED',
            'RECEIVED_IN_FUTURE',
            'INVALID_INSTANT',
          ),
        },
      },
      handler: async (request, reply) => {
        const actor = actorOf(request);
        if (!SUBMITTING_ROLES.has(actor.role)) throw new Problem('NOT_PERMITTED');
        const answer = await receiveContact(services, {
          body: request.body,
          asReceived: request.bodyText,
          actor,
          request: keyedRequest(request, request.bodyText),
        });
        await sendStored(reply, answer);
      },
    });

    app.route({
      method: 'GET',
      url: '/contacts/:ref',
      schema: {
        tags: ['contacts'],
        summary: 'Read a contact: whole for hub staff, its status for whoever handed it in',
        params: z.object({ ref: ContactRef }),
        response: { 200: z.union([ContactAnswer, SubmissionStatus]), ...problems('NOT_FOUND') },
      },
      handler: async (request) => contactFor(services, actorOf(request), request.params.ref),
    });
  };
}
