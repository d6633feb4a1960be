import { evolveClocks, isClockEvent } from '../clock.ts';
import type { CommonEvent } from '../follow-on/events.ts';
import { begun, moved } from '../follow-on/facts.ts';
import { evolvePlan } from '../follow-on/plan-rules.ts';
import type { Instant } from '../instant.ts';
import { afterDiscussionEvent } from './evolve-discussions.ts';
import { afterEnquiryEvent, handedOn } from './evolve-enquiries.ts';
import { afterProtectionEvent } from './evolve-protections.ts';
import type { ChildProtectionEvent } from './events.ts';
import { changeChild, childOf, stageOfFamily } from './children.ts';
import type { ChildProtectionOpening } from './opening.ts';
import type { Asking, ChildProtection, ProtectedChild } from './state.ts';

export type Event = ChildProtectionEvent | CommonEvent;

/** The case its first event makes of nothing: the hub has it until the protection team accepts. */
export function beginProtection(event: Event): ChildProtection {
  if (event.type !== 'ChildProtectionOpened')
    throw new Error(`child protection cannot begin with ${event.type}`);
  const { opening, occurredAt } = event;
  const { reasonableCauseAt, urgency, reason, decisionNo } = opening;
  return {
    ...begun(opening, occurredAt, { team: 'HUB', role: 'TEAM_MANAGER' }),
    kind: 'CHILD_PROTECTION',
    stage: 'STRATEGY_PLANNING',
    reasonableCauseAt,
    urgency,
    ...(reason && { reason }),
    ...(decisionNo !== undefined && { decisionNo }),
    children: opening.referralRefs.map((referralRef) => childFrom(referralRef, opening, occurredAt, 1)),
    earlier: [],
    discussions: [],
    legalAlerts: [],
    acceptedCases: [],
  };
}

/** The case after one event of its own. */
export function applyProtection(state: ChildProtection, event: Event): ChildProtection {
  const after = changed(state, event);
  return after.closedAt === undefined ? { ...after, stage: stageOfFamily(after) } : after;
}

/** The case after any event, for what follows in the same step. */
export function after(state: ChildProtection, event: Event): ChildProtection {
  if (isClockEvent(event)) return { ...state, clocks: evolveClocks(state.clocks, event) };
  return event.type === 'PlanActionProposed'
    ? { ...state, plan: evolvePlan(state.plan, event) }
    : applyProtection(state, event);
}

/** What several rules make of a case one after the other, each seeing what the ones before made of it. */
export function inTurn(
  state: ChildProtection,
  ...rules: readonly ((state: ChildProtection) => readonly Event[])[]
): Event[] {
  const events: Event[] = [];
  let current = state;
  for (const rule of rules) {
    const made = rule(current);
    events.push(...made);
    current = made.reduce(after, current);
  }
  return events;
}

function changed(state: ChildProtection, event: Event): ChildProtection {
  const { occurredAt: at } = event;
  switch (event.type) {
    case 'ChildProtectionJoined':
      return joined(state, event.opening, at);
    case 'ProtectionAccepted': {
      const { receiver, acceptedBy } = event;
      const owner = { team: receiver, role: 'TEAM_MANAGER', since: at } as const;
      return { ...moved(state, owner), acceptedAt: at, acceptedBy, receiver };
    }
    case 'DiscussionPlanned':
    case 'InvitationAnswered':
    case 'InformationSent':
    case 'DiscussionRecorded':
    case 'MinutesCirculated':
    case 'MinutesGiven':
      return afterDiscussionEvent(state, event);
    case 'EmergencyS47Started':
    case 'ChildSeen':
    case 'S47Concluded':
    case 'ConferenceBooked':
    case 'ConferenceRecorded':
    case 'ConferenceNotRequired':
      return afterEnquiryEvent(state, event);
    case 'PoliceProtectionRecorded':
    case 'PoliceProtectionEnded':
    case 'EpoRecorded':
    case 'EpoExtended':
    case 'EpoEnded':
    case 'LegalAlertGiven':
      return afterProtectionEvent(state, event);
    case 'HandingOnAnswered':
      return answered(state, event);
    case 'ReturnedDecided': {
      const { onward, rationale } = event;
      return changeChild(state, event.referralRef, (child) => handedOn(child, onward, rationale, at));
    }
    case 'ProtectionEndedForChild': {
      const { how, referralRef } = event;
      return changeChild(state, referralRef, (child) => ({
        ...child,
        protections: child.protections.map((one) =>
          one.ended === undefined ? { ...one, ended: { at, how } } : one,
        ),
        end: { stage: how, at },
      }));
    }
    case 'ChildProtectionEnded':
      return { ...state, stage: event.stage, closedAt: at };
    default:
      return state;
  }
}

