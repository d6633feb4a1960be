import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { Actor } from '../../domain/actor.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { addMs, HOUR_MS, type Instant, parseInstant } from '../../domain/instant.ts';
import { hubNow } from '../../temporal/cases.ts';
import { actorOf } from '../authentication.ts';
import { referralLink } from '../links.ts';
import { ListCursor } from '../list-cursor.ts';
import { countOpenClocks, openClocks, type OpenClock } from '../open-clocks.ts';
import { readingScope, type Scope } from '../permissions.ts';
import { Problem } from '../problems.ts';
import { listReferrals, type ListRow, type ReferralFilter } from '../referral-list.ts';
import { problems } from '../schemas/common.ts';
import { isNameless, RESTRICTED_RECORD } from '../restricted-records.ts';
import { ListAnswer, type ListedReferral, ListQuery, OverdueAnswer, OverdueQuery } from '../schemas/lists.ts';
import type { Services } from '../services.ts';

/** Lists for those who keep an eye on the whole: referrals by due instant, and what is late. */
export function listRoutes(services: Services, cursorKey: Uint8Array): FastifyPluginAsyncZod {
  const cursors = new ListCursor(cursorKey);
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/referrals',
      schema: {
        tags: ['referrals'],
        summary: 'List referrals, what is due first first',
        querystring: ListQuery,
        response: { 200: ListAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request, reply) => {
        const { limit, cursor, ...filter } = request.query;
        const now = await hubNow(services.clock);
        const scope = scopeOf(actorOf(request));
        const { rows, next } = await listReferrals(services.db, {
          scope,
          filter: filterFrom(filter),
          now,
          limit,
          ...(cursor !== undefined && { after: cursors.read(cursor) }),
        });
        const link = next && nextLink(request.query, cursors.write(next));
        if (link !== undefined) void reply.header('link', `<${link}>; rel="next"`);
        return {
          referrals: rows.map((row) => listed(row, scope, now)),
          asOf: now,
          links: { ...(link !== undefined && { next: link }) },
        };
      },
    });

    app.route({
      method: 'GET',
      url: '/overdue',
      schema: {
        tags: ['referrals'],
        summary: 'Clocks that are late, and those due soon',
        querystring: OverdueQuery,
        response: { 200: OverdueAnswer, ...problems('INVALID_FIELD') },
      },
      handler: async (request) => {
        const { db, clock } = services;
        const scope = scopeOf(actorOf(request));
        const now = await hubNow(clock);
        const present = { now, rules: await rulesAt(db, now) };
        const late = { scope, due: { before: now } };
        const soon = { scope, due: { from: now, to: addMs(now, request.query.within * HOUR_MS) } };
        return {
          asOf: now,
          lateTotal: await countOpenClocks(db, late),
          late: (await openClocks(db, late, present)).map(openClockAnswer),
          dueSoon: (await openClocks(db, soon, present)).map(openClockAnswer),
        };
      },
    });
  };
}

function scopeOf(actor: Actor): Scope {
  const scope = readingScope(actor);
  if (scope === undefined)
    throw new Problem('NOT_PERMITTED', { detail: 'Your role reads no lists of referrals' });
  return scope;
}

type Filters = Omit<z.output<typeof ListQuery>, 'limit' | 'cursor'>;

function filterFrom({ stage, rag, localAuthority, agency, overdue, dueBefore }: Filters): ReferralFilter {
  return {
    ...(stage && { stage }),
    ...(rag && { rag }),
    ...(localAuthority !== undefined && { localAuthority }),
    ...(agency !== undefined && { agency }),
    ...(overdue && { overdue: overdue === 'true' }),
    ...(dueBefore !== undefined && { dueBefore: parseInstant(dueBefore) }),
  };
}

function nextLink(query: z.output<typeof ListQuery>, cursor: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor })) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `/v1/referrals?${parameters.toString()}`;
}

function listed(row: ListRow, scope: Scope, now: Instant): z.output<typeof ListedReferral> {
  const { referralRef, contactRef, version, stage, localAuthority, channel, sourceCode } = row;
  return {
    referralRef,
    contactRef,
    version,
    stage,
    localAuthority,
    channel,
    sourceCode,
    ...(row.rag && { rag: row.rag }),
    ...(row.agency !== null && { agency: row.agency }),
    child: isNameless(scope, row.readers)
      ? { displayName: RESTRICTED_RECORD }
      : {
          displayName: row.displayName ?? 'Child not named',
          ...(row.dateOfBirth !== null && { dateOfBirth: row.dateOfBirth }),
        },
    flags: [...row.flags],
    receivedAt: row.receivedAt,
    decisionDueAt: row.decisionDueAt,
    ...(row.nextDueAt && { nextDueAt: row.nextDueAt }),
    isOverdue: row.nextDueAt !== null && row.nextDueAt < now,
    ...(row.outcome && { outcome: row.outcome }),
    ...(row.decidedAt && { decidedAt: row.decidedAt }),
    ...(row.closedAt && { closedAt: row.closedAt }),
    links: { self: referralLink(referralRef) },
  };
}

function openClockAnswer({ referral, clock, timeLeft, lastTold, nextAction }: OpenClock) {
  const { referralRef, localAuthority, rating } = referral;
  return {
    referralRef,
    localAuthority,
    clock: clock.clockId,
    kind: clock.kind,
    dueAt: clock.dueAt,
    timeLeft,
    ...(rating && { rag: rating.rag }),
    ...(lastTold && { lastTold: { role: lastTold.role, what: lastTold.what, at: lastTold.occurredAt } }),
    ...(nextAction && { nextAction }),
    links: { self: referralLink(referralRef) },
  };
}
