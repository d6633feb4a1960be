import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../authentication.ts';
import { enquiryFor, giveAdvice, listEnquiries, receiveEnquiry } from '../enquiries.ts';
import { isObject } from '../form-reader.ts';
import { keyedRequest, sendStored } from '../keyed-requests.ts';
import { MOST_BYTES, readLeniently } from '../lenient-bodies.ts';
import { enquiryLink } from '../links.ts';
import { SUBMITTING_ROLES } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { IdempotencyHeaders, problems } from '../schemas/common.ts';
import {
  AdviceBody,
  AdviceReceipt,
  EnquiryAnswer,
  EnquiryBody,
  EnquiryList,
  EnquiryQuery,
  EnquiryReceipt,
  EnquiryRef,
} from '../schemas/intake.ts';
import type { Services } from '../services.ts';

/** Requests for advice: logged, answered, and never a case. */
export function enquiryRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(newEnquiries(services));

    app.route({
      method: 'GET',
      url: '/enquiries',
      schema: {
        tags: ['enquiries'],
        summary: 'List enquiries: all of your authority for hub staff, their own for others',
        querystring: EnquiryQuery,
        response: { 200: EnquiryList, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => {
        const rows = await listEnquiries(services, actorOf(request), request.query.status);
        return {
          enquiries: rows.map(({ enquiryRef, receivedAt, channel, localAuthority, contactRefs, ...row }) => ({
            enquiryRef,
            status: row.answeredAt === null ? ('OPEN' as const) : ('ANSWERED' as const),
            receivedAt,
            channel,
            localAuthority,
            ...(row.agency !== null && { agency: row.agency }),
            ...(row.answeredAt !== null && { answeredAt: row.answeredAt }),
            contactRefs,
            links: { self: enquiryLink(enquiryRef) },
          })),
        };
      },
    });

    app.route({
      method: 'GET',
      url: '/enquiries/:ref',
      schema: {
        tags: ['enquiries'],
        summary: 'Read an enquiry and its answer',
        params: z.object({ ref: EnquiryRef }),
        response: { 200: EnquiryAnswer, ...problems('NOT_FOUND') },
      },
      handler: (request) => enquiryFor(services, actorOf(request), request.params.ref),
    });

    app.route({
      method: 'POST',
      url: '/enquiries/:ref/answer',
      schema: {
        tags: ['enquiries'],
        summary: 'Answer an enquiry with advice',
        params: z.object({ ref: EnquiryRef }),
        headers: IdempotencyHeaders,
        body: AdviceBody,
        response: {
          200: AdviceReceipt,
          ...problems('NOT_FOUND', 'INVALID_FIELD', 'ENQUIRY_ANSWERED', 'KEY_REUSED'),
        },
      },
      handler: async (request, reply) => {
        const keyed = keyedRequest(request, JSON.stringify(request.body));
        const asked = { actor: actorOf(request), request: keyed };
        await sendStored(reply, await giveAdvice(services, request.params.ref, request.body.answer, asked));
      },
    });
  };
}

/** How an enquiry comes in: read leniently, so its own body parser. */
function newEnquiries(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    readLeniently(app);
    app.route({
      method: 'POST',
      url: '/enquiries',
      bodyLimit: MOST_BYTES,
      schema: {
        tags: ['enquiries'],
        summary: 'Ask the hub for advice',
        headers: IdempotencyHeaders,
        body: EnquiryBody,
        response: {
          201: EnquiryReceipt,
          ...problems('MALFORMED_JSON', 'BODY_TOO_LARGE', 'NOT_JSON', 'NOT_AN_OBJECT', 'KEY_REUSED'),
        },
      },
      handler: async (request, reply) => {
        const actor = actorOf(request);
        if (!SUBMITTING_ROLES.has(actor.role)) throw new Problem('NOT_PERMITTED');
        const body: unknown = request.body;
        if (!isObject(body)) throw new Problem('NOT_AN_OBJECT');
        const keyed = keyedRequest(request, request.bodyText);
        const arrived = { body, asReceived: request.bodyText, actor, request: keyed };
        await sendStored(reply, await receiveEnquiry(services, arrived));
      },
    });
  };
}
