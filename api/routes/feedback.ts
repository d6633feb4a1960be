import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type CountPeriod, countActions, countDisputes, countEarlyHelp } from '../../db/follow-on-counts.ts';
import type { Actor } from '../../domain/actor.ts';
import { agencyCounts, appropriatenessCounts } from '../../domain/figures/agency-counts.ts';
import type { Instant } from '../../domain/instant.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { listFeedback } from '../feedback.ts';
import { readingScope } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { problems } from '../schemas/common.ts';
import {
  AgencyCountsAnswer,
  AppropriatenessAnswer,
  CountsQuery,
  DisputeCountsAnswer,
  EarlyHelpCountsAnswer,
  FeedbackListAnswer,
  FeedbackListQuery,
} from '../schemas/feedback.ts';
import type { Services } from '../services.ts';

/** What referrers were told, and what is counted of what followed. */
export function feedbackRoutes({ db, clock }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/feedback',
      schema: {
        tags: ['feedback'],
        summary: 'What referrers were told of decisions, or have yet to be told',
        description:
          'Feedback is given or withheld with POST /v1/referrals/{ref}/feedback. A decision that replaces another owes an amended outcome.',
        querystring: FeedbackListQuery,
        response: { 200: FeedbackListAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request, reply) => {
        const { status, limit, after } = request.query;
        const now = await hubNow(clock);
        const actor = actorOf(request);
        const rows = await listFeedback(db, {
          actor,
          status,
          now,
          limit: limit + 1,
          ...(after !== undefined && { after }),
        });
        const page = rows.slice(0, limit);
        const last = rows.length > limit ? page.at(-1)?.referralRef : undefined;
        const next = last && `/v1/feedback?status=${status}&limit=${limit}&after=${last}`;
        if (next !== undefined) void reply.header('link', `<${next}>; rel="next"`);
        return { feedback: page, asOf: now, links: { ...(next !== undefined && { next }) } };
      },
    });

    app.route({
      method: 'GET',
      url: '/feedback/appropriateness',
      schema: {
        tags: ['feedback'],
        summary: 'What agencies say of their referrals that came to no further action, counted',
        querystring: CountsQuery,
        response: { 200: AppropriatenessAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => ({
        agencies: appropriatenessCounts(
          await countActions(db, 'APPROPRIATENESS', periodOf(actorOf(request), request.query)),
        ),
        asOf: await hubNow(clock),
      }),
    });

    app.route({
      method: 'GET',
      url: '/agency-actions/counts',
      schema: {
        tags: ['agency actions'],
        summary: 'What agencies did of what they were asked, counted',
        querystring: CountsQuery,
        response: { 200: AgencyCountsAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => ({
        agencies: agencyCounts(await countActions(db, 'ACTION', periodOf(actorOf(request), request.query))),
        asOf: await hubNow(clock),
      }),
    });

    app.route({
      method: 'GET',
      url: '/early-help/counts',
      schema: {
        tags: ['early help'],
        summary:
          'Families by the route they came by, what it ended in, and what Early Help says of the route',
        querystring: CountsQuery,
        response: { 200: EarlyHelpCountsAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => {
        const rows = await countEarlyHelp(db, periodOf(actorOf(request), request.query));
        return {
          families: rows.map(({ route, outcome, routing, families }) => ({
            route: route ?? '',
            ...(outcome !== null && { outcome }),
            ...(routing !== null && { routing }),
            families,
          })),
          asOf: await hubNow(clock),
        };
      },
    });

    app.route({
      method: 'GET',
      url: '/disputes/counts',
      schema: {
        tags: ['disputes'],
        summary: 'Disputes by the stage they reached and what they ended in',
        querystring: CountsQuery,
        response: { 200: DisputeCountsAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => {
        const rows = await countDisputes(db, periodOf(actorOf(request), request.query));
        return {
          disputes: rows.map(({ reached, lane, outcome, disputes }) => ({
            stageReached: reached ?? 1,
            lane: lane ?? '',
            ...(outcome !== null && { outcome }),
            disputes,
          })),
          asOf: await hubNow(clock),
        };
      },
    });
  };
}

/** @throws Problem NOT_PERMITTED for roles that do not see all of an authority's cases */
function periodOf(actor: Actor, period: { readonly from?: Instant; readonly to?: Instant }): CountPeriod {
  const scope = readingScope(actor);
  if (scope === undefined || scope.outcomes !== undefined) {
    throw new Problem('NOT_PERMITTED', { detail: 'Your role reads no counts' });
  }
  const { localAuthority } = scope;
  return { ...period, ...(localAuthority !== undefined && { localAuthority }) };
}
