import type { Actor } from '../actor.ts';
import type { FollowOnDelivery } from '../case.ts';
import { type Clock, evolveClocks, isClockEvent, isCounting } from '../clock.ts';
import { nextMilestone } from '../clock-milestones.ts';
import { endPause, pauseClock } from '../clock-pausing.ts';
import { DomainError } from '../errors.ts';
import type { CaseStanding, NoClockReason } from '../invariant.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';
import { CLOCK_ACTIONS, type CommonAction, type CommonCommand, PLAN_ACTIONS } from './commands.ts';
import type { CommonEvent } from './events.ts';
import type { Context, NextStep, Now } from './kind.ts';
import {
  type AnyKind,
  type FollowOn,
  type FollowOnCommand,
  type FollowOnEvent,
  KINDS,
  kindNamed,
  type Opening,
} from './kinds.ts';
import {
  acceptPlan,
  evolvePlan,
  isInPlan,
  PLAN_PERMITTED,
  planLetters,
  planObstacle,
  planStep,
} from './plan-rules.ts';
import { isEnded, ownerNow, type Settled } from './state.ts';
import { type WordBetweenCases, WORDS_BETWEEN_CASES } from './words-between.ts';

/** Everything that may be asked of a case, by people or by another case. */
export type AnyCommand = CommonCommand | FollowOnCommand | WordBetweenCases;
export type AnyEvent = CommonEvent | FollowOnEvent;
export type AnyAction = AnyCommand['type'];

function isCommonAction(action: string): action is CommonAction {
  return [...CLOCK_ACTIONS, ...PLAN_ACTIONS].some((one) => one === action);
}

function isPlanAction(action: string): action is (typeof PLAN_ACTIONS)[number] {
  return PLAN_ACTIONS.some((one) => one === action);
}

function isWord(action: string): action is WordBetweenCases['type'] {
  return WORDS_BETWEEN_CASES.some((one) => one === action);
}

/** Every action a case of a kind takes, each of them an Update of its workflow. */
export function actionsOf(kind: AnyKind): AnyAction[] {
  const plan = kind.hasPlan ? PLAN_ACTIONS : [];
  return [...kind.actions, ...plan, ...CLOCK_ACTIONS, ...WORDS_BETWEEN_CASES];
}

/** The first events of a case. */
export function openFollowOn(opening: Opening & { readonly id: string }, context: Now): AnyEvent[] {
  return kindNamed(opening.kind).open(opening, context);
}

/** Whether an open case takes such an opening on, instead of a second case beside it. */
export function joins(state: FollowOn, opening: Opening): boolean {
  const kind = kindOf(state);
  return kind.join !== undefined && (kind.joins?.(state, opening) ?? true);
}

/**
 * What a command makes of a case.
 * @throws DomainError with the rule that refuses it; nothing has happened then.
 */
export function decide(state: FollowOn, command: AnyCommand, context: Context): AnyEvent[] {
  const refusal = obstacle(state, command.type, context.actor);
  if (refusal !== undefined) throw refusal;
  const { actor, now, rules } = context;
  switch (command.type) {
    case 'pauseClock':
      return pauseClock(
        clockNamed(state, command.clock),
        command.reason,
        { by: actor.userId, at: now },
        rules,
      );
    case 'endPause':
      return endPause(clockNamed(state, command.clock), command.pause, { by: actor.userId, at: now }, rules);
    case 'proposePlanAction':
    case 'agreePlanAction':
    case 'declinePlanAction':
    case 'reportPlanAction':
      return acceptPlan(state, command, context);
    case 'noteNews':
      return kindOf(state).onNews?.(state, command, context) ?? [];
    case 'noteAccepted':
      return kindOf(state).onAccepted?.(state, command, context) ?? [];
    case 'noteOpening':
      return kindOf(state).join?.(state, command.opening, context) ?? [];
    case 'noteSuperseded':
      return kindOf(state).onSuperseded?.(state, command, context) ?? [];
    default:
      return kindOf(state).accept(state, command, context);
  }
}

function clockNamed({ clocks }: FollowOn, id: string): Clock {
  const clock = clocks.find((candidate) => candidate.id === id);
  if (clock === undefined) throw new DomainError('CLOCK_UNKNOWN', 'This case has no such clock', 'clock');
  return clock;
}

