import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { forgettable } from '../../db/client.ts';
import { claimKey, storeAnswer } from '../../db/idempotency.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { decideCommand } from '../decisions.ts';
import { answerKnown, keyedRequest, sendStored } from '../keyed-requests.ts';
import { contactLink, referralLink } from '../links.ts';
import { DecisionBody } from '../schemas/commands.ts';
import { ContactRef, IdempotencyHeaders, problems, ReferralRef } from '../schemas/common.ts';
import type { Services } from '../services.ts';
import { decideForSiblings, MOST_SIBLINGS, type SiblingOutcome } from '../sibling-decisions.ts';

const SiblingDecisionsBody = z
  .strictObject({
    decision: DecisionBody.omit({ supersedes: true }),
    children: z
      .array(
        z.strictObject({
          referralRef: ReferralRef,
          version: z.int().positive().meta({ description: 'Of the referral, as it was seen' }),
          confirmed: z.literal(true).meta({ description: 'Said for each child by itself' }),
        }),
      )
      .min(1)
      .max(MOST_SIBLINGS)
      .refine(
        (children) => new Set(children.map(({ referralRef }) => referralRef)).size === children.length,
        'Name each child once',
      ),
  })
  .meta({ id: 'SiblingDecisionsToMake' });

const SiblingDecisionsAnswer = z
  .object({
    contactRef: ContactRef,
    children: z.array(
      z.object({
        referralRef: ReferralRef,
        status: z.enum(['RECORDED', 'REFUSED', 'PENDING', 'NOT_FOUND']),
        version: z.int().optional().meta({ description: 'Of the referral, once recorded' }),
        commandId: z.string().optional().meta({ description: 'Under which a pending one is asked for' }),
        refusal: z.object({ code: z.string(), detail: z.string(), field: z.string().optional() }).optional(),
        links: z.object({ self: z.string() }),
      }),
    ),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'SiblingDecisions', description: 'What became of the decision, for each child by itself' });

/** One decision for several children of a contact. */
export function siblingDecisionRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/contacts/:ref/decisions',
      schema: {
        tags: ['commands'],
        summary: 'Give one decision for several children of a contact, each confirmed by itself',
        description:
          'Each child has a decision of its own, bound to the version of its referral that was seen. What is refused for one child is recorded for the others: read the answer of each. The same request again tries only what was not recorded.',
        params: z.object({ ref: ContactRef }),
        headers: IdempotencyHeaders,
        body: SiblingDecisionsBody,
        response: {
          200: SiblingDecisionsAnswer,
          ...problems('MALFORMED_JSON', 'BAD_HEADER', 'INVALID_FIELD', 'KEY_REUSED'),
        },
      },
      handler: async (request, reply) => {
        const { db, clock } = services;
        const keyed = keyedRequest(request, JSON.stringify(request.body));
        const now = await hubNow(clock);
        const known = answerKnown(await forgettable(db, (tx) => claimKey(tx, keyed, now)));
        if (known !== undefined) return sendStored(reply, known);
        const contactRef = request.params.ref;
        const outcomes = await decideForSiblings(services, {
          contactRef,
          command: decideCommand(request.body.decision),
          children: request.body.children,
          actor: actorOf(request),
          request: keyed,
        });
        const links = { self: contactLink(contactRef) };
        const body = JSON.stringify({ contactRef, children: outcomes.map(outcomeAnswer), links });
        const answer = { status: 200, body };
        if (outcomes.every(({ status }) => status === 'RECORDED')) {
          await forgettable(db, (tx) => storeAnswer(tx, keyed, answer));
        }
        return sendStored(reply, answer);
      },
    });
  };
}

function outcomeAnswer(outcome: SiblingOutcome) {
  const links = { self: referralLink(outcome.referralRef) };
  if (outcome.status !== 'REFUSED') return { ...outcome, links };
  const { code, message, field } = outcome.refusal;
  const { referralRef, status } = outcome;
  const refusal = { code, detail: message, ...(field !== undefined && { field }) };
  return { referralRef, status, refusal, links };
}
