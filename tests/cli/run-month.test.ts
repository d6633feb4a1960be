import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet } from 'jose';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../../api/app.ts';
import { certificateText, issueCertificate } from '../../api/certificate.ts';
import { verifyCertificate } from '../../certificate/verify.ts';
import { demoApi } from '../../cli/commands/run-month.ts';
import { verifyLedger } from '../../db/ledger-verification.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { referrals } from '../../db/schema.ts';
import { readStream } from '../../db/streams.ts';
import { hubAuthorities } from '../../dev/demo-users.ts';
import { tokenSigner } from '../../dev/issuer.ts';
import { compareMonth } from '../../dev/synthetic/compare.ts';
import type { HubApi } from '../../dev/synthetic/hub-api.ts';
import { synthesiseMonth } from '../../dev/synthetic/month.ts';
import { playMonth } from '../../dev/synthetic/play.ts';
import { referralStream } from '../../domain/streams.ts';
import { defaultEditions, defaultRules } from '../../policy/editions.ts';
import { signingKey } from '../support/signed-certificate.ts';
import { type TestStack, testStack } from '../support/stack.ts';

/** Clocks go forward on 26 March 2028. Later than any machine's clock this suite is meant to run on. */
const month = synthesiseMonth({ seed: 20, month: '2028-03', contacts: 100 }, defaultRules());
const PLAYING_MS = 9 * 60_000;

let stack: TestStack;
let api: HubApi;
let keyDir: string;
let closeApp: () => Promise<unknown>;

beforeAll(async () => {
  keyDir = await mkdtemp(join(tmpdir(), 'front-door-keys-'));
  stack = await testStack({ worker: true, at: month.header.at, authorities: hubAuthorities });
  const { issuer, publicKey } = await tokenSigner(keyDir);
  const jwks = createLocalJWKSet({ keys: [publicKey] });
  const app = await buildApp(stack.services, { auth: { issuer, audience: 'front-door', jwks } });
  api = await demoApi(await app.listen({ host: '127.0.0.1', port: 0 }), keyDir);
  closeApp = () => app.close();
});

afterAll(async () => {
  await closeApp();
  await stack.close();
  await rm(keyDir, { recursive: true, force: true });
});

it('plays 100 contacts through the hub, and everything stands as the file says', {
  timeout: PLAYING_MS,
}, async () => {
  const { db, temporal: client } = stack.services;
  const refs = await playMonth({ db, client, api }, month);
  const { figures, differences } = await compareMonth({ db, api }, month.check, refs);

  expect(differences).toEqual([]);
  for (const { file, ledger, lists = file, board = file, name } of figures) {
    expect({ name, ledger, lists, board }).toEqual({ name, ledger: file, lists: file, board: file });
  }
  expect(refs.size).toBe(month.header.children);
});

it('leaves clocks that can all be proved', async () => {
  const { db } = stack.services;
  const editions = Object.values(defaultEditions());
  const issuedAt = await stack.now();
  const refs = await db.select({ referralRef: referrals.referralRef }).from(referrals);
  const failed: string[] = [];
  for (const { referralRef } of refs) {
    const rows = await readStream(db, referralStream(referralRef));
    const certificate = await issueCertificate(db, { referralRef, rows, issuedAt, key: signingKey });
    const bytes = new TextEncoder().encode(certificateText(certificate));
    const verdict = await verifyCertificate(bytes, { editions });
    if (!verdict.holds) failed.push(`${referralRef} ${verdict.line}`);
  }
  expect(refs.length).toBe(month.header.children);
  expect(failed).toEqual([]);
});

it('leaves a ledger without a fault, nothing of it later than now, and projections that rebuild the same', async () => {
  const { db } = stack.services;
  expect((await verifyLedger(db)).faults).toEqual([]);
  const [later] = await db.execute<{ rows: string }>(
    sql`select count(*) as rows from ledger where recorded_at > ${await stack.now()}`,
  );
  expect(Number(later?.rows)).toBe(0);
  const before = await projectionChecksums(db);
  await rebuildProjections(db);
  expect(await projectionChecksums(db)).toEqual(before);
});

it('goes on where it was when it is played again: nothing is done twice', {
  timeout: PLAYING_MS,
}, async () => {
  const { db, temporal: client } = stack.services;
  const rows = async () => (await verifyLedger(db)).rows;
  const before = await rows();
  const refs = await playMonth({ db, client, api }, month);
  expect(await rows()).toBe(before);
  expect((await compareMonth({ db, api }, month.check, refs)).differences).toEqual([]);
});
