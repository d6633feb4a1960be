import type { z } from 'zod';
import type { Instant } from '../domain/instant.ts';
import type { Referral } from '../domain/referral/state.ts';
import { requestLink } from './links.ts';
import type { RequestRow } from './request-list.ts';
import type { ListedRequest } from './schemas/information-requests.ts';

/** What the request is to one child: whether the decision hangs on it, and what came too late for it. */
export function requestOfChild({ agencyChecks = [], clocks }: Referral, { requestId, critical }: RequestRow) {
  const check = agencyChecks.find((one) => one.requestId === requestId);
  return {
    critical: check?.critical ?? critical,
    ...(check?.listedMissingAt && { listedMissingAt: check.listedMissingAt }),
    lateAnswers: (check?.answers ?? []).flatMap(({ answerNo, review }) => {
      if (review === undefined) return [];
      const dueAt = clocks.find(({ id }) => id === review.clock)?.dueAt;
      const { outcome, reviewedAt, reviewedBy } = review;
      return [
        {
          answerNo,
          ...(dueAt && { reviewDueAt: dueAt }),
          ...(outcome && { outcome }),
          ...(reviewedAt && { reviewedAt }),
          ...(reviewedBy !== undefined && { reviewedBy }),
        },
      ];
    }),
  };
}

/** A request as lists show it. It names no child. */
export function listedRequest(row: RequestRow, now: Instant): z.output<typeof ListedRequest> {
  const { requestId, contactRef, agency, localAuthority, stage, openedAt, dueAt, isPaused } = row;
  return {
    requestId,
    contactRef,
    agency,
    localAuthority,
    stage,
    openedAt,
    dueAt,
    isOverdue: stage === 'AWAITED' && dueAt < now && !isPaused,
    isPaused,
    ...(row.answer && { answer: row.answer }),
    ...(row.answeredAt && { answeredAt: row.answeredAt }),
    ...(row.closedAt && { closedAt: row.closedAt }),
    links: { self: requestLink(requestId) },
  };
}
