import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { OpenViolation } from '../../db/invariants.ts';
import { followOnOf } from '../../domain/follow-on/stream.ts';
import { INVARIANT_WORDS } from '../../domain/invariant.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { linkOfStream } from '../follow-ons/answer.ts';
import { invariantScope, readInvariants, referralIn } from '../invariants.ts';
import { referralLink } from '../links.ts';
import { Problem } from '../problems.ts';
import { problems } from '../schemas/common.ts';
import { InvariantsAnswer } from '../schemas/invariants.ts';
import type { Services } from '../services.ts';

/** Open cases that nobody may lose sight of. */
export function invariantRoutes({ db, clock }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/invariants',
      schema: {
        tags: ['referrals'],
        summary: 'Open cases without one owner, a clock, a next step or a workflow',
        response: { 200: InvariantsAnswer, ...problems() },
      },
      handler: async (request) => {
        const scope = invariantScope(actorOf(request));
        if (scope === undefined) {
          throw new Problem('NOT_PERMITTED', { detail: 'Your role does not read the checks of open cases' });
        }
        const now = await hubNow(clock);
        const { total, byRule, violations, lastRun, isStale } = await readInvariants(db, scope, now);
        return {
          asOf: now,
          total,
          ...(lastRun && {
            lastRun: {
              startedAt: lastRun.startedAt,
              finishedAt: lastRun.finishedAt,
              checked: lastRun.checked,
            },
          }),
          isStale,
          byRule: byRule.map(({ rule, count }) => ({ rule, count, ...wordsOf(rule) })),
          violations: violations.map(violationAnswer),
        };
      },
    });
  };
}

function wordsOf(rule: OpenViolation['rule']) {
  const { broken: words, cure } = INVARIANT_WORDS[rule];
  return { words, cure };
}

function violationAnswer({ stream, rule, localAuthority, foundAt }: OpenViolation) {
  const referralRef = referralIn(stream);
  return {
    case: stream,
    ...(referralRef !== undefined && { referralRef }),
    rule,
    ...wordsOf(rule),
    ...(localAuthority !== null && { localAuthority }),
    foundAt,
    links: {
      ...(referralRef !== undefined && { referral: referralLink(referralRef) }),
      ...(followOnOf(stream) !== undefined && { case: linkOfStream(stream) }),
    },
  };
}