export function kindOf(state: Pick<FollowOn, 'kind'>): AnyKind {
  return kindNamed(state.kind);
}

/** Why this actor may not take this action now; undefined when they may. */
export function obstacle(state: FollowOn, action: AnyAction, actor: Actor): DomainError | undefined {
  return mayAct(state, action, actor) ?? fitsStage(state, action);
}

function mayAct(state: FollowOn, action: AnyAction, actor: Actor): DomainError | undefined {
  if (!permittedRoles(state, action).includes(actor.role)) {
    return new DomainError('NOT_PERMITTED', `The role ${actor.role} may not${wordsOf(action)}`);
  }
  return isConcerned(state, action, actor)
    ? undefined
    : new DomainError('NOT_PERMITTED', 'This case belongs to another local authority, team or agency');
}

function permittedRoles(state: FollowOn, action: AnyAction): readonly Role[] {
  if (isWord(action)) return ['SYSTEM'];
  if (isPlanAction(action)) return kindOf(state).hasPlan ? PLAN_PERMITTED[action] : [];
  return isCommonAction(action) ? DECIDING_ROLES : (kindOf(state).permitted[action] ?? []);
}

/** An agency of another authority may have been asked, so whoever speaks for one is judged by the agency alone. */
function isConcerned(state: FollowOn, action: AnyAction, actor: Actor): boolean {
  if (actor.role === 'SYSTEM') return true;
  const isInPlanNow =
    isPlanAction(action) && actor.role === 'AGENCY_REPRESENTATIVE' && isInPlan(state, actor.agency);
  if (isInPlanNow) return true;
  const byKind =
    isWord(action) || isCommonAction(action) ? undefined : kindOf(state).concerns?.(state, action, actor);
  if (byKind !== undefined) return byKind;
  if (actor.role === 'AGENCY_REPRESENTATIVE' || actor.role === 'REFERRER') return false;
  return actor.localAuthority === 'HUB' || actor.localAuthority === state.localAuthority;
}

function wordsOf(action: string): string {
  return ` ${action}`.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function fitsStage(state: FollowOn, action: AnyAction): DomainError | undefined {
  const kind = kindOf(state);
  if (isEnded(state) && !(kind.whileEnded ?? []).some((one) => one === action)) {
    return new DomainError('CASE_CLOSED', 'The case has ended; an ended case takes no commands');
  }
  if (isWord(action)) return undefined;
  if (isPlanAction(action)) return planObstacle(state, action);
  switch (action) {
    case 'pauseClock':
      return state.clocks.some(({ status }) => status === 'RUNNING' || status === 'PAUSED')
        ? undefined
        : new DomainError('CLOCK_NOT_RUNNING', 'No clock of this case is running');
    case 'endPause':
      return state.clocks.some(({ status }) => status === 'PAUSED')
        ? undefined
        : new DomainError('PAUSE_NOT_OPEN', 'No clock of this case stands still');
    default:
      return kind.obstacle(state, action);
  }
}

/** What this actor may do with the case as a whole, in the order it is usually taken; its clocks are beside it. */
export function allowedActions(state: FollowOn, actor: Actor): AnyAction[] {
  return actionsOf(kindOf(state)).filter(
    (action) =>
      !isWord(action) &&
      !CLOCK_ACTIONS.some((one) => one === action) &&
      obstacle(state, action, actor) === undefined,
  );
}

/** Whether somebody may read the case whose role does not read all of its authority's. */
export function mayRead(state: FollowOn, actor: Actor): boolean {
  const isOfPlan = actor.role === 'AGENCY_REPRESENTATIVE' && isInPlan(state, actor.agency);
  return isOfPlan || kindOf(state).mayRead(state, actor);
}

/**
 * What the passing of time makes of a case. What one clock says may start another, such as the next stage of a dispute,
 * which then has its say too, however late this is asked.
 */
export function tick(state: FollowOn, context: Now): AnyEvent[] {
  const events: AnyEvent[] = [];
  let current = state;
  for (let said = nextSaid(current, context); said.length > 0; said = nextSaid(current, context)) {
    events.push(...said);
    current = said.reduce<FollowOn>(evolve, current);
  }
  return events;
}

/** The earliest thing a clock has to say, and what follows from it; nothing once all is said. */
function nextSaid(state: FollowOn, context: Now): AnyEvent[] {
  if (isEnded(state)) return [];
  const [first] = state.clocks
    .flatMap((clock) => nextMilestone(clock, context.now, context.rules) ?? [])
    .toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : Number(a.occurredAt > b.occurredAt)));
  if (first === undefined) return [];
  return [first, ...(kindOf(state).onClock?.(evolve(state, first), first, context) ?? [])];
}

