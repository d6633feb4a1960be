import type { Outcome, Role } from '../vocabulary.ts';
import type { ClosedStage } from './state.ts';

/**
 * What follows from each outcome: who must accept the child before the hub lets go (nobody where `acceptedBy` is
 * empty), and the stage the referral ends in. `receiver` is the default team or agency; where an outcome hands
 * over and has none, the decision must name one.
 */
type Pathway = {
  readonly closesAs: ClosedStage;
  readonly receiver?: string;
  readonly acceptedBy: readonly Role[];
};

const MANAGERS = ['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE'] as const;

export const PATHWAYS: Readonly<Record<Outcome, Pathway>> = {
  NFA: { closesAs: 'CLOSED_NFA', acceptedBy: [] },
  ADVICE_SIGNPOST: { closesAs: 'CLOSED_ADVICE', acceptedBy: [] },
  SINGLE_AGENCY: { closesAs: 'CLOSED_SINGLE_AGENCY', acceptedBy: ['AGENCY_REPRESENTATIVE'] },
  EARLY_HELP: { closesAs: 'CLOSED_EH', receiver: 'EARLY_HELP', acceptedBy: ['EARLY_HELP_MANAGER'] },
  ASSESSMENT_S17: { closesAs: 'CLOSED_TO_TEAM', receiver: 'ASSESSMENT_TEAM', acceptedBy: MANAGERS },
  STRATEGY_S47: {
    closesAs: 'CLOSED_TO_TEAM',
    receiver: 'ASSESSMENT_TEAM',
    acceptedBy: [...MANAGERS, 'STRATEGY_CHAIR'],
  },
  OPEN_CASE: {
    closesAs: 'LINKED_TO_OPEN_CASE',
    receiver: 'ALLOCATED_WORKER',
    acceptedBy: ['SOCIAL_WORKER', ...MANAGERS],
  },
  REDIRECT_LADO: { closesAs: 'REDIRECTED_LADO', receiver: 'LADO', acceptedBy: ['LADO'] },
  REDIRECT_ADULTS: {
    closesAs: 'REDIRECTED_ADULTS',
    receiver: 'ADULT_SERVICES',
    acceptedBy: ['AGENCY_REPRESENTATIVE'],
  },
  REDIRECT_OTHER_LA: { closesAs: 'REDIRECTED_OTHER_LA', acceptedBy: ['AGENCY_REPRESENTATIVE'] },
};

/** Team manager or above: the only roles that decide, approve and refuse. */
export const DECIDING_ROLES: readonly Role[] = MANAGERS;
