import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { giveCommand } from '../../api/referral-commands.ts';
import type { Clock } from '../../domain/clock.ts';
import type { DomainError } from '../../domain/errors.ts';
import { CASE_ACTIONS, type ReferralAction } from '../../domain/referral/commands.ts';
import { obstacle } from '../../domain/referral/guards.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { caseAccess, mayOpen } from '../access.ts';
import { readCaseFile } from '../case-file.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import type { FormBody } from '../forms/fields.ts';
import { endPauseTask, pauseTask } from '../forms/pauses.ts';
import type { Task } from '../forms/task.ts';
import { TASKS } from '../forms/tasks.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import type { Board } from '../options.ts';
import { type CaseFile, identityView } from '../view-models/case.ts';
import { refusalWords } from '../view-models/refusals.ts';
import { type Attempt, taskView } from '../view-models/task.ts';
import { visitorOf } from '../visitors.ts';

type TaskParams = { readonly ref: string; readonly clock?: string; readonly pause?: string };
type TaskRequest = FastifyRequest<{ Params: TaskParams; Body: FormBody }>;

/** Where the pages of an action are, and which task each of them is; undefined when there is no such page. */
type TaskPages = {
  readonly action: ReferralAction;
  /** Below the address of the case. */
  readonly path: string;
  readonly taskOf: (referral: Referral, params: TaskParams) => Task | undefined;
};

const PAGES: readonly TaskPages[] = [
  ...CASE_ACTIONS.map((action) => ({ action, path: TASKS[action].path, taskOf: () => TASKS[action] })),
  {
    action: 'pauseClock',
    path: 'clocks/:clock/pause',
    taskOf: (referral, params) => {
      const clock = clockOf(referral, params);
      return clock && pauseTask(clock);
    },
  },
  {
    action: 'endPause',
    path: 'clocks/:clock/pauses/:pause/end',
    taskOf: (referral, params) => {
      const clock = clockOf(referral, params);
      const pause = clock?.pauses?.find(({ no }) => String(no) === params.pause);
      return clock && pause && endPauseTask(clock, pause);
    },
  },
];

function clockOf({ clocks }: Referral, params: TaskParams): Clock | undefined {
  return clocks.find(({ id }) => id === params.clock);
}

/** A page with a form for each thing people do with a referral. */
export function addTaskRoutes(app: FastifyInstance, board: Board): void {
  for (const pages of PAGES) {
    const address = `/referrals/:ref/${pages.path}`;
    app.get<{ Params: TaskParams }>(address, async (request, reply) => {
      const { actor } = visitorOf(request);
      const file = await readCaseFile(board, request.params.ref, actor);
      if (file === undefined) return notFound(reply);
      if (!mayOpen(caseAccess(file.referral, actor), pages.action)) return belongsToOthers(reply);
      return showForm(reply, { ...pages, params: request.params }, file);
    });
    app.post<{ Params: TaskParams; Body: FormBody }>(
      address,
      { preHandler: app.csrfProtection },
      async (request, reply) => submit(board, pages, request, reply),
    );
  }
}

async function submit(board: Board, pages: TaskPages, request: TaskRequest, reply: FastifyReply) {
  const { actor } = visitorOf(request);
  const { params, body: values } = request;
  const { ref } = params;
  const file = await readCaseFile(board, ref, actor);
  if (file === undefined) return notFound(reply);
  if (!mayOpen(caseAccess(file.referral, actor), pages.action)) return belongsToOthers(reply);
  const page = { ...pages, params };
  const reading = pages.taskOf(file.referral, params)?.read(values, file.rules, file);
  if (reading === undefined) return notFound(reply);
  if ('problems' in reading) {
    return showForm(reply.status(422), page, file, { values, problems: reading.problems });
  }
  const seenVersion = versionOf(values);
  const answer = await giveCommand(board.services, {
    referralRef: ref,
    command: reading.command,
    actor,
    request: keyedForm(request, actor.userId),
    ...(seenVersion !== undefined && { expectedVersion: seenVersion }),
  });
  switch (answer.kind) {
    case 'DONE':
      return reply.redirect(`/referrals/${ref}?done=${pages.action}`, 303);
    case 'PENDING':
      return reply.status(202).page('pending.njk', { identity: identityView(file) });
    case 'NOT_FOUND':
      return notFound(reply);
    case 'REFUSED': {
      const current = (await readCaseFile(board, ref, actor)) ?? file;
      const attempt = attemptRefused(values, answer.refusal, seenVersion);
      return showForm(reply.status(409), page, current, attempt);
    }
  }
}

function attemptRefused(values: FormBody, refusal: DomainError, seenVersion: number | undefined): Attempt {
  return {
    values,
    problems: [{ field: refusal.field, words: refusalWords(refusal) }],
    ...(seenVersion !== undefined && { seenVersion }),
  };
}

/** The form, or why there is none now; both tell what others did meanwhile. */
function showForm(
  reply: FastifyReply,
  { action, taskOf, params }: TaskPages & { readonly params: TaskParams },
  file: CaseFile,
  attempt?: Attempt,
) {
  const task = taskOf(file.referral, params);
  if (task === undefined) return notFound(reply);
  const view = taskView(task, file, { requestKey: randomUUID(), ...(attempt && { attempt }) });
  const refusal = obstacle(file.referral, action, file.actor) ?? task.obstacle?.(file);
  if (refusal === undefined) return reply.page('task.njk', view);
  const status = refusal.code === 'NOT_PERMITTED' ? 403 : 409;
  return reply.status(status).page('refused.njk', { ...view, words: refusalWords(refusal) });
}

function belongsToOthers(reply: FastifyReply) {
  return notPermitted(reply, 'This referral belongs to another authority, team or agency.');
}

function versionOf({ version }: FormBody): number | undefined {
  return typeof version === 'string' && /^\d{1,9}$/.test(version) ? Number(version) : undefined;
}
