import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import nunjucks from 'nunjucks';
import { mayListFollowOns } from '../api/follow-ons/listing.ts';
import { invariantScope } from '../api/invariants.ts';
import { nightScope } from '../api/out-of-hours.ts';
import { mayListRequests } from '../api/request-list.ts';
import { ASSET_PATH, GOVUK_FRONTEND } from './assets.ts';
import type { BoardOptions } from './options.ts';
import { mayWriteUp, readsContacts } from './intake-access.ts';
import { findsRulesInNavigation } from './rules-access.ts';
import type { Visitor } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; undefined for nobody. */
    visitor: Visitor | undefined;
  }
  interface FastifyReply {
    /** Answers with a page from `web/views`. Everything in `data` is escaped. */
    page(template: string, data?: object): FastifyReply;
  }
}

const VIEWS = fileURLToPath(new URL('./views', import.meta.url));

/** Gives replies a `page` method over nunjucks with escaping on. */
export function addPages(app: FastifyInstance, { isDevelopment }: BoardOptions): void {
  const loader = new nunjucks.FileSystemLoader([VIEWS, GOVUK_FRONTEND]);
  const environment = new nunjucks.Environment(loader, { autoescape: true });
  app.decorateReply('page', function page(template: string, data: object = {}) {
    const { visitor } = this.request;
    const shell = {
      assetPath: ASSET_PATH,
      isDevelopment,
      visitor,
      hasRequestsLink: visitor !== undefined && mayListRequests(visitor.actor),
      hasFollowOnsLink: visitor !== undefined && mayListFollowOns(visitor.actor),
      hasRulesLink: visitor !== undefined && findsRulesInNavigation(visitor.actor),
      hasNightLink: visitor !== undefined && nightScope(visitor.actor) !== undefined,
      hasChecksLink: visitor !== undefined && invariantScope(visitor.actor) !== undefined,
      hasIntakeLinks: visitor !== undefined && mayWriteUp(visitor.actor),
      hasQualityLink:
        visitor !== undefined && findsRulesInNavigation(visitor.actor) && readsContacts(visitor.actor),
      csrf: () => this.generateCsrf(),
    };
    return this.type('text/html; charset=utf-8').send(environment.render(template, { ...shell, ...data }));
  });
}