function answered(
  state: ChildProtection,
  { referralRef, caseId, isTaken, to, occurredAt: at }: Extract<Event, { type: 'HandingOnAnswered' }>,
): ChildProtection {
  const stage = to === 'ASSESSMENT' ? 'CLOSED_TO_ASSESSMENT' : 'CLOSED_TO_EARLY_HELP';
  const next = changeChild(state, referralRef, (child) => {
    if (isTaken) return { ...child, end: { stage, at } };
    return child.handedOn === undefined
      ? child
      : { ...child, handedOn: { ...child.handedOn, returnedAt: at } };
  });
  return isTaken ? { ...next, acceptedCases: [...new Set([...next.acceptedCases, caseId])] } : next;
}

function joined(state: ChildProtection, opening: ChildProtectionOpening, at: Instant): ChildProtection {
  const [first, ...others] = state.referralRefs;
  const referralRefs = [...new Set([...others, ...opening.referralRefs])].filter((ref) => ref !== first);
  const start = { ...state, referralRefs: [first, ...referralRefs] as const };
  return opening.referralRefs.reduce<ChildProtection>(
    (current, referralRef) => joinedBy(current, referralRef, opening, at),
    takingOver(start, opening),
  );
}

function takingOver(state: ChildProtection, { from, decisionNo, urgency }: ChildProtectionOpening) {
  return {
    ...state,
    ...(state.from === undefined && from !== undefined && { from }),
    ...(state.decisionNo === undefined && decisionNo !== undefined && { decisionNo }),
    ...(urgency === 'SAME_DAY' && { urgency }),
  };
}

function joinedBy(
  state: ChildProtection,
  referralRef: string,
  opening: ChildProtectionOpening,
  at: Instant,
): ChildProtection {
  const known = childOf(state, referralRef);
  const fresh = childFrom(referralRef, opening, at, (known?.round ?? 0) + 1);
  if (known === undefined) return { ...state, children: [...state.children, fresh] };
  if (known.end !== undefined || known.handedOn !== undefined) {
    const next = changeChild(state, referralRef, () => ({ ...fresh, protections: known.protections }));
    return { ...next, earlier: [...state.earlier, known] };
  }
  const isMoreUrgent = fresh.isUrgent && !known.isUrgent && known.s47 === undefined;
  return changeChild(state, referralRef, (child) => ({
    ...child,
    askedBy: [...child.askedBy, ...fresh.askedBy.filter((asking) => !hasAsked(child, asking))],
    ...(isMoreUrgent && {
      isUrgent: true,
      waitsFrom: [...child.waitsFrom, opening.reasonableCauseAt] as const,
    }),
  }));
}

function childFrom(
  referralRef: string,
  opening: ChildProtectionOpening,
  joinedAt: Instant,
  round: number,
): ProtectedChild {
  const { reasonableCauseAt, urgency, decisionNo } = opening;
  const from = askedBy(referralRef, opening);
  const asking = from !== undefined && { from, ...(decisionNo !== undefined && { decisionNo }) };
  return {
    referralRef,
    round,
    joinedAt,
    askedBy: asking ? [asking] : [],
    waitsFrom: [reasonableCauseAt],
    isUrgent: urgency === 'SAME_DAY',
    isAdjourned: false,
    sightings: [],
    protections: [],
  };
}

function hasAsked({ askedBy: known }: ProtectedChild, { from, decisionNo }: Asking): boolean {
  return known.some((one) => one.from === from && one.decisionNo === decisionNo);
}

/** The referral of one sibling asks for that one alone: the others' referrals have decided nothing. */
function askedBy(referralRef: string, { from, referralRefs }: ChildProtectionOpening): string | undefined {
  const isOfSibling = referralRefs.some((other) => other !== referralRef && from === `referral:${other}`);
  return isOfSibling ? undefined : from;
}
