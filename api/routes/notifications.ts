import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../authentication.ts';
import { isObject } from '../form-reader.ts';
import { keyedRequest, sendStored } from '../keyed-requests.ts';
import { MOST_BYTES, readLeniently } from '../lenient-bodies.ts';
import { notificationLink } from '../links.ts';
import { acknowledge, listNotifications, notificationFor, receiveNotification } from '../notifications.ts';
import { SUBMITTING_ROLES } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { IdempotencyHeaders, problems } from '../schemas/common.ts';
import {
  LeadAcknowledgementBody,
  LeadAcknowledgementReceipt,
  NotificationAnswer,
  NotificationBody,
  NotificationList,
  NotificationQuery,
  NotificationReceipt,
  NotificationRef,
} from '../schemas/intake.ts';
import type { Services } from '../services.ts';

/** What agencies tell the hub as a matter of course: routed to its named lead, and never a case. */
export function notificationRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(newNotifications(services));

    app.route({
      method: 'GET',
      url: '/notifications',
      schema: {
        tags: ['notifications'],
        summary: 'List notifications: all of your authority for hub staff, their own for others',
        querystring: NotificationQuery,
        response: { 200: NotificationList, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => {
        const rows = await listNotifications(services, actorOf(request), request.query);
        return {
          notifications: rows.map(({ notificationRef, receivedAt, channel, localAuthority, ...row }) => ({
            notificationRef,
            type: row.notificationType,
            status: row.acknowledgedAt === null ? ('OPEN' as const) : ('ACKNOWLEDGED' as const),
            receivedAt,
            channel,
            localAuthority,
            ...(row.agency !== null && { agency: row.agency }),
            lead: row.lead,
            ...(row.acknowledgedAt !== null && { acknowledgedAt: row.acknowledgedAt }),
            contactRefs: row.contactRefs,
            links: { self: notificationLink(notificationRef) },
          })),
        };
      },
    });

    app.route({
      method: 'GET',
      url: '/notifications/:ref',
      schema: {
        tags: ['notifications'],
        summary: 'Read a notification',
        params: z.object({ ref: NotificationRef }),
        response: { 200: NotificationAnswer, ...problems('NOT_FOUND') },
      },
      handler: (request) => notificationFor(services, actorOf(request), request.params.ref),
    });

    app.route({
      method: 'POST',
      url: '/notifications/:ref/acknowledgement',
      schema: {
        tags: ['notifications'],
        summary: 'Take a notification up as its named lead',
        params: z.object({ ref: NotificationRef }),
        headers: IdempotencyHeaders,
        body: LeadAcknowledgementBody,
        response: {
          200: LeadAcknowledgementReceipt,
          ...problems('NOT_FOUND', 'INVALID_FIELD', 'MISSING_FIELD', 'ALREADY_ACKNOWLEDGED', 'KEY_REUSED'),
        },
      },
      handler: async (request, reply) => {
        const keyed = keyedRequest(request, JSON.stringify(request.body));
        const asked = { actor: actorOf(request), request: keyed };
        await sendStored(reply, await acknowledge(services, request.params.ref, request.body, asked));
      },
    });
  };
}

/** How a notification comes in: read leniently, so its own body parser. */
function newNotifications(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    readLeniently(app);
    app.route({
      method: 'POST',
      url: '/notifications',
      bodyLimit: MOST_BYTES,
      schema: {
        tags: ['notifications'],
        summary: 'Tell the hub of something that has happened',
        headers: IdempotencyHeaders,
        body: NotificationBody,
        response: {
          201: NotificationReceipt,
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
        await sendStored(reply, await receiveNotification(services, arrived));
      },
    });
  };
}
