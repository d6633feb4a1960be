import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proposeEdition } from '../../db/rulebook.ts';
import { defaultEditions } from '../../policy/editions.ts';
import type { PolicyEdition } from '../../policy/policy-edition.ts';
import { receiveReferral, referralOf } from '../support/cases.ts';
import { contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import type { TestStack } from '../support/stack.ts';
import { colleagues } from './support/board-stack.ts';
import {
  boardInBrowser,
  type BoardInBrowser,
  collectFaults,
  executablePath,
  tabTo,
  violations,
} from './support/browser.ts';

describe.skipIf(executablePath === undefined)('the board in a browser', () => {
  let board: BoardInBrowser;
  beforeAll(async () => {
    board = await boardInBrowser();
  });
  afterAll(() => board?.close());

  const newReferral = () =>
    receiveReferral(board.stack.services, { form: contactForm({ referrer: phoneReferrer }) });

  const signedIn = (options?: BrowserContextOptions, colleague = colleagues.manager) =>
    board.signedIn(colleague, options);

  test.each([1280, 320])('breaks no rule of axe and needs no sideways scrolling at %i px', async (width) => {
    const ref = await newReferral();
    const { context, page } = await signedIn({ viewport: { width, height: 900 } });
    const faults = collectFaults(page);
    for (const path of [
      '/',
      `/referrals/${ref}`,
      `/referrals/${ref}/decision`,
      `/referrals/${ref}/feedback`,
      '/outbox',
    ]) {
      await page.goto(path);
      for (const summary of await page.locator('details > summary').all()) await summary.click();
      expect(await violations(page), path).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
    }
    await page.goto(`/referrals/${ref}/decision`);
    await page.getByRole('button', { name: 'Record the decision' }).click();
    expect(await violations(page), 'form with problems').toEqual([]);
    expect(await page.evaluate('document.activeElement.className')).toContain('govuk-error-summary');
    expect(faults.filter((fault) => !fault.includes('422') && !fault.includes('409'))).toEqual([]);
    await context.close();
  });

  test.each([1280, 320])(
    'takes a contact up by keyboard, and shows what is no case, at %i px',
    async (width) => {
      const { context, page } = await signedIn({ viewport: { width, height: 900 } });
      const faults = collectFaults(page);
      const fits = async (path: string) => {
        expect(await violations(page), path).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
      };
      await page.goto('/contacts/new');
      await fits('/contacts/new');
      await page.getByRole('button', { name: 'Add another person' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('group', { name: 'Person 2' }).getByLabel('Name').waitFor();
      await page.getByLabel('Situation').focus();
      await page.keyboard.type('Quillon was in wet clothes.');
      await page.getByLabel('Given name').focus();
      await page.keyboard.type('Quillon');
      await page.keyboard.press('Enter');
      await page.getByText('The contact is received').waitFor();
      await fits('a contact received');
      for (const path of [
        '/enquiries/new',
        '/notifications/new',
        '/enquiries',
        '/notifications',
        '/quality',
      ]) {
        await page.goto(path);
        await fits(path);
      }
      await page.goto('/enquiries/new');
      await page.getByLabel('What advice is asked for?').fill('Which level is that?');
      await page.getByRole('button', { name: 'Log the enquiry' }).click();
      await page.getByText('The enquiry is logged').waitFor();
      await fits('an enquiry');
      await page.goto('/notifications/new');
      await page.getByLabel('Kind of notification').selectOption('CCE');
      await page.getByLabel('What has happened?').fill('Found with money he could not explain.');
      await page.getByRole('button', { name: 'Keep the notification' }).click();
      await page.getByText('gone to its lead').waitFor();
      await fits('a notification');
      for (const path of ['/enquiries', '/notifications', '/quality']) {
        await page.goto(path);
        await fits(`${path} with rows`);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test.each([1280, 320])('shows the rules and what would move at %i px', async (width) => {
    await newReferral();
    const { rulebook } = await proposeStricterRules(board.stack);
    const { context, page } = await signedIn({ viewport: { width, height: 900 } }, colleagues.administrator);
    const faults = collectFaults(page);
    const proposal = `/rules/proposals/${rulebook.proposals.length}`;
    for (const path of ['/rules', proposal, `${proposal}/agreement`, '/rules/proposals/new']) {
      await page.goto(path);
      expect(await violations(page), path).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
    }
    await page.getByLabel('Or paste the document').fill('{"clocks": 1}');
    await page.getByRole('button', { name: 'Propose' }).click();
    expect(await violations(page), 'form with problems').toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
    await context.close();
  });

  test('a file is proposed by keyboard alone, without script', async () => {
    const { context, page } = await signedIn({ javaScriptEnabled: false }, colleagues.administrator);
    await page.goto('/rules');
    await tabTo(page, 'a[href="/rules/proposals/new"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/new$/);
    const document = { ...defaultEditions().calendar, edition: 'from-a-file' };
    const buffer = Buffer.from(JSON.stringify(document));
    await page
      .getByLabel('File')
      .setInputFiles({ name: 'calendar.json', mimeType: 'application/json', buffer });
    await tabTo(page, 'button.govuk-button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=proposed/);
    expect(await page.locator('h1').textContent()).toBe('Calendar from-a-file');
    await context.close();
  });

  test('a decision is made by keyboard alone, without script', async () => {
    const ref = await newReferral();
    const { context, page } = await signedIn({ javaScriptEnabled: false });
    await page.goto(`/referrals/${ref}/decision`);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to main content');
    await tabTo(page, 'input[name=outcome]');
    await page.keyboard.press('Space');
    await tabTo(page, 'input[name=level]');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'input[name=agreement]');
    await page.keyboard.press('Space');
    await tabTo(page, 'textarea[name=rationale]');
    await page.keyboard.type('No risk was found.');
    await tabTo(page, 'button.govuk-button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/decision$/);
    expect(await page.locator('.govuk-error-summary__list').textContent()).toContain('Enter the evidence');
    await tabTo(page, '.govuk-error-summary__list a');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Two calls.');
    await tabTo(page, 'button.govuk-button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=decide/);
    expect(await page.locator('.govuk-notification-banner').textContent()).toContain(
      'The decision is recorded',
    );
    const referral = await referralOf(board.stack.services, ref);
    expect(referral).toMatchObject({ decisions: [{ outcome: 'NFA', level: 2, agreement: 'GIVEN' }] });
    await context.close();
  });
});

/** A policy by which the referrer hears sooner and the hub acknowledges later, with a name of its own each time. */
function proposeStricterRules({ services }: TestStack) {
  const { policy } = defaultEditions();
  const { ACKNOWLEDGEMENT, FEEDBACK } = policy.clocks;
  const document: PolicyEdition = {
    ...policy,
    edition: `stricter-${randomUUID()}`,
    clocks: {
      ...policy.clocks,
      ACKNOWLEDGEMENT: { ...ACKNOWLEDGEMENT, limit: { amount: 2, unit: 'WD' } },
      FEEDBACK: { ...FEEDBACK, limit: { amount: 4, unit: 'WH' } },
    },
  };
  return services.db.transaction((tx) =>
    proposeEdition(
      tx,
      { kind: 'POLICY', document },
      { actor: colleagues.secondAdministrator, now: MONDAY_TEN },
    ),
  );
}

async function focused(page: Page): Promise<string> {
  return (await page.locator(':focus').textContent()) ?? '';
}
