import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { readCalendar } from '../../db/editions.ts';
import { readRulebook } from '../../db/rulebook.ts';
import { RULE_KEEPERS } from '../../domain/rulebook/decide.ts';
import { calendarInForce } from '../../domain/rulebook/in-force.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { keyedRequest, sendStored } from '../keyed-requests.ts';
import { isOutside } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { publicationAnswer, rulesAnswer } from '../rules-answer.ts';
import { giveRulesCommand, type RulesRequest } from '../rules-changes.ts';
import { previewOf, publicationProgress } from '../rules-outlook.ts';
import { IdempotencyHeaders, problems } from '../schemas/common.ts';
import {
  NothingMore,
  PreviewAnswer,
  ProposalAnswer,
  ProposalBody,
  ProposalParams,
  PublicationParams,
  PublicationProgressAnswer,
  RulesAnswer,
} from '../schemas/rules.ts';
import type { Services } from '../services.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** The hub's rules: which are in force, how two people change them, and what a change does to open cases. */
export function rulesRoutes(services: Services): FastifyPluginAsyncZod {
  const give = async (
    request: FastifyRequest & { readonly headers: { readonly 'idempotency-key': string } },
    reply: FastifyReply,
    command: RulesRequest,
  ) => {
    const actor = actorOf(request);
    if (!RULE_KEEPERS.includes(actor.role)) throw new Problem('NOT_PERMITTED');
    const keyed = keyedRequest(request, JSON.stringify(request.body ?? null));
    await sendStored(reply, await giveRulesCommand(services, command, { actor, request: keyed }));
  };

  return async (app) => {
    app.route({
      method: 'GET',
      url: '/rules',
      schema: {
        tags: ['rules'],
        summary: 'The rules in force, proposals to change them, and what was published',
        response: { 200: RulesAnswer, ...problems() },
      },
      handler: async (request) => {
        if (isOutside(actorOf(request))) throw new Problem('NOT_PERMITTED');
        const rulebook = await readRulebook(services.db);
        const calendar = await readCalendar(services.db, calendarInForce(rulebook).sha256);
        const { date } = localTimeOf(await hubNow(services.clock), calendar);
        return rulesAnswer(rulebook, date, calendar);
      },
    });

    app.route({
      method: 'POST',
      url: '/rules/proposals',
      bodyLimit: 1024 * 1024,
      schema: {
        tags: ['rules'],
        summary: 'Propose an edition, or the withdrawal of a publication',
        headers: IdempotencyHeaders,
        body: ProposalBody,
        response: {
          201: ProposalAnswer,
          ...problems(
            'INVALID_FIELD',
            'KEY_REUSED',
            'EDITION_KNOWN',
            'EDITION_IN_FORCE',
            'PUBLICATION_NOT_IN_FORCE',
          ),
        },
      },
      handler: (request, reply) => give(request, reply, proposalIn(request.body)),
    });

    app.route({
      method: 'POST',
      url: '/rules/proposals/:no/agreement',
      schema: {
        tags: ['rules'],
        summary: 'Agree to a proposal; the second person publishes it',
        params: ProposalParams,
        headers: IdempotencyHeaders,
        body: NothingMore,
        response: {
          200: ProposalAnswer,
          ...problems(
            'PROPOSAL_UNKNOWN',
            'PROPOSAL_SETTLED',
            'SECOND_PERSON_NEEDED',
            'CALENDAR_TOO_SHORT',
            'KEY_REUSED',
          ),
        },
      },
      handler: (request, reply) => give(request, reply, { type: 'agree', proposal: request.params.no }),
    });

    app.route({
      method: 'POST',
      url: '/rules/proposals/:no/rejection',
      schema: {
        tags: ['rules'],
        summary: 'Reject a proposal',
        params: ProposalParams,
        headers: IdempotencyHeaders,
        body: NothingMore,
        response: { 200: ProposalAnswer, ...problems('PROPOSAL_UNKNOWN', 'PROPOSAL_SETTLED', 'KEY_REUSED') },
      },
      handler: (request, reply) => give(request, reply, { type: 'reject', proposal: request.params.no }),
    });

    app.route({
      method: 'GET',
      url: '/rules/proposals/:no/preview',
      schema: {
        tags: ['rules'],
        summary: 'Which clocks of open cases a proposal would move, from when to when',
        params: ProposalParams,
        response: { 200: PreviewAnswer, ...problems('PROPOSAL_UNKNOWN', 'PROPOSAL_SETTLED') },
      },
      handler: async (request) => {
        if (isOutside(actorOf(request))) throw new Problem('NOT_PERMITTED');
        return previewOf(services, request.params.no);
      },
    });

    app.route({
      method: 'GET',
      url: '/rules/publications/:no',
      schema: {
        tags: ['rules'],
        summary: 'How far a publication has come to open cases',
        params: PublicationParams,
        response: { 200: PublicationProgressAnswer, ...problems('NOT_FOUND') },
      },
      handler: async (request) => {
        if (isOutside(actorOf(request))) throw new Problem('NOT_PERMITTED');
        const { publications } = await readRulebook(services.db);
        const publication = publications.find(({ no }) => no === request.params.no);
        if (publication === undefined) throw new Problem('NOT_FOUND');
        return { ...publicationAnswer(publication), ...(await publicationProgress(services)) };
      },
    });
  };
}

function proposalIn(body: z.output<typeof ProposalBody>): RulesRequest {
  return 'withdraw' in body
    ? { type: 'propose', change: { type: 'WITHDRAW', publication: body.withdraw } }
    : { type: 'proposeEdition', kind: body.kind, document: body.document };
}
