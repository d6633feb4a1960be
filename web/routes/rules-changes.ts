import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from '../../api/problems.ts';
import { giveRulesCommand, type RulesRequest } from '../../api/rules-changes.ts';
import { requestHash } from '../../db/idempotency.ts';
import { DomainError } from '../../domain/errors.ts';
import { readEditionText } from '../../policy/edition-text.ts';
import { EditionError } from '../../policy/editions.ts';
import { notPermitted } from '../fault-pages.ts';
import type { FormBody } from '../forms/fields.ts';
import type { Board } from '../options.ts';
import { mayChangeRules } from '../rules-access.ts';
import { addUploads } from '../uploads.ts';
import { proposalAddress, proposalView, publicationAddress, publicationView } from '../view-models/rules.ts';
import { refusalWords } from '../view-models/refusals.ts';
import { visitorOf } from '../visitors.ts';
import { findProposal, findPublication, noSuchRules } from './rules.ts';

type FormRequest = FastifyRequest<{
  Params: { no: string };
  Querystring: Record<string, string>;
  Body: FormBody;
}>;

/** A page that asks once more before something about the rules is done. */
type Confirmation = {
  readonly address: string;
  readonly back: string;
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly isWarning?: boolean;
  readonly command: RulesRequest;
};

/** Finds what the address is about; undefined when there is nothing of that number. */
type Finding = (board: Board, request: FormRequest) => Promise<Confirmation | undefined>;

const CONFIRMED: readonly { readonly path: string; readonly find: Finding }[] = [
  { path: '/rules/proposals/:no/agreement', find: agreement },
  { path: '/rules/proposals/:no/rejection', find: rejection },
  { path: '/rules/publications/:no/withdrawal', find: withdrawal },
];

/** The forms by which administrators change the rules; each asks for a second person or is one. */
export async function addRulesForms(app: FastifyInstance, board: Board): Promise<void> {
  addUploads(app);
  app.addHook('preHandler', async (request, reply) => {
    if (!mayChangeRules(visitorOf(request).actor)) {
      return notPermitted(reply, 'Only administrators of the hub change its rules.');
    }
    return undefined;
  });
  const guarded = { preHandler: app.csrfProtection };

  app.get('/rules/proposals/new', async (_request, reply) => showProposalForm(reply, '', []));
  app.post('/rules/proposals/new', guarded, async (request: FormRequest, reply) => {
    const text = editionIn(request.body);
    if (text === '') return showProposalForm(reply.status(422), '', ['Choose a file or paste the document']);
    const result = await give(board, request, () => {
      const { kind, document } = readEditionText(text, 'The document');
      return { type: 'proposeEdition', kind, document };
    });
    if ('refused' in result) return showProposalForm(reply.status(result.status), text, result.refused);
    return reply.redirect(`${proposalAddress(result.no)}?done=proposed`, 303);
  });

  for (const { path, find } of CONFIRMED) {
    app.get(path, async (request: FormRequest, reply) => {
      const page = await find(board, request);
      return page === undefined ? noneOf(path, reply) : showConfirmation(reply, page, []);
    });
    app.post(path, guarded, async (request: FormRequest, reply) => {
      const page = await find(board, request);
      if (page === undefined) return noneOf(path, reply);
      const result = await give(board, request, () => page.command);
      if ('refused' in result) return showConfirmation(reply.status(result.status), page, result.refused);
      return reply.redirect(afterwards(page.command, result), 303);
    });
  }
}

async function agreement(board: Board, request: FormRequest): Promise<Confirmation | undefined> {
  const found = await findProposal(board, request);
  if (found === undefined) return undefined;
  const { no, words } = proposalView(found.proposal, found.file);
  const isSecond = found.proposal.supporters.length > 0;
  return {
    address: `${proposalAddress(no)}/agreement`,
    back: proposalAddress(no),
    title: isSecond ? `Publish: ${words}` : `Agree: ${words}`,
    lead: isSecond
      ? 'You are the second person. This is brought to every open case at once; clocks that have stopped stay as they are.'
      : 'One more administrator has to agree after you. Nothing moves until then.',
    submit: isSecond ? 'Agree and publish' : 'Agree',
    isWarning: isSecond,
    command: { type: 'agree', proposal: no },
  };
}

