import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { agencyQuality } from '../../api/agency-quality.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { DAY_MS, isCivilDate } from '../../domain/instant.ts';
import { addDays, instantAt, localTimeOf } from '../../domain/local-time.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notPermitted } from '../fault-pages.ts';
import { readsContacts } from '../intake-access.ts';
import type { Board } from '../options.ts';
import { qualityPage, SORTS } from '../view-models/quality.ts';
import { visitorOf } from '../visitors.ts';

const day = z.string().refine(isCivilDate).optional().catch(undefined);
const Query = z.object({
  from: day,
  to: day,
  sort: z.enum(SORTS).catch('score'),
  order: z.enum(['asc', 'desc']).catch('asc'),
});

const DAYS_SHOWN = 90;

/** How well each referring agency tells the hub what it needs; sorted by whatever the reader chooses. */
export function addQualityPage(app: FastifyInstance, { services }: Board): void {
  app.get('/quality', async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!readsContacts(actor)) {
      return notPermitted(reply, 'The quality of contacts is for the staff of the hub.');
    }
    const now = await hubNow(services.clock);
    const { calendar } = await rulesAt(services.db, now);
    const today = localTimeOf(now, calendar).date;
    const query = Query.parse(request.query);
    const [from = addDays(today, -DAYS_SHOWN), to = today] = [query.from, query.to].map((date) =>
      date !== undefined && isCivilDate(date) && calendar.firstDay <= date && date <= calendar.lastDay
        ? date
        : undefined,
    );
    const period = { from: instantAt(from, 0, calendar), to: instantAt(to, DAY_MS, calendar) };
    const agencies = await agencyQuality(services, actor, period);
    return reply.page('quality.njk', qualityPage(agencies, { ...query, from, to }));
  });
}
