import type { FastifyInstance } from 'fastify';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import { asked, requestOf } from '../support/requests.ts';
import { tokenSent } from '../support/answer-links.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { addressOf, collectFaults, executablePath, QUIET, tabTo, violations } from './support/browser.ts';

describe.skipIf(executablePath === undefined)('requests in a browser', () => {
  let stack: TestStack;
  let app: FastifyInstance;
  let browser: Browser;
  let base: string;

  beforeAll(async () => {
    stack = await testStack({ worker: true, at: MONDAY_TEN });
    app = await boardApp(stack.services);
    await app.listen({ host: '127.0.0.1', port: 0 });
    base = addressOf(app);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: QUIET });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await stack?.close();
  });

  async function newRequest() {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const requestId = await asked(services, ref);
    const { contactRef } = await referralOf(services, ref);
    return { ref, requestId, address: `/answer/${await tokenSent(services, contactRef)}` };
  }

  test.each([1280, 320])('break no rule of axe and need no sideways scrolling at %i px', async (width) => {
    const { ref, requestId, address } = await newRequest();
    const context = await browser.newContext({ baseURL: base, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const faults = collectFaults(page);
    const check = async (what: string) => {
      expect(await violations(page), what).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), what).toBeLessThanOrEqual(width);
    };
    await page.goto(address);
    await check('the page behind a link');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await check('the page with problems');
    expect(await page.evaluate('document.activeElement.className')).toContain('govuk-error-summary');
    await page.goto('/answer/never-made');
    await check('a link that is not good');
    await page.goto('/sign-in');
    await page.getByLabel(colleagues.manager.displayName, { exact: true }).check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    for (const path of [
      `/referrals/${ref}`,
      '/information-requests',
      `/information-requests/${requestId}`,
      '/outbox',
    ]) {
      await page.goto(path);
      await check(path);
    }
    expect(faults.filter((fault) => !fault.includes('422') && !fault.includes('404'))).toEqual([]);
    await context.close();
  });

  test('an agency says that it holds nothing by keyboard alone, without script', async () => {
    const { requestId, address } = await newRequest();
    const context = await browser.newContext({ baseURL: base, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    await tabTo(page, 'form[action$="/nothing-known"] button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=answer/);
    expect(await page.locator('.govuk-notification-banner').textContent()).toContain(
      'Your answer is recorded',
    );
    expect((await requestOf(stack.services, requestId)).answers).toMatchObject([{ answer: 'NOTHING_KNOWN' }]);
    await context.close();
  });

  test('a draft is kept without script and is there for the next to open the link', async () => {
    const { requestId, address } = await newRequest();
    const context = await browser.newContext({ baseURL: base, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByLabel('What you know, or why').fill('Still to be checked.');
    await page.getByRole('button', { name: 'Keep as a draft' }).click();
    await page.waitForURL(/done=draft/);
    const other = await (await browser.newContext({ baseURL: base })).newPage();
    await other.goto(address);
    expect(await other.getByLabel('What you know, or why').inputValue()).toBe('Still to be checked.');
    expect((await requestOf(stack.services, requestId)).answers).toEqual([]);
    await other.context().close();
    await context.close();
  });
});
