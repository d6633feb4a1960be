import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { openSpell } from '../../domain/referral/out-of-hours.ts';
import { ownerOf } from '../../domain/referral/owner.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { answerCommand } from '../command-answer.ts';
import { referralLink } from '../links.ts';
import { type NightEntry, nightScope, readOutOfHours } from '../out-of-hours.ts';
import { Problem } from '../problems.ts';
import { problems } from '../schemas/common.ts';
import { HandBackBody, NightBody, NothingToSay, OutOfHoursAnswer } from '../schemas/elsewhere.ts';
import type { Services } from '../services.ts';
import { commandSchema } from './command-schema.ts';

/** Children the out-of-hours team holds while the hub is closed: handed over, taken on, handed back, taken back. */
export function outOfHoursRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/referrals/:ref/out-of-hours',
      schema: commandSchema('out of hours', 'Hand a child over to the out-of-hours team', NightBody, {
        codes: ['ROUTINE_WORK_STAYS', 'OUT_OF_HOURS_OPEN'],
      }),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'handToOutOfHours', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/out-of-hours/acknowledgement',
      schema: commandSchema(
        'out of hours',
        'Take the child on for the out-of-hours team',
        NothingToSay.nullish(),
        {
          codes: ['OUT_OF_HOURS_NOT_OPEN', 'OUT_OF_HOURS_TAKEN_ON'],
        },
      ),
      handler: (request, reply) => answerCommand(services, request, reply, { type: 'acknowledgeOutOfHours' }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/out-of-hours/hand-back',
      schema: commandSchema('out of hours', 'Hand the child back to the day team', HandBackBody, {
        codes: ['OUT_OF_HOURS_NOT_OPEN', 'HANDED_BACK'],
      }),
      handler: (request, reply) =>
        answerCommand(services, request, reply, { type: 'handBackToDay', ...request.body }),
    });

    app.route({
      method: 'POST',
      url: '/referrals/:ref/out-of-hours/hand-back/acknowledgement',
      schema: commandSchema('out of hours', 'Take the child back for the day team', NothingToSay.nullish(), {
        codes: ['OUT_OF_HOURS_NOT_OPEN', 'NOT_HANDED_BACK'],
      }),
      handler: (request, reply) => answerCommand(services, request, reply, { type: 'acknowledgeHandBack' }),
    });

    app.route({
      method: 'GET',
      url: '/out-of-hours',
      schema: {
        tags: ['out of hours'],
        summary: 'What the out-of-hours team holds, what waits to be acknowledged, and late school referrals',
        response: { 200: OutOfHoursAnswer, ...problems() },
      },
      handler: async (request) => {
        const scope = nightScope(actorOf(request));
        if (scope === undefined) {
          throw new Problem('NOT_PERMITTED', { detail: 'Your role does not read the work of the night' });
        }
        const now = await hubNow(services.clock);
        const { awaitingTeam, held, awaitingDay, lateSchool } = await readOutOfHours(services.db, scope, now);
        return {
          asOf: now,
          awaitingTeam: awaitingTeam.map(entryAnswer),
          held: held.map(entryAnswer),
          awaitingDay: awaitingDay.map(entryAnswer),
          lateSchool: lateSchool.map(entryAnswer),
        };
      },
    });
  };
}

function entryAnswer({ referral, backBy, isLate }: NightEntry) {
  const { referralRef, localAuthority, receivedAt } = referral;
  const spell = openSpell(referral);
  return {
    referralRef,
    localAuthority,
    receivedAt,
    owner: ownerOf(referral),
    ...(spell && { immediateRisk: spell.immediateRisk, handedAt: spell.handedAt }),
    ...(backBy !== undefined && { backBy }),
    isLate,
    links: { referral: referralLink(referralRef) },
  };
}
