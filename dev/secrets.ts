import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The payload key of this stack. */
export function payloadKeysOf(stateDir: string): Promise<string> {
  return kept(join(stateDir, 'payload-keys'), () => `dev-1:${randomBytes(32).toString('base64')}`);
}

/** The key this stack signs certificates with, as `CERTIFICATE_SIGNING_KEY` is written. */
export function signingKeyOf(stateDir: string): Promise<string> {
  return kept(join(stateDir, 'certificate-signing-key'), () =>
    generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  );
}

/** A secret is made on the first start and kept with the stack's data. */
async function kept(path: string, make: () => string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    const secret = make();
    await writeFile(path, secret, { mode: 0o600 });
    return secret;
  }
}
