import type { Actor } from '../actor.ts';
import { type Clock, type ClockEvent, evolveClock, type StopReason } from '../clock.ts';
import { milestones } from '../clock-milestones.ts';
import { pauseClock } from '../clock-pausing.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { RAGS } from '../vocabulary.ts';
import type { RequestCommand } from './commands.ts';
import type { RequestEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { faultOf, obstacle } from './guards.ts';
import { agencyCheckTerms, correctionTerms } from './open.ts';
import { answerClock, beforeStop, endPause, endPauses } from './pausing.ts';
import { type InformationRequest, isEnded } from './state.ts';

type Now = { readonly now: Instant; readonly rules: HubRules };

/**
 * What a command makes of a request.
 * @throws DomainError with the rule that refuses it; nothing has happened then.
 */
export function decide(
  request: InformationRequest,
  command: RequestCommand,
  { actor, now, rules }: Now & { readonly actor: Actor },
): RequestEvent[] {
  const refusal = obstacle(request, command.type, actor);
  if (refusal !== undefined) throw refusal;
  switch (command.type) {
    case 'giveAnswer': {
      const fault = faultOf(request, command, actor);
      if (fault !== undefined) throw fault;
      const { type: _type, ...content } = command;
      return [
        { type: 'RequestAnswered', occurredAt: now, ...content, answeredBy: actor.userId },
        ...(command.partial || request.stage === 'ANSWERED' ? [] : answeredInFull(request, now, rules)),
      ];
    }
    case 'withdrawRequest':
      return [
        { type: 'RequestWithdrawn', occurredAt: now, reason: command.reason, withdrawnBy: actor.userId },
        ...stopAll(request, 'WITHDRAWN', now, rules),
      ];
    case 'pauseClock':
      return pauseClock(answerClock(request), command.reason, { by: actor.userId, at: now }, rules);
    case 'endPause':
      return endPause(request, answerClock(request), command.pause, { by: actor.userId, at: now }, rules);
    case 'removeChild':
      return childRemoved(request, command.referralRef, { actor, now, rules });
    case 'hasten': {
      const { referralRef, rag } = command;
      const isHigher = RAGS.indexOf(rag) < RAGS.indexOf(request.rag);
      if (!isHigher || !request.referralRefs.includes(referralRef)) return [];
      return sooner(request, { type: 'RequestHastened', occurredAt: now, referralRef, rag }, now, rules);
    }
    case 'addChild':
      return request.referralRefs.includes(command.referralRef)
        ? []
        : childAdded(request, command, now, rules);
  }
}

/** Without its last child nothing is asked any more. */
function childRemoved(
  request: InformationRequest,
  referralRef: string,
  { actor, now, rules }: Now & { readonly actor: Actor },
): RequestEvent[] {
  const { referralRefs } = request;
  if (!referralRefs.includes(referralRef)) return [];
  if (referralRefs.length > 1) return [{ type: 'RequestChildRemoved', occurredAt: now, referralRef }];
  return [
    { type: 'RequestWithdrawn', occurredAt: now, withdrawnBy: actor.userId },
    ...stopAll(request, 'WITHDRAWN', now, rules),
  ];
}

/** The agency is no longer waited for; what it said can be corrected for a while. */
function answeredInFull(request: InformationRequest, now: Instant, rules: HubRules): RequestEvent[] {
  return [
    ...stopAll(request, 'ANSWERED', now, rules),
    { type: 'ClockStarted', occurredAt: now, terms: correctionTerms(now, rules) },
  ];
}

function childAdded(
  request: InformationRequest,
  { referralRef, rag, critical }: Extract<RequestCommand, { type: 'addChild' }>,
  now: Instant,
  rules: HubRules,
): RequestEvent[] {
  return sooner(
    request,
    { type: 'RequestChildAdded', occurredAt: now, referralRef, rag, critical },
    now,
    rules,
  );
}

/**
 * A child rated higher needs the answer sooner, also where the clock stands still: it runs on then. One rated lower
 * leaves the agency the time it has. What was due before stays missed.
 */
function sooner(
  request: InformationRequest,
  news: Extract<RequestEvent, { type: 'RequestChildAdded' | 'RequestHastened' }>,
  now: Instant,
  rules: HubRules,
): RequestEvent[] {
  const after = evolve(request, news);
  const clock = answerClock(request);
  const ended = clock.status === 'PAUSED' ? endPauses(request, clock, now, rules) : [];
  const running = ended.reduce<Clock>(evolveClock, clock);
  if (running.status !== 'RUNNING' || after.rag === request.rag) return [news];
  const terms = agencyCheckTerms(after, now, now, rules);
  if (terms.dueAt >= running.dueAt) return [news];
  const { dueAt: previousDueAt } = running;
  return [
    news,
    ...ended,
    { type: 'ClockRearmed', occurredAt: now, terms, previousDueAt, reason: 'RATING_CHANGED' },
  ];
}

function stopAll(
  request: InformationRequest,
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  return request.clocks
    .filter(({ status }) => status !== 'STOPPED')
    .flatMap((clock) => [
      ...beforeStop(request, clock, at, rules),
      { type: 'ClockStopped', occurredAt: at, clock: clock.id, stoppedBy },
    ]);
}

/**
 * What the passing of time makes of a request. The end of waiting is nobody's breach: its clock stops then, and the
 * request with it.
 */
export function tick(request: InformationRequest, { now, rules }: Now): RequestEvent[] {
  if (isEnded(request)) return [];
  const end = request.clocks.find(isLongStop);
  const isOver = end !== undefined && end.dueAt < now;
  const until = isOver ? end.dueAt : now;
  const events = request.clocks
    .flatMap((clock) => milestones(clock, until, rules))
    .toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : Number(a.occurredAt > b.occurredAt)))
    .flatMap((event) => [event, ...listed(request, event)]);
  if (!isOver) return events;
  const stage = request.stage === 'ANSWERED' ? 'CLOSED' : 'NO_ANSWER';
  return [
    ...events,
    ...stopAll(request, 'CLOSED', until, rules),
    { type: 'RequestClosed', occurredAt: until, stage },
  ];
}

function isLongStop({ kind, status }: Clock): boolean {
  return kind === 'ANSWER_LONG_STOP' && status !== 'STOPPED';
}

/** The long stop warns once, when the decision is due. */
function listed({ clocks }: InformationRequest, event: ClockEvent): RequestEvent[] {
  const isDecisionLimit =
    event.type === 'ClockWarned' &&
    clocks.some(({ id, kind }) => id === event.clock && kind === 'ANSWER_LONG_STOP');
  return isDecisionLimit ? [{ type: 'RequestListedMissing', occurredAt: event.occurredAt }] : [];
}

/** Other rules leave what the agency was promised alone: it was told when its answer is due. */
export function adoptRules({ now, rules }: Now): RequestEvent[] {
  return [
    {
      type: 'RulesAdopted',
      occurredAt: now,
      publication: rules.publication ?? 0,
      policyEdition: rules.policy.edition,
      calendarEdition: rules.calendar.edition,
    },
  ];
}
