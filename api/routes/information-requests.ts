import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { routeOf } from '../../domain/information-request/guards.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { answerCommand } from '../command-answer.ts';
import { Problem } from '../problems.ts';
import { readStaffCase } from '../referral-reading.ts';
import { answerRequestCommand, requestAnswer } from '../request-answer.ts';
import { listRequests, requestsOf } from '../request-list.ts';
import { readRequest, readRequestWords } from '../request-reading.ts';
import { listedRequest, requestOfChild } from '../request-rows.ts';
import { CommandStatusAnswer, PauseBody, PauseEndBody } from '../schemas/commands.ts';
import { problems, ReferralParams, VersionedHeaders } from '../schemas/common.ts';
import {
  AnswerBody,
  InformationRequestBody,
  PendingAnswer,
  ReferralRequestParams,
  ReferralRequestsAnswer,
  RequestAnswer,
  RequestListAnswer,
  RequestListQuery,
  RequestParams,
  RequestPauseParams,
  RequestWithdrawalBody,
  ReviewBody,
} from '../schemas/information-requests.ts';
import { ReferralAnswer, ReferralStatus } from '../schemas/referral.ts';
import type { Services } from '../services.ts';
import { z } from 'zod';

const REFUSALS = [
  'MALFORMED_JSON',
  'BAD_HEADER',
  'NOT_FOUND',
  'STALE_VERSION',
  'INVALID_FIELD',
  'KEY_REUSED',
] as const;
const onReferral = {
  200: z.union([ReferralAnswer, ReferralStatus]),
  202: CommandStatusAnswer,
  ...problems(...REFUSALS, 'CASE_CLOSED', 'ALREADY_DECIDED'),
};
const onRequest = { 200: RequestAnswer, 202: PendingAnswer, ...problems(...REFUSALS, 'REQUEST_ENDED') };
const onPause = {
  ...onRequest,
  ...problems(
    ...REFUSALS,
    'REQUEST_ENDED',
    'REQUEST_ANSWERED',
    'CLOCK_NEVER_PAUSES',
    'CLOCK_NOT_RUNNING',
    'PAUSE_NOT_OPEN',
  ),
};

