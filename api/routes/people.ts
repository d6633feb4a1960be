import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { childMatches, matchesOf, referralsOf } from '../../db/people-history.ts';
import { candidatesFor } from '../../db/people-search.ts';
import { personOf } from '../../domain/matching/person.ts';
import { actorOf } from '../authentication.ts';
import { keyedRequest, sendStored } from '../keyed-requests.ts';
import { matchAnswer, matchesAnswer, personAnswer, visibleMatches } from '../people-answer.ts';
import { readable, sayMatch } from '../people-matching.ts';
import { mayReadContact, readingScope } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { readStaffCase } from '../referral-reading.ts';
import { withheldContacts } from '../restricted-records.ts';
import { IdempotencyHeaders, problems, ReferralParams } from '../schemas/common.ts';
import {
  FoundPeople,
  MatchBody,
  MatchesAnswer,
  MatchParams,
  MatchResult,
  PeopleQuery,
  PersonAnswer,
  PersonParams,
} from '../schemas/people.ts';
import type { Services } from '../services.ts';

/** Everybody contacts name: found again, matched by a person's word, with their history. */
export function peopleRoutes(services: Services): FastifyPluginAsyncZod {
  const { db } = services;
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/people',
      schema: {
        tags: ['people'],
        summary: 'Search everybody contacts name, in any spelling',
        querystring: PeopleQuery,
        response: { 200: FoundPeople, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => {
        const actor = actorOf(request);
        const scope = readingScope(actor);
        if (scope === undefined || scope.outcomes !== undefined) throw new Problem('NOT_PERMITTED');
        const given = Object.entries(request.query).filter(([, value]) => value !== undefined);
        const { candidates } = await candidatesFor(db, personOf(Object.fromEntries(given)));
        const reached = candidates.filter(({ person }) => mayReadContact(actor, person));
        const withheld = await withheldContacts(
          db,
          actor,
          reached.map(({ person }) => person.contactRef),
        );
        const visible = reached.filter(({ person }) => !withheld.has(person.contactRef));
        return {
          people: visible.map(({ person, reasons, ...score }) => ({
            ...personAnswer(person),
            ...score,
            reasons: [...reasons],
          })),
        };
      },
    });

    app.route({
      method: 'GET',
      url: '/people/:id',
      schema: {
        tags: ['people'],
        summary: 'Read a person record with the referrals about that person',
        params: PersonParams,
        response: { 200: PersonAnswer, ...problems('NOT_FOUND') },
      },
      handler: async (request) => {
        const actor = actorOf(request);
        const person = await readable(db, actor, request.params.id);
        const { matches, household } = await visibleMatches(db, await matchesOf(db, person), actor);
        const same = matches
          .filter(({ status }) => status === 'CONFIRMED')
          .map((match) => match.person.personId);
        return {
          person: personAnswer(person),
          matches: matches.map(matchAnswer),
          household: household.map(personAnswer),
          referrals: await referralsOf(db, [person.personId, ...same]),
        };
      },
    });

    app.route({
      method: 'GET',
      url: '/referrals/:ref/matches',
      schema: {
        tags: ['people'],
        summary: 'Who else the child of a referral may be, and who lives at the same address',
        params: ReferralParams,
        response: { 200: MatchesAnswer, ...problems('NOT_FOUND') },
      },
      handler: async (request) => {
        const actor = actorOf(request);
        const { referral } = await readStaffCase(services, actor, request.params.ref);
        if (!mayReadContact(actor, referral)) throw new Problem('NOT_PERMITTED');
        const { child, ...found } = await childMatches(db, request.params.ref);
        return matchesAnswer(child, await visibleMatches(db, found, actor));
      },
    });

    app.route({
      method: 'POST',
      url: '/people/:id/matches/:otherId',
      schema: {
        tags: ['people'],
        summary: 'Say that two records are one person, that they are two, or take it back',
        description:
          'Nothing is ever joined without this, and each word can be taken back. Who says the same a moment later gets the first one’s result.',
        params: MatchParams,
        headers: IdempotencyHeaders,
        body: MatchBody,
        response: {
          200: MatchResult,
          ...problems(
            'MALFORMED_JSON',
            'BAD_HEADER',
            'NOT_FOUND',
            'INVALID_FIELD',
            'KEY_REUSED',
            'MATCH_SETTLED',
            'MATCH_CONTRADICTS',
            'NO_MATCH_TO_UNDO',
          ),
        },
      },
      handler: async (request, reply) => {
        const { id, otherId } = request.params;
        const answer = await sayMatch(services, {
          personId: id,
          otherId,
          ...request.body,
          actor: actorOf(request),
          request: keyedRequest(request, JSON.stringify(request.body)),
        });
        await sendStored(reply, answer);
      },
    });
  };
}
