import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { AxeResults } from 'axe-core';
import type { FastifyInstance } from 'fastify';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { DemoUser } from '../../../web/options.ts';
import { MONDAY_TEN } from '../../support/people.ts';
import { type TestStack, testStack } from '../../support/stack.ts';
import { axeRules, axeSource, violationsOf } from './axe.ts';
import { boardApp } from './board-stack.ts';

/** Where Chromium is; undefined where there is none, and the tests that need it are skipped. */
export const executablePath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
].find((path): path is string => path !== undefined && existsSync(path));

if (executablePath === undefined) {
  console.log('The browser tests are skipped: no Chromium here. Install one or set CHROMIUM_PATH.');
}

/** Nothing but our pages: no sandbox in containers, no calls home. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The board on a hub of its own, and a browser to open it in. */
export type BoardInBrowser = {
  readonly stack: TestStack;
  /** Opens a window of somebody who has not signed in. */
  window(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Opens a window of somebody who has. */
  signedIn(
    colleague: Pick<DemoUser, 'displayName'>,
    options?: BrowserContextOptions,
  ): Promise<{ readonly context: BrowserContext; readonly page: Page }>;
  close(): Promise<void>;
};

export async function boardInBrowser(): Promise<BoardInBrowser> {
  const stack = await testStack({ worker: true, at: MONDAY_TEN });
  const app = await boardApp(stack.services);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const browser = await chromium.launch({ executablePath: executablePath ?? '', args: QUIET });
  const window = (options: BrowserContextOptions = {}) =>
    browser.newContext({ baseURL: addressOf(app), ...options });
  return {
    stack,
    window,
    signedIn: async ({ displayName }, options) => {
      const context = await window(options);
      const page = await context.newPage();
      await page.goto('/sign-in');
      await page.getByLabel(displayName, { exact: true }).check();
      await page.getByRole('button', { name: 'Sign in' }).click();
      return { context, page };
    },
    close: async () => {
      await browser.close();
      await app.close();
      await stack.close();
    },
  };
}

/** Where an app listens. */
function addressOf(app: FastifyInstance): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

/** What the browser complains about: broken assets, breaches of the content policy, errors in scripts. */
export function collectFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  return faults;
}

/** What axe finds wrong with a page. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(axeRules)})`);
  return violationsOf(results);
}

const MOST_TABS = 80;

/** Presses the tab key until the element has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}
