import type { FastifyInstance } from 'fastify';
import type { Board } from '../options.ts';
import { endSession, openSession } from '../sessions.ts';
import { codeWords, ROLE_LABELS } from '../view-models/labels.ts';
import { cookieNames, sessionNow } from '../visitors.ts';

type Form = { readonly user?: string; readonly next?: string };

/** A place on this board, never another site. */
function ownAddress(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[!-~]*$/.test(next) ? next : '/';
}

/** Signing in by picking a name, on a development stack only; and signing out. */
export function addSignInRoutes(app: FastifyInstance, { services, options }: Board): void {
  const { session, attributes } = cookieNames(options);
  const demoUsers = options.demoUsers ?? [];
  const people = demoUsers.map(({ userId, displayName, role, localAuthority }) => ({
    value: userId,
    text: displayName,
    hint: {
      text: `${ROLE_LABELS[role]}, ${localAuthority === 'HUB' ? 'whole hub' : codeWords(localAuthority)}`,
    },
  }));

  app.post('/sign-out', { preHandler: app.csrfProtection }, async (request, reply) => {
    const secret = request.cookies[session];
    if (secret !== undefined) await endSession(services.db, secret);
    return reply.clearCookie(session, attributes).redirect('/', 303);
  });

  if (!options.isDevelopment) return;

  app.get<{ Querystring: Form }>('/sign-in', async (request, reply) =>
    reply.page('sign-in.njk', { people, next: ownAddress(request.query.next) }),
  );

  app.post<{ Body: Form }>('/sign-in', { preHandler: app.csrfProtection }, async (request, reply) => {
    const { user, next } = request.body;
    const person = demoUsers.find(({ userId }) => userId === user);
    if (person === undefined) {
      const problems = [{ field: 'user', words: 'Choose who you are' }];
      return reply.status(422).page('sign-in.njk', { people, next: ownAddress(next), problems });
    }
    const before = request.cookies[session];
    if (before !== undefined) await endSession(services.db, before);
    const visitor = { actor: person, displayName: person.displayName };
    const secret = await openSession(services.db, visitor, sessionNow());
    return reply.setCookie(session, secret, attributes).redirect(ownAddress(next), 303);
  });
}
