import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEMS, type ProblemCode, problemType } from '../../api/problems.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api } from './support/api.ts';

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack();
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

type Operation = {
  summary?: string;
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: unknown }> }>;
  security?: unknown[];
};
type Document = {
  openapi: string;
  info: { title: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};

async function document(): Promise<Document> {
  const response = await api.inject({ method: 'GET', url: '/v1/openapi.json' });
  return response.json<Document>();
}

const CONTRACT = [
  'POST /v1/contacts',
  'GET /v1/contacts/{ref}',
  'POST /v1/referrals/{ref}/birth',
  'POST /v1/enquiries',
  'GET /v1/enquiries',
  'GET /v1/enquiries/{ref}',
  'POST /v1/enquiries/{ref}/answer',
  'POST /v1/notifications',
  'GET /v1/notifications',
  'GET /v1/notifications/{ref}',
  'POST /v1/notifications/{ref}/acknowledgement',
  'GET /v1/quality',
  'GET /v1/referrals',
  'GET /v1/referrals/{ref}',
  'GET /v1/referrals/{ref}/ledger',
  'GET /v1/referrals/{ref}/history',
  'POST /v1/referrals/{ref}/acknowledgement',
  'POST /v1/referrals/{ref}/clarifications',
  'POST /v1/referrals/{ref}/clarifications/attempts',
  'POST /v1/referrals/{ref}/clarifications/answer',
  'POST /v1/referrals/{ref}/clarifications/end',
  'POST /v1/referrals/{ref}/rating-proposal',
  'POST /v1/referrals/{ref}/rating',
  'POST /v1/referrals/{ref}/agreement',
  'POST /v1/referrals/{ref}/lawful-basis',
  'POST /v1/referrals/{ref}/checks-without-knowledge',
  'POST /v1/referrals/{ref}/decision',
  'POST /v1/referrals/{ref}/feedback',
  'POST /v1/referrals/{ref}/handover-acceptance',
  'POST /v1/referrals/{ref}/withdrawal',
  'GET /v1/referrals/{ref}/clocks/{clockId}',
  'POST /v1/referrals/{ref}/clocks/{clockId}/pauses',
  'POST /v1/referrals/{ref}/clocks/{clockId}/pauses/{no}/end',
  'POST /v1/referrals/{ref}/information-requests',
  'GET /v1/referrals/{ref}/information-requests',
  'POST /v1/referrals/{ref}/information-requests/{id}/review',
  'GET /v1/information-requests',
  'GET /v1/information-requests/{id}',
  'POST /v1/information-requests/{id}/answer',
  'POST /v1/information-requests/{id}/withdrawal',
  'POST /v1/information-requests/{id}/pauses',
  'POST /v1/information-requests/{id}/pauses/{no}/end',
  'POST /v1/information-requests/{id}/link',
  'DELETE /v1/information-requests/{id}/link',
  'GET /v1/answers/{token}',
  'POST /v1/answers/{token}',
  'GET /v1/referrals/{ref}/clock-certificate',
  'GET /v1/signing-key',
  'GET /v1/rules',
  'POST /v1/rules/proposals',
  'POST /v1/rules/proposals/{no}/agreement',
  'POST /v1/rules/proposals/{no}/rejection',
  'GET /v1/rules/proposals/{no}/preview',
  'GET /v1/rules/publications/{no}',
  'GET /v1/editions/{sha256}',
  'POST /v1/referrals/{ref}/allegation',
  'POST /v1/referrals/{ref}/redirects',
  'POST /v1/referrals/{ref}/redirects/{no}/acknowledgement',
  'POST /v1/referrals/{ref}/transfer',
  'POST /v1/referrals/{ref}/transfer/acceptance',
  'POST /v1/referrals/{ref}/ending',
  'POST /v1/referrals/{ref}/restriction',
  'POST /v1/referrals/{ref}/break-glass',
  'POST /v1/referrals/{ref}/break-glass/{no}/review',
  'POST /v1/referrals/{ref}/out-of-hours',
  'POST /v1/referrals/{ref}/out-of-hours/acknowledgement',
  'POST /v1/referrals/{ref}/out-of-hours/hand-back',
  'POST /v1/referrals/{ref}/out-of-hours/hand-back/acknowledgement',
  'GET /v1/out-of-hours',
  'GET /v1/people',
  'GET /v1/people/{id}',
  'POST /v1/people/{id}/matches/{otherId}',
  'GET /v1/referrals/{ref}/matches',
  'POST /v1/contacts/{ref}/children',
  'POST /v1/contacts/{ref}/decisions',
  'POST /v1/referrals/{ref}/duplicate',
  'POST /v1/referrals/{ref}/join',
  'POST /v1/referrals/{ref}/join/end',
  'POST /v1/referrals/{ref}/open-case',
  'POST /v1/referrals/{ref}/open-case/confirmation',
  'POST /v1/referrals/{ref}/open-case/withdrawal',
  'POST /v1/referrals/{ref}/reopening',
  'POST /v1/child-protection',
  'POST /v1/disputes',
  'GET /v1/families/{ref}',
  'GET /v1/feedback',
  'GET /v1/feedback/appropriateness',
  'GET /v1/agency-actions/counts',
  'GET /v1/early-help/counts',
  'GET /v1/disputes/counts',
  'GET /v1/overdue',
  'GET /v1/invariants',
  'GET /healthz',
  'GET /readyz',
];
/** Steps of each kind of case that follows a decision, below its own address. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  'child-protection': [
    'acceptance',
    'discussions',
    'invitation-answer',
    'information',
    'discussion-record',
    'minutes',
    'minutes-given',
    'emergency-enquiries',
    'child-seen',
    'enquiry-outcome',
    'conference-booking',
    'conference',
    'conference-not-required',
    'police-protection',
    'police-protection-end',
    'emergency-protection-order',
    'emergency-protection-order-extension',
    'emergency-protection-order-end',
    'new-way-on',
    'ending',
    'plan',
    'plan-agreement',
    'plan-refusal',
    'plan-report',
    'pauses',
    'pause-ends',
  ],
  assessments: [
    'acceptance',
    'return',
    'allocation',
    'timescale',
    'agreement',
    'child-seen',
    'checkpoint',
    'overrun',
    'new-risk',
    'closure-before-assessment',
    'authorisation',
    'new-outcome',
    'child-protection',
    'ending',
    'plan',
    'plan-agreement',
    'plan-refusal',
    'plan-report',
    'pauses',
    'pause-ends',
  ],
  'early-help': [
    'acceptance',
    'family-answer',
    'handover-meeting',
    'refusal',
    'contacts',
    'letter',
    'reviews',
    'not-engaging',
    'engagement-review',
    'lead-practitioner',
    'routing-feedback',
    'step-up',
    'closure',
    'end',
    'plan',
    'plan-agreement',
    'plan-refusal',
    'plan-report',
    'pauses',
    'pause-ends',
  ],
  'agency-actions': ['acceptance', 'report', 'review', 'judgement', 'withdrawal', 'pauses', 'pause-ends'],
  disputes: [
    'objections',
    'positions',
    'raising',
    'child-safety',
    'interim-position',
    'resolution',
    'withdrawal',
    'pauses',
    'pause-ends',
  ],
};
const AFTER_THE_DECISION = Object.entries(STEPS).flatMap(([kind, steps]) => [
  `GET /v1/${kind}`,
  `GET /v1/${kind}/{id}`,
  `GET /v1/${kind}/{id}/clocks/{clockId}`,
  `GET /v1/${kind}/{id}/commands/{commandId}`,
  ...steps.map((step) => `POST /v1/${kind}/{id}/${step}`),
]);
/** Where a command that was answered 202 is polled. */
const BESIDE = ['GET /v1/referrals/{ref}/commands/{commandId}'];

describe('the OpenAPI document', () => {
  test('is 3.1 and lists the contract and nothing else', async () => {
    const { openapi, paths } = await document();
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(openapi).toBe('3.1.0');
    expect(new Set(operations)).toEqual(new Set([...CONTRACT, ...AFTER_THE_DECISION, ...BESIDE]));
  });

  test('describes every answer of every operation', async () => {
    const { paths } = await document();
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { summary, responses }] of Object.entries(methods)) {
        const name = `${method} ${path}`;
        expect(summary, name).toEqual(expect.any(String));
        expect(
          Object.keys(responses).some((status) => status.startsWith('2')),
          name,
        ).toBe(true);
        for (const [status, { content = {} }] of Object.entries(responses)) {
          const type =
            Number(status) >= 400 && path.startsWith('/v1') ? 'application/problem+json' : 'application/json';
          expect(content[type]?.schema, `${name} ${status}`).toBeDefined();
          expect(content[type]?.schema, `${name} ${status}`).not.toEqual({});
        }
      }
    }
  });

  test('has no reference that leads nowhere', async () => {
    const whole = await document();
    const references = JSON.stringify(whole).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
    const named = new Set([...references].map((match) => match[1] ?? ''));
    expect(named.size).toBeGreaterThan(10);
    for (const name of named) expect(whole.components.schemas).toHaveProperty(name);
    expect(named).toContain('ContactInput');
    expect(named).toContain('Problem');
  });

  test('asks for a token except for health', async () => {
    const { paths, components } = await document();
    expect(components.securitySchemes).toHaveProperty('bearer');
    expect(paths['/healthz']?.['get']?.security).toEqual([]);
    expect(paths['/v1/contacts']?.['post']?.security).toBeUndefined();
  });
});

describe('pages', () => {
  test('every kind of problem has its place on the page of problems', async () => {
    const page = await api.inject({ method: 'GET', url: '/docs/problems' });
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      expect(page.body).toContain(`id="${problemType(code).split('#')[1]}"`);
    }
  });

  test('the documentation runs no script from within a page', async () => {
    const page = await api.inject({ method: 'GET', url: '/docs/' });
    expect(page.statusCode).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self'/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    const [script] = /[^"]*swagger-initializer\.js/.exec(page.body) ?? [];
    const loaded = await api.inject({ method: 'GET', url: new URL(script ?? '', 'http://x/docs/').pathname });
    expect(loaded.statusCode).toBe(200);
  });

  test.each([
    ['DELETE', '/v1/contacts', 405, 'METHOD_NOT_ALLOWED'],
    ['PUT', '/v1/referrals/R-0000-0000', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/nothing', 404, 'NOT_FOUND'],
    ['GET', '/%E0%A4%A', 400, 'BAD_REQUEST'],
  ] as const)('%s %s is answered %i', async (method, url, status, code) => {
    const response = await api.inject({ method, url });
    expect([response.statusCode, response.json()]).toMatchObject([status, { code, status }]);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});
