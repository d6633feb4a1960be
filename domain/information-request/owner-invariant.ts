import type { CaseStanding } from '../invariant.ts';
import type { InformationRequest } from './state.ts';

/**
 * What an open request says of itself. The agency that was asked answers for its answer, its safeguarding lead once
 * that was told; what it has said is the hub's.
 */
export function standingOfRequest(request: InformationRequest): CaseStanding {
  const { clocks } = request;
  switch (request.stage) {
    case 'AWAITED':
      return { owners: [request.agency], clocks, next: 'giveAnswer' };
    case 'ANSWERED':
      return { owners: ['HUB'], clocks, next: 'END_OF_CORRECTIONS' };
    case 'CLOSED':
    case 'NO_ANSWER':
    case 'WITHDRAWN':
      return { owners: ['HUB'], clocks };
  }
}
