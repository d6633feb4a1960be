import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { handlesLinks, makeLink } from '../../api/answer-link.ts';
import { Problem } from '../../api/problems.ts';
import { doneOrRefused } from '../../api/request-answer.ts';
import { giveRequestCommand, type WordedRequestCommand } from '../../api/request-commands.ts';
import { listRequests, mayListRequests } from '../../api/request-list.ts';
import { readRequest, readRequestWords } from '../../api/request-reading.ts';
import { isOutside } from '../../api/permissions.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import type { Actor } from '../../domain/actor.ts';
import { pauseObstacle } from '../../domain/clock-pausing.ts';
import { obstacle, routeOf } from '../../domain/information-request/guards.ts';
import { answerClock } from '../../domain/information-request/pausing.ts';
import { type InformationRequest, isEnded } from '../../domain/information-request/state.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notPermitted } from '../fault-pages.ts';
import { readAnswer, readPause, readWithdrawal } from '../forms/answer.ts';
import type { FormBody } from '../forms/fields.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import type { Board } from '../options.ts';
import { type AnswerAttempt, answerView } from '../view-models/answer.ts';
import { requestListView, requestStatusIn } from '../view-models/request-list.ts';
import { visitorOf } from '../visitors.ts';

type RequestForm = FastifyRequest<{ Params: { id: string }; Body: FormBody }>;

const MOST_SHOWN = 200;

const DONE: Readonly<Record<string, string>> = {
  answer: 'The answer is recorded',
  withdrawal: 'The agency is no longer asked',
  pause: 'The time of the agency stands still',
  pauseEnd: 'The pause has ended',
  pending: 'What you entered is kept and will be recorded in a moment',
};