async function rejection(board: Board, request: FormRequest): Promise<Confirmation | undefined> {
  const found = await findProposal(board, request);
  if (found === undefined) return undefined;
  const { no, words } = proposalView(found.proposal, found.file);
  return {
    address: `${proposalAddress(no)}/rejection`,
    back: proposalAddress(no),
    title: `Reject: ${words}`,
    lead: 'Nothing changes, and the proposal cannot be agreed to any more.',
    submit: 'Reject the proposal',
    command: { type: 'reject', proposal: no },
  };
}

async function withdrawal(board: Board, request: FormRequest): Promise<Confirmation | undefined> {
  const found = await findPublication(board, request);
  if (found === undefined) return undefined;
  const { no, words } = publicationView(found.publication, found.file);
  return {
    address: `${publicationAddress(no)}/withdrawal`,
    back: publicationAddress(no),
    title: `Withdraw: ${words}`,
    lead: 'What was in force before it holds again, once another administrator agrees. You see first what that moves.',
    submit: 'Propose the withdrawal',
    command: { type: 'propose', change: { type: 'WITHDRAW', publication: no } },
  };
}

type Given = { readonly no: number; readonly publication?: number | undefined };
type Refused = { readonly refused: readonly string[]; readonly status: number };

const Answer = z.object({ no: z.number(), publication: z.number().optional() });

/** Gives the command, or says in words why it was refused. The same form sent twice is one request. */
async function give(
  { services }: Board,
  request: FormRequest,
  commandOf: () => RulesRequest,
): Promise<Given | Refused> {
  const { actor } = visitorOf(request);
  const { _csrf, requestKey, ...answers } = request.body;
  const hash = requestHash('POST', request.url, JSON.stringify(answers));
  const key = { client: actor.userId, key: `board/${String(requestKey)}/${hash}`, hash };
  try {
    const answer = await giveRulesCommand(services, commandOf(), { actor, request: key });
    return Answer.parse(JSON.parse(answer.body));
  } catch (error) {
    if (error instanceof EditionError) return { refused: error.problems, status: 422 };
    if (error instanceof DomainError) return { refused: [refusalWords(error)], status: 409 };
    if (!(error instanceof Problem)) throw error;
    const faults = error.content.errors?.map(({ detail }) => detail) ?? [error.message];
    return { refused: faults, status: error.statusCode };
  }
}

function afterwards(command: RulesRequest, { no, publication }: Given): string {
  if (publication !== undefined) return publicationAddress(publication);
  if (command.type === 'reject') return '/rules?done=rejected';
  return `${proposalAddress(no)}?done=${command.type === 'agree' ? 'supported' : 'proposed'}`;
}

/** A file that was chosen goes before what was pasted. */
function editionIn({ file, document }: FormBody): string {
  const [chosen, pasted] = [file, document].map((text) => (typeof text === 'string' ? text.trim() : ''));
  return chosen || pasted || '';
}

function showProposalForm(reply: FastifyReply, document: string, refused: readonly string[]) {
  const problems = refused.map((words) => ({ field: 'document', words }));
  return reply.page('rules-propose.njk', { document, problems, requestKey: randomUUID() });
}

function showConfirmation(reply: FastifyReply, page: Confirmation, refused: readonly string[]) {
  const problems = refused.map((words) => ({ field: undefined, words }));
  return reply.page('rules-confirm.njk', { ...page, problems, requestKey: randomUUID() });
}

function noneOf(path: string, reply: FastifyReply): FastifyReply {
  return noSuchRules(reply, path.startsWith('/rules/proposals') ? 'proposal' : 'publication');
}
