import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { giveFollowOnCommand, type WordedFollowOnCommand } from '../../api/follow-ons/commands.ts';
import { mayObject } from '../../api/follow-ons/open-dispute.ts';
import { listFollowOns, mayListFollowOns } from '../../api/follow-ons/listing.ts';
import { followOnPath, resourceOf } from '../../api/follow-ons/resources.ts';
import { familyRead } from '../../api/families.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { KINDS } from '../../domain/follow-on/kinds.ts';
import { type AnyAction, obstacle } from '../../domain/follow-on/run.ts';
import { FOLLOW_ON_NAMES, type FollowOnName } from '../../domain/follow-on/state.ts';
import { dueWords } from '../../domain/words.ts';
import { hubNow } from '../../temporal/cases.ts';
import { unlessHidden } from '../intake-access.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import type { FormBody, Problem } from '../forms/fields.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import { type FollowOnFile, readFollowOnFile } from '../follow-ons/file.ts';
import { type CaseForm, readCaseForm } from '../follow-ons/form.ts';
import { CONVENE_FORM, DISPUTE_FORM } from '../follow-ons/openings.ts';
import { formOf } from '../follow-ons/kinds.ts';
import type { Board } from '../options.ts';
import { readChildren } from '../queries/referrals.ts';
import { FOLLOW_ON_WORDS } from '../view-models/follow-on-labels.ts';
import { caseRow, childrenOf, followOnView, wholeFamilyView } from '../view-models/follow-on.ts';
import { caseFormView } from '../view-models/follow-on-form.ts';
import { caseRefusalWords } from '../view-models/refusals.ts';
import { visitorOf } from '../visitors.ts';

const MOST_SHOWN = 200;
const STATUSES = ['open', 'overdue', 'closed'] as const;

/** Said of a case that somebody began by themselves. */
const OPENED_WORDS: Readonly<Partial<Record<FollowOnName, string>>> = {
  CHILD_PROTECTION: CONVENE_FORM.done,
  DISPUTE: DISPUTE_FORM.done,
};

type TaskRequest = FastifyRequest<{ Params: { id: string; action: string }; Body: FormBody }>;

/** Pages of the cases that follow a decision: all of them in a list, a family in one place, and each case. */
export function addFollowOnPages(app: FastifyInstance, board: Board): void {
  addLists(app, board);
  for (const kind of FOLLOW_ON_NAMES.filter((name) => KINDS.some((one) => one.name === name))) {
    addCasePages(app, board, kind);
  }
}

function addLists(app: FastifyInstance, { services }: Board): void {
  const { db, clock } = services;
  app.get<{ Querystring: { status?: string; kind?: string } }>('/after-decision', async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!mayListFollowOns(actor)) return notPermitted(reply, 'Your role reads no lists of cases.');
    const status = STATUSES.find((one) => one === request.query.status) ?? 'open';
    const kind = FOLLOW_ON_NAMES.find((one) => one === request.query.kind);
    const now = await hubNow(clock);
    const { calendar } = await rulesAt(db, now);
    const rows = await listFollowOns(db, { actor, status, now, limit: MOST_SHOWN, ...(kind && { kind }) });
    const link = (to: { status?: string; kind?: string }) => {
      const query = new URLSearchParams({ status, ...(kind && { kind }), ...to });
      return `/after-decision?${query.toString()}`;
    };
    return reply.page('follow-ons.njk', {
      rows: rows.map((row) => caseRow(row, now, (at) => dueWords(at, calendar))),
      isCut: rows.length === MOST_SHOWN,
      mayDispute: mayObject(actor),
      mostShown: MOST_SHOWN,
      parts: STATUSES.map((one) => ({
        words: { open: 'Open', overdue: 'Overdue', closed: 'Closed' }[one],
        address: link({ status: one }),
        isCurrent: one === status,
      })),
      kinds: [
        { words: 'All', address: `/after-decision?status=${status}`, isCurrent: kind === undefined },
        ...FOLLOW_ON_NAMES.map((one) => ({
          words: FOLLOW_ON_WORDS[one],
          address: link({ kind: one }),
          isCurrent: one === kind,
        })),
      ],
    });
  });

  app.get<{ Params: { ref: string } }>('/families/:ref', async (request, reply) => {
    const { actor } = visitorOf(request);
    const { ref } = request.params;
    const read = await unlessHidden(familyRead(services, actor, ref));
    if (read === undefined) {
      return notPermitted(
        reply,
        'There is no such family, it belongs to another authority, or its record is restricted.',
      );
    }
    const now = await hubNow(clock);
    const { calendar } = await rulesAt(db, now);
    return reply.page('family.njk', {
      contactRef: ref,
      children: await readChildren(db, ref),
      ...wholeFamilyView(read.family, now, (at) => dueWords(at, calendar)),
    });
  });
}

