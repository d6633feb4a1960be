import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listFeedback } from '../../api/feedback.ts';
import { countActions } from '../../db/follow-on-counts.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { agencyCounts, appropriatenessCounts } from '../../domain/figures/agency-counts.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notPermitted } from '../fault-pages.ts';
import { DAY_OF_PERIOD, periodShown } from '../forms/period.ts';
import { readsContacts } from '../intake-access.ts';
import type { Board } from '../options.ts';
import { feedbackPage } from '../view-models/feedback.ts';
import { visitorOf } from '../visitors.ts';

const Query = z.object({
  status: z.enum(['outstanding', 'settled']).catch('outstanding'),
  from: DAY_OF_PERIOD,
  to: DAY_OF_PERIOD,
});

const MOST_SHOWN = 200;

/** Who is to be told next what the hub decided, who has been, and what agencies did and say, counted. */
export function addFeedbackPage(app: FastifyInstance, { services }: Board): void {
  const { db, clock, agencies } = services;
  app.get('/feedback', async (request, reply) => {
    const { actor } = visitorOf(request);
    if (!readsContacts(actor)) {
      return notPermitted(reply, 'Feedback to referrers is for the staff of the hub.');
    }
    const now = await hubNow(clock);
    const { calendar } = await rulesAt(db, now);
    const { status, ...asked } = Query.parse(request.query);
    const { from, to, period } = periodShown(asked, now, calendar);
    const isOfOne = actor.localAuthority !== 'HUB';
    const counted = { ...period, ...(isOfOne && { localAuthority: actor.localAuthority }) };
    const [rows, actions, answers] = await Promise.all([
      listFeedback(db, {
        actor,
        status,
        now,
        limit: MOST_SHOWN,
        ...(status === 'outstanding' && { isDueFirst: true }),
      }),
      countActions(db, 'ACTION', counted),
      countActions(db, 'APPROPRIATENESS', counted),
    ]);
    const page = feedbackPage(
      { rows, actions: agencyCounts(actions), answers: appropriatenessCounts(answers) },
      { status, from, to, calendar, agencies },
    );
    return reply.page('feedback.njk', { ...page, isCut: rows.length === MOST_SHOWN, mostShown: MOST_SHOWN });
  });
}
