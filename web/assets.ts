import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

/** The compiled GOV.UK Frontend, for its macros, its style sheet and its script. */
export const GOVUK_FRONTEND = path.join(
  path.dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')),
  'dist',
);

/**
 * The typeface and the crest belong to GOV.UK domains: other services use the components with fonts of the
 * reader's own system.
 */
function withoutGovukBranding(css: string): string {
  return css
    .replaceAll(/@font-face\{[^}]*\}/g, '')
    .replaceAll(
      /GDS Transport,arial,sans-serif/g,
      'system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif',
    )
    .replaceAll(/url\(\/assets\/[^)]*\)/g, 'none')
    .replaceAll(/\/\*# sourceMappingURL[^*]*\*\//g, '');
}

const own = (name: string) =>
  readFileSync(fileURLToPath(new URL(`./assets/${name}`, import.meta.url)), 'utf8');
const govuk = (name: string) => readFileSync(path.join(GOVUK_FRONTEND, 'govuk', name), 'utf8');

const FILES = new Map([
  ['govuk.css', { type: 'text/css', body: withoutGovukBranding(govuk('govuk-frontend.min.css')) }],
  ['board.css', { type: 'text/css', body: own('board.css') }],
  ['govuk.js', { type: 'text/javascript', body: govuk('govuk-frontend.min.js') }],
  ['board.js', { type: 'text/javascript', body: own('board.js') }],
  ['icon.svg', { type: 'image/svg+xml', body: own('icon.svg') }],
]);

const version = createHash('sha256')
  .update([...FILES.values()].map(({ body }) => body).join('\n'))
  .digest('hex')
  .slice(0, 12);

/** Where the assets of this build are; another build has another path, so browsers may keep them for ever. */
export const ASSET_PATH = `/assets/${version}`;

/** Serves style sheets, scripts and the icon to anybody. */
export function addAssets(app: FastifyInstance): void {
  for (const [name, { type, body }] of FILES) {
    app.get(`${ASSET_PATH}/${name}`, async (_request, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(body),
    );
  }
}
