import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { instantFromMs } from '../domain/instant.ts';
import type { Board, BoardOptions } from './options.ts';
import { findVisitor, type Visitor } from './sessions.ts';

/** Names and attributes of the board's cookies; `__Host-` keeps other hosts from setting them. */
export function cookieNames({ secureCookies }: Pick<BoardOptions, 'secureCookies'>) {
  const prefix = secureCookies ? '__Host-' : '';
  return {
    session: `${prefix}front-door-session`,
    csrf: `${prefix}front-door-form`,
    attributes: { path: '/', httpOnly: true, sameSite: 'lax', secure: secureCookies } as const,
  };
}

/** Sessions run on the machine's time: travelling forward signs nobody out. */
export function sessionNow() {
  return instantFromMs(Date.now());
}

/** Finds out who asks, for every page. */
export function admitVisitors(app: FastifyInstance, { services, options }: Board): void {
  const { session } = cookieNames(options);
  app.decorateRequest('visitor', undefined);
  app.addHook('preHandler', async (request) => {
    const secret = request.cookies[session];
    if (secret !== undefined) request.visitor = await findVisitor(services.db, secret, sessionNow());
  });
}

/** The visitor of a page behind the sign-in. */
export function visitorOf(request: FastifyRequest): Visitor {
  if (request.visitor === undefined)
    throw new Error('a page behind the sign-in was reached without a session');
  return request.visitor;
}

/** Sends a visitor without a session to sign in, or says that they must where there is no page for it. */
export async function askToSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { isDevelopment }: Pick<BoardOptions, 'isDevelopment'>,
): Promise<FastifyReply> {
  if (!isDevelopment) {
    return reply.status(401).page('fault.njk', {
      title: 'You are not signed in',
      words: 'Sign in with your hub account and try again.',
    });
  }
  const next = request.method === 'GET' ? request.url : '/';
  return reply.redirect(`/sign-in?${new URLSearchParams({ next }).toString()}`, 303);
}
