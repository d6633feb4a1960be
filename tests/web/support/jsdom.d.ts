/** The little of jsdom that these tests use; the whole DOM library stays out of a program that has no browser. */
declare module 'jsdom' {
  import type { AxeResults, RunOptions } from 'axe-core';

  export interface PageElement {
    readonly textContent: string;
    readonly innerHTML: string;
    /** Of inputs and text areas; empty for anything else. */
    readonly value: string;
    readonly name: string;
    getAttribute(name: string): string | null;
    closest(selector: string): PageElement | null;
    querySelector(selector: string): PageElement | null;
    querySelectorAll(selector: string): ArrayLike<PageElement> & Iterable<PageElement>;
  }
  export type PageWindow = {
    readonly document: PageElement;
    readonly axe: { run(options: RunOptions): Promise<AxeResults> };
    eval(script: string): void;
  };
  export class JSDOM {
    constructor(html: string, options?: { runScripts?: 'outside-only'; pretendToBeVisual?: boolean });
    readonly window: PageWindow;
  }
}
