import type { Actor } from '../../domain/actor.ts';
import { isAbout } from '../../domain/child-protection/clock-rules.ts';
import type { Clock } from '../../domain/clock.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import type { AnyFollowOn, PlanAction } from '../../domain/follow-on/state.ts';
import { isOutside } from '../permissions.ts';
import { disputePart } from './dispute-facts.ts';
import { protectionPart } from './protection-facts.ts';

/** What is on record beside what every case has. Staff see all of it; who is part of a case sees that part. */
export function factsFor(state: FollowOn, actor: Actor): Record<string, unknown> {
  const { plan, ...own } = ownFacts(state);
  if (!isOutside(actor)) return { ...own, ...(plan && { plan }) };
  const visible = plan === undefined ? {} : { plan: plan.map((action) => planFor(action, actor)) };
  return { ...partOf(state, actor), ...visible };
}

function ownFacts(state: FollowOn): Record<string, unknown> & Pick<AnyFollowOn, 'plan'> {
  const {
    id: _id,
    kind: _kind,
    contactRef: _contactRef,
    referralRefs: _referralRefs,
    localAuthority: _localAuthority,
    stage: _stage,
    version: _version,
    clocks: _clocks,
    owners: _owners,
    settled: _settled,
    openedAt: _openedAt,
    closedAt: _closedAt,
    ...facts
  } = state;
  return facts;
}

/** What an agency, or whoever referred, may read of a case they are part of. */
function partOf(state: FollowOn, actor: Actor): Record<string, unknown> {
  switch (state.kind) {
    case 'AGENCY_ACTION': {
      const { purpose, agency, what, report, acceptedAt } = state;
      return { purpose, agency, what, report, acceptedAt };
    }
    case 'ASSESSMENT':
      return { receiver: state.receiver };
    case 'EARLY_HELP':
      return { receiver: state.receiver, leadPractitioner: state.leadPractitioner };
    case 'CHILD_PROTECTION':
      return protectionPart(state, actor.agency);
    case 'DISPUTE':
      return disputePart(state, actor);
  }
}

/** The clocks somebody may read: all of a case they are part of, but of child protection only those of their own actions. */
export function clocksFor(state: FollowOn, actor: Actor): readonly Clock[] {
  if (!isOutside(actor) || state.kind !== 'CHILD_PROTECTION') return state.clocks;
  const own = (state.plan ?? []).filter(({ agency }) => agency === actor.agency);
  return state.clocks.filter((clock) => own.some(({ no }) => isAbout(clock, ['PLAN_ACTION'], `${no}`)));
}

/** Everybody sees who does something by when; what it is, its agency and those it is shared with. */
function planFor({ what, ...action }: PlanAction, { agency }: Actor): object {
  return action.agency === agency || action.isShared ? { what, ...action } : action;
}
