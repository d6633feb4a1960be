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
const month = synthesiseMonth({ seed: 20, month: '2028-03', contacts: 200 }, defaultRules());
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


it('x', { timeout: 900_000 }, async () => {
  const { db, temporal: client } = stack.services;
  const t0 = Date.now();
  let stop = false;
  let last = 0;
  const p = playMonth({ db, client, api }, month, ({ now, done, total }) => {
    if (Date.now() - last > 10_000) { last = Date.now(); console.log(Math.round((Date.now() - t0) / 1000), now, done, total); }
    if (stop) throw new Error('stop');
  }).catch((e: unknown) => console.log(String(e)));
  const timer = setTimeout(() => { stop = true; }, 420_000);
  await p;
  clearTimeout(timer);
  console.log('took', Date.now() - t0);
  console.log(JSON.stringify(await db.execute(sql`select split_part(stream, ':', 1) as k, event->>'type' as t, coalesce(event->>'clock', event->'terms'->>'id') as c, count(*) as n from ledger group by 1,2,3 order by 4 desc limit 60`), null, 0).replaceAll('},', '},\n'));
  console.log(JSON.stringify(await db.execute(sql`select kind, stage, count(*) as n, sum(case when closed_at is null then 1 else 0 end) as open from follow_ons group by 1,2 order by 3 desc`)).replaceAll('},', '},\n'));
});
