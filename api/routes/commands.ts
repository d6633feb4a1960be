import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { parseInstant } from '../../domain/instant.ts';
import { actorOf } from '../authentication.ts';
import { answerCommand } from '../command-answer.ts';
import { commandStatusFor } from '../command-status.ts';
import { Problem } from '../problems.ts';
import {
  AcknowledgementBody,
  ClockParams,
  CommandParams,
  DecisionBody,
  FeedbackBody,
  HandoverAcceptanceBody,
  CommandStatusAnswer,
  PauseBody,
  PauseEndBody,
  PauseParams,
  RatingBody,
  WithdrawalBody,
} from '../schemas/commands.ts';
import { decideCommand } from '../decisions.ts';
import { problems, ReferralParams, VersionedHeaders } from '../schemas/common.ts';
import { ReferralAnswer, ReferralStatus } from '../schemas/referral.ts';
import type { Services } from '../services.ts';
import { z } from 'zod';

const REFUSALS = [
  'MALFORMED_JSON',
  'BAD_HEADER',
  'NOT_FOUND',
  'CASE_CLOSED',
  'STALE_VERSION',
  'INVALID_FIELD',
  'KEY_REUSED',
] as const;
const done = {
  200: z.union([ReferralAnswer, ReferralStatus]),
  202: CommandStatusAnswer,
};
const answers = { ...done, ...problems(...REFUSALS) };
const boundAnswers = { ...answers, ...problems('VERSION_REQUIRED', 'WHAT_IS_DIFFERENT_NEEDED') };
const pauseAnswers = {
  ...done,
  ...problems(...REFUSALS, 'CLOCK_UNKNOWN', 'CLOCK_NEVER_PAUSES', 'CLOCK_NOT_RUNNING', 'PAUSE_NOT_OPEN'),
};

/** What people do to a referral. Each answers with the new state, its version and what may be done next. */
export function commandRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/referrals/:ref/acknowledgement',
      schema: {
        tags: ['commands'],
        summary: 'Record that the referrer was acknowledged by hand',
        params: ReferralParams,
        headers: VersionedHeaders,
        body: AcknowledgementBody,
        response: answers,
      },
      handler: (request, reply) => {
        const { method, acknowledgedAt } = request.body;
        return answerCommand(services, request, reply, {
          type: 'acknowledge',
          method,
          ...(acknowledgedAt !== undefined && {
            acknowledgedAt: parseInstant(acknowledgedAt, 'acknowledgedAt'),
          }),
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/rating',
      schema: {
        tags: ['commands'],
        summary: 'Rate a referral, or rate it again',
        params: ReferralParams,
        headers: VersionedHeaders,
        body: RatingBody,
        response: answers,
      },
      handler: (request, reply) => answerCommand(services, request, reply, { type: 'rate', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/decision',
      schema: {
        tags: ['commands'],
        summary: 'Decide a referral, or supersede a decision',
        description: 'If-Match is required: a decision is bound to the case its author saw.',
        params: ReferralParams,
        headers: VersionedHeaders,
        body: DecisionBody,
        response: boundAnswers,
      },
      handler: (request, reply) => {
        requireVersion(request.headers);
        return answerCommand(services, request, reply, decideCommand(request.body));
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/feedback',
      schema: {
        tags: ['commands'],
        summary: 'Tell the referrer the outcome, or record why they are not told',
        params: ReferralParams,
        headers: VersionedHeaders,
        body: FeedbackBody,
        response: answers,
      },
      handler: (request, reply) => answerCommand(services, request, reply, feedbackCommand(request.body)),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/handover-acceptance',
      schema: {
        tags: ['commands'],
        summary: 'Accept the child for the receiving team',
        params: ReferralParams,
        headers: VersionedHeaders,
        body: HandoverAcceptanceBody.nullish(),
        response: answers,
      },
      handler: (request, reply) => answerCommand(services, request, reply, { type: 'acceptHandover' }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/withdrawal',
      schema: {
        tags: ['commands'],
        summary: 'Ask to withdraw a referral; a manager approves or refuses',
        description: 'If-Match is required to approve or refuse.',
        params: ReferralParams,
        headers: VersionedHeaders,
        body: WithdrawalBody,
        response: boundAnswers,
      },
      handler: (request, reply) => {
        const { body } = request;
        if (body.action !== 'REQUEST') requireVersion(request.headers);
        return answerCommand(services, request, reply, withdrawalCommand(body));
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/clocks/:clockId/pauses',
      schema: {
        tags: ['commands'],
        summary: 'Let a clock stand still',
        description:
          'Only a clock that the policy of the hub lets pause; a statutory clock never. Several pauses may hold at once: the clock runs on when the last has ended, and time they share counts once.',
        params: ClockParams,
        headers: VersionedHeaders,
        body: PauseBody,
        response: pauseAnswers,
      },
      handler: (request, reply) => {
        const { params, body } = request;
        return answerCommand(services, request, reply, {
          type: 'pauseClock',
          clock: params.clockId,
          reason: body.reason,
        });
      },
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/clocks/:clockId/pauses/:no/end',
      schema: {
        tags: ['commands'],
        summary: 'End a pause of a clock',
        params: PauseParams,
        headers: VersionedHeaders,
        body: PauseEndBody.nullish(),
        response: pauseAnswers,
      },
      handler: (request, reply) => {
        const { clockId, no } = request.params;
        return answerCommand(services, request, reply, { type: 'endPause', clock: clockId, pause: no });
      },
    });

    app.route({
      method: 'GET',
      url: '/referrals/:ref/commands/:commandId',
      schema: {
        tags: ['commands'],
        summary: 'What became of a command that was answered 202',
        params: CommandParams,
        response: { 200: CommandStatusAnswer, ...problems('NOT_FOUND') },
      },
      handler: (request) => commandStatusFor(services, actorOf(request), request.params),
    });
  };
}

function requireVersion(headers: z.output<typeof VersionedHeaders>): void {
  if (headers['if-match'] !== undefined) return;
  throw new Problem('VERSION_REQUIRED', {
    detail: 'Read the referral first and send its ETag as If-Match',
    errors: [{ parameter: 'if-match', detail: 'This header is required here' }],
  });
}

function feedbackCommand({ method, givenAt, withhold }: z.output<typeof FeedbackBody>) {
  if (withhold !== undefined) {
    const { reason, note } = withhold;
    return { type: 'withholdFeedback' as const, reason, ...(note !== undefined && { note }) };
  }
  if (method === undefined) throw new Problem('INVALID_FIELD');
  return {
    type: 'giveFeedback' as const,
    method,
    ...(givenAt !== undefined && { givenAt: parseInstant(givenAt, 'givenAt') }),
  };
}

function withdrawalCommand(body: z.output<typeof WithdrawalBody>) {
  switch (body.action) {
    case 'REQUEST':
      return { type: 'requestWithdrawal' as const, reason: body.reason };
    case 'APPROVE':
      return {
        type: 'approveWithdrawal' as const,
        rationale: body.rationale,
        ...(body.noDutyArises !== undefined && { noDutyArises: body.noDutyArises }),
      };
    case 'REFUSE':
      return { type: 'refuseWithdrawal' as const, rationale: body.rationale };
  }
}
