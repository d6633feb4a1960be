import type { FastifyInstance } from 'fastify';
import { nightScope, readOutOfHours } from '../../api/out-of-hours.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notPermitted } from '../fault-pages.ts';
import type { Board } from '../options.ts';
import { outOfHoursView } from '../view-models/out-of-hours.ts';
import { visitorOf } from '../visitors.ts';

/** Children between the hub and its out-of-hours team, and the morning's queue of late school referrals. */
export function addOutOfHoursPage(app: FastifyInstance, { services }: Board): void {
  app.get('/out-of-hours', async (request, reply) => {
    const scope = nightScope(visitorOf(request).actor);
    if (scope === undefined) {
      return notPermitted(
        reply,
        'The work of the night is for the staff of the hub and its out-of-hours team.',
      );
    }
    const now = await hubNow(services.clock);
    const { calendar } = await rulesAt(services.db, now);
    const lists = await readOutOfHours(services.db, scope, now);
    return reply.page('out-of-hours.njk', outOfHoursView(lists, { now, calendar }));
  });
}
