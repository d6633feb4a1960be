import type { FastifyRequest } from 'fastify';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Actor } from '../domain/actor.ts';
import { ROLES } from '../domain/vocabulary.ts';
import { Problem } from './problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, from a verified token; null on open routes. */
    actor: Actor | null;
  }
}

export type AuthSettings = {
  readonly issuer: string;
  readonly audience: string;
  /** Public keys of the issuer: `createRemoteJWKSet` or, in tests, `createLocalJWKSet`. */
  readonly jwks: JWTVerifyGetKey;
};

/** Asymmetric only: a shared secret would let whoever checks tokens also make them. */
const ALGORITHMS = ['RS256', 'ES256'];
const TOLERANCE_SECONDS = 5;

const Code = z.string().regex(/^[A-Z0-9][A-Z0-9_-]{0,63}$/);
const Claims = z.object({
  sub: z.string().regex(/^[\x21-\x7e]{1,128}$/),
  role: z.enum(ROLES).exclude(['SYSTEM']),
  agency: Code,
  localAuthority: Code,
});

/** Makes the check that each protected route begins with. */
export function authenticator(auth: AuthSettings): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    request.actor = await actorFrom(request.headers.authorization, auth);
  };
}

/** Who asks. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor === null) throw unauthenticated();
  return request.actor;
}

/**
 * The actor a bearer token speaks for.
 * @throws Problem UNAUTHENTICATED, NOT_PERMITTED when the token is good and names no role of the hub
 */
export async function actorFrom(header: string | undefined, auth: AuthSettings): Promise<Actor> {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw unauthenticated();
  const claims = Claims.safeParse(await verifiedClaims(token, auth));
  if (!claims.success) {
    throw new Problem('NOT_PERMITTED', {
      detail: 'The token names no role, agency and local authority of this hub',
    });
  }
  const { sub: userId, role, agency, localAuthority } = claims.data;
  return { userId, role, agency, localAuthority };
}

async function verifiedClaims(token: string, { issuer, audience, jwks }: AuthSettings): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(token, jwks, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'exp'],
    });
    return payload;
  } catch (cause) {
    if (isTokenFault(cause)) throw unauthenticated('error="invalid_token"');
    throw new Problem('UNAVAILABLE', {
      detail: 'The keys that tokens are checked with cannot be read',
      headers: { 'retry-after': '5' },
    });
  }
}

/** Whether the token is at fault, and not our way to the issuer's keys. */
function isTokenFault(cause: unknown): boolean {
  return (
    cause instanceof errors.JOSEError &&
    !(cause instanceof errors.JWKSTimeout) &&
    !(cause instanceof errors.JWKSInvalid) &&
    cause.code !== 'ERR_JOSE_GENERIC'
  );
}

function unauthenticated(reason?: string): Problem {
  return new Problem('UNAUTHENTICATED', {
    detail: 'Send a valid token as Authorization: Bearer',
    headers: { 'www-authenticate': reason === undefined ? 'Bearer' : `Bearer ${reason}` },
  });
}
