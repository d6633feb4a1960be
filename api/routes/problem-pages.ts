import type { FastifyPluginAsync } from 'fastify';
import { PROBLEMS } from '../problems.ts';

/** The page that the `type` of every problem document points into. */
export const problemPages: FastifyPluginAsync = async (app) => {
  app.get('/docs/problems', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(PAGE),
  );
};

const ROWS = Object.entries(PROBLEMS).map(([code, { status, title }]) => {
  const id = code.toLowerCase().replaceAll('_', '-');
  return `<dt id="${id}"><code>${code}</code> (${status})</dt><dd>${title}.</dd>`;
});

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Problems - Front Door API</title></head>
<body>
<h1>Problems</h1>
<p>Failures are answered as <code>application/problem+json</code> (RFC 9457). A problem names rules and fields and
never repeats what was sent.</p>
<dl>
${ROWS.join('\n')}
</dl>
<p><a href="/docs">API documentation</a></p>
</body>
</html>
`;
