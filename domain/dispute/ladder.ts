import type { CaseOwner } from '../follow-on/state.ts';
import type { FollowOnRules, HubRules } from '../policy.ts';
import type { Role } from '../vocabulary.ts';
import type { LevelTerms } from './state.ts';

type Ladder = FollowOnRules['disputes'];

/** The ladder of these rules, which number its stages from 1 without a gap. */
export function ladderOf({ policy }: HubRules): Ladder {
  if (policy.followOn === undefined) throw new Error(`policy ${policy.edition} has no ladder for disputes`);
  return policy.followOn.disputes;
}

/** The level of this number, or the last one where the ladder is shorter. */
export function levelTerms(level: number, rules: HubRules): LevelTerms {
  const { stages, tellPartnershipFrom } = ladderOf(rules);
  const index = Math.min(level, stages.length) - 1;
  const stage = stages[index];
  if (stage === undefined) throw new Error(`policy ${rules.policy.edition} has no stage for disputes`);
  return {
    level: stage.stage,
    who: stage.who,
    isLast: index === stages.length - 1,
    tellsPartnership: stage.stage >= tellPartnershipFrom,
  };
}

/** Where a dispute begins about a child at immediate risk: straight with heads of service. This project's default. */
export const CHILD_SAFETY_LEVEL = 3;

type Rung = { readonly owner: Pick<CaseOwner, 'team' | 'role'>; readonly decides: readonly Role[] };

const RUNGS: readonly [Rung, Rung, Rung] = [
  {
    owner: { team: 'HUB', role: 'TEAM_MANAGER' },
    decides: ['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE'],
  },
  {
    owner: { team: 'HUB', role: 'SERVICE_MANAGER' },
    decides: ['SERVICE_MANAGER', 'HEAD_OF_SERVICE', 'DISPUTE_MANAGER'],
  },
  { owner: { team: 'HUB', role: 'HEAD_OF_SERVICE' }, decides: ['HEAD_OF_SERVICE', 'DISPUTE_MANAGER'] },
];
const PARTNERSHIP: Rung = {
  owner: { team: 'PARTNERSHIP', role: 'DISPUTE_MANAGER' },
  decides: ['DISPUTE_MANAGER'],
};

/** Who answers for a dispute at a level, and whose roles decide it there. */
export function rungOf(level: number): Rung {
  return RUNGS[level - 1] ?? PARTNERSHIP;
}
