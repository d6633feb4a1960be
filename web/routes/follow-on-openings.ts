import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { KeyedRequest } from '../../db/idempotency.ts';
import { maySee } from '../../api/follow-ons/reading.ts';
import { disputedBy, disputeToOpen, mayObject } from '../../api/follow-ons/open-dispute.ts';
import { assertMayConvene, convenes, protectionToConvene } from '../../api/follow-ons/open-protection.ts';
import { beginCase, type CaseToBegin } from '../../api/follow-ons/openings.ts';
import { followOnPath } from '../../api/follow-ons/resources.ts';
import { isOutside } from '../../api/permissions.ts';
import { Problem } from '../../api/problems.ts';
import type { DisputeToOpen, StrategyToConvene } from '../../api/schemas/follow-on-openings.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import type { Actor } from '../../domain/actor.ts';
import { kindNamedBy } from '../../domain/follow-on/stream.ts';
import { DomainError } from '../../domain/errors.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notPermitted } from '../fault-pages.ts';
import type { FormBody, Problem as FormProblem } from '../forms/fields.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import { readQuestions } from '../follow-ons/form.ts';
import { CONVENE_FORM, DISPUTE_FORM, type OpeningForm } from '../follow-ons/openings.ts';
import type { Board } from '../options.ts';
import { type Child, childrenOfFamily } from '../queries/referrals.ts';
import { questionsView } from '../view-models/follow-on-form.ts';
import { caseRefusalWords } from '../view-models/refusals.ts';
import { visitorOf } from '../visitors.ts';

/** What a page of an opening is about: a referral, a case that follows one, or nothing yet. */
type About = { readonly referralRef?: string; readonly caseId?: string };

type Opening = {
  readonly path: string;
  readonly form: OpeningForm;
  /** Whether the role begins such a case at all. */
  mayBegin(actor: Actor): boolean;
  /** @throws Problem when this visitor may not begin it about this */
  check(actor: Actor, about: About): Promise<void>;
  toBegin(actor: Actor, request: KeyedRequest, body: object): Promise<CaseToBegin>;
};

type OpeningRequest = FastifyRequest<{ Querystring: Record<string, string>; Body: FormBody }>;

/** Pages on which people begin a case by themselves: a strategy discussion, and a dispute. */
export function addFollowOnOpeningPages(app: FastifyInstance, board: Board): void {
  const { services } = board;
  addOpening(app, board, {
    path: '/child-protection/new',
    form: CONVENE_FORM,
    mayBegin: convenes,
    check: async (actor, { referralRef = '' }) => assertMayConvene(services, actor, [referralRef]),
    toBegin: (actor, request, body) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form's schema read it
      protectionToConvene(services, { actor, request, body: body as z.output<typeof StrategyToConvene> }),
  });
  addOpening(app, board, {
    path: '/disputes/new',
    form: DISPUTE_FORM,
    mayBegin: mayObject,
    check: async (actor, about) => {
      await disputedBy(services, actor, { ...about, subject: 'DECISION' });
    },
    toBegin: (actor, request, body) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form's schema read it
      disputeToOpen(services, { actor, request, body: body as z.output<typeof DisputeToOpen> }),
  });
}

