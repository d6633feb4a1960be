import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import Fastify from 'fastify';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSigningKey } from '../../certificate/signing-key.ts';
import { addVerifier } from '../../web/routes/verify.ts';
import { VERIFIER_PAGE, verifierPage } from '../../web/verifier/build.ts';
import { LONG_CASE_ISSUED_AT, longCase, slowerEditions } from '../support/long-case.ts';
import { newSigningKey, signedText, signingKey } from '../support/signed-certificate.ts';
import { axeRules, axeSource, violationsOf } from './support/axe.ts';

describe('the page that checks certificates', () => {
  test('is built from these sources: run `npm run build:verifier` when this fails', async () => {
    expect((await verifierPage()) === (await readFile(VERIFIER_PAGE, 'utf8'))).toBe(true);
  });

  test('is served to anybody under a policy of its own', async () => {
    const app = Fastify();
    addVerifier(app);
    const response = await app.inject({ method: 'GET', url: '/verify' });
    expect(response.body).toBe(await readFile(VERIFIER_PAGE, 'utf8'));
    expect(response.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']{44}'; style-src 'sha256-[^']{44}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    await app.close();
  });
});

const executablePath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
].find((path): path is string => path !== undefined && existsSync(path));

if (executablePath === undefined) {
  console.log(
    'The browser tests of the verifier are skipped: no Chromium here. Install one or set CHROMIUM_PATH.',
  );
}

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(executablePath === undefined)('the page in a browser, from a file', () => {
  let browser: Browser;
  let directory: string;
  let text: string;
  const file = (name: string) => join(directory, name);

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: QUIET });
    directory = await mkdtemp(join(tmpdir(), 'front-door-verifier-'));
    text = await signedText(await longCase().certificate(LONG_CASE_ISSUED_AT));
    const { publicKey } = signingKey;
    await Promise.all([
      writeFile(file('slower.json'), JSON.stringify(slowerEditions().policy, null, 2)),
      writeFile(file('key.json'), JSON.stringify({ keys: [publicKey] })),
      writeFile(file('other-key.json'), JSON.stringify(parseSigningKey(newSigningKey()).publicKey)),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  });

  async function opened(options: Parameters<Browser['newContext']>[0] = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const requests = requestsOf(context);
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(VERIFIER_PAGE.href);
    return { context, page, requests, faults };
  }

  /** Chooses a certificate of this text, with other files, and reads the verdict. */
  async function verdictOf(page: Page, certificate: string, ...others: readonly string[]): Promise<string> {
    await writeFile(file('certificate.json'), certificate);
    await page.evaluate(`document.getElementById('verdict').textContent = 'waiting'`);
    await page.locator('#files').setInputFiles([file('certificate.json'), ...others.map(file)]);
    return settledVerdict(page);
  }

  test('passes a good certificate and fails one with a byte altered, anywhere, without a network', async () => {
    const { context, page, requests, faults } = await opened();
    expect(await verdictOf(page, text, 'slower.json')).toBe(
      'PASS R-TEST-0001: every instant of 5 clocks was computed again and agrees.',
    );
    expect(await page.locator('#lines').textContent()).toContain(
      'Decision (DECISION): due 2028-06-07T16:00:00.000Z',
    );
    const places = [
      '"dueAt":"2028-06-06',
      '"fraction":0.5',
      '"TEAM_MANAGER"',
      '"issuedAt":"2028',
      '"late":true',
    ];
    for (const place of places) {
      const index = text.indexOf(place) + place.length - 2;
      const altered = text.slice(0, index) + (text[index] === '5' ? '6' : '5') + text.slice(index + 1);
      expect(await verdictOf(page, altered), place).toMatch(/^FAIL (signature|format): /);
    }
    expect(await verdictOf(page, text)).toMatch(/^PASS /);
    expect(faults).toEqual([]);
    expect(requests).toEqual([VERIFIER_PAGE.href]);
    await context.close();
  });

  test('names the first row that does not hold, an edition not at hand, and a key that is not the hub’s', async () => {
    const { context, page } = await opened();
    expect(await verdictOf(page, text)).toBe(
      'FAIL edition slower-2028: no policy edition of this name is at hand; give its file',
    );
    const content = await longCase().certificate(LONG_CASE_ISSUED_AT);
    const hash = '0'.repeat(64);
    const rows = content.rows.map((row) => (row.seq === 3 ? { ...row, hash } : row));
    expect(await verdictOf(page, await signedText({ ...content, rows }), 'slower.json')).toMatch(
      /^FAIL row 3: hash is 0{64}, recomputed /,
    );
    expect(await verdictOf(page, text, 'key.json')).toMatch(/^PASS /);
    expect(await page.locator('#lines').textContent()).toContain('Signed by the key you trust');
    expect(await verdictOf(page, text, 'other-key.json')).toMatch(/^FAIL signature: made by the key /);
    await context.close();
  });

  test('takes files that are dropped', async () => {
    const { context, page } = await opened();
    const files = [text, JSON.stringify(slowerEditions().policy)];
    await page.evaluate(`{
      const transfer = new DataTransfer();
      for (const text of ${JSON.stringify(files)}) transfer.items.add(new File([text], 'dropped.json'));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
    }`);
    expect(await settledVerdict(page)).toMatch(/^PASS /);
    await context.close();
  });

  test('can send nothing, even if its script tried', async () => {
    const { context, page, requests } = await opened();
    const sent = await page.evaluate(`fetch('https://example.invalid/').then(() => 'sent', () => 'refused')`);
    expect(sent).toBe('refused');
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    await context.close();
  });

  test.each([1280, 320])(
    'breaks no rule of axe, fits, and is reached by keyboard at %i px',
    async (width) => {
      const { context, page } = await opened({ viewport: { width, height: 800 }, bypassCSP: true });
      for (const certificate of [undefined, text, '{}']) {
        if (certificate !== undefined) await verdictOf(page, certificate, 'slower.json');
        await page.evaluate(axeSource);
        const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(axeRules)})`);
        expect(violationsOf(results)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.id')).toBe('files');
      expect(await page.locator('#result').getAttribute('aria-live')).toBe('polite');
      await context.close();
    },
  );
});

async function settledVerdict(page: Page): Promise<string> {
  const verdict = page.locator('#verdict', { hasText: /^(PASS|FAIL|This cannot be checked)/ });
  return (await verdict.textContent()) ?? '';
}

function requestsOf(context: BrowserContext): string[] {
  const urls: string[] = [];
  context.on('request', (request) => urls.push(request.url()));
  return urls;
}
