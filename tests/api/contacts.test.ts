import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseStarts, contacts } from '../../db/schema.ts';
import { openSealed } from '../../db/sealed-contents.ts';
import { addMs } from '../../domain/instant.ts';
import { actor, contactOfficer, referrer, socialWorker } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api, contactBody } from './support/api.ts';

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

type Receipt = {
  contactRef: string;
  receivedAt: string;
  decisionDueAt: string;
  referrals: { referralRef: string }[];
  marks: { pointer: string; rule: string; words: string }[];
};

async function submit(body: unknown, as = referrer) {
  const response = await api.post('/v1/contacts', body, { as });
  return { response, receipt: response.json<Receipt>() };
}

async function asReceived(contactRef: string) {
  return openSealed<string>(stack.db, `${contactRef}/as-received`);
}

function rules({ marks }: Receipt): string[] {
  return marks.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

describe('a contact', () => {
  test('is answered 201 with its references and when the decision is due', async () => {
    const { response, receipt } = await submit(contactBody({ receivedAt: '2026-04-02T16:50:00+01:00' }));
    expect(response.statusCode).toBe(201);
    expect(response.headers['location']).toBe(`/v1/contacts/${receipt.contactRef}`);
    expect(receipt).toMatchObject({
      receivedAt: '2026-04-02T15:50:00.000Z',
      // Easter: Good Friday to Easter Monday do not count.
      decisionDueAt: '2026-04-07T15:50:00.000Z',
      referrals: [{ referralRef: expect.stringMatching(/^R-/) }],
      marks: [],
    });
  });

  test('about three children begins three referrals', async () => {
    const children = ['Quillon', 'Quimby', 'Quorra'].map((givenName) => ({
      givenName,
      dateOfBirth: '2019-02-28',
    }));
    const { receipt } = await submit(contactBody({ children }));
    expect(new Set(receipt.referrals.map((it) => it.referralRef)).size).toBe(3);
    const started = await stack.db.select().from(caseStarts);
    const ours = started.filter((it) =>
      receipt.referrals.some((referral) => it.workflowId === `referral:${referral.referralRef}`),
    );
    expect(ours.every((it) => it.startedAt !== null)).toBe(true);
  });

  test.each(['REFERRER', 'CONTACT_OFFICER', 'AGENCY_REPRESENTATIVE', 'LADO', 'EMERGENCY_DUTY_TEAM'] as const)(
    'may come from a %s',
    async (role) => {
      const { response } = await submit(contactBody(), actor(role));
      expect(response.statusCode).toBe(201);
    },
  );

  test.each(['AUDITOR', 'ADMINISTRATOR', 'DISPUTE_MANAGER', 'STRATEGY_CHAIR'] as const)(
    'may not come from a %s',
    async (role) => {
      const { response } = await submit(contactBody(), actor(role));
      expect(response.statusCode).toBe(403);
    },
  );

  test('belongs to the agency of its referrer, whatever they write', async () => {
    const { receipt } = await submit(contactBody({ agency: 'POLICE' }));
    const written = await submit(contactBody({ agency: 'POLICE' }), contactOfficer);
    const agencies = await Promise.all(
      [receipt, written.receipt].map(async ({ contactRef }) =>
        (await api.get(`/v1/contacts/${contactRef}`, socialWorker)).json<{ agency: string }>(),
      ),
    );
    expect(agencies.map((it) => it.agency)).toEqual(['SPECIMEN_SCHOOL', 'POLICE']);
  });
});

describe('what is missing or odd is kept and marked', () => {
  test.each<[string, unknown, string[]]>([
    [
      'nothing at all',
      {},
      [
        '/channel CHANNEL_UNKNOWN',
        '/sourceCode SOURCE_UNKNOWN',
        '/localAuthority AUTHORITY_UNKNOWN',
        '/concern CONCERN_MISSING',
        '/familyAgreement AGREEMENT_MISSING',
        '/referrer REFERRER_MISSING',
        '/children CHILD_MISSING',
      ],
    ],
    ['an unknown channel', contactBody({ channel: 'PIGEON' }), ['/channel CHANNEL_UNKNOWN']],
    ['an unknown source', contactBody({ sourceCode: '77' }), ['/sourceCode SOURCE_UNKNOWN']],
    [
      'an unknown authority',
      contactBody({ localAuthority: 'ATLANTIS' }),
      ['/localAuthority AUTHORITY_UNKNOWN'],
    ],
    ['a number for a concern', contactBody({ concern: 7 }), ['/concern FIELD_ODD']],
    [
      'an object for a concern',
      contactBody({ concern: {} }),
      ['/concern FIELD_ODD', '/concern CONCERN_MISSING'],
    ],
    ['an agency that is no code', contactBody({ agency: 'The Police!' }), ['/agency FIELD_ODD']],
    [
      'an email that is none',
      contactBody({ referrer: { name: 'Ambrosia Placeholder', email: 'a b@c' } }),
      ['/referrer/email FIELD_ODD'],
    ],
    [
      'one child outside a list',
      contactBody({ children: { givenName: 'Quillon', dateOfBirth: '2019-02-28' } }),
      ['/children FIELD_ODD'],
    ],
    [
      'a child that is a word',
      contactBody({ children: ['Quillon'] }),
      ['/children/0 FIELD_ODD', '/children/0 NAME_MISSING', '/children/0/dateOfBirth BIRTH_MISSING'],
    ],
    ['a NUL', contactBody({ concern: 'a\u0000b' }), ['/concern CONTROL_CHARACTERS']],
    ['bidi controls', contactBody({ concern: 'a \u202E b' }), ['/concern CONTROL_CHARACTERS']],
    ['a lone surrogate', contactBody({ concern: 'a \uDC00 b' }), ['/concern CONTROL_CHARACTERS']],
  ])('%s', async (_case, body, expected) => {
    const { response, receipt } = await submit(body);
    expect([response.statusCode, rules(receipt)]).toEqual([201, expected]);
    expect(receipt.referrals).toHaveLength(1);
    expect(await asReceived(receipt.contactRef)).toBe(JSON.stringify(body));
  });

  test('each mark says in words what to do', async () => {
    const { receipt } = await submit({});
    expect(receipt.marks[3]).toEqual({
      pointer: '/concern',
      rule: 'CONCERN_MISSING',
      words: 'Say what you are worried about',
    });
  });

  test('a text of 2 MB is kept whole and read back', async () => {
    const concern = 'wet '.repeat(512 * 1024);
    const { response, receipt } = await submit(contactBody({ concern }));
    expect(response.statusCode).toBe(201);
    const read = await api.get(`/v1/contacts/${receipt.contactRef}`, socialWorker);
    expect(read.json<{ form: { concern: string } }>().form.concern).toBe(concern);
  });

  test('__proto__ and constructor change nothing and are kept as received', async () => {
    const body =
      '{"__proto__":{"concern":"x","isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"concern":"wet clothes"}';
    const { response, receipt } = await submit(body);
    expect(response.statusCode).toBe(201);
    expect(Object.prototype).not.toHaveProperty('isAdmin');
    expect(await asReceived(receipt.contactRef)).toBe(body);
    const read = await api.get(`/v1/contacts/${receipt.contactRef}`, socialWorker);
    expect(read.json()).toMatchObject({ form: { concern: 'wet clothes' } });
  });

  test('bytes of an old system are read as Windows-1252', async () => {
    const body = Buffer.from('{"concern":"Jos\xe9 is cold"}', 'latin1');
    const response = await api.postBytes('/v1/contacts', body, { as: referrer });
    expect(response.statusCode).toBe(201);
    expect(await asReceived(response.json<Receipt>().contactRef)).toBe('{"concern":"José is cold"}');
  });
});

describe('a contact is refused only', () => {
  test.each([
    ['for malformed JSON', '{"concern": ', 400, 'MALFORMED_JSON'],
    ['for an empty body', '', 400, 'MALFORMED_JSON'],
    ['for a list', '[]', 400, 'NOT_AN_OBJECT'],
    ['for a word', '"help"', 400, 'NOT_AN_OBJECT'],
    ['for null', 'null', 400, 'NOT_AN_OBJECT'],
    ['for receipt without offset', '{"receivedAt":"2026-04-02T16:50:00"}', 422, 'INVALID_INSTANT'],
    ['for receipt that is no instant', '{"receivedAt":"yesterday"}', 422, 'INVALID_INSTANT'],
    ['for receipt on a day that is none', '{"receivedAt":"2026-02-30T10:00:00Z"}', 422, 'INVALID_INSTANT'],
    ['for receipt that is a number', '{"receivedAt":1775145000}', 422, 'INVALID_INSTANT'],
    ['for receipt before the calendar', '{"receivedAt":"1999-04-02T16:50:00Z"}', 422, 'CALENDAR_EXHAUSTED'],
    [
      'for more children than a family has',
      JSON.stringify({ children: Array.from({ length: 101 }, () => ({})) }),
      422,
      'INVALID_FIELD',
    ],
  ])('%s', async (_case, body, status, code) => {
    const before = await stack.db.$count(contacts);
    const response = await api.post('/v1/contacts', body, { as: referrer });
    expect([response.statusCode, response.json()]).toMatchObject([status, { code, status }]);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(await stack.db.$count(contacts)).toBe(before);
  });

  test('for receipt in the future', async () => {
    const receivedAt = addMs(await stack.now(), 60_000);
    const { response } = await submit(contactBody({ receivedAt }));
    expect([response.statusCode, response.json()]).toMatchObject([
      422,
      { code: 'RECEIVED_IN_FUTURE', errors: [{ pointer: '/receivedAt' }] },
    ]);
  });

  test('for more than 4 MB', async () => {
    const { response } = await submit({ concern: 'x'.repeat(4 * 1024 * 1024) });
    expect([response.statusCode, response.json()]).toMatchObject([413, { code: 'BODY_TOO_LARGE' }]);
  });

  test('for another content type', async () => {
    const response = await api.postBytes('/v1/contacts', Buffer.from('<contact/>'), {
      as: referrer,
      type: 'application/xml',
    });
    expect([response.statusCode, response.json()]).toMatchObject([415, { code: 'NOT_JSON' }]);
  });
});

describe('the Idempotency-Key of a contact', () => {
  test('is required', async () => {
    const response = await api.post('/v1/contacts', contactBody(), { as: referrer, key: '' });
    expect([response.statusCode, response.json()]).toMatchObject([400, { code: 'BAD_HEADER' }]);
  });

  test('gives the same status, body and headers for the same body', async () => {
    const call = { as: referrer, key: randomUUID() };
    const [first, again] = await Promise.all([1, 2].map(() => api.post('/v1/contacts', contactBody(), call)));
    const third = await api.post('/v1/contacts', contactBody(), call);
    expect(first?.statusCode).toBe(201);
    for (const response of [again, third]) {
      expect([response?.statusCode, response?.body, response?.headers['location']]).toEqual([
        201,
        first?.body,
        first?.headers['location'],
      ]);
    }
  });

  test('is answered 422 with another body', async () => {
    const call = { as: referrer, key: randomUUID() };
    await api.post('/v1/contacts', contactBody(), call);
    const other = await api.post('/v1/contacts', contactBody({ concern: 'other' }), call);
    expect([other.statusCode, other.json()]).toMatchObject([422, { code: 'KEY_REUSED' }]);
  });

  test('of one client is not that of another', async () => {
    const key = randomUUID();
    const mine = await api.post('/v1/contacts', contactBody(), { as: referrer, key });
    const theirs = await api.post('/v1/contacts', contactBody(), { as: contactOfficer, key });
    expect(theirs.statusCode).toBe(201);
    expect(theirs.json<Receipt>().contactRef).not.toBe(mine.json<Receipt>().contactRef);
  });

  test('may be used again after a refusal, with a body that holds', async () => {
    const call = { as: referrer, key: randomUUID() };
    const refused = await api.post('/v1/contacts', contactBody({ receivedAt: 'soon' }), call);
    const kept = await api.post('/v1/contacts', contactBody(), call);
    expect([refused.statusCode, kept.statusCode]).toEqual([422, 201]);
  });
});

describe('reading a contact', () => {
  test('its referrer sees how it stands and nothing of the family', async () => {
    const { receipt } = await submit(contactBody());
    const read = await api.get(`/v1/contacts/${receipt.contactRef}`, referrer);
    expect(read.json()).toEqual({
      contactRef: receipt.contactRef,
      receivedAt: receipt.receivedAt,
      referrals: [{ referralRef: receipt.referrals[0]?.referralRef, status: 'RECEIVED' }],
    });
  });

  test.each([
    ['another referrer', actor('REFERRER', { userId: 'synthetic-stranger' })],
    [
      'another agency',
      actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-nurse', agency: 'SPECIMEN_TRUST' }),
    ],
    ['staff of another authority', actor('SOCIAL_WORKER', { localAuthority: 'MOCKTON' })],
    ['an administrator', actor('ADMINISTRATOR')],
    ['an early help practitioner', actor('EARLY_HELP_PRACTITIONER')],
  ])('%s finds nothing', async (_case, stranger) => {
    const { receipt } = await submit(contactBody());
    const read = await api.get(`/v1/contacts/${receipt.contactRef}`, stranger);
    expect([read.statusCode, read.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
  });

  test('staff see it whole', async () => {
    const { receipt } = await submit(contactBody());
    const read = await api.get(`/v1/contacts/${receipt.contactRef}`, socialWorker);
    expect(read.json()).toMatchObject({
      submittedBy: referrer.userId,
      form: { children: [{ givenName: 'Quillon' }], referrer: { anonymous: false } },
    });
  });
});
