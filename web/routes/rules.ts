import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readingScope } from '../../api/permissions.ts';
import { previewOf, publicationProgress, type RulesPreview } from '../../api/rules-outlook.ts';
import { DomainError } from '../../domain/errors.ts';
import { notPermitted } from '../fault-pages.ts';
import type { Board } from '../options.ts';
import { readRulesFile, type RulesFile } from '../queries/rules.ts';
import { mayReadRules } from '../rules-access.ts';
import {
  progressView,
  proposalAddress,
  proposalView,
  publicationAddress,
  publicationView,
  rulesView,
} from '../view-models/rules.ts';
import { previewOrderSchema, previewView } from '../view-models/rules-preview.ts';
import { visitorOf } from '../visitors.ts';

type Numbered = { Params: { readonly no: string }; Querystring: Readonly<Record<string, string>> };

/** Between two looks at a publication under way. */
const LOOK_AGAIN_SECONDS = 5;

/** The rules of the hub: which are in force, what is proposed and would move, how far a publication has come. */
export function addRulesPages(app: FastifyInstance, board: Board): void {
  app.get<{ Querystring: { readonly done?: string } }>('/rules', async (request, reply) => {
    if (!mayReadRules(visitorOf(request).actor)) return rulesAreForStaff(reply);
    const file = await readRulesFile(board, visitorOf(request).actor);
    const banner = DONE_WORDS[request.query.done ?? ''];
    return reply.page('rules.njk', { ...rulesView(file, await publicationProgress(board.services)), banner });
  });

  app.get<Numbered>('/rules/proposals/:no', async (request, reply) => {
    const found = await findProposal(board, request);
    if (found === undefined) return noSuchRules(reply, 'proposal');
    const { file, proposal } = found;
    if (proposal.status === 'AGREED') return reply.redirect(publicationAddress(proposal.publication), 303);
    const view = {
      proposal: proposalView(proposal, file),
      isRejected: proposal.status === 'REJECTED',
      banner: DONE_WORDS[request.query['done'] ?? ''],
    };
    if (proposal.status === 'REJECTED') return reply.page('rules-proposal.njk', view);
    const preview = await previewOrReason(board, proposal.no);
    if (typeof preview === 'string') return reply.page('rules-proposal.njk', { ...view, noPreview: preview });
    const place = {
      address: proposalAddress(proposal.no),
      order: previewOrderSchema.parse(request.query),
    };
    // Administrators keep the rules of cases that they may not open.
    const hasCaseLinks = readingScope(file.actor) !== undefined;
    return reply.page('rules-proposal.njk', {
      ...view,
      preview: { ...previewView(preview, place, file.rules), hasCaseLinks },
    });
  });

  app.get<Numbered>('/rules/publications/:no', async (request, reply) => {
    const found = await findPublication(board, request);
    if (found === undefined) return noSuchRules(reply, 'publication');
    const { file, publication } = found;
    const latest = file.rulebook.publications.length;
    const progress = progressView(await publicationProgress(board.services));
    const address = publicationAddress(publication.no);
    const isUnderWay = publication.no === latest && !progress.isDone;
    const isStill = request.query['still'] !== undefined;
    // A header does it without script; whoever is disturbed by it can stop it.
    if (isUnderWay && !isStill) void reply.header('refresh', `${LOOK_AGAIN_SECONDS}; url=${address}`);
    return reply.page('rules-publication.njk', {
      publication: publicationView(publication, file),
      progress: publication.no === latest ? progress : undefined,
      latest: { no: latest, address: publicationAddress(latest) },
      reload: isUnderWay && { isStill, address, everySeconds: LOOK_AGAIN_SECONDS },
    });
  });
}

/** A proposal by the number in the address, for those who may read it. */
export async function findProposal(board: Board, request: FastifyRequest<Numbered>) {
  const file = await readable(board, request);
  const proposal = file?.rulebook.proposals.find(({ no }) => String(no) === request.params.no);
  return file && proposal && { file, proposal };
}

/** The same for a publication. */
export async function findPublication(board: Board, request: FastifyRequest<Numbered>) {
  const file = await readable(board, request);
  const publication = file?.rulebook.publications.find(({ no }) => String(no) === request.params.no);
  return file && publication && { file, publication };
}

export function rulesAreForStaff(reply: FastifyReply): FastifyReply {
  return notPermitted(reply, 'The rules of the hub are for those who work in it.');
}

export function noSuchRules(reply: FastifyReply, what: 'proposal' | 'publication'): FastifyReply {
  const title = `There is no such ${what}`;
  return reply
    .status(404)
    .page('fault.njk', { title, words: 'The page about the rules lists all there are.' });
}

async function readable(board: Board, request: FastifyRequest<Numbered>): Promise<RulesFile | undefined> {
  const { actor } = visitorOf(request);
  return mayReadRules(actor) ? readRulesFile(board, actor) : undefined;
}

/** The preview, or in words why there is none: a calendar may end before a case does. */
async function previewOrReason({ services }: Board, no: number): Promise<RulesPreview | string> {
  try {
    return await previewOf(services, no);
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

const DONE_WORDS: Readonly<Record<string, string>> = {
  proposed: 'The change is proposed. Nothing moves until two people are for it',
  supported: 'You agreed. One more administrator has to agree',
  rejected: 'The proposal is rejected',
};
