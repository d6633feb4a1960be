import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Actor } from '../domain/actor.ts';

/** Names the issuer in each token. Not its address, so that tokens outlive a change of port. */
export const DEV_ISSUER = 'urn:front-door:development';
const AUDIENCE = 'front-door';
const ALGORITHM = 'ES256';
const KEY_ID = 'development-1';

/** How long a token holds, as `12h` or `5m`. */
type TokenOptions = { readonly expiresIn?: string };

/** Makes the tokens of a development stack. */
export type TokenSigner = {
  readonly issuer: string;
  readonly publicKey: JWK;
  /** A bearer token for this person; it holds for 12 hours unless told otherwise. */
  token(actor: Actor, options?: TokenOptions): Promise<string>;
};

export type Issuer = TokenSigner & {
  /** Where the public key can be fetched. */
  readonly jwksUrl: string;
  close(): Promise<void>;
};

/** Signs with the key in `dataDir`, made at first use and kept with the stack's data. */
export async function tokenSigner(dataDir: string): Promise<TokenSigner> {
  const { d, ...publicJwk } = await keyIn(dataDir);
  const key = await importJWK({ ...publicJwk, ...(d !== undefined && { d }) }, ALGORITHM);
  const publicKey = { ...publicJwk, kid: KEY_ID, alg: ALGORITHM, use: 'sig' };
  const token: TokenSigner['token'] = (
    { userId, role, agency, localAuthority },
    { expiresIn = '12h' } = {},
  ) =>
    new SignJWT({ role, agency, localAuthority })
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .setSubject(userId)
      .setIssuer(DEV_ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(key);
  return { issuer: DEV_ISSUER, publicKey, token };
}

/** The development stack's own identity provider: tokens for anybody, public keys on the loopback. */
export async function startIssuer(options: {
  readonly dataDir: string;
  /** 0 takes any free port. */
  readonly port: number;
}): Promise<Issuer> {
  const signer = await tokenSigner(options.dataDir);
  const keys = JSON.stringify({ keys: [signer.publicKey] });
  const server = createServer((request, response) => {
    const isKeys = request.method === 'GET' && request.url === '/.well-known/jwks.json';
    response.writeHead(isKeys ? 200 : 404, { 'content-type': 'application/json' });
    response.end(isKeys ? keys : '{}');
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port, '127.0.0.1', done);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : options.port;
  return {
    ...signer,
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function keyIn(dataDir: string): Promise<JWK> {
  const path = join(dataDir, 'issuer-key.json');
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return JSON.parse(kept) as JWK;
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const key = await exportJWK(privateKey);
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, JSON.stringify(key), { mode: 0o600 });
  return key;
}
