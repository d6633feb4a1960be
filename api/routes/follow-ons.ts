import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type FollowOnName, FOLLOW_ON_NAMES } from '../../domain/follow-on/state.ts';
import { KINDS, kindNamed } from '../../domain/follow-on/kinds.ts';
import { parseInstant } from '../../domain/instant.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { answerFollowOnCommand } from '../follow-ons/command-answer.ts';
import type { WordedFollowOnCommand } from '../follow-ons/commands.ts';
import { followOnAnswer, listedFollowOn } from '../follow-ons/answer.ts';
import { followOnCommandStatus } from '../follow-ons/command-status.ts';
import { explainedClock } from '../follow-ons/clocks.ts';
import { listFollowOns, mayListFollowOns } from '../follow-ons/listing.ts';
import { readFollowOnCase } from '../follow-ons/reading.ts';
import { resourceOf } from '../follow-ons/resources.ts';
import { Problem } from '../problems.ts';
import { AsOfQuery, problems, VersionedHeaders } from '../schemas/common.ts';
import {
  FollowOnAnswer,
  FollowOnClockExplanation,
  FollowOnClockParams,
  FollowOnCommandParams,
  FollowOnCommandStatus,
  FollowOnListAnswer,
  FollowOnListQuery,
  FollowOnParams,
} from '../schemas/follow-ons.ts';
import type { Services } from '../services.ts';

const REFUSALS = [
  'MALFORMED_JSON',
  'BAD_HEADER',
  'NOT_FOUND',
  'CASE_CLOSED',
  'NOT_AT_THIS_STAGE',
  'STALE_VERSION',
  'INVALID_FIELD',
  'INVALID_INSTANT',
  'MISSING_FIELD',
  'KEY_REUSED',
] as const;

/** The cases that follow a decision, each kind under an address of its own and all in the same pattern. */
export function followOnRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    for (const kind of FOLLOW_ON_NAMES.filter((name) => KINDS.some((one) => one.name === name))) {
      await app.register(resourceRoutes(services, kind));
    }
  };
}

function resourceRoutes(services: Services, kind: FollowOnName): FastifyPluginAsyncZod {
  const { path, tag, commands } = resourceOf(kind);
  const { stageWords, words } = kindNamed(kind);
  return async (app) => {
    app.route({
      method: 'GET',
      url: `/${path}`,
      schema: {
        tags: [tag],
        summary: `List cases (${words.toLowerCase()}), what is due first first`,
        description: 'Agencies, and whoever referred, see the cases they are part of.',
        querystring: FollowOnListQuery,
        response: { 200: FollowOnListAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request, reply) => {
        const actor = actorOf(request);
        if (!mayListFollowOns(actor)) {
          throw new Problem('NOT_PERMITTED', { detail: 'Your role reads no lists of cases' });
        }
        const { status, party, limit, after } = request.query;
        const now = await hubNow(services.clock);
        const rows = await listFollowOns(services.db, {
          actor,
          kind,
          status,
          now,
          limit: limit + 1,
          ...(party !== undefined && { party }),
          ...(after !== undefined && { after }),
        });
        const page = rows.slice(0, limit);
        const last = rows.length > limit ? page.at(-1) : undefined;
        const query = new URLSearchParams({ status, limit: String(limit), ...(party && { party }) });
        const next = last && `/v1/${path}?${query.toString()}&after=${last.caseId}`;
        if (next !== undefined) void reply.header('link', `<${next}>; rel="next"`);
        return {
          cases: page.map((row) => listedFollowOn(row, stageWords[row.stage] ?? row.stage, now)),
          asOf: now,
          links: { ...(next !== undefined && { next }) },
        };
      },
    });

    app.route({
      method: 'GET',
      url: `/${path}/:id`,
      schema: {
        tags: [tag],
        summary: 'One case, as it stands or stood',
        params: FollowOnParams,
        querystring: AsOfQuery,
        response: { 200: FollowOnAnswer, ...problems('NOT_FOUND', 'RESTRICTED', 'INVALID_FIELD') },
      },
      handler: async (request, reply) => {
        const actor = actorOf(request);
        const asked = request.query.asOf;
        const asOf = asked === undefined ? undefined : parseInstant(asked);
        const { id } = request.params;
        const { state, texts } = await readFollowOnCase(services, actor, { kind, id }, asOf);
        void reply.header('etag', `"${state.version}"`);
        return followOnAnswer(services, state, {
          actor,
          asOf: asOf ?? (await hubNow(services.clock)),
          isCurrent: asOf === undefined,
          texts,
        });
      },
    });

    app.route({
      method: 'GET',
      url: `/${path}/:id/clocks/:clockId`,
      schema: {
        tags: [tag],
        summary: 'Explain a clock in one sentence and one table',
        params: FollowOnClockParams,
        response: { 200: FollowOnClockExplanation, ...problems('NOT_FOUND', 'CLOCK_UNKNOWN') },
      },
      handler: async (request) => {
        const { id, clockId } = request.params;
        const actor = actorOf(request);
        const read = await readFollowOnCase(services, actor, { kind, id });
        return explainedClock(services, read, { clockId, actor, now: await hubNow(services.clock) });
      },
    });

    app.route({
      method: 'GET',
      url: `/${path}/:id/commands/:commandId`,
      schema: {
        tags: [tag],
        summary: 'What became of a command that was answered 202',
        params: FollowOnCommandParams,
        response: { 200: FollowOnCommandStatus, ...problems('NOT_FOUND') },
      },
      handler: (request) => followOnCommandStatus(services, actorOf(request), { kind, ...request.params }),
    });

    for (const { type, path: last, summary, description, body, codes = [] } of commands) {
      app.route({
        method: 'POST',
        url: `/${path}/:id/${last}`,
        schema: {
          tags: [tag],
          summary,
          ...(description !== undefined && { description }),
          params: FollowOnParams,
          headers: VersionedHeaders,
          body,
          response: { 200: FollowOnAnswer, 202: FollowOnCommandStatus, ...problems(...REFUSALS, ...codes) },
        },
        handler: (request, reply) =>
          answerFollowOnCommand(services, request, reply, {
            kind,
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `entry` checked it against its command
            command: { type, ...request.body } as WordedFollowOnCommand,
          }),
      });
    }
  };
}
