import { type ClockEvent, evolveClocks, isClockEvent } from '../clock.ts';
import { type Rag, RAGS } from '../vocabulary.ts';
import type { RequestEvent } from './events.ts';
import type { Answer, InformationRequest } from './state.ts';

function opened(event: Extract<RequestEvent, { type: 'InformationRequestOpened' }>): InformationRequest {
  return {
    ...event.opening,
    stage: 'AWAITED',
    openedAt: event.occurredAt,
    referralRefs: [event.referralRef],
    version: 1,
    clocks: [],
    answers: [],
    told: [],
    sent: [],
    knownToAgency: [event.referralRef],
    leadAt: event.leadAt,
  };
}

type Later = Exclude<RequestEvent, ClockEvent | { type: 'InformationRequestOpened' }>;

function apply(request: InformationRequest, event: Later): InformationRequest {
  switch (event.type) {
    case 'RequestChildAdded':
      return changed(request, {
        referralRefs: [...request.referralRefs, event.referralRef],
        rag: higher(event.rag, request.rag),
        critical: request.critical || event.critical,
      });
    case 'RequestHastened':
      return changed(request, { rag: higher(event.rag, request.rag) });
    case 'RequestChildRemoved': {
      const [first, ...others] = request.referralRefs.filter((ref) => ref !== event.referralRef);
      return first === undefined ? request : changed(request, { referralRefs: [first, ...others] });
    }
    case 'RequestAnswered': {
      const { type: _type, occurredAt: answeredAt, ...content } = event;
      const answer: Answer = { ...content, no: request.answers.length + 1, answeredAt };
      const stage = answer.partial ? request.stage : 'ANSWERED';
      return changed(request, { answers: [...request.answers, answer], stage });
    }
    case 'RequestWithdrawn':
      return changed(request, { stage: 'WITHDRAWN', closedAt: event.occurredAt });
    case 'RequestClosed':
      return changed(request, { stage: event.stage, closedAt: event.occurredAt });
    case 'RequestListedMissing':
      return { ...request, listedMissingAt: event.occurredAt };
    case 'AgencyMessageSent':
      return {
        ...request,
        sent: [...request.sent, event.message],
        ...(event.referralRef !== undefined && {
          knownToAgency: [...request.knownToAgency, event.referralRef],
        }),
      };
    case 'ReferralTold':
      return { ...request, told: [...request.told, `${event.referralRef}/${event.answerNo}`] };
    case 'EndTold':
      return { ...request, told: [...request.told, `${event.referralRef}/END`] };
    case 'RulesAdopted':
      return request;
  }
}

function higher(one: Rag, other: Rag): Rag {
  return RAGS.indexOf(one) < RAGS.indexOf(other) ? one : other;
}

/** A change that someone who looked before has not seen. */
function changed(request: InformationRequest, change: Partial<InformationRequest>): InformationRequest {
  return { ...request, ...change, version: request.version + 1 };
}

/** The request after one event. The first event of every request is `InformationRequestOpened`. */
export function evolve(request: InformationRequest | undefined, event: RequestEvent): InformationRequest {
  if (event.type === 'InformationRequestOpened') return opened(event);
  if (request === undefined) throw new Error(`an information request cannot begin with ${event.type}`);
  if (!isClockEvent(event)) return apply(request, event);
  const clocks = evolveClocks(request.clocks, event);
  const isByPeople = event.type === 'ClockPaused' || event.type === 'ClockPauseEnded';
  return isByPeople ? changed(request, { clocks }) : { ...request, clocks };
}

/** The request a whole stream tells; undefined for an empty one. */
export function fold(events: readonly RequestEvent[]): InformationRequest | undefined {
  return events.reduce<InformationRequest | undefined>(evolve, undefined);
}
