import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { agencyQuality } from '../../api/agency-quality.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notPermitted } from '../fault-pages.ts';
import { DAY_OF_PERIOD, periodShown } from '../forms/period.ts';
import { readsContacts } from '../intake-access.ts';
import type { Board } from '../options.ts';
import { qualityPage, SORTS } from '../view-models/quality.ts';
import { visitorOf } from '../visitors.ts';

const Query = z.object({
  from: DAY_OF_PERIOD,
  to: DAY_OF_PERIOD,
  sort: z.enum(SORTS).catch('score'),
  order: z.enum(['asc', 'desc']).catch('asc'),
});

/** How well each referring agency tells the hub what it needs; sorted by whatever the reader chooses. */
export function addQualityPage(app: FastifyInstance, { services }: Board): void {
  app.get('/quality', async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!readsContacts(actor)) {
      return notPermitted(reply, 'The quality of contacts is for the staff of the hub.');
    }
    const now = await hubNow(services.clock);
    const { calendar } = await rulesAt(services.db, now);
    const query = Query.parse(request.query);
    const { from, to, period } = periodShown(query, now, calendar);
    const agencies = await agencyQuality(services, actor, period);
    return reply.page('quality.njk', qualityPage(agencies, { ...query, from, to }));
  });
}
