import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sayMatch } from '../../api/people-matching.ts';
import { Problem as Refusal } from '../../api/problems.ts';
import { requestHash } from '../../db/idempotency.ts';
import { DomainError } from '../../domain/errors.ts';
import {
  MATCH_VERDICTS,
  MATCHING_ROLES,
  type MatchStatus,
  type MatchVerdict,
} from '../../domain/matching/match.ts';
import { readCaseFile } from '../case-file.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import { type FormBody, oneOf, type Problem, requiredWords } from '../forms/fields.ts';
import type { Board } from '../options.ts';
import { type CaseFile, identityView } from '../view-models/case.ts';
import { matchView } from '../view-models/history.ts';
import { visitorOf } from '../visitors.ts';

type Params = { readonly ref: string; readonly person: string };
type MatchRequest = FastifyRequest<{ Params: Params; Body: FormBody }>;

const ADDRESS = '/referrals/:ref/people/:person';

const said = z.object({
  verdict: oneOf(MATCH_VERDICTS, 'Choose whether it is the same child'),
  reason: requiredWords('Enter how you know'),
});

/** What may be said of two records, by what has been said. */
const CHOICES: Readonly<
  Record<MatchStatus, readonly { readonly verdict: MatchVerdict; readonly words: string }[]>
> = {
  OPEN: [
    { verdict: 'CONFIRM', words: 'It is the same child' },
    { verdict: 'REJECT', words: 'It is another child' },
  ],
  CONFIRMED: [{ verdict: 'UNDO', words: 'Take back that it is the same child' }],
  REJECTED: [{ verdict: 'UNDO', words: 'Take back that it is another child' }],
};

/** A page on which somebody says whether two records are one child. */
export function addPeopleRoutes(app: FastifyInstance, board: Board): void {
  app.get<{ Params: Params }>(ADDRESS, async (request, reply) => {
    const file = await readCaseFile(board, request.params.ref, visitorOf(request).actor);
    return showPage(reply, request.params, file);
  });
  app.post<{ Params: Params; Body: FormBody }>(
    ADDRESS,
    { preHandler: app.csrfProtection },
    async (request, reply) => submit(board, request, reply),
  );
}

async function submit(board: Board, request: MatchRequest, reply: FastifyReply) {
  const { actor } = visitorOf(request);
  const { params, body } = request;
  const file = await readCaseFile(board, params.ref, actor);
  const child = file?.past?.child;
  if (file === undefined || child === undefined) return notFound(reply);
  const reading = said.safeParse(body);
  if (!reading.success) {
    const problems = reading.error.issues.map(({ path, message }) => ({
      field: path[0] === 'reason' ? 'reason' : undefined,
      words: message,
    }));
    return showPage(reply.status(422), params, file, { values: body, problems });
  }
  const { _csrf, requestKey, ...answers } = body;
  const hash = requestHash(request.method, request.url, JSON.stringify(answers));
  try {
    await sayMatch(board.services, {
      personId: child.personId,
      otherId: params.person,
      ...reading.data,
      actor,
      request: { client: actor.userId, key: `board/${String(requestKey)}/${hash}`, hash },
    });
  } catch (error) {
    if (!(error instanceof DomainError) && !(error instanceof Refusal)) throw error;
    const current = await readCaseFile(board, params.ref, actor);
    const problems = [{ field: undefined, words: error.message }];
    return showPage(reply.status(409), params, current, { values: body, problems });
  }
  return reply.redirect(`/referrals/${params.ref}#history`, 303);
}

function showPage(
  reply: FastifyReply,
  { ref, person }: Params,
  file: CaseFile | undefined,
  attempt: { readonly values: FormBody; readonly problems: readonly Problem[] } = {
    values: {},
    problems: [],
  },
) {
  const match = file?.past?.matches.find((one) => one.person.personId === person);
  if (file === undefined || match === undefined) return notFound(reply);
  if (!MATCHING_ROLES.includes(file.actor.role)) {
    return notPermitted(reply, 'Your role may not say whether two records are one child.');
  }
  const { values, problems } = attempt;
  const given = values['reason'];
  const wrong = problems.find(({ field }) => field === 'reason');
  return reply.page('person-match.njk', {
    identity: identityView(file),
    match: matchView(match, file),
    address: `/referrals/${ref}/people/${person}`,
    choices: CHOICES[match.status],
    requestKey: randomUUID(),
    problems,
    fields: [
      {
        kind: 'textarea',
        name: 'reason',
        label: 'How do you know?',
        rows: 3,
        value: typeof given === 'string' ? given : '',
        error: wrong && { text: wrong.words },
      },
    ],
  });
}
