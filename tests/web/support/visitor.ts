import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { JSDOM, type PageElement } from 'jsdom';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A page as a browser without script would hold it. */
export type Page = { readonly response: LightMyRequestResponse; readonly document: PageElement };

/** Somebody at a browser: keeps cookies, follows redirects, fills in the forms the pages hold. */
export class Visitor {
  private readonly app: FastifyInstance;
  readonly cookies = new Map<string, string>();

  constructor(app: FastifyInstance) {
    this.app = app;
  }

  static async signedIn(app: FastifyInstance, userId: string): Promise<Visitor> {
    const visitor = new Visitor(app);
    const page = await visitor.open('/sign-in');
    await visitor.send(page, '/sign-in', { user: userId });
    return visitor;
  }

  async open(url: string): Promise<Page> {
    return this.arrive(await this.app.inject({ url, headers: this.headers() }));
  }

  /** Sends the form of a page with what was there already, unless `fields` say otherwise. */
  async send(page: Page, action: string, fields: Fields = {}): Promise<Page> {
    return this.arrive(await this.post(page, action, fields));
  }

  /** The bare answer to a form, before any redirect is followed. */
  async post(page: Page, action: string, fields: Fields = {}): Promise<LightMyRequestResponse> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...hiddenFields(page.document, action), ...fields })) {
      for (const each of [value].flat()) body.append(name, each);
    }
    const headers = { ...this.headers(), 'content-type': 'application/x-www-form-urlencoded' };
    const response = await this.app.inject({
      method: 'POST',
      url: action,
      headers,
      payload: body.toString(),
    });
    this.keepCookies(response);
    return response;
  }

  private async arrive(response: LightMyRequestResponse): Promise<Page> {
    this.keepCookies(response);
    const { location } = response.headers;
    if (response.statusCode === 303 && location !== undefined) return this.open(location);
    return { response, document: new JSDOM(response.body).window.document };
  }

  private headers() {
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  private keepCookies(response: LightMyRequestResponse): void {
    for (const { name, value } of response.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function hiddenFields(document: PageElement, action: string): Record<string, string> {
  const inputs = document.querySelectorAll(`form[action="${action}"] input[type=hidden]`);
  return Object.fromEntries([...inputs].map(({ name, value }) => [name, value]));
}

/** The words of a part of the page with single spaces. */
export function wordsIn({ document }: Page, selector: string): string {
  return (document.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}
