import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { DomainError } from '../domain/errors.ts';
import { isUnavailable } from './availability.ts';
import { type Fault, Problem, problemDocument, problemOf, PROBLEMS, type ProblemCode } from './problems.ts';

/** Gives every failure of the app one form, RFC 9457, and keeps what it knows of a fault out of the answer. */
export function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemFrom(error);
    if (PROBLEMS[problem.code].status >= 500) request.log.error({ err: error, code: problem.code });
    return sendProblem(problem, request, reply);
  });
  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name);
    methods.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(missing(request, methods), request, reply));
}

/** A path that exists for other methods is told apart from one that does not exist. */
function missing(request: FastifyRequest, methods: ReadonlyMap<string, ReadonlySet<string>>): Problem {
  const [path = ''] = request.url.split('?', 1);
  const parts = path.split('/');
  for (const [url, allowed] of methods) {
    const pattern = url.split('/');
    const fits =
      pattern.length === parts.length &&
      pattern.every((part, index) => part.startsWith(':') || part === parts[index]);
    if (fits) return new Problem('METHOD_NOT_ALLOWED', { headers: { allow: [...allowed].join(', ') } });
  }
  return new Problem('NOT_FOUND');
}

/** Answers with a problem document. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { headers = {}, current } = problem.content;
  return reply
    .code(PROBLEMS[problem.code].status)
    .headers({ ...headers, 'cache-control': 'no-store', ...(current && { etag: `"${current.version}"` }) })
    .type('application/problem+json')
    .send(JSON.stringify(problemDocument(problem, request.id)));
}

const RETRY_AFTER_SECONDS = '5';

function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DomainError) return problemOf(error);
  if (hasZodFastifySchemaValidationErrors(error)) return validationProblem(error);
  if (isUnavailable(error)) {
    return new Problem('UNAVAILABLE', {
      detail: 'Nothing was lost. Send the same request again with the same Idempotency-Key.',
      headers: { 'retry-after': RETRY_AFTER_SECONDS },
    });
  }
  return new Problem(codeOfStatus(error));
}

const STATUS_PROBLEMS: Readonly<Record<number, ProblemCode>> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'NOT_JSON',
};

/** Fastify's own refusals carry a status; anything else is a mistake of ours. */
function codeOfStatus(error: unknown): ProblemCode {
  if (!(error instanceof Error) || !('statusCode' in error)) return 'INTERNAL';
  const isJson =
    error instanceof SyntaxError || ('code' in error && String(error.code).includes('JSON_BODY'));
  if (error.statusCode === 400 && isJson) return 'MALFORMED_JSON';
  return (
    STATUS_PROBLEMS[Number(error.statusCode)] ?? (Number(error.statusCode) < 500 ? 'BAD_REQUEST' : 'INTERNAL')
  );
}

type ValidationIssue = {
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params?: Record<string, unknown>;
};

function validationProblem(
  error: Pick<FastifyError, 'validationContext'> & { readonly validation: readonly ValidationIssue[] },
): Problem {
  switch (error.validationContext) {
    case 'params':
      return new Problem('NOT_FOUND', { detail: 'There is nothing with this reference' });
    case 'headers':
      return new Problem('BAD_HEADER', { errors: faults(error.validation, parameterFault) });
    case 'querystring':
      return new Problem('INVALID_FIELD', { errors: faults(error.validation, parameterFault) });
    default:
      return new Problem('INVALID_FIELD', { errors: faults(error.validation, bodyFault) });
  }
}

const MOST_FAULTS = 20;

/** One fault for each issue; a field nobody knows is named itself, not the object it stands in. */
function faults(
  issues: readonly ValidationIssue[],
  faultAt: (path: string, detail: string) => Fault,
): Fault[] {
  return issues
    .flatMap(({ instancePath, message = '', params }) => {
      const parent = instancePath === '/' ? '' : instancePath;
      const unknown: unknown[] = Array.isArray(params?.['keys']) ? params['keys'] : [];
      if (unknown.length === 0) return [faultAt(parent, message)];
      return unknown.map((key) => faultAt(`${parent}/${pointerPart(key)}`, 'This field is not known here'));
    })
    .slice(0, MOST_FAULTS);
}

const bodyFault = (pointer: string, detail: string): Fault => ({ pointer, detail });
const parameterFault = (path: string, detail: string): Fault => ({ parameter: path.slice(1), detail });

/** A name a client chose may be of any length; it is told back only so far. */
function pointerPart(key: unknown): string {
  return String(key).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
