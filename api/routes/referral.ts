import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { rulesAt } from '../../db/hub-rules.ts';
import { parseInstant } from '../../domain/instant.ts';
import { referralStream } from '../../domain/streams.ts';
import { hubNow } from '../../temporal/cases.ts';
import { WorkflowNotFoundError } from '@temporalio/client';
import { exportHistory } from '../../temporal/replay.ts';
import { actorOf } from '../authentication.ts';
import { historyFor } from '../people-answer.ts';
import { isOutside, mayReadContact } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { referralAnswer } from '../referral-answer.ts';
import { readCase, readQuestion, readStaffCase, readWords } from '../referral-reading.ts';
import { AsOfQuery, problems, ReferralParams } from '../schemas/common.ts';
import { HistoryAnswer, LedgerAnswer, ReferralAnswer, ReferralStatus } from '../schemas/referral.ts';
import type { Services } from '../services.ts';

/** One referral: as it stands, as it stood, its legal record and its execution record. */
export function referralRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/referrals/:ref',
      schema: {
        tags: ['referrals'],
        summary: 'Read a referral, as it stands or as it was known at an instant',
        params: ReferralParams,
        querystring: AsOfQuery,
        response: {
          200: z.union([ReferralAnswer, ReferralStatus]),
          ...problems('NOT_FOUND', 'INVALID_FIELD'),
        },
      },
      handler: async (request, reply) => {
        const actor = actorOf(request);
        const { asOf: text } = request.query;
        const asOf = text === undefined ? undefined : parseInstant(text);
        const read = await readCase(services, actor, request.params.ref, asOf);
        const isCurrent = asOf === undefined;
        const view = {
          referral: read.referral,
          actor,
          isCurrent,
          asOf: asOf ?? (await hubNow(services.clock)),
        };
        if (isCurrent) void reply.header('etag', `"${read.referral.version}"`);
        const words = isOutside(actor)
          ? await readQuestion(services, read)
          : await readWords(services, read, view.asOf);
        const past = isCurrent &&
          mayReadContact(actor, read.referral) && {
            history: (await historyFor(services.db, view, await rulesAt(services.db, view.asOf))).history,
          };
        return referralAnswer(services, view, { ...words, ...past });
      },
    });

    app.route({
      method: 'GET',
      url: '/referrals/:ref/ledger',
      schema: {
        tags: ['referrals'],
        summary: 'The legal record of a referral, row by row with its hashes',
        params: ReferralParams,
        response: { 200: LedgerAnswer, ...problems('NOT_FOUND') },
      },
      handler: async (request) => {
        const { rows } = await readStaffCase(services, actorOf(request), request.params.ref);
        const entries = rows.map(({ position: _position, stream: _stream, commandId, ...row }) => ({
          ...row,
          ...(commandId !== null && { commandId }),
        }));
        return { stream: referralStream(request.params.ref), entries };
      },
    });

    app.route({
      method: 'GET',
      url: '/referrals/:ref/history',
      schema: {
        tags: ['referrals'],
        summary: 'The Temporal history of a referral as JSON, payloads encrypted',
        params: ReferralParams,
        response: { 200: HistoryAnswer, ...problems('NOT_FOUND') },
      },
      handler: async (request, reply) => {
        await readStaffCase(services, actorOf(request), request.params.ref);
        return reply.send(await historyOf(services, request.params.ref));
      },
    });
  };
}

async function historyOf({ temporal }: Services, referralRef: string): Promise<{ events: unknown[] }> {
  try {
    return JSON.parse(await exportHistory(temporal, referralStream(referralRef))) as { events: unknown[] };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new Problem('NOT_FOUND', {
      detail:
        'Temporal has no history of this referral: not started yet, or past retention. The ledger has it all.',
    });
  }
}
