import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseInstant } from '../../domain/instant.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { type Page, Visitor, wordsIn } from './support/visitor.ts';

const { policy, calendar } = defaultEditions();
const proclaimed = {
  ...calendar,
  edition: 'england-and-wales-with-proclaimed-day',
  bankHolidays: [...calendar.bankHolidays, { date: '2028-06-06', title: 'Proclaimed day' }].toSorted(
    (a, b) => (a.date < b.date ? -1 : 1),
  ),
};
const withClosures = {
  ...policy,
  edition: 'with-closures-2028',
  closureDays: [
    { date: '2028-06-08', reason: 'Training <day>' },
    { date: '2028-06-06', reason: 'Council closed' },
  ],
};

let stack: TestStack;
let app: FastifyInstance;
let first: Visitor;
let second: Visitor;
let manager: Visitor;
let ref: string;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  app = await boardApp(stack.services);
  first = await Visitor.signedIn(app, colleagues.administrator.userId);
  second = await Visitor.signedIn(app, colleagues.secondAdministrator.userId);
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
  ref = await receiveReferral(stack.services, {
    receivedAt: MONDAY_TEN,
    form: contactForm({ referrer: phoneReferrer }),
  });
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

const NEW = '/rules/proposals/new';

async function propose(document: unknown, visitor = first): Promise<Page> {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return visitor.send(await visitor.open(NEW), NEW, { document: text });
}

/** Opens a page that asks once more, and sends it. */
async function confirm(visitor: Visitor, address: string): Promise<Page> {
  return visitor.send(await visitor.open(address), address);
}

async function told(publication: number): Promise<Page> {
  const page = () => second.open(`/rules/publications/${publication}`);
  await expect
    .poll(async () => wordsIn(await page(), 'main'), { timeout: 30_000 })
    .toContain('Every open case');
  return page();
}

const decisionDue = async () =>
  (await referralOf(stack.services, ref)).clocks.find(({ kind }) => kind === 'DECISION')?.dueAt;

const pageIn = ({ response }: Page) => response.body;

