import type { Actor } from '../../../domain/actor.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { RequestCommand } from '../../../domain/information-request/commands.ts';
import { decide, tick } from '../../../domain/information-request/decide.ts';
import type { RequestEvent } from '../../../domain/information-request/events.ts';
import { evolve, fold } from '../../../domain/information-request/evolve.ts';
import { openRequest } from '../../../domain/information-request/open.ts';
import { delivered, owedDeliveries } from '../../../domain/information-request/owed.ts';
import type { InformationRequest, RequestOpening } from '../../../domain/information-request/state.ts';
import { actor } from '../../support/people.ts';
import { MON_TEN, on, rules, sealed } from '../referral/story.ts';

export const policeOfficer = actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' });

/** Amber, received on Monday at ten, to be decided by Tuesday at ten. */
export function opening(overrides: Partial<RequestOpening> = {}): RequestOpening {
  return {
    requestId: 'C-TEST-0001.POLICE',
    contactRef: 'C-TEST-0001',
    agency: 'POLICE',
    localAuthority: 'SPECIMENSHIRE',
    rag: 'AMBER',
    questions: sealed('q'),
    disclosed: ['NAMES'],
    basis: 'PUBLIC_TASK',
    necessity: sealed('n'),
    critical: false,
    receivedAt: MON_TEN,
    decisionDueAt: on('Tue 10:00'),
    requestedBy: 'synthetic-social-worker',
    ...overrides,
  };
}

export type Step = readonly [at: string, what: RequestCommand | 'tick' | 'settle', by?: Actor];

export type Told = {
  readonly request: InformationRequest;
  readonly events: readonly RequestEvent[];
  /** Of the last step alone. */
  readonly last: readonly RequestEvent[];
};

/** Opens a request and takes the steps in order; `settle` delivers all it owes. It ticks before each, as the workflow does. */
export function story(steps: readonly Step[], from: Partial<RequestOpening> = {}, openedAt = MON_TEN): Told {
  const events = openRequest(opening(from), 'R-TEST-0001', openedAt, rules);
  let last: readonly RequestEvent[] = events;
  for (const [at, what, by = policeOfficer] of steps) {
    const now = on(at);
    const late = tick(folded(events), { now, rules });
    const request = late.reduce<InformationRequest>(evolve, folded(events));
    last = [...late, ...taken(request, what, by, now)];
    events.push(...last);
  }
  return { request: folded(events), events, last };
}

function taken(request: InformationRequest, what: Step[1], by: Actor, now: Instant): RequestEvent[] {
  switch (what) {
    case 'tick':
      return [];
    case 'settle':
      return owedDeliveries(request).flatMap((delivery) => delivered(delivery, now));
    default:
      return decide(request, what, { actor: by, now, rules });
  }
}

export function folded(events: readonly RequestEvent[]): InformationRequest {
  const request = fold(events);
  if (request === undefined) throw new Error('a story begins with an opening');
  return request;
}

type Answer = Extract<RequestCommand, { type: 'giveAnswer' }>;

export function answer(overrides: Partial<Answer> = {}): Answer {
  return { type: 'giveAnswer', answer: 'NOTHING_KNOWN', partial: false, route: 'API', ...overrides };
}
