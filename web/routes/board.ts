import type { FastifyInstance } from 'fastify';
import { invariantScope, readInvariants } from '../../api/invariants.ts';
import { readingScope } from '../../api/permissions.ts';
import { mayListRequests } from '../../api/request-list.ts';
import { rulesAt } from '../../db/hub-rules.ts';
import { calendarAlarm } from '../../domain/calendar-alarm.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import { dateWords } from '../../domain/words.ts';
import { hubNow } from '../../temporal/cases.ts';
import { notPermitted } from '../fault-pages.ts';
import type { Board } from '../options.ts';
import { openReferrals } from '../queries/open-referrals.ts';
import { readReferrals } from '../queries/referrals.ts';
import { findsRulesInNavigation } from '../rules-access.ts';
import { boardView } from '../view-models/board.ts';
import { boardFilterSchema } from '../view-models/board-filter.ts';
import { invariantBanner } from '../view-models/invariants.ts';
import { selectPage } from '../view-models/board-selection.ts';
import { visitorOf } from '../visitors.ts';

/** The list of open referrals, in the order of time left. */
export function addBoardRoutes(app: FastifyInstance, { services }: Board): void {
  app.get('/', async (request, reply) => {
    const { actor } = visitorOf(request);
    const scope = readingScope(actor);
    if (scope === undefined && findsRulesInNavigation(actor)) return reply.redirect('/rules', 303);
    if (scope === undefined && mayListRequests(actor)) return reply.redirect('/information-requests', 303);
    if (scope === undefined) {
      return notPermitted(
        reply,
        'The board is for the staff of the hub. Open the link to your own case instead.',
      );
    }
    const filter = boardFilterSchema.parse(request.query);
    const now = await hubNow(services.clock);
    const context = { now, rules: await rulesAt(services.db, now) };
    const open = await openReferrals(services.db, scope);
    const selection = selectPage(open, filter, context);
    const refs = selection.entries.map((entry) => entry.referral.referralRef);
    const referrals = await readReferrals(services.db, refs);
    const authorities = scope.localAuthority === undefined ? services.authorities : [scope.localAuthority];
    const { calendar } = context.rules;
    const checked = invariantScope(actor);
    const report = checked && (await readInvariants(services.db, checked, now));
    const alarm = calendarAlarm(calendar, localTimeOf(now, calendar).date);
    return reply.page('board.njk', {
      ...boardView(selection, referrals, filter, { ...context, authorities }),
      holidaysEnd: alarm && dateWords(alarm.officialUntil),
      checks: report && invariantBanner(report, calendar),
    });
  });
}
