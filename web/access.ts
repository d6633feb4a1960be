import { mayRead } from '../api/permissions.ts';
import type { Actor } from '../domain/actor.ts';
import { PATHWAYS } from '../domain/referral/outcomes.ts';
import type { ReferralAction } from '../domain/referral/commands.ts';
import { obstacle } from '../domain/referral/guards.ts';
import { latestDecision, type Referral } from '../domain/referral/state.ts';
import { RECEIVER_ACTIONS } from './receiver-actions.ts';
import { NO_REQUESTS } from './queries/requests.ts';
import type { CaseFile } from './view-models/case.ts';

/** How much of one case an actor sees: all, only what the receiver of a child needs, or nothing. */
export type CaseAccess = 'WHOLE' | 'HANDOVER' | 'NONE';

export function caseAccess(referral: Referral, actor: Actor): CaseAccess {
  if (mayRead(actor, referral)) return 'WHOLE';
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
  return access === 'WHOLE' || (access === 'HANDOVER' && RECEIVER_ACTIONS.includes(action));
}

/** A case file without what its reader may not see: no words, no history and no other child. */
export function visibleFile(file: CaseFile): CaseFile {
  if (caseAccess(file.referral, file.actor) === 'WHOLE') return file;
  const children = file.children.filter(({ referralRef }) => referralRef === file.referral.referralRef);
  return {
    ...file,
    children,
    rows: [],
    explanations: new Map(),
    form: undefined,
    written: new Map(),
    requests: NO_REQUESTS,
  };
}
