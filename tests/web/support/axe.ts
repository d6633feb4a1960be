import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import { JSDOM } from 'jsdom';

/** The script of axe-core, to be run inside a page. */
export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
export const axeRules: RunOptions = { runOnly: { type: 'tag', values: WCAG } };

/** What each violation is and where, one line each. */
export function violationsOf({ violations }: Pick<AxeResults, 'violations'>): string[] {
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Checks a page without laying it out: everything but contrast and size. */
export async function axeViolations(html: string): Promise<string[]> {
  const { window } = new JSDOM(html, { runScripts: 'outside-only', pretendToBeVisual: true });
  window.eval(axeSource);
  const rules = { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } };
  return violationsOf(await window.axe.run({ ...axeRules, rules }));
}
