import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSigningKey } from '../../certificate/signing-key.ts';
import type { ExitCode } from '../../cli/command.ts';
import { main } from '../../cli/main.ts';
import { TEST_PAYLOAD_KEYS } from '../../temporal/test-payload-keys.ts';
import { livedReferral } from '../db/support.ts';
import { LONG_CASE_ISSUED_AT, longCase, slowerEditions } from '../support/long-case.ts';
import { newSigningKey, signedText } from '../support/signed-certificate.ts';
import { type TestStack, testStack } from '../support/stack.ts';

const key = newSigningKey();

let stack: TestStack;
let settings: NodeJS.ProcessEnv;
let ref: string;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'front-door-certificate-'));
  stack = await testStack({ at: LONG_CASE_ISSUED_AT });
  ({ ref } = await livedReferral(stack.db));
  settings = {
    DATABASE_URL: stack.databaseUrl,
    PAYLOAD_KEYS: TEST_PAYLOAD_KEYS,
    CERTIFICATE_SIGNING_KEY: key,
    AUTH_ISSUER: 'https://issuer.invalid',
    AUTH_JWKS_URL: 'https://issuer.invalid/keys',
    HUB_AUTHORITIES: 'SPECIMENSHIRE,MOCKTON',
    FRONT_DOOR_DEV: '1',
  };
});
afterAll(async () => {
  await stack?.close();
  await rm(directory, { recursive: true, force: true });
});

const file = (name: string) => join(directory, name);

async function frontdoor(args: readonly string[], env: NodeJS.ProcessEnv = settings) {
  const out: string[] = [];
  const notes: string[] = [];
  const code: ExitCode = await main(args, {
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    progress: () => undefined,
    env,
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

/** Where nothing of the hub can be reached. */
const OFFLINE = { DATABASE_URL: 'postgres://127.0.0.1:9/none' };

describe('frontdoor certificate', () => {
  test('writes what frontdoor verify passes, offline', async () => {
    const written = await frontdoor(['certificate', ref, '--out', file('good.json')]);
    expect(written).toEqual({ code: 0, out: '', notes: '' });
    const { code, out } = await frontdoor(['verify', file('good.json')], OFFLINE);
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(`^PASS ${ref}: every instant of 4 clocks was computed again and agrees\\.\n`),
    );
    expect(out).toMatch(/^Decision \(DECISION\): due 20\S+Z, stopped 20\S+Z, late by /m);
    expect(out).toMatch(/^Policy default-\S+, SHA-256 [0-9a-f]{64}\.$/m);
    expect(out).toMatch(/^Signed by the key \S{43}\. Whether that is the hub's key is for you to check\.$/m);
  });

  test('writes it to the terminal, with a line feed that does no harm', async () => {
    const { out } = await frontdoor(['certificate', ref]);
    await writeFile(file('piped.json'), `${out}\n`);
    expect((await frontdoor(['verify', file('piped.json'), '--json'], OFFLINE)).out).toMatch(
      /^\{"holds":true,/,
    );
  });

  test('says what is missing', async () => {
    expect((await frontdoor(['certificate', 'R-0000-0000'])).notes).toBe('there is no referral R-0000-0000');
    const { CERTIFICATE_SIGNING_KEY: _key, ...keyless } = settings;
    expect(await frontdoor(['certificate', ref], keyless)).toMatchObject({
      code: 1,
      notes: 'CERTIFICATE_SIGNING_KEY is not set: nothing can be signed',
    });
    const wrong = await frontdoor(['certificate', ref], { ...settings, CERTIFICATE_SIGNING_KEY: 'aGVsbG8=' });
    expect(wrong.notes).toMatch(/CERTIFICATE_SIGNING_KEY must be an Ed25519 private key/);
    expect(wrong.notes).not.toContain('aGVsbG8');
  });
});

describe('frontdoor verify', () => {
  test('answers 1 and the first line that does not hold', async () => {
    await frontdoor(['certificate', ref, '--out', file('good.json')]);
    const text = await readFile(file('good.json'), 'utf8');
    await writeFile(file('bad.json'), text.replace('"late":true', '"late":null'));
    expect(await frontdoor(['verify', file('bad.json')], OFFLINE)).toEqual({
      code: 1,
      out: 'FAIL signature: does not fit: the certificate was altered after it was signed',
      notes: '',
    });
    const json = await frontdoor(['verify', file('bad.json'), '--json'], OFFLINE);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      holds: false,
      line: expect.stringMatching(/^signature/) as string,
    });
  });

  test('takes the key to trust from what the hub publishes', async () => {
    await frontdoor(['certificate', ref, '--out', file('good.json')]);
    const { publicKey } = parseSigningKey(key);
    await writeFile(file('keys.json'), JSON.stringify({ keys: [{ ...publicKey, kid: 'x', use: 'sig' }] }));
    const trusted = await frontdoor(['verify', file('good.json'), '--key', file('keys.json')], OFFLINE);
    expect(trusted.code).toBe(0);
    expect(trusted.out).toMatch(/^Signed by the key you trust, \S{43}\.$/m);
    await writeFile(file('other.json'), JSON.stringify(parseSigningKey(newSigningKey()).publicKey));
    const other = await frontdoor(['verify', file('good.json'), '--key', file('other.json')], OFFLINE);
    expect(other).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^FAIL signature: made by the key /) as string,
    });
  });

  test('takes editions of a hub that do not come with this project', async () => {
    await writeFile(file('long.json'), await signedText(await longCase().certificate(LONG_CASE_ISSUED_AT)));
    expect(await frontdoor(['verify', file('long.json')], OFFLINE)).toMatchObject({
      code: 1,
      out: 'FAIL edition slower-2028: no policy edition of this name is at hand; give its file',
    });
    await writeFile(file('slower.json'), JSON.stringify(slowerEditions().policy, null, 2));
    const given = await frontdoor(['verify', file('long.json'), '--edition', file('slower.json')], OFFLINE);
    expect(given).toMatchObject({ code: 0, notes: '' });
    const wrong = await frontdoor(['verify', file('long.json'), '--edition', file('long.json')], OFFLINE);
    expect(wrong.notes).toBe(`${file('long.json')} is neither a policy nor a calendar`);
  });
});