/** Requests for whoever is signed in: their own agency's, or those of the authority they work for. */
export function addInformationRequestPages(app: FastifyInstance, { services }: Board): void {
  const { db, clock } = services;

  app.get<{ Querystring: { status?: string } }>('/information-requests', async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!mayListRequests(actor))
      return notPermitted(reply, 'Requests are for agencies and the staff of the hub.');
    const now = await hubNow(clock);
    const status = requestStatusIn(request.query.status);
    const rows = await listRequests(db, { actor, status, now, limit: MOST_SHOWN });
    const { calendar } = await rulesAt(db, now);
    return reply.page(
      'requests.njk',
      requestListView(rows, { status, now, calendar, agencies: services.agencies, mostShown: MOST_SHOWN }),
    );
  });

  app.get<{ Params: { id: string }; Querystring: { done?: string } }>(
    '/information-requests/:id',
    async (request, reply) => {
      const { actor } = visitorOf(request);
      const found = await visibleRequest(request.params.id, actor);
      if (found === undefined) return belongsToOthers(reply);
      return show(reply, found, actor, { banner: DONE[request.query.done ?? ''] });
    },
  );

  const guarded = { preHandler: app.csrfProtection };
  app.post('/information-requests/:id', guarded, async (request: RequestForm, reply) => {
    const { actor } = visitorOf(request);
    const found = await visibleRequest(request.params.id, actor);
    if (found === undefined) return belongsToOthers(reply);
    const values = request.body;
    const reading = readAnswer(values);
    if ('problems' in reading) {
      return show(reply.status(422), found, actor, { attempt: { values, ...reading } });
    }
    const command = { type: 'giveAnswer', ...reading.answer, route: routeOf(actor) } as const;
    return give(request, reply, { found, actor, command, done: 'answer' });
  });

  app.post('/information-requests/:id/nothing-known', guarded, async (request: RequestForm, reply) => {
    const { actor } = visitorOf(request);
    const found = await visibleRequest(request.params.id, actor);
    if (found === undefined) return belongsToOthers(reply);
    const command = {
      type: 'giveAnswer',
      answer: 'NOTHING_KNOWN',
      partial: false,
      route: routeOf(actor),
    } as const;
    return give(request, reply, { found, actor, command, done: 'answer' });
  });

  app.post('/information-requests/:id/withdrawal', guarded, async (request: RequestForm, reply) => {
    const { actor } = visitorOf(request);
    const found = await visibleRequest(request.params.id, actor);
    if (found === undefined) return belongsToOthers(reply);
    const reading = readWithdrawal(request.body);
    if ('problems' in reading) {
      const attempt = { values: request.body, ...reading };
      return show(reply.status(422), found, actor, { attempt });
    }
    const command = { type: 'withdrawRequest', reason: reading.reason } as const;
    return give(request, reply, { found, actor, command, done: 'withdrawal' });
  });

  app.post('/information-requests/:id/pauses', guarded, async (request: RequestForm, reply) => {
    const { actor } = visitorOf(request);
    const found = await visibleRequest(request.params.id, actor);
    if (found === undefined) return belongsToOthers(reply);
    const reading = readPause(request.body);
    if ('problems' in reading) {
      const attempt = { values: request.body, ...reading };
      return show(reply.status(422), found, actor, { attempt });
    }
    const command = { type: 'pauseClock', reason: reading.reason } as const;
    return give(request, reply, { found, actor, command, done: 'pause' });
  });

  app.post<{ Params: { id: string; no: string }; Body: FormBody }>(
    '/information-requests/:id/pauses/:no/end',
    guarded,
    async (request, reply) => {
      const { actor } = visitorOf(request);
      const found = await visibleRequest(request.params.id, actor);
      if (found === undefined) return belongsToOthers(reply);
      const command = { type: 'endPause', pause: Number(request.params.no) } as const;
      return give(request, reply, { found, actor, command, done: 'pauseEnd' });
    },
  );

  app.post('/information-requests/:id/link', guarded, async (request: RequestForm, reply) => {
    const { actor } = visitorOf(request);
    const found = await visibleRequest(request.params.id, actor);
    if (found === undefined || !handlesLinks(actor)) return belongsToOthers(reply);
    const { address } = await makeLink(services, found, actor);
    return show(reply, found, actor, { link: address });
  });

  async function visibleRequest(id: string, actor: Actor): Promise<InformationRequest | undefined> {
    try {
      return await readRequest(services, actor, id);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  async function give(
    request: RequestForm,
    reply: FastifyReply,
    {
      found,
      actor,
      command,
      done,
    }: {
      readonly found: InformationRequest;
      readonly actor: Actor;
      readonly command: WordedRequestCommand;
      readonly done: string;
    },
  ) {
    const { requestId } = found;
    try {
      const answer = await giveRequestCommand(services, {
        requestId,
        command,
        actor,
        request: keyedForm(request, actor.userId),
      });
      const outcome = doneOrRefused(answer, actor) === undefined ? 'pending' : done;
      return await reply.redirect(`/information-requests/${requestId}?done=${outcome}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const problems = [{ field: error.content.errors?.[0]?.pointer?.slice(1), words: error.message }];
      const current = (await visibleRequest(requestId, actor)) ?? found;
      return show(reply.status(error.statusCode), current, actor, {
        attempt: { values: request.body, problems },
      });
    }
  }

  async function show(
    reply: FastifyReply,
    request: InformationRequest,
    actor: Actor,
    page: {
      readonly attempt?: AnswerAttempt;
      readonly banner?: string | undefined;
      readonly link?: string;
    },
  ) {
    const { attempt, banner, link } = page;
    const now = await hubNow(clock);
    const [words, rules] = await Promise.all([readRequestWords(services, request), rulesAt(db, now)]);
    const view = answerView({
      request,
      words,
      calendar: rules.calendar,
      agencies: services.agencies,
      now,
      address: `/information-requests/${request.requestId}`,
      showsDetail: true,
      mayAnswer: obstacle(request, 'giveAnswer', actor) === undefined,
      ...(attempt && { attempt }),
    });
    const isStaff = !isOutside(actor);
    return reply.page('answer.njk', {
      ...view,
      banner,
      link,
      isStaff,
      referralRefs: isStaff ? request.referralRefs : [],
      mayMakeLink: handlesLinks(actor) && !isEnded(request),
      mayPause:
        obstacle(request, 'pauseClock', actor) === undefined &&
        pauseObstacle(answerClock(request), now, rules) === undefined,
      mayEndPause: obstacle(request, 'endPause', actor) === undefined,
      mayWithdraw: obstacle(request, 'withdrawRequest', actor) === undefined,
      requestKey: randomUUID(),
    });
  }
}

function belongsToOthers(reply: FastifyReply) {
  return notPermitted(reply, 'There is no such request, or it was made to another agency or authority.');
}
