import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followOnPath } from '../../api/follow-ons/resources.ts';
import { followOnOf } from '../../domain/follow-on/stream.ts';
import { passedOn, seen, taken } from '../support/assessments.ts';
import { referralOf } from '../support/cases.ts';
import { convened, familyOf } from '../support/child-protection.ts';
import { disputed, otherManager } from '../support/disputes.ts';
import { offeredEarlyHelp } from '../support/early-help.ts';
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

describe.skipIf(executablePath === undefined)('cases after the decision in a browser', () => {
  let board: BoardInBrowser;
  beforeAll(async () => {
    board = await boardInBrowser();
  });
  afterAll(() => board?.close());

  test.each([1280, 320])(
    'every page and every form of theirs breaks no rule of axe and needs no sideways scrolling at %i px',
    async (width) => {
      const { cases, contactRef } = await oneOfEach(board.stack);
      const { context, page } = await board.signedIn(colleagues.manager, {
        viewport: { width, height: 900 },
      });
      const faults = collectFaults(page);
      const looked = new Set<string>();
      const look = async (path: string) => {
        await page.goto(path);
        for (const summary of await page.locator('details > summary').all()) await summary.click();
        expect(await violations(page), path).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
        looked.add(path);
      };
      for (const path of ['/after-decision', `/families/${contactRef}`, '/feedback']) await look(path);
      for (const path of cases) {
        await look(path);
        for (const form of await formsOn(page)) await look(form);
      }
      // A page of each kind, with forms on it.
      expect(looked.size).toBeGreaterThan(3 * cases.length);
      expect(faults).toEqual([]);
      await context.close();
    },
    180_000,
  );

  test('an assessment is accepted by keyboard alone, without script', async () => {
    const { stream } = await passedOn(board.stack.services);
    const address = pageOf(stream);
    const { context, page } = await board.signedIn(colleagues.manager, {
      javaScriptEnabled: false,
    });
    await page.goto(address);
    await tabTo(page, `a[href="${address}/acceptAssessment"]`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/acceptAssessment$/);
    await tabTo(page, 'input[name=threshold]');
    await page.keyboard.press('Space');
    await tabTo(page, 'button.govuk-button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=acceptAssessment/);
    expect(await page.locator('.govuk-notification-banner').textContent()).toContain(
      'Your team has the child',
    );
    await context.close();
  });
});

/** Where the board shows a case. */
function pageOf(stream: string): string {
  const named = followOnOf(stream);
  if (named === undefined) throw new Error(`${stream} follows no decision`);
  return followOnPath(named.kind, named.id);
}

/** A case of each kind with something in it, and the contact of a family with several. */
async function oneOfEach({ services }: TestStack) {
  const assessment = await passedOn(services);
  await seen(services, assessment);
  const earlyHelp = await offeredEarlyHelp(services);
  const family = await familyOf(services, 2);
  const protection = await convened(services, family);
  await taken(services, protection, { type: 'acceptProtection' }, colleagues.manager);
  const dispute = await disputed(services, { referralRef: assessment.ref }, otherManager);
  const { contactRef } = await referralOf(services, family[0] ?? '');
  return { contactRef, cases: [assessment.stream, earlyHelp.stream, protection, dispute].map(pageOf) };
}

/** The forms that the page of a case leads to. */
async function formsOn(page: Page): Promise<string[]> {
  const links = await page.locator('aside .fd-actions a').all();
  const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
  return addresses.filter((address) => address !== null);
}
