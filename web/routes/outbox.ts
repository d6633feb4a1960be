import { desc, eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { rulesAt } from '../../db/hub-rules.ts';
import { messages } from '../../db/schema.ts';
import { dueWords } from '../../domain/words.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notFound } from '../fault-pages.ts';
import type { Board } from '../options.ts';
import { codeWords } from '../view-models/labels.ts';

const MOST_SHOWN = 200;

/** What left the building, on a development stack only: nothing there reaches a real address. */
export function addOutboxRoutes(app: FastifyInstance, { services, options }: Board): void {
  if (!options.isDevelopment) return;
  app.get('/outbox', async (_request, reply) => {
    const rows = await services.db.select().from(messages).orderBy(desc(messages.sentAt)).limit(MOST_SHOWN);
    const { calendar } = await rulesAt(services.db, await hubNow(services.clock));
    return reply.page('outbox.njk', {
      messages: rows.map((row) => ({
        ...row,
        kind: codeWords(row.template),
        link: /\/answer\/\S+/.exec(row.body)?.[0],
        file: row.attachment && {
          name: row.attachment.name,
          address: `/outbox/file?message=${encodeURIComponent(row.key)}`,
        },
        sent: dueWords(row.sentAt, calendar),
      })),
      mostShown: MOST_SHOWN,
    });
  });

  app.get<{ Querystring: { message?: string } }>('/outbox/file', async (request, reply) => {
    const [row] = await services.db
      .select({ attachment: messages.attachment })
      .from(messages)
      .where(eq(messages.key, request.query.message ?? ''));
    const file = row?.attachment;
    if (!file) return notFound(reply);
    return reply
      .type(file.contentType)
      .header('content-disposition', `attachment; filename="${file.name}"`)
      .send(file.content);
  });
}