function addOpening(app: FastifyInstance, board: Board, opening: Opening): void {
  const { services } = board;
  const { path } = opening;

  app.get(path, async (request: OpeningRequest, reply) => {
    const { actor } = visitorOf(request);
    const about = aboutIn(request.query);
    if (!opening.mayBegin(actor)) return notPermitted(reply, 'Your role does not begin such a case.');
    const refusal = isNamed(about) ? await refusalOf(() => opening.check(actor, about)) : undefined;
    if (refusal !== undefined) return notPermitted(reply, `${refusal.message}.`);
    return showForm(reply, board, { opening, actor, about });
  });

  app.post(path, { preHandler: app.csrfProtection }, async (request: OpeningRequest, reply) => {
    const { actor } = visitorOf(request);
    const { body: values } = request;
    const about = aboutIn({ referralRef: values['about'], caseId: values['aboutCase'] });
    const show = (status: number, problems: readonly FormProblem[]) =>
      showForm(reply.status(status), board, { opening, actor, about, values, problems });
    const { calendar } = await rulesAt(services.db, await hubNow(services.clock));
    const reading = readQuestions(await questionsOf(board, opening, actor, about), values, {
      calendar,
      schema: opening.form.schema,
      bodyOf: (answers) => ({ ...answers, ...about }),
    });
    if ('problems' in reading) return show(422, reading.problems);
    try {
      const toBegin = await opening.toBegin(actor, keyedForm(request, actor.userId), reading.body);
      const state = await beginCase(services, toBegin);
      return maySee(actor, state)
        ? await reply.redirect(`${followOnPath(state.kind, state.id)}?done=opened`, 303)
        : await reply.page('follow-on-opened.njk', { words: opening.form.done, id: state.id });
    } catch (error) {
      const problems = problemsIn(error, about);
      if (problems === undefined) throw error;
      return show(error instanceof Problem ? error.statusCode : 409, problems);
    }
  });
}

function aboutIn({ referralRef, caseId }: Readonly<{ referralRef?: unknown; caseId?: unknown }>): About {
  if (typeof caseId === 'string' && caseId !== '') return { caseId };
  return typeof referralRef === 'string' && referralRef !== '' ? { referralRef } : {};
}

function isNamed({ referralRef, caseId }: About): boolean {
  return referralRef !== undefined || caseId !== undefined;
}

/** What a refusal says to whoever fills in the form; undefined for a fault, which is none of theirs. */
function problemsIn(error: unknown, about: About): readonly FormProblem[] | undefined {
  if (error instanceof DomainError) {
    return [{ field: error.field, words: caseRefusalWords(error) }];
  }
  if (!(error instanceof Problem) || error.statusCode >= 500) return undefined;
  const { errors } = error.content;
  if (errors === undefined) {
    return [{ field: isNamed(about) ? undefined : 'referralRef', words: error.message }];
  }
  return errors.map(({ pointer, detail }) => ({ field: pointer?.slice(1), words: detail }));
}

async function refusalOf(check: () => Promise<void>): Promise<Problem | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof Problem && error.statusCode < 500) return error;
    throw error;
  }
}

/** Whoever is no member of the hub is shown no sibling. */
async function siblingsOf(
  { services }: Board,
  actor: Actor,
  { referralRef }: About,
): Promise<readonly Child[]> {
  if (referralRef === undefined || isOutside(actor)) return [];
  const family = await childrenOfFamily(services.db, referralRef);
  return family.filter((child) => child.referralRef !== referralRef);
}

async function questionsOf(board: Board, { form }: Opening, actor: Actor, about: About) {
  return form.questions({ isNamed: isNamed(about), siblings: await siblingsOf(board, actor, about) });
}

async function showForm(
  reply: FastifyReply,
  board: Board,
  {
    opening,
    actor,
    about,
    values = {},
    problems = [],
  }: {
    readonly opening: Opening;
    readonly actor: Actor;
    readonly about: About;
    readonly values?: FormBody;
    readonly problems?: readonly FormProblem[];
  },
) {
  const { title, lead, submit } = opening.form;
  const questions = await questionsOf(board, opening, actor, about);
  return reply.page('follow-on-opening.njk', {
    title,
    lead,
    submit,
    address: opening.path,
    about,
    back: backTo(about),
    ...questionsView(questions, values, problems),
    requestKey: randomUUID(),
  });
}

/** Where the visitor came from. */
function backTo({ referralRef, caseId }: About): string {
  const kind = caseId === undefined ? undefined : kindNamedBy(caseId);
  if (kind !== undefined && caseId !== undefined) return followOnPath(kind, caseId);
  return referralRef === undefined ? '/after-decision' : `/referrals/${referralRef}`;
}
