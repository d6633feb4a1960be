import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyCertificate } from '../../certificate/verify.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { receiveReferral } from '../support/cases.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { signingKey } from '../support/signed-certificate.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { Visitor } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
beforeAll(async () => {
  stack = await testStack({ at: MONDAY_TEN });
  app = await boardApp({ ...stack.services, signingKey });
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

test('staff take a certificate from the case page, and it holds', async () => {
  const ref = await receiveReferral(stack.services);
  const manager = await Visitor.signedIn(app, colleagues.manager.userId);
  const page = await manager.open(`/referrals/${ref}`);
  const links = [...page.document.querySelectorAll('a[download]')].map((link) => link.getAttribute('href'));
  expect(links).toEqual([`/referrals/${ref}/clock-certificate`]);
  const { response } = await manager.open(`/referrals/${ref}/clock-certificate`);
  expect(response.headers['content-disposition']).toContain(`${ref}.clock-certificate.json`);
  const { policy, calendar } = defaultEditions();
  const how = { editions: [policy, calendar], trustedKey: signingKey.publicKey };
  expect(await verifyCertificate(response.rawPayload, how)).toMatchObject({ holds: true });
});

test('nobody else does', async () => {
  const ref = await receiveReferral(stack.services);
  const elsewhere = await Visitor.signedIn(app, colleagues.mocktonWorker.userId);
  expect((await elsewhere.open(`/referrals/${ref}/clock-certificate`)).response.statusCode).toBe(403);
  const manager = await Visitor.signedIn(app, colleagues.manager.userId);
  expect((await manager.open('/referrals/R-0000-0000/clock-certificate')).response.statusCode).toBe(404);
});

test('a hub without a signing key offers none', async () => {
  const keyless = await boardApp(stack.services);
  const ref = await receiveReferral(stack.services);
  const manager = await Visitor.signedIn(keyless, colleagues.manager.userId);
  const page = await manager.open(`/referrals/${ref}`);
  expect([...page.document.querySelectorAll('a[download]')]).toEqual([]);
  await keyless.close();
});
