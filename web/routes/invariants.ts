import type { FastifyInstance } from 'fastify';
import { invariantScope, readInvariants } from '../../api/invariants.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notPermitted } from '../fault-pages.ts';
import type { Board } from '../options.ts';
import { invariantsView } from '../view-models/invariants.ts';
import { visitorOf } from '../visitors.ts';

/** Open cases that break what must hold of every one, with what to do about each. */
export function addInvariantsPage(app: FastifyInstance, { services }: Board): void {
  app.get('/invariants', async (request, reply) => {
    const scope = invariantScope(visitorOf(request).actor);
    if (scope === undefined) {
      return notPermitted(reply, 'The checks of open cases are for managers, auditors and administrators.');
    }
    const now = await hubNow(services.clock);
    const { calendar } = await rulesAt(services.db, now);
    const report = await readInvariants(services.db, scope, now);
    return reply.page('invariants.njk', invariantsView(report, { now, calendar }));
  });
}
