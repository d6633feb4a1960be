import type { FollowOn } from './kinds.ts';

/** What is counted of a case: a code such as `DONE`, or `CLOSED_NOT_DONE.DECLINED`; undefined while nothing is. */
export function outcomeOf(state: FollowOn): string | undefined {
  switch (state.kind) {
    case 'AGENCY_ACTION':
      return agencyOutcome(state);
    default:
      return state.closedAt === undefined ? undefined : state.stage;
  }
}

function agencyOutcome({ stage, report, closedAt }: Extract<FollowOn, { kind: 'AGENCY_ACTION' }>) {
  if (report?.done === false && report.reason !== undefined) return `NOT_DONE.${report.reason}`;
  return closedAt === undefined ? undefined : stage;
}
