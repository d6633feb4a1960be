import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type OpenLink, openLink } from '../../api/answer-access.ts';
import { answerBehindLink } from '../../api/linked-answers.ts';
import { Problem } from '../../api/problems.ts';
import type { GivenAnswer } from '../../api/request-commands.ts';
import { readRequestWords } from '../../api/request-reading.ts';
import type { Services } from '../../api/services.ts';
import { keepDraft, readDraft } from '../../db/answer-links.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { obstacle } from '../../domain/information-request/guards.ts';
import { draftOf, readAnswer } from '../forms/answer.ts';
import type { FormBody } from '../forms/fields.ts';
import type { Board } from '../options.ts';
import { type AnswerAttempt, answerView } from '../view-models/answer.ts';

type LinkRequest = FastifyRequest<{ Params: { token: string }; Querystring: { done?: string } }>;
type LinkForm = FastifyRequest<{ Params: { token: string }; Body: FormBody }>;

const DONE: Readonly<Record<string, string>> = {
  answer: 'Your answer is recorded. Thank you',
  draft: 'What you have written is kept. It has not been sent yet',
  pending: 'Your answer is kept and will be recorded in a moment',
};

/**
 * The pages behind a signed link. They set no cookie, read no session, change nothing on GET, so that whoever checks
 * mail for viruses answers nothing, and tell no other site where they are.
 */
export async function addAnswerLinkPages(app: FastifyInstance, { services }: Board): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' });
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status, title, words, headers = {} } = faultOf(error);
    if (status >= 500) request.log.error(error);
    return reply
      .status(status)
      .headers(headers)
      .page('answer-fault.njk', { visitor: undefined, title, words });
  });

  app.get('/answer/:token', async (request: LinkRequest, reply) => {
    const open = await openLink(services, request.params.token, request.ip);
    const draft = await readDraft(services.db, open.link.id);
    const attempt = draft && { values: draft.form as FormBody, savedAt: draft.savedAt };
    return show(services, reply, open, { token: request.params.token, done: request.query.done, attempt });
  });

  app.post('/answer/:token', async (request: LinkForm, reply) => {
    const { token } = request.params;
    const open = await openLink(services, token, request.ip);
    const values = request.body;
    const reading = readAnswer(values);
    if ('problems' in reading) {
      return show(services, reply.status(422), open, { token, attempt: { values, ...reading } });
    }
    return record(services, reply, open, { token, given: reading.answer, values });
  });

  app.post('/answer/:token/nothing-known', async (request: LinkForm, reply) => {
    const { token } = request.params;
    const open = await openLink(services, token, request.ip);
    const given = { answer: 'NOTHING_KNOWN', partial: false } as const;
    return record(services, reply, open, { token, given, values: { answer: 'NOTHING_KNOWN' } });
  });

  app.post('/answer/:token/draft', async (request: LinkForm, reply) => {
    const { token } = request.params;
    const { link, request: asked, actor, now } = await openLink(services, token, request.ip);
    if (obstacle(asked, 'giveAnswer', actor) !== undefined) return reply.redirect(`/answer/${token}`, 303);
    await keepDraft(services.db, { linkId: link.id, form: draftOf(request.body), now });
    return reply.redirect(`/answer/${token}?done=draft`, 303);
  });
}

const TITLES: Readonly<Record<number, string>> = {
  404: 'This link is not valid',
  410: 'This link no longer works',
  429: 'Too many requests',
};

/** What is said of a failure; never more than the hub itself has written. */
function faultOf(error: FastifyError | Problem) {
  if (error instanceof Problem && TITLES[error.statusCode] !== undefined) {
    const { statusCode: status, message: words, content } = error;
    return { status, title: TITLES[status], words, headers: content.headers };
  }
  const status = error.statusCode ?? 500;
  return status < 500
    ? { status, title: 'We could not read that', words: 'Nothing was recorded. Go back and try again' }
    : {
        status: 503,
        title: 'The service is not available just now',
        words: 'Try again in a minute. Sending an answer twice does no harm',
      };
}

async function record(
  services: Services,
  reply: FastifyReply,
  open: OpenLink,
  {
    token,
    given,
    values,
  }: { readonly token: string; readonly given: GivenAnswer; readonly values: FormBody },
) {
  try {
    const after = await answerBehindLink(services, open, given);
    return await reply.redirect(`/answer/${token}?done=${after === undefined ? 'pending' : 'answer'}`, 303);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const pointer = error.content.errors?.[0]?.pointer?.slice(1);
    const problem = { field: pointer, words: error.message };
    const current = await openLink(services, token, reply.request.ip);
    const attempt = { values, problems: [problem] };
    return show(services, reply.status(error.statusCode), current, { token, attempt });
  }
}

async function show(
  { db, agencies }: Services,
  reply: FastifyReply,
  { request, actor, now }: OpenLink,
  page: {
    readonly token: string;
    readonly done?: string | undefined;
    readonly attempt?: AnswerAttempt | undefined;
  },
) {
  const { token, done, attempt } = page;
  const [words, { calendar }] = await Promise.all([readRequestWords({ db }, request), rulesAt(db, now)]);
  const view = answerView({
    request,
    words,
    calendar,
    agencies,
    now,
    address: `/answer/${token}`,
    // Whoever a message was passed on to reads that the agency has answered, not what it said.
    showsDetail: false,
    mayAnswer: obstacle(request, 'giveAnswer', actor) === undefined,
    ...(attempt && { attempt }),
  });
  return reply.page('answer.njk', { ...view, visitor: undefined, banner: DONE[done ?? ''], isLink: true });
}
