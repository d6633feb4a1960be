import { isUtf8 } from 'node:buffer';
import { type FastifyPluginAsyncZod, validatorCompiler } from 'fastify-type-provider-zod';
import { actorOf } from '../authentication.ts';
import { contactFor } from '../contact-answer.ts';
import { keyedRequest, sendStored } from '../keyed-requests.ts';
import { SUBMITTING_ROLES } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { receiveContact } from '../receipt.ts';
import { ContactRef, IdempotencyHeaders, problems } from '../schemas/common.ts';
import { ContactAnswer, ContactBody, ContactReceipt, SubmissionStatus } from '../schemas/contact.ts';
import type { Services } from '../services.ts';
import { z } from 'zod';

const MOST_BYTES = 4 * 1024 * 1024;

/** Contacts: the one way in, and how a contact is read again. */
export function contactRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.decorateRequest('bodyText', '');
    // `__proto__` in a contact is dropped from what is understood and stays in the text as received.
    const parse = app.getDefaultJsonParser('remove', 'remove');
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
      request.bodyText = textOf(body);
      void parse(request, request.bodyText, done);
    });

    // A contact is read leniently: the schema of its body is for the documentation.
    app.setValidatorCompiler<z.ZodType>((part) =>
      part.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(part),
    );

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

declare module 'fastify' {
  interface FastifyRequest {
    /** The body of a contact, letter for letter. */
    bodyText: string;
  }
}

/** Bytes that are no UTF-8 come from old systems that write Windows-1252, which reads any byte. */
function textOf(body: Buffer): string {
  return isUtf8(body) ? body.toString('utf8') : new TextDecoder('windows-1252').decode(body);
}
