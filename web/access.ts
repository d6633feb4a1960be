import { isInReach, isOutside, mayRead } from '../api/permissions.ts';
import { RESTRICTED_RECORD } from '../api/restricted-records.ts';
import type { Actor } from '../domain/actor.ts';
import { PATHWAYS } from '../domain/referral/outcomes.ts';
import type { ReferralAction } from '../domain/referral/commands.ts';
import { obstacle } from '../domain/referral/guards.ts';
import { isWithheld } from '../domain/referral/restriction.ts';
import { latestDecision, type Referral } from '../domain/referral/state.ts';
import { RECEIVER_ACTIONS } from './receiver-actions.ts';
import { NO_REQUESTS } from './queries/requests.ts';
import type { CaseFile } from './view-models/case.ts';

/**
 * How much of one case an actor sees: all, only what the receiver of a child needs, that it is there but restricted to
 * others, or nothing.
 */
export type CaseAccess = 'WHOLE' | 'HANDOVER' | 'RESTRICTED' | 'NONE';

export function caseAccess(referral: Referral, actor: Actor): CaseAccess {
  if (mayRead(actor, referral)) return 'WHOLE';
  const reached = isInReach(actor, referral) || receives(referral, actor);
  if (reached && !isOutside(actor) && isWithheld(referral, actor)) return 'RESTRICTED';
  return receives(referral, actor) ? 'HANDOVER' : 'NONE';
}

/** Whether the child is on its way to this actor's team or agency, or has arrived there. */
function receives(referral: Referral, actor: Actor): boolean {
  if (RECEIVER_ACTIONS.some((action) => obstacle(referral, action, actor) === undefined)) return true;
  const decision = latestDecision(referral);
  const handover = 'handover' in referral ? referral.handover : undefined;
  if (decision === undefined || handover === undefined || handover.status === 'NOT_NEEDED') return false;
  return (
    PATHWAYS[decision.outcome].acceptedBy.includes(actor.role) &&
    (actor.localAuthority === 'HUB' || actor.localAuthority === referral.localAuthority) &&
    (actor.role !== 'AGENCY_REPRESENTATIVE' || handover.receiver === actor.agency)
  );
}

/** Whether the page of an action is open to somebody with this access. */
export function mayOpen(access: CaseAccess, action: ReferralAction): boolean {
  if (access === 'RESTRICTED') return action === 'breakGlass';
  return access === 'WHOLE' || (access === 'HANDOVER' && RECEIVER_ACTIONS.includes(action));
}

/** A case file without what its reader may not see: no words, no history and no other child. */
export function visibleFile(file: CaseFile): CaseFile {
  const access = caseAccess(file.referral, file.actor);
  const own = file.children.filter(({ referralRef }) => referralRef === file.referral.referralRef);
  if (access === 'WHOLE') {
    if (!file.isOfRestricted) return file;
    const cases = file.cases.filter(({ referralRefs }) => referralRefs.length === 1);
    return { ...file, children: own, form: undefined, requests: NO_REQUESTS, cases };
  }
  const { past: _past, quality: _quality, ...rest } = file;
  return {
    ...rest,
    children:
      access === 'RESTRICTED'
        ? own.map((child) => ({ ...child, displayName: RESTRICTED_RECORD, dateOfBirth: null }))
        : own,
    rows: [],
    explanations: new Map(),
    form: undefined,
    written: new Map(),
    requests: NO_REQUESTS,
    cases: [],
  };
}
