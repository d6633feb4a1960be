import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { contactForm, phoneReferrer } from '../support/people.ts';
import { asked, requestOf } from '../support/requests.ts';
import { tokenSent } from '../support/answer-links.ts';
import { colleagues } from './support/board-stack.ts';
import {
  boardInBrowser,
  type BoardInBrowser,
  collectFaults,
  executablePath,
  tabTo,
  violations,
} from './support/browser.ts';

describe.skipIf(executablePath === undefined)('requests in a browser', () => {
  let board: BoardInBrowser;
  beforeAll(async () => {
    board = await boardInBrowser();
  });
  afterAll(() => board?.close());

  async function newRequest() {
    const { services } = board.stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const requestId = await asked(services, ref);
    const { contactRef } = await referralOf(services, ref);
    return { ref, requestId, address: `/answer/${await tokenSent(services, contactRef)}` };
  }

  test.each([1280, 320])('break no rule of axe and need no sideways scrolling at %i px', async (width) => {
    const { ref, requestId, address } = await newRequest();
    const context = await board.window({ viewport: { width, height: 900 } });
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
    const context = await board.window({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    await tabTo(page, 'form[action$="/nothing-known"] button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=answer/);
    expect(await page.locator('.govuk-notification-banner').textContent()).toContain(
      'Your answer is recorded',
    );
    expect((await requestOf(board.stack.services, requestId)).answers).toMatchObject([
      { answer: 'NOTHING_KNOWN' },
    ]);
    await context.close();
  });

  test('a draft is kept without script and is there for the next to open the link', async () => {
    const { requestId, address } = await newRequest();
    const context = await board.window({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByLabel('What you know, or why').fill('Still to be checked.');
    await page.getByRole('button', { name: 'Keep as a draft' }).click();
    await page.waitForURL(/done=draft/);
    const other = await (await board.window()).newPage();
    await other.goto(address);
    expect(await other.getByLabel('What you know, or why').inputValue()).toBe('Still to be checked.');
    expect((await requestOf(board.stack.services, requestId)).answers).toEqual([]);
    await other.context().close();
    await context.close();
  });
});
