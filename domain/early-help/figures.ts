import { DAY_MS, msFromInstant } from '../instant.ts';
import type { EarlyHelpRoute } from './opening.ts';
import type { EarlyHelp, RoutingFeedback } from './state.ts';

/** What a case adds to the counts of Early Help. */
export type EarlyHelpFigures = {
  readonly route: EarlyHelpRoute;
  /** Whole days of 24 hours from the opening; absent when nobody accepted. */
  readonly daysToAcceptance?: number;
  readonly feedback?: RoutingFeedback;
  /** The stage it ended in, with why it closed or went back; absent while it is open. */
  readonly end?: string;
};

export function earlyHelpFigures(state: EarlyHelp): EarlyHelpFigures {
  const { acceptance, closedAt, closing, feedback, openedAt, returned, route, stage } = state;
  const reason = closing?.reason ?? closing?.outcome ?? returned?.why;
  const ms = acceptance === undefined ? undefined : msFromInstant(acceptance.at) - msFromInstant(openedAt);
  return {
    route,
    ...(ms !== undefined && { daysToAcceptance: Math.floor(ms / DAY_MS) }),
    ...(feedback !== undefined && { feedback }),
    ...(closedAt !== undefined && { end: reason === undefined ? stage : `${stage}.${reason}` }),
  };
}
