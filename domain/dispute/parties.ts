import type { Actor } from '../actor.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';
import { rungOf } from './ladder.ts';
import type { Objector } from './opening.ts';
import type { Dispute, DisputeCommand, ObjectorOfDispute } from './state.ts';

/** Roles that may open a dispute, or join one. Source: the hub's roles and permissions table. */
export const OBJECTOR_ROLES: readonly Role[] = [
  'REFERRER',
  'AGENCY_REPRESENTATIVE',
  'SOCIAL_WORKER',
  ...DECIDING_ROLES,
  'STRATEGY_CHAIR',
  'EARLY_HELP_MANAGER',
  'EARLY_HELP_PRACTITIONER',
  'LADO',
  'EMERGENCY_DUTY_TEAM',
];
const EVERY_SIDE: readonly Role[] = [...OBJECTOR_ROLES, 'DISPUTE_MANAGER'];
const MANAGERS: readonly Role[] = [...DECIDING_ROLES, 'DISPUTE_MANAGER'];

/** Roles that may give each command; who decides at a level is of {@link isConcerned}. */
export const PERMITTED: Readonly<Record<DisputeCommand['type'], readonly Role[]>> = {
  joinDispute: OBJECTOR_ROLES,
  respondToDispute: EVERY_SIDE,
  raiseDispute: EVERY_SIDE,
  makeChildSafety: EVERY_SIDE,
  changeInterim: MANAGERS,
  resolveDispute: MANAGERS,
  withdrawDispute: OBJECTOR_ROLES,
};

export function objectorOf({ userId, role, agency }: Actor): Objector {
  return { userId, role, agency };
}

/** Those who have not withdrawn. */
export function objecting({ objectors }: Pick<Dispute, 'objectors'>): ObjectorOfDispute[] {
  return objectors.filter(({ withdrawal }) => withdrawal === undefined);
}

/** A representative speaks for the agency, and so for a colleague who objected; a referrer for nobody else. */
function isOneOf(objectors: readonly Objector[], { userId, role, agency }: Actor): boolean {
  return objectors.some(
    (objector) =>
      objector.userId === userId || (role === 'AGENCY_REPRESENTATIVE' && objector.agency === agency),
  );
}

/**
 * Whose business a command is. Any agency may join; else whoever is outside the hub acts only in a dispute of
 * their own. Undefined leaves it to the rule for all.
 */
export function isConcerned(
  state: Dispute,
  action: DisputeCommand['type'],
  actor: Actor,
): boolean | undefined {
  const { role, userId } = actor;
  switch (action) {
    case 'withdrawDispute':
      return objecting(state).some((objector) => objector.userId === userId);
    case 'resolveDispute':
      return rungOf(state.level).decides.includes(role) ? undefined : false;
    case 'joinDispute':
      return role === 'AGENCY_REPRESENTATIVE' || isOneOf(state.objectors, actor) || undefined;
    default:
      return isOneOf(objecting(state), actor) || undefined;
  }
}

/** Objectors read their dispute after withdrawing, too: they are told what came of it. */
export function mayRead(state: Dispute, actor: Actor): boolean {
  const { role, localAuthority } = actor;
  if (isOneOf(state.objectors, actor)) return true;
  return role === 'DISPUTE_MANAGER' && (localAuthority === 'HUB' || localAuthority === state.localAuthority);
}

/** Agencies that object by their code, and everybody else who does by user id: who they are to lists of cases. */
export function partiesOfDispute({ objectors }: Dispute): string[] {
  return objectors.map(({ userId, role, agency }) => (role === 'AGENCY_REPRESENTATIVE' ? agency : userId));
}