/** What agencies are asked about a child, and what they answer. One request is one agency; ask several with several. */
export function informationRequestRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/referrals/:ref/information-requests',
      schema: {
        tags: ['information requests'],
        summary: 'Ask one agency what it knows',
        description:
          'The agency is sent a link, and sees the request in its own list. Siblings of one contact share the request to an agency.',
        params: ReferralParams,
        headers: VersionedHeaders,
        body: InformationRequestBody,
        response: onReferral,
      },
      handler: (request, reply) => {
        requireKnown(services, request.body.agency);
        return answerCommand(services, request, reply, { type: 'requestInformation', ...request.body });
      },
    });

    app.route({
      method: 'GET',
      url: '/referrals/:ref/information-requests',
      schema: {
        tags: ['information requests'],
        summary: 'What agencies were asked about a child',
        params: ReferralParams,
        response: { 200: ReferralRequestsAnswer, ...problems('NOT_FOUND') },
      },
      handler: async (request) => {
        const { referral } = await readStaffCase(services, actorOf(request), request.params.ref);
        const now = await hubNow(services.clock);
        const rows = await requestsOf(services.db, request.params.ref);
        return {
          requests: rows.map((row) => ({ ...listedRequest(row, now), ...requestOfChild(referral, row) })),
          asOf: now,
        };
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/information-requests/:id/review',
      schema: {
        tags: ['information requests'],
        summary: 'Say whether a late answer changes the decision',
        params: ReferralRequestParams,
        headers: VersionedHeaders,
        body: ReviewBody,
        response: { ...onReferral, ...problems(...REFUSALS, 'NO_LATE_ANSWER') },
      },
      handler: (request, reply) =>
        answerCommand(services, request, reply, {
          type: 'reviewLateAnswer',
          requestId: request.params.id,
          ...request.body,
        }),
    });

    app.route({
      method: 'GET',
      url: '/information-requests',
      schema: {
        tags: ['information requests'],
        summary: 'List requests, what is due first first',
        description: 'Whoever speaks for an agency sees the requests made to it and no others.',
        querystring: RequestListQuery,
        response: { 200: RequestListAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request, reply) => {
        const { status, limit, agency, after } = request.query;
        const now = await hubNow(services.clock);
        const rows = await listRequests(services.db, {
          actor: actorOf(request),
          status,
          now,
          limit: limit + 1,
          ...(agency !== undefined && { agency }),
          ...(after !== undefined && { after }),
        });
        const page = rows.slice(0, limit);
        const last = rows.length > limit ? page.at(-1) : undefined;
        const next = last && nextLink(request.query, last.requestId);
        if (next !== undefined) void reply.header('link', `<${next}>; rel="next"`);
        return {
          requests: page.map((row) => listedRequest(row, now)),
          asOf: now,
          links: { ...(next !== undefined && { next }) },
        };
      },
    });

    app.route({
      method: 'GET',
      url: '/information-requests/:id',
      schema: {
        tags: ['information requests'],
        summary: 'One request: questions, what is disclosed, answers',
        params: RequestParams,
        response: { 200: RequestAnswer, ...problems('NOT_FOUND') },
      },
      handler: async (request, reply) => {
        const actor = actorOf(request);
        const found = await readRequest(services, actor, request.params.id);
        void reply.header('etag', `"${found.version}"`);
        const words = await readRequestWords(services, found);
        return requestAnswer(found, actor, await hubNow(services.clock), words);
      },
    });

    app.route({
      method: 'POST',
      url: '/information-requests/:id/answer',
      schema: {
        tags: ['information requests'],
        summary: 'Answer for an agency, or correct an answer',
        description:
          'By somebody of the agency that was asked, or by hub staff who write down what they were told. Nothing is overwritten: a correction names the answer it corrects.',
        params: RequestParams,
        headers: VersionedHeaders,
        body: AnswerBody,
        response: {
          ...onRequest,
          ...problems(...REFUSALS, 'REQUEST_ENDED', 'REQUEST_ANSWERED', 'ANSWER_UNKNOWN', 'MISSING_FIELD'),
        },
      },
      handler: (request, reply) =>
        answerRequestCommand(services, request, reply, {
          type: 'giveAnswer',
          ...answerOf(request.body),
          route: routeOf(actorOf(request)),
        }),
    });

    app.route({
      method: 'POST',
      url: '/information-requests/:id/withdrawal',
      schema: {
        tags: ['information requests'],
        summary: 'Ask an agency no longer',
        params: RequestParams,
        headers: VersionedHeaders,
        body: RequestWithdrawalBody,
        response: onRequest,
      },
      handler: (request, reply) =>
        answerRequestCommand(services, request, reply, { type: 'withdrawRequest', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/information-requests/:id/pauses',
      schema: {
        tags: ['information requests'],
        summary: 'Let the time of an agency stand still',
        description:
          'Only where the policy of the hub lets it pause. The time left is left again once the last pause has ended, never beyond the limit for the decision.',
        params: RequestParams,
        headers: VersionedHeaders,
        body: PauseBody,
        response: onPause,
      },
      handler: (request, reply) =>
        answerRequestCommand(services, request, reply, { type: 'pauseClock', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/information-requests/:id/pauses/:no/end',
      schema: {
        tags: ['information requests'],
        summary: 'End a pause of the time of an agency',
        params: RequestPauseParams,
        headers: VersionedHeaders,
        body: PauseEndBody.nullish(),
        response: onPause,
      },
      handler: (request, reply) =>
        answerRequestCommand(services, request, reply, { type: 'endPause', pause: request.params.no }),
    });
  };
}

/** The fields of an answer that are there. */
export function answerOf({ answer, partial, detail, corrects }: z.output<typeof AnswerBody>) {
  return {
    answer,
    partial,
    ...(detail !== undefined && { detail }),
    ...(corrects !== undefined && { corrects }),
  };
}

function requireKnown({ agencies }: Services, agency: string): void {
  if (agencies.has(agency)) return;
  const detail = 'The hub knows no agency of this code';
  throw new Problem('INVALID_FIELD', { errors: [{ pointer: '/agency', detail }] });
}

function nextLink(query: z.output<typeof RequestListQuery>, after: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, after })) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `/v1/information-requests?${parameters.toString()}`;
}
