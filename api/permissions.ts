import type { Actor } from '../domain/actor.ts';
import type { Referral } from '../domain/referral/state.ts';
import { latestDecision } from '../domain/referral/state.ts';
import { isWithheld } from '../domain/referral/restriction.ts';
import type { Outcome, Role } from '../domain/vocabulary.ts';

/** Roles that hand contacts in. Source for all of this file: the hub's roles and permissions table. */
export const SUBMITTING_ROLES: ReadonlySet<Role> = new Set<Role>([
  'REFERRER',
  'CONTACT_OFFICER',
  'SOCIAL_WORKER',
  'TEAM_MANAGER',
  'SERVICE_MANAGER',
  'HEAD_OF_SERVICE',
  'AGENCY_REPRESENTATIVE',
  'EARLY_HELP_MANAGER',
  'EARLY_HELP_PRACTITIONER',
  'LADO',
  'EMERGENCY_DUTY_TEAM',
]);

/** Roles outside the hub: they see how their own submission stands and nothing of the family. */
const OUTSIDE_ROLES: ReadonlySet<Role> = new Set<Role>(['REFERRER', 'AGENCY_REPRESENTATIVE']);

export function isOutside(actor: Actor): boolean {
  return OUTSIDE_ROLES.has(actor.role);
}

/** What a role may read: all that comes to its authority, or only what was decided to come its way. */
const READABLE: Readonly<Partial<Record<Role, 'ALL' | readonly Outcome[]>>> = {
  CONTACT_OFFICER: 'ALL',
  SOCIAL_WORKER: 'ALL',
  TEAM_MANAGER: 'ALL',
  SERVICE_MANAGER: 'ALL',
  HEAD_OF_SERVICE: 'ALL',
  EMERGENCY_DUTY_TEAM: 'ALL',
  AUDITOR: 'ALL',
  STRATEGY_CHAIR: ['STRATEGY_S47'],
  EARLY_HELP_MANAGER: ['EARLY_HELP'],
  EARLY_HELP_PRACTITIONER: ['EARLY_HELP'],
  LADO: ['REDIRECT_LADO'],
};

/** The referrals an actor may read, as filters for a query. */
export type Scope = {
  /** Absent for staff who serve every authority of the hub. */
  readonly localAuthority?: string;
  /** Absent when every outcome, and none yet, may be read. */
  readonly outcomes?: readonly Outcome[];
  /** User id by which restricted records are shown or not; absent for auditors, who read them all. */
  readonly reader?: string;
};

/** Undefined when the role reads no referrals at all. */
export function readingScope({ userId, role, localAuthority }: Actor): Scope | undefined {
  const readable = READABLE[role];
  if (readable === undefined) return undefined;
  return {
    ...(localAuthority !== 'HUB' && { localAuthority }),
    ...(readable !== 'ALL' && { outcomes: readable }),
    ...(role !== 'AUDITOR' && { reader: userId }),
  };
}

/** Whether the actor's role reads the referral, and no restriction keeps it from them. */
export function mayRead(actor: Actor, referral: Referral): boolean {
  return isInReach(actor, referral) && !isWithheld(referral, actor);
}

/** Whether the actor's role reads such a referral, restricted or not. */
export function isInReach(actor: Actor, referral: Referral): boolean {
  const scope = readingScope(actor);
  if (scope === undefined) return false;
  const outcome = latestDecision(referral)?.outcome;
  return (
    (scope.localAuthority ?? referral.localAuthority) === referral.localAuthority &&
    (scope.outcomes === undefined || (outcome !== undefined && scope.outcomes.includes(outcome)))
  );
}

/** A contact names every sibling, so only roles that read all of an authority's referrals read it. */
export function mayReadContact(actor: Actor, contact: { readonly localAuthority: string }): boolean {
  const scope = readingScope(actor);
  return (
    scope !== undefined &&
    scope.outcomes === undefined &&
    (scope.localAuthority ?? contact.localAuthority) === contact.localAuthority
  );
}

/** Whether someone outside the hub asks about what they, or their agency, handed in. */
export function isOwnSubmission(
  actor: Actor,
  submission: { readonly submittedBy: string; readonly agency?: string },
): boolean {
  return (
    actor.userId === submission.submittedBy ||
    (actor.role === 'AGENCY_REPRESENTATIVE' && actor.agency === submission.agency)
  );
}
