import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { mayRead } from '../../api/permissions.ts';
import { decideForSiblings, type SiblingOutcome } from '../../api/sibling-decisions.ts';
import { obstacle } from '../../domain/referral/guards.ts';
import { isUndecided } from '../../domain/referral/state.ts';
import { caseAccess } from '../access.ts';
import { readCaseFile } from '../case-file.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import type { FormBody } from '../forms/fields.ts';
import { keyedForm } from '../forms/keyed-form.ts';
import { confirmedChildren, siblingDecisionTask, type UndecidedChild } from '../forms/sibling-decisions.ts';
import type { Board } from '../options.ts';
import { readReferrals } from '../queries/referrals.ts';
import { type CaseFile, identityView } from '../view-models/case.ts';
import { refusalWords } from '../view-models/refusals.ts';
import { type Attempt, taskView } from '../view-models/task.ts';
import { visitorOf } from '../visitors.ts';

type Page = { Params: { ref: string }; Body: FormBody };

/** Where a manager gives one decision for several children of a contact. */
export function addSiblingDecisionPages(app: FastifyInstance, board: Board): void {
  const address = '/referrals/:ref/sibling-decisions';

  app.get<Page>(address, async (request, reply) => {
    const file = await readCaseFile(board, request.params.ref, visitorOf(request).actor);
    if (file === undefined) return notFound(reply);
    if (caseAccess(file.referral, file.actor) !== 'WHOLE') return belongsToOthers(reply);
    return showForm(reply, file, await undecided(board, file));
  });

  app.post<Page>(address, { preHandler: app.csrfProtection }, async (request, reply) => {
    const { actor } = visitorOf(request);
    const file = await readCaseFile(board, request.params.ref, actor);
    if (file === undefined) return notFound(reply);
    if (caseAccess(file.referral, actor) !== 'WHOLE') return belongsToOthers(reply);
    const children = await undecided(board, file);
    const reading = siblingDecisionTask(children).read(request.body, file.rules, file);
    if ('problems' in reading) {
      const attempt = { values: request.body, problems: reading.problems };
      return showForm(reply.status(422), file, children, attempt);
    }
    if (reading.command.type !== 'decide') return notFound(reply);
    const outcomes = await decideForSiblings(board.services, {
      contactRef: file.referral.contactRef,
      command: reading.command,
      children: confirmedChildren(request.body),
      actor,
      request: keyedForm(request, actor.userId),
    });
    return reply.page('sibling-decisions.njk', {
      identity: identityView(file),
      outcomes: outcomes.map((outcome) => outcomeView(outcome, file)),
    });
  });
}

/** The children of the contact this reader may decide for, in the order of the form. */
async function undecided({ services }: Board, { children, actor }: CaseFile): Promise<UndecidedChild[]> {
  const referrals = await readReferrals(
    services.db,
    children.map(({ referralRef }) => referralRef),
  );
  return children.flatMap(({ referralRef, displayName }) => {
    const referral = referrals.get(referralRef);
    const isOpen =
      referral !== undefined &&
      isUndecided(referral) &&
      mayRead(actor, referral) &&
      obstacle(referral, 'decide', actor) === undefined;
    return isOpen ? [{ referralRef, displayName, version: referral.version }] : [];
  });
}

function showForm(
  reply: FastifyReply,
  file: CaseFile,
  children: readonly UndecidedChild[],
  attempt?: Attempt,
) {
  const task = siblingDecisionTask(children);
  const view = taskView(task, file, { requestKey: randomUUID(), ...(attempt && { attempt }) });
  if (children.length > 0) return reply.page('task.njk', view);
  const words = 'No child of this contact waits for a decision of yours';
  return reply.status(409).page('refused.njk', { ...view, words });
}

function outcomeView(outcome: SiblingOutcome, { children }: CaseFile) {
  const { referralRef } = outcome;
  const name = children.find((child) => child.referralRef === referralRef)?.displayName;
  return {
    referralRef,
    name: name ?? referralRef,
    isRecorded: outcome.status === 'RECORDED',
    words: outcomeWords(outcome),
  };
}

function outcomeWords(outcome: SiblingOutcome): string {
  switch (outcome.status) {
    case 'RECORDED':
      return 'The decision is recorded.';
    case 'REFUSED':
      return `Not decided. ${refusalWords(outcome.refusal)}.`;
    case 'PENDING':
      return 'The decision is on its way, and is not lost. Open the case to see whether it has arrived.';
    case 'NOT_FOUND':
      return 'Not decided. This is no child of the contact that you may see.';
  }
}

function belongsToOthers(reply: FastifyReply) {
  return notPermitted(reply, 'This referral belongs to another authority, team or agency.');
}
