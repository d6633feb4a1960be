import { isOutside } from '../api/permissions.ts';
import type { Actor } from '../domain/actor.ts';
import { RULE_KEEPERS } from '../domain/rulebook/decide.ts';
import type { Role } from '../domain/vocabulary.ts';

/** Who looks after rules, and so finds them in the navigation. */
const IN_NAVIGATION: readonly Role[] = [
  ...RULE_KEEPERS,
  'TEAM_MANAGER',
  'SERVICE_MANAGER',
  'HEAD_OF_SERVICE',
  'AUDITOR',
];

/** The rules are open to all who work in the hub. */
export function mayReadRules(actor: Actor): boolean {
  return !isOutside(actor);
}

export function mayChangeRules({ role }: Actor): boolean {
  return RULE_KEEPERS.includes(role);
}

export function findsRulesInNavigation({ role }: Actor): boolean {
  return IN_NAVIGATION.includes(role);
}
