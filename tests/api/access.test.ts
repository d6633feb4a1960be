import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testPayloadKeys } from '../../temporal/test-payload-keys.ts';
import { actor, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api, type TokenFault, token } from './support/api.ts';

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack();
  const codec = { payloadKeys: testPayloadKeys, uiOrigin: 'http://temporal-ui.invalid' };
  api = await Api.over(stack.services, { codec });
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

function get(url: string, authorization?: string) {
  return api.inject({ method: 'GET', url, headers: authorization === undefined ? {} : { authorization } });
}

describe('no access', () => {
  test.each([
    ['without a token', undefined],
    ['with a word for a token', 'Bearer please'],
    ['with another scheme', 'Basic c3ludGhldGljOnBhc3N3b3Jk'],
    ['with an unsigned token', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJzeW50aGV0aWMifQ.'],
  ])('%s', async (_case, authorization) => {
    const response = await get('/v1/referrals', authorization);
    expect([response.statusCode, response.json()]).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  test.each<[string, TokenFault]>([
    ['an expired token', { expiresAt: new Date(Date.now() - 60_000) }],
    ['a token of another issuer', { issuer: 'https://elsewhere.invalid' }],
    ['a token for another audience', { audience: 'back-door' }],
    ['a token signed by another key', { isForged: true }],
  ])('with %s', async (_case, fault) => {
    const response = await get('/v1/referrals', `Bearer ${await token(teamManager, fault)}`);
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  test.each([
    ['a role nobody has', { role: 'DIRECTOR_OF_EVERYTHING' }],
    ['the role of the system itself', { role: 'SYSTEM' }],
    ['no agency', { agency: undefined }],
    ['an authority that is no code', { localAuthority: 'x y' }],
  ])('for a good token with %s', async (_case, claims) => {
    const response = await get('/v1/referrals', `Bearer ${await token(teamManager, { claims })}`);
    expect([response.statusCode, response.json()]).toMatchObject([403, { code: 'NOT_PERMITTED' }]);
  });

  test.each([
    'GET /v1/contacts/C-0000-0000',
    'GET /v1/referrals/R-0000-0000',
    'GET /v1/referrals/R-0000-0000/ledger',
    'GET /v1/referrals/R-0000-0000/history',
    'GET /v1/overdue',
    'POST /v1/contacts',
    'POST /v1/referrals/R-0000-0000/decision',
    'POST /v1/referrals/R-0000-0000/withdrawal',
  ])('to %s without a token', async (route) => {
    const [method, url] = route.split(' ', 2) as ['GET' | 'POST', string];
    expect((await api.inject({ method, url })).statusCode).toBe(401);
  });
});

test.each(['/healthz', '/v1/openapi.json', '/docs/', '/docs/problems'])('%s is open', async (url) => {
  expect((await get(url)).statusCode).toBe(200);
});

describe('the codec for the Temporal Web UI', () => {
  const decode = (authorization?: string) =>
    api.inject({
      method: 'POST',
      url: '/v1/codec/decode',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      payload: { payloads: [] },
    });

  test('is for supervisors', async () => {
    const asManager = await decode(`Bearer ${await token(teamManager)}`);
    expect([asManager.statusCode, asManager.json()]).toEqual([200, { payloads: [] }]);
    expect((await decode()).statusCode).toBe(401);
    expect((await decode(`Bearer ${await token(socialWorker)}`)).statusCode).toBe(403);
  });
});

describe('who reads what', () => {
  test.each([
    ['REFERRER', 403],
    ['AGENCY_REPRESENTATIVE', 403],
    ['ADMINISTRATOR', 403],
    ['DISPUTE_MANAGER', 403],
    ['AUDITOR', 200],
    ['CONTACT_OFFICER', 200],
    ['EARLY_HELP_MANAGER', 200],
  ] as const)('the lists are answered to a %s with %i', async (role, status) => {
    const lists = await Promise.all(['/v1/referrals', '/v1/overdue'].map((url) => api.get(url, actor(role))));
    expect(lists.map((it) => it.statusCode)).toEqual([status, status]);
  });

  test('early help sees what was decided to come its way, and nothing before', async () => {
    const [ref] = await api.contact();
    const read = await api.get(`/v1/referrals/${ref}`, actor('EARLY_HELP_MANAGER'));
    const list = await api.get('/v1/referrals', actor('EARLY_HELP_MANAGER'));
    expect([read.statusCode, list.json()]).toMatchObject([404, { referrals: [] }]);
  });

  test('staff of one authority see neither list nor case of another', async () => {
    const [ref] = await api.contact();
    const stranger = actor('SOCIAL_WORKER', { localAuthority: 'MOCKTON' });
    const read = await api.get(`/v1/referrals/${ref}`, stranger);
    const list = await api.get('/v1/referrals?localAuthority=SPECIMENSHIRE', stranger);
    expect([read.statusCode, list.json()]).toMatchObject([404, { referrals: [] }]);
  });

  test('a referrer sees how their referral stands, and no record of the hub', async () => {
    const [ref] = await api.contact();
    const read = await api.get(`/v1/referrals/${ref}`, actor('REFERRER'));
    expect(read.json()).toMatchObject({ status: 'RECEIVED', allowedActions: ['requestWithdrawal'] });
    expect(read.body).not.toContain('Quillon');
    for (const record of ['ledger', 'history']) {
      expect((await api.get(`/v1/referrals/${ref}/${record}`, actor('REFERRER'))).statusCode).toBe(403);
    }
  });
});
