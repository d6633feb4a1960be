import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMs, instantFromMs, type Instant } from '../../domain/instant.ts';
import { actor, MONDAY_TEN, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { aDecision, Api, contactBody } from './support/api.ts';

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

type Page = {
  referrals: { referralRef: string; nextDueAt?: string; isOverdue: boolean }[];
  links: { next?: string };
};

async function list(query = '', as = teamManager): Promise<Page> {
  const response = await api.get(`/v1/referrals${query}`, as);
  expect(response.statusCode).toBe(200);
  return response.json<Page>();
}

describe('a referral', () => {
  test('tells its clocks, why they are due, and who acts next', async () => {
    const [ref] = await api.contact(contactBody({ receivedAt: MONDAY_TEN }));
    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    expect(read.headers['etag']).toBe('"1"');
    expect(read.json()).toMatchObject({
      referralRef: ref,
      stage: 'RECEIVED',
      child: { displayName: 'Quillon Testpaper', dateOfBirth: '2019-02-28' },
      clocks: [
        { kind: 'ACKNOWLEDGEMENT', status: 'RUNNING' },
        {
          kind: 'DECISION',
          dueAt: '2028-06-06T09:00:00.000Z',
          isLate: false,
          why: expect.stringContaining('; due Tue 6 Jun 2028 10:00; '),
          pauses: [],
          links: { self: `/v1/referrals/${ref}/clocks/DECISION` },
        },
        { kind: 'FEEDBACK' },
      ],
      nextAction: { action: 'rate', by: 'SOCIAL_WORKER' },
      links: {
        temporalUi: `http://temporal-ui.invalid/namespaces/${stack.namespace}/workflows/referral%3A${ref}`,
      },
    });
  });

  test('is read as it was known at an instant', async () => {
    const [ref] = await api.contact(contactBody({ receivedAt: addMs(MONDAY_TEN, -3_600_000) }));
    const received = await stack.now();
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    await api.post(`/v1/referrals/${ref}/rating`, { rag: 'RED', reason: 'Worse.' }, { as: socialWorker });
    const then = await api.get(`/v1/referrals/${ref}?asOf=${received}`, teamManager);
    expect(then.json()).toMatchObject({ stage: 'RECEIVED', version: 1, asOf: received, allowedActions: [] });
    expect(then.headers['etag']).toBeUndefined();
    // Received at nine, but the hub knew only at ten.
    const before = await api.get(`/v1/referrals/${ref}?asOf=${addMs(MONDAY_TEN, -1_800_000)}`, teamManager);
    expect([before.statusCode, before.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
  });

  test.each([
    ['?asOf=2028-06-05T10:00:00', 'asOf'],
    ['?asOf=2028-02-30T10:00:00Z', 'asOf'],
    ['?asof=2028-06-05T10:00:00Z', 'asof'],
  ])('is not read with %s', async (query, parameter) => {
    const [ref] = await api.contact();
    const response = await api.get(`/v1/referrals/${ref}${query}`, teamManager);
    expect([response.statusCode, response.json()]).toMatchObject([422, { errors: [{ parameter }] }]);
  });

  test('shows its ledger with hashes and its history without words', async () => {
    const [ref] = await api.contact();
    await api.post(
      `/v1/referrals/${ref}/rating`,
      { rag: 'RED', reason: 'Wet clothes.' },
      { as: socialWorker },
    );
    const ledger = await api.get(`/v1/referrals/${ref}/ledger`, actor('AUDITOR'));
    const { entries } = ledger.json<{ entries: { seq: number; hash: string; previousHash: string }[] }>();
    expect(entries.map((it) => it.seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.slice(1).map((it) => it.previousHash)).toEqual(entries.slice(0, -1).map((it) => it.hash));
    const history = await api.get(`/v1/referrals/${ref}/history`, teamManager);
    expect(history.json<{ events: unknown[] }>().events.length).toBeGreaterThan(5);
    for (const word of ['Quillon', 'Wet clothes']) {
      expect(ledger.body).not.toContain(word);
      expect(history.body).not.toContain(word);
    }
  });
});

describe('the list', () => {
  test('is ordered by what is due first, page by page, each referral once', async () => {
    const given = new Set<string>();
    for (const minutes of [50, 10, 30, 20, 40, 30]) {
      const receivedAt = addMs(MONDAY_TEN, -minutes * 60_000);
      given.add((await api.contact(contactBody({ receivedAt, localAuthority: 'MOCKTON' })))[0]);
    }
    const seen: Page['referrals'] = [];
    for (let url: string | undefined = '/v1/referrals?localAuthority=MOCKTON&limit=2'; url !== undefined; ) {
      const response = await api.get(url, teamManager);
      const page = response.json<Page>();
      seen.push(...page.referrals);
      url = page.links.next;
      expect(response.headers['link']).toBe(url === undefined ? undefined : `<${url}>; rel="next"`);
    }
    expect(new Set(seen.map((it) => it.referralRef))).toEqual(given);
    expect(seen).toHaveLength(given.size);
    const dues = seen.map((it) => it.nextDueAt ?? '');
    expect(dues).toEqual(dues.toSorted((a, b) => a.localeCompare(b)));
  });

  test('has closed referrals last', async () => {
    const [closed] = await api.contact(contactBody({ agency: 'POLICE' }), socialWorker);
    const [open] = await api.contact(contactBody({ agency: 'POLICE' }), socialWorker);
    const at = `/v1/referrals/${closed}`;
    await api.post(`${at}/decision`, { ...aDecision, outcome: 'NFA' }, { as: teamManager, version: 1 });
    await api.post(`${at}/feedback`, { method: 'PHONE' }, { as: socialWorker });
    const first = await list('?agency=POLICE&limit=1');
    const second = await api.get(first.links.next ?? '', teamManager);
    expect(first.referrals).toMatchObject([{ referralRef: open }]);
    expect(second.json()).toMatchObject({
      referrals: [{ referralRef: closed, stage: 'CLOSED_NFA', outcome: 'NFA' }],
      links: {},
    });
    expect((await list('?agency=POLICE&stage=CLOSED_NFA')).referrals).toHaveLength(1);
  });

  test('is filtered by rating and by what is due', async () => {
    const [ref] = await api.contact(contactBody({ agency: 'HOUSING' }), socialWorker);
    await api.post(`/v1/referrals/${ref}/rating`, { rag: 'RED', reason: 'Worse.' }, { as: socialWorker });
    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    const { clocks } = read.json<{ clocks: { kind: string; dueAt: Instant }[] }>();
    const dueAt = clocks.find((it) => it.kind === 'RAG_TARGET')?.dueAt ?? MONDAY_TEN;
    const found = async (query: string) => (await list(`?agency=HOUSING${query}`)).referrals.length;
    expect(await found('&rag=RED')).toBe(1);
    expect(await found('&rag=BLUE')).toBe(0);
    expect(await found(`&dueBefore=${dueAt}`)).toBe(0);
    expect(await found(`&dueBefore=${addMs(dueAt, 1)}`)).toBe(1);
    expect(await found('&overdue=false')).toBe(1);
    expect(await found('&overdue=true')).toBe(0);
  });

  test.each([
    ['?limit=0', 'limit'],
    ['?limit=201', 'limit'],
    ['?stage=NEARLY', 'stage'],
    ['?overdue=maybe', 'overdue'],
    ['?dueBefore=2028-06-05T10:00:00', 'dueBefore'],
    ['?cursor=abc.def', 'cursor'],
    ['?cursor=%00', 'cursor'],
    ['?sort=name', 'sort'],
  ])('%s is answered 422', async (query, parameter) => {
    const response = await api.get(`/v1/referrals${query}`, teamManager);
    expect([response.statusCode, response.json()]).toMatchObject([422, { errors: [{ parameter }] }]);
  });
});

describe('what is overdue', () => {
  test('is told most late first, with who was told and who acts next; late counts from the hub’s clock', async () => {
    const [first] = await api.contact(contactBody({ receivedAt: addMs(MONDAY_TEN, -50 * 60_000) }));
    const [second] = await api.contact(contactBody({ receivedAt: addMs(MONDAY_TEN, -45 * 60_000) }));
    const before = await api.get('/v1/overdue?within=48', teamManager);
    const soon = before.json<{ late: unknown[]; dueSoon: { referralRef: string }[] }>();
    expect(soon.late).toEqual([]);
    expect(soon.dueSoon.map((it) => it.referralRef)).toContain(first);

    await stack.travel(instantFromMs(Date.parse('2028-06-06T12:00:00+01:00')));
    const response = await api.get('/v1/overdue', teamManager);
    const { late, lateTotal } = response.json<{ late: { referralRef: string }[]; lateTotal: number }>();
    expect(lateTotal).toBe(late.length);
    const ours = late.filter((it) => [first, second].includes(it.referralRef));
    expect(ours.slice(0, 3).map((it) => it.referralRef)).toEqual([first, first, first]);
    expect(ours[0]).toMatchObject({
      timeLeft: expect.stringMatching(/^late by /),
      lastTold: { role: 'TEAM_MANAGER', what: 'BREACH' },
      nextAction: { by: expect.any(String), words: expect.any(String) },
    });
    const listed = await list('?overdue=true');
    expect(listed.referrals.every((it) => it.isOverdue)).toBe(true);
    expect(listed.referrals.map((it) => it.referralRef)).toContain(second);
  });
});