// One hub: these run in order.
describe('the rules on the board', () => {
  test('show what is in force, with the public documents, to those who work in the hub', async () => {
    const page = await manager.open('/rules');
    expect(wordsIn(page, 'h1')).toBe('Rules of the hub');
    expect(wordsIn(page, '.govuk-summary-list')).toContain(policy.edition);
    expect(wordsIn(page, '.govuk-summary-list')).toContain(calendar.edition);
    const link = page.document.querySelector('.govuk-summary-list a')?.getAttribute('href') ?? '';
    expect((await app.inject({ url: link })).json()).toEqual(policy);
    expect(wordsIn(page, 'main')).toContain('They move no clock');
    expect(page.document.querySelectorAll('.govuk-warning-text')).toHaveLength(0);
    expect(await axeViolations(pageIn(page))).toEqual([]);
  });

  test('are in the navigation of those who look after them, and closed to outsiders', async () => {
    const worker = await Visitor.signedIn(app, colleagues.mocktonWorker.userId);
    expect(wordsIn(await manager.open('/'), '.fd-header__nav')).toContain('Rules');
    expect(wordsIn(await worker.open('/'), '.fd-header__nav')).not.toContain('Rules');
    expect((await worker.open('/rules')).response.statusCode).toBe(200);
    for (const { userId } of [colleagues.health, colleagues.school]) {
      const outsider = await Visitor.signedIn(app, userId);
      expect((await outsider.open('/rules')).response.statusCode).toBe(403);
      expect((await outsider.open('/rules/proposals/1')).response.statusCode).toBe(404);
    }
  });

  test('lead an administrator, who has no board, to the rules', async () => {
    expect(wordsIn(await first.open('/'), 'h1')).toBe('Rules of the hub');
  });

  test('can be changed by administrators only', async () => {
    expect(wordsIn(await manager.open('/rules'), 'main')).not.toContain('Propose a change');
    expect((await manager.open(NEW)).response.statusCode).toBe(403);
    const page = await manager.open('/rules');
    expect((await manager.post(page, NEW, { document: '{}' })).statusCode).toBe(403);
    const forged = await first.post(await first.open(NEW), NEW, { document: '{}', _csrf: 'wrong' });
    expect(forged.statusCode).toBe(403);
  });

  test('name every field that breaks a rule, and lose nothing that was typed', async () => {
    const broken = {
      ...policy,
      edition: '',
      effectiveFrom: 'soon',
      closureDays: [{ date: '2028-13-01', reason: 'x' }],
    };
    const page = await propose(broken);
    expect(page.response.statusCode).toBe(422);
    const problems = [...page.document.querySelectorAll('.govuk-error-summary__list li')].map((it) =>
      it.textContent.trim(),
    );
    expect(problems).toEqual([
      expect.stringContaining('edition: '),
      expect.stringContaining('effectiveFrom: '),
      expect.stringContaining('closureDays.0.date: '),
    ]);
    expect(wordsIn(page, '.govuk-error-message')).toContain('The document breaks 3 rules');
    expect(page.document.querySelector('#document')?.value).toBe(JSON.stringify(broken));
    expect(await axeViolations(pageIn(page))).toEqual([]);
    expect(wordsIn(await propose('{"format"'), '.govuk-error-summary__list')).toContain('must be JSON');
    expect(wordsIn(await propose('{"a":1}'), '.govuk-error-summary__list')).toContain('a calendar edition');
    expect(wordsIn(await propose(''), '.govuk-error-summary__list')).toBe(
      'Choose a file or paste the document',
    );
    expect(wordsIn(await propose(policy), '.govuk-error-summary__list')).toContain('is in force already');
  });

  test('take a file', async () => {
    const page = await first.open(NEW);
    const fields = Object.fromEntries(
      [...page.document.querySelectorAll('form[action="/rules/proposals/new"] input[type=hidden]')].map(
        (it) => [it.name, it.value],
      ),
    );
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append(
      'file',
      new Blob([JSON.stringify(proclaimed)], { type: 'application/json' }),
      'calendar.json',
    );
    form.append('document', 'what was pasted is not used');
    const sent = new Response(form);
    const response = await app.inject({
      method: 'POST',
      url: NEW,
      headers: {
        cookie: [...first.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'content-type': sent.headers.get('content-type') ?? '',
      },
      payload: Buffer.from(await sent.arrayBuffer()),
    });
    expect([response.statusCode, response.headers.location]).toEqual([
      303,
      '/rules/proposals/1?done=proposed',
    ]);
    const garbled = await app.inject({
      method: 'POST',
      url: NEW,
      headers: {
        cookie: [...first.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'content-type': 'multipart/form-data; boundary=x',
      },
      payload: 'garbled',
    });
    expect(garbled.statusCode).toBe(400);
  });

  test('show before anybody agrees which clocks would move, from when to when', async () => {
    const page = await manager.open('/rules/proposals/1');
    const words = wordsIn(page, 'main');
    expect(words).toContain('3 clocks in 1 of 1 open case would move');
    expect(words).toContain('Decision: 1 later, 0 earlier');
    expect(words).toContain('Tue 6 Jun 2028 10:00 Wed 7 Jun 2028 10:00 8 working hours later');
    expect(words).toContain('One more administrator has to agree');
    expect(page.document.querySelector(`.fd-board a[href="/referrals/${ref}"]`)).not.toBeNull();
    expect(page.document.querySelectorAll('a[href$="/agreement"]')).toHaveLength(0);
    const keeper = await second.open('/rules/proposals/1');
    expect(wordsIn(keeper, '.fd-board')).toContain(ref);
    expect(keeper.document.querySelectorAll('.fd-board tbody a')).toHaveLength(0);
    expect(await decisionDue()).toBe(parseInstant('2028-06-06T10:00:00+01:00'));
    expect(await axeViolations(pageIn(page))).toEqual([]);
    const sorted = await manager.open('/rules/proposals/1?sort=clock&order=desc&page=99');
    expect(sorted.document.querySelector('th[aria-sort]')?.getAttribute('aria-sort')).toBe('descending');
    expect(wordsIn(sorted, '.fd-board tbody tr')).toContain('Feedback to the referrer');
  });

  test('need a second person', async () => {
    const own = await first.open('/rules/proposals/1');
    expect(wordsIn(own, 'main')).toContain('It cannot be you');
    expect(own.document.querySelectorAll('a[href$="/agreement"]')).toHaveLength(0);
    const alone = await confirm(first, '/rules/proposals/1/agreement');
    expect([alone.response.statusCode, wordsIn(alone, '.govuk-error-summary')]).toEqual([
      409,
      expect.stringContaining('another one has to agree'),
    ]);
    const asked = await second.open('/rules/proposals/1/agreement');
    expect(wordsIn(asked, 'main')).toContain('You are the second person');
    expect(await axeViolations(pageIn(asked))).toEqual([]);
  });

  test('tell how far a publication has come, and reload by themselves until then', async () => {
    await stack.stopWorkers();
    const page = await confirm(second, '/rules/proposals/1/agreement');
    expect(wordsIn(page, 'h1')).toBe(`Calendar ${proclaimed.edition}`);
    expect(wordsIn(page, 'main')).toContain('agreed by Ada Madeup and Bea Madeup');
    expect(wordsIn(page, '.fd-progress')).toContain('0 of 1 open cases told');
    expect(page.document.querySelector('progress')?.getAttribute('max')).toBe('1');
    expect(page.response.headers['refresh']).toBe('5; url=/rules/publications/1');
    expect(await axeViolations(pageIn(page))).toEqual([]);
    const still = await second.open('/rules/publications/1?still');
    expect(still.response.headers['refresh']).toBeUndefined();
    await stack.startWorker();
    const done = await told(1);
    expect(done.response.headers['refresh']).toBeUndefined();
    expect(wordsIn(done, '.fd-progress')).toContain('1 of 1 open cases told');
    expect(await decisionDue()).toBe(parseInstant('2028-06-07T10:00:00+01:00'));
    expect(wordsIn(await manager.open('/rules'), '.fd-publications')).toContain('1 of 1 open cases told');
  });

  test('are restored by a withdrawal, which takes two people as well', async () => {
    const proposed = await confirm(first, '/rules/publications/1/withdrawal');
    expect(wordsIn(proposed, 'h1')).toBe(`Withdrawal of publication 1: Calendar ${proclaimed.edition}`);
    expect(wordsIn(proposed, 'main')).toContain('Decision: 0 later, 1 earlier');
    await confirm(second, '/rules/proposals/2/agreement');
    await told(2);
    expect(await decisionDue()).toBe(parseInstant('2028-06-06T10:00:00+01:00'));
    expect(wordsIn(await second.open('/rules/publications/1'), 'main')).toContain('Later rules are in force');
    const twice = await confirm(first, '/rules/publications/1/withdrawal');
    expect(twice.response.statusCode).toBe(409);
  });

  test('list the days without staff, which move no clock', async () => {
    const proposed = await propose(withClosures);
    expect(wordsIn(proposed, 'main')).toContain('No clock of 1 open case would move');
    await confirm(second, '/rules/proposals/3/agreement');
    await told(3);
    const page = await manager.open('/rules');
    expect(wordsIn(page, 'section[aria-labelledby=staffing]')).toContain(
      'Tue 6 Jun 2028Council closedThu 8 Jun 2028Training <day>',
    );
    expect(await decisionDue()).toBe(parseInstant('2028-06-06T10:00:00+01:00'));
  });

  test('warn of a calendar that cannot count a case, and let it be rejected', async () => {
    await propose({ ...proclaimed, edition: 'too-short', lastDay: '2028-06-05', bankHolidays: [] });
    const page = await second.open('/rules/proposals/4');
    expect(wordsIn(page, 'main')).toContain('the change should not be published');
    const rejected = await confirm(second, '/rules/proposals/4/rejection');
    expect(wordsIn(rejected, '.govuk-notification-banner')).toContain('The proposal is rejected');
    expect(wordsIn(rejected, 'main')).toContain('proposed by Ada Madeup, rejected by Bea Madeup');
    expect(wordsIn(await second.open('/rules/proposals/4'), 'main')).toContain('It was rejected');
    expect((await second.open('/rules/proposals/5')).response.statusCode).toBe(404);
    expect((await second.open('/rules/publications/x')).response.statusCode).toBe(404);
  });

  test('raise the alarm when fewer than six months of official bank holidays remain', async () => {
    await propose({
      ...calendar,
      edition: 'ends-in-2028',
      lastDay: '2028-11-30',
      bankHolidays: calendar.bankHolidays.filter(({ date }) => date <= '2028-11-30'),
    });
    await confirm(second, '/rules/proposals/5/agreement');
    await told(4);
    const page = await manager.open('/rules');
    expect(wordsIn(page, '.govuk-warning-text')).toContain('official bank holidays end in 178 days');
    expect(await axeViolations(pageIn(page))).toEqual([]);
    const front = await manager.open('/');
    expect(wordsIn(front, '.fd-alarm')).toContain('only until Thu 30 Nov 2028');
    expect(await axeViolations(pageIn(front))).toEqual([]);
  });
});