/** What it makes of a case that something it owed has been done. */
export function settled(
  state: FollowOn,
  delivery: FollowOnDelivery,
  outcome: Settled,
  context: Now,
): AnyEvent[] {
  const { key } = delivery;
  const event: AnyEvent = { type: 'DeliverySettled', occurredAt: context.now, key, ...outcome };
  const after = evolve(state, event);
  return [event, ...(kindOf(state).onSettled?.(after, delivery, outcome, context) ?? [])];
}

/** What the case owes now. An ended one owes its last words. */
export function owedDeliveries(state: FollowOn): FollowOnDelivery[] {
  const kind = kindOf(state);
  return [...kind.owes(state), ...(kind.hasPlan ? planLetters(state) : [])].filter(
    ({ key }) => !Object.hasOwn(state.settled, key),
  );
}

/** The case after one event. */
export function evolve(state: FollowOn | undefined, event: AnyEvent): FollowOn {
  if (state === undefined) return begun(event);
  if (isClockEvent(event)) {
    const clocks = evolveClocks(state.clocks, event);
    const isByPeople = event.type === 'ClockPaused' || event.type === 'ClockPauseEnded';
    return isByPeople ? { ...state, clocks, version: state.version + 1 } : { ...state, clocks };
  }
  switch (event.type) {
    case 'DeliverySettled': {
      const { key, isTaken, caseId } = event;
      const outcome = { isTaken, ...(caseId !== undefined && { caseId }) };
      return { ...state, settled: { ...state.settled, [key]: outcome } };
    }
    case 'RulesAdopted':
      return state;
    case 'PlanActionProposed':
    case 'PlanActionAgreed':
    case 'PlanActionDeclined':
    case 'PlanActionReported':
      return { ...state, plan: evolvePlan(state.plan, event), version: state.version + 1 };
    default: {
      const kind = kindOf(state);
      const next = kind.apply(state, event);
      return kind.unseen?.includes(event.type) ? next : { ...next, version: state.version + 1 };
    }
  }
}

function begun(event: AnyEvent): FollowOn {
  const kind = KINDS.find(({ opens }) => opens === event.type);
  if (kind === undefined) throw new Error(`a case cannot begin with ${event.type}`);
  return kind.begin(event);
}

/** The case a whole stream tells; undefined for an empty one. */
export function fold(events: readonly AnyEvent[]): FollowOn | undefined {
  return events.reduce<FollowOn | undefined>(evolve, undefined);
}

/** The one thing that moves an open case on. What was declined of the plan comes before what is taken in its own time. */
export function nextStep(state: FollowOn): NextStep | undefined {
  if (isEnded(state)) return undefined;
  const ofKind = kindOf(state).next(state);
  const isUrgent = ofKind !== undefined && ofKind.isRoutine !== true;
  const step = isUrgent ? ofKind : (planStep(state) ?? ofKind);
  return step && { action: step.action, by: step.by, words: step.words };
}

/** What an open case says of itself. */
export function standingOfFollowOn(state: FollowOn): CaseStanding {
  const { clocks } = state;
  const next = nextStep(state)?.action;
  const owner = ownerNow(state);
  const whyNone = whyNoClock(state);
  return {
    owners: [owner.team],
    clocks,
    ...(whyNone !== undefined && { whyNoClock: whyNone }),
    ...(next !== undefined && { next }),
  };
}

function whyNoClock(state: FollowOn): NoClockReason | undefined {
  if (state.clocks.some(isCounting)) return undefined;
  if (state.clocks.some(({ status }) => status === 'PAUSED')) return 'STANDS_STILL';
  return kindOf(state).hasNoLimit?.(state) === true ? 'NO_LIMIT_SET' : undefined;
}
