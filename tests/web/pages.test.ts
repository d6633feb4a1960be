import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessions } from '../../db/schema.ts';
import { HOUR_MS, msFromInstant } from '../../domain/instant.ts';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { childForm, contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services);
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

/** A referral nobody can acknowledge by email, so that nothing changes it by itself. */
function quietReferral(overrides: Parameters<typeof receiveReferral>[1] = {}) {
  return receiveReferral(stack.services, { form: contactForm({ referrer: phoneReferrer }), ...overrides });
}

describe('signing in', () => {
  test('a page behind the sign-in asks who you are and then opens', async () => {
    const visitor = new Visitor(app);
    const asked = await visitor.open('/?urgency=LATE');
    expect(wordsIn(asked, 'h1')).toBe('Who are you?');
    const opened = await visitor.send(asked, '/sign-in', { user: 'manager' });
    expect(wordsIn(opened, 'h1')).toBe('Open referrals');
    expect(wordsIn(opened, '.fd-header')).toContain('Morgan Madeup');
  });

  test('without a choice the problem is named twice in the same words', async () => {
    const visitor = new Visitor(app);
    const page = await visitor.send(await visitor.open('/sign-in'), '/sign-in');
    expect(page.response.statusCode).toBe(422);
    expect(wordsIn(page, '.govuk-error-summary__list')).toBe('Choose who you are');
    expect(wordsIn(page, '.govuk-error-message')).toBe('Error: Choose who you are');
  });

  test('never leads to another site', async () => {
    const visitor = new Visitor(app);
    const page = await visitor.open('/sign-in?next=//elsewhere.invalid');
    const answer = await visitor.post(page, '/sign-in', { user: 'manager' });
    expect(answer.headers.location).toBe('/');
  });

  test('the database keeps no secret of a session, and signing out ends it', async () => {
    const visitor = await Visitor.signedIn(app, 'manager');
    const secret = visitor.cookies.get('front-door-session') ?? '';
    const rows = await stack.db.select().from(sessions);
    expect(JSON.stringify(rows)).not.toContain(secret);
    const page = await visitor.open('/');
    await visitor.post(page, '/sign-out');
    visitor.cookies.set('front-door-session', secret);
    expect(wordsIn(await visitor.open('/'), 'h1')).toBe('Who are you?');
  });

  test('a session ends after eight hours', async () => {
    const visitor = await Visitor.signedIn(app, 'mockton');
    const [session] = await stack.db.select().from(sessions).where(eq(sessions.displayName, 'Sasha Madeup'));
    const { createdAt, expiresAt, idHash } = session ?? expect.fail('no session was kept');
    expect(msFromInstant(expiresAt) - msFromInstant(createdAt)).toBe(8 * HOUR_MS);
    await stack.db.update(sessions).set({ expiresAt: createdAt }).where(eq(sessions.idHash, idHash));
    expect(wordsIn(await visitor.open('/'), 'h1')).toBe('Who are you?');
  });

  test('over HTTPS no other host and no script gets at the cookie of a session', async () => {
    const secure = await boardApp(stack.services, { secureCookies: true });
    const visitor = new Visitor(secure);
    const answer = await visitor.post(await visitor.open('/sign-in'), '/sign-in', { user: 'manager' });
    expect(answer.cookies[0]).toMatchObject({
      name: '__Host-front-door-session',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    });
    await secure.close();
  });

  test('outside development there is no sign-in by name and no outbox', async () => {
    const live = await boardApp(stack.services, { isDevelopment: false, secureCookies: true });
    const answers = await Promise.all(['/', '/sign-in', '/outbox'].map((url) => live.inject({ url })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 404, 404]);
    await live.close();
  });

  test('a form without its token changes nothing', async () => {
    const ref = await quietReferral();
    const address = `/referrals/${ref}/rating`;
    const rating = { rag: 'RED', reason: 'Rising.', _csrf: 'wrong' };
    const answer = await manager.post(await manager.open(address), address, rating);
    expect(answer.statusCode).toBe(403);
    expect((await referralOf(stack.services, ref)).rating).toBeUndefined();
  });
});

describe('the board', () => {
  test('shows only what the visitor may read', async () => {
    const here = await quietReferral({ localAuthority: 'SPECIMENSHIRE' });
    const there = await quietReferral({ localAuthority: 'MOCKTON' });
    const worker = await Visitor.signedIn(app, colleagues.mocktonWorker.userId);
    const { response } = await worker.open('/');
    expect(response.body).toContain(there);
    expect(response.body).not.toContain(here);
    expect((await worker.open(`/referrals/${here}`)).response.statusCode).toBe(403);
    for (const outside of [colleagues.health, colleagues.school]) {
      const visitor = await Visitor.signedIn(app, outside.userId);
      const home = await visitor.open('/');
      expect(home.response.body).not.toContain(here);
      expect((await visitor.open(`/referrals/${here}`)).response.statusCode).toBe(403);
    }
  });

  test('odd filters are left out, and names cannot break or turn the page', async () => {
    const child = childForm({ givenName: '<script>alert(1)</script>', familyName: '\u202Ebackwards' });
    const ref = await quietReferral({ form: contactForm({ referrer: phoneReferrer, children: [child] }) });
    const page = await manager.open(
      '/?urgency=__proto__&stage=1&rag=PINK&page=-4&sort=due;drop&authority=%00',
    );
    expect(page.response.statusCode).toBe(200);
    const link = page.document.querySelector(`a[href="/referrals/${ref}"]`);
    expect(link?.innerHTML).toContain('<bdi>&lt;script&gt;');
    expect(page.document.querySelectorAll('script')).toHaveLength(1);
  });

  test.each(['R-0000-0000', 'nonsense', '%00', '..%2F..'])('there is no referral %s', async (ref) => {
    expect((await manager.open(`/referrals/${ref}`)).response.statusCode).toBe(404);
  });

  test('pages carry a strict policy, are not cached, and are no part of the API’s document', async () => {
    const { response } = await manager.open('/');
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.headers['cache-control']).toBe('no-store');
    const { paths } = (await app.inject({ url: '/v1/openapi.json' })).json<{ paths: object }>();
    expect(Object.keys(paths).filter((path) => path.startsWith('/referrals'))).toEqual([]);
  });
});