function addCasePages(app: FastifyInstance, board: Board, kind: FollowOnName): void {
  const { path, commands } = resourceOf(kind);
  const address = `/${path}/:id`;

  app.get<{ Params: { id: string }; Querystring: { done?: string } }>(address, async (request, reply) => {
    const { actor } = visitorOf(request);
    const file = await readFollowOnFile(board, actor, { kind, id: request.params.id });
    if (file === undefined) return belongsToOthers(reply);
    const banner =
      request.query.done === 'pending'
        ? 'What you entered is kept and will be recorded in a moment'
        : request.query.done === 'opened'
          ? OPENED_WORDS[kind]
          : formOf(kind, request.query.done ?? '')?.done;
    return reply.page('follow-on.njk', { ...followOnView(file, board.options.temporalUi), banner });
  });

  app.get<{ Params: { id: string; action: string }; Querystring: Record<string, string> }>(
    `${address}/:action`,
    async (request, reply) => {
      const { actor } = visitorOf(request);
      const { id, action } = request.params;
      const file = await readFollowOnFile(board, actor, { kind, id });
      const form = formOf(kind, action);
      if (file === undefined) return belongsToOthers(reply);
      if (form === undefined) return notFound(reply);
      return showForm(reply, { form, action, file, values: request.query });
    },
  );

  app.post(`${address}/:action`, { preHandler: app.csrfProtection }, async (request: TaskRequest, reply) => {
    const { actor } = visitorOf(request);
    const { id, action } = request.params;
    const file = await readFollowOnFile(board, actor, { kind, id });
    const form = formOf(kind, action);
    const entry = commands.find(({ type }) => type === action);
    if (file === undefined) return belongsToOthers(reply);
    if (form === undefined || entry === undefined) return notFound(reply);
    const values = request.body;
    const context = contextOf(file);
    const reading = readCaseForm(form, entry, values, { state: file.state, context });
    if ('problems' in reading) {
      return showForm(reply.status(422), { form, action, file, values, problems: reading.problems });
    }
    const { version } = values;
    const answer = await giveFollowOnCommand(board.services, {
      kind,
      id,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry checked it against its command
      command: { type: action, ...reading.body } as WordedFollowOnCommand,
      actor,
      request: keyedForm(request, actor.userId),
      ...(typeof version === 'string' && /^\d{1,9}$/.test(version) && { expectedVersion: Number(version) }),
    });
    switch (answer.kind) {
      case 'DONE':
        return reply.redirect(`${followOnPath(kind, id)}?done=${action}`, 303);
      case 'PENDING':
        return reply.redirect(`${followOnPath(kind, id)}?done=pending`, 303);
      case 'NOT_FOUND':
        return notFound(reply);
      case 'REFUSED': {
        const current = (await readFollowOnFile(board, actor, { kind, id })) ?? file;
        const { refusal } = answer;
        const problems = [
          { field: refusal.field?.replaceAll('.', '-'), words: caseRefusalWords(refusal) },
        ] as const;
        return showForm(reply.status(409), { form, action, file: current, values, problems });
      }
    }
  });
}

function contextOf(file: FollowOnFile) {
  const { agencies, rules, now } = file;
  return { agencies, calendar: rules.calendar, now, children: childrenOf(file) };
}

/** The form, or why there is none now. */
function showForm(
  reply: FastifyReply,
  {
    form,
    action,
    file,
    values,
    problems = [],
  }: {
    readonly form: CaseForm;
    readonly action: string;
    readonly file: FollowOnFile;
    readonly values?: FormBody;
    readonly problems?: readonly Problem[];
  },
) {
  const view = caseFormView(form, file, contextOf(file), {
    action,
    problems,
    requestKey: randomUUID(),
    ...(values && { values }),
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name that is none is refused like one not permitted
  const refusal = obstacle(file.state, action as AnyAction, file.actor);
  if (refusal === undefined || problems.length > 0) return reply.page('follow-on-task.njk', view);
  const status = refusal.code === 'NOT_PERMITTED' ? 403 : 409;
  return reply.status(status).page('follow-on-refused.njk', { ...view, words: caseRefusalWords(refusal) });
}

function belongsToOthers(reply: FastifyReply) {
  return notPermitted(reply, 'There is no such case, or it belongs to another authority, team or agency.');
}
