import { randomUUID } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type AppOptions, buildApp } from '../../../api/app.ts';
import type { Services } from '../../../api/services.ts';
import type { Actor } from '../../../domain/actor.ts';
import { referrer, teamManager } from '../../support/people.ts';

const ISSUER = 'https://issuer.invalid';
const AUDIENCE = 'front-door';
const KEYS = await generateKeyPair('ES256', { extractable: true });
const OTHER_KEYS = await generateKeyPair('ES256', { extractable: true });
const JWKS = createLocalJWKSet({
  keys: [{ ...(await exportJWK(KEYS.publicKey)), alg: 'ES256', kid: 'tests' }],
});

export const auth: AppOptions['auth'] = { issuer: ISSUER, audience: AUDIENCE, jwks: JWKS };

/** How a token is made wrong. */
export type TokenFault = {
  readonly issuer?: string;
  readonly audience?: string;
  readonly expiresAt?: Date;
  readonly isForged?: boolean;
  readonly claims?: Readonly<Record<string, unknown>>;
};

export async function token(actor: Actor, fault: TokenFault = {}): Promise<string> {
  const { userId, ...claims } = actor;
  return new SignJWT({ ...claims, ...fault.claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'tests' })
    .setSubject(userId)
    .setIssuer(fault.issuer ?? ISSUER)
    .setAudience(fault.audience ?? AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(fault.expiresAt ?? new Date(Date.now() + 600_000))
    .sign(fault.isForged === true ? OTHER_KEYS.privateKey : KEYS.privateKey);
}

type Call = {
  readonly as: Actor;
  readonly key?: string;
  readonly version?: number;
};

/** The app on a test stack, spoken to as a client would. */
export class Api {
  readonly app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.app = app;
  }

  static async over(services: Services, options: Partial<AppOptions> = {}): Promise<Api> {
    return new Api(await buildApp(services, { auth, ...options }));
  }

  async get(url: string, as: Actor): Promise<LightMyRequestResponse> {
    return this.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${await token(as)}` } });
  }

  /** A body that is a string is sent as it is. */
  async post(url: string, body: unknown, { as, key = randomUUID(), version }: Call) {
    const headers = {
      authorization: `Bearer ${await token(as)}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(version !== undefined && { 'if-match': `"${version}"` }),
    };
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    return this.app.inject({ method: 'POST', url, headers, payload });
  }

  async postBytes(
    url: string,
    payload: Buffer,
    { as, type = 'application/json' }: { as: Actor; type?: string },
  ) {
    const headers = {
      authorization: `Bearer ${await token(as)}`,
      'content-type': type,
      'idempotency-key': randomUUID(),
    };
    return this.app.inject({ method: 'POST', url, headers, payload });
  }

  inject(request: InjectOptions): Promise<LightMyRequestResponse> {
    return this.app.inject(request);
  }

  /** Decides on a referral as it stands, by a team manager. */
  async decide(ref: string, decision: object): Promise<LightMyRequestResponse> {
    const at = `/v1/referrals/${ref}`;
    const { version } = (await this.get(at, teamManager)).json<{ version: number }>();
    const decided = await this.post(`${at}/decision`, decision, { as: teamManager, version });
    if (decided.statusCode !== 200) throw new Error(`the decision was answered ${decided.body}`);
    return decided;
  }

  /** Hands a contact in and gives the references of its referrals. */
  async contact(body: unknown = contactBody(), as: Actor = referrer): Promise<[string, ...string[]]> {
    const response = await this.post('/v1/contacts', body, { as });
    if (response.statusCode !== 201) throw new Error(`the contact was answered ${response.statusCode}`);
    const { referrals } = response.json<{ referrals: [Named, ...Named[]] }>();
    const [first, ...others] = referrals;
    return [first.referralRef, ...others.map((it) => it.referralRef)];
  }
}

type Named = { referralRef: string };

/** A complete contact about one synthetic child, from a referrer who cannot be answered electronically. */
export function contactBody(overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    channel: 'FORM',
    sourceCode: '2A',
    localAuthority: 'SPECIMENSHIRE',
    referrer: { name: 'Ambrosia Placeholder', phone: '01632 960000' },
    concern: 'Quillon arrived at school in wet clothes.',
    familyAgreement: 'GIVEN',
    children: [{ givenName: 'Quillon', familyName: 'Testpaper', dateOfBirth: '2019-02-28' }],
    ...overrides,
  };
}

export const aDecision = {
  outcome: 'ASSESSMENT_S17',
  level: 3,
  rationale: 'The needs are complex and rising.',
  evidenceConsidered: 'School report and attendance.',
  agreement: 'GIVEN',
};
