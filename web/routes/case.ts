import type { FastifyInstance } from 'fastify';
import { REFERRAL_ACTIONS } from '../../domain/referral/commands.ts';
import { obstacle } from '../../domain/referral/guards.ts';
import { caseAccess } from '../access.ts';
import { readCaseFile } from '../case-file.ts';
import { notFound, notPermitted } from '../fault-pages.ts';
import type { Board } from '../options.ts';
import { caseView, handoverView } from '../view-models/case.ts';
import { DONE_LABELS } from '../view-models/labels.ts';
import { visitorOf } from '../visitors.ts';

/** The page of one case. */
export function addCaseRoutes(app: FastifyInstance, board: Board): void {
  app.get<{ Params: { ref: string }; Querystring: { done?: string } }>(
    '/referrals/:ref',
    async (request, reply) => {
      const { actor } = visitorOf(request);
      const file = await readCaseFile(board, request.params.ref, actor);
      if (file === undefined) return notFound(reply);
      const done = REFERRAL_ACTIONS.find((action) => action === request.query.done);
      const banner = done && DONE_LABELS[done];
      switch (caseAccess(file.referral, actor)) {
        case 'WHOLE':
          return reply.page('case.njk', {
            ...caseView(file, board.options.temporalUi),
            banner,
            hasCertificate: board.services.signingKey !== undefined,
          });
        case 'HANDOVER':
          return reply.page('handover.njk', { ...handoverView(file), banner });
        case 'RESTRICTED':
          return reply.status(403).page('restricted.njk', {
            referralRef: file.referral.referralRef,
            mayBreakGlass: obstacle(file.referral, 'breakGlass', actor) === undefined,
          });
        case 'NONE':
          return notPermitted(reply, 'This referral belongs to another authority, team or agency.');
      }
    },
  );
}
