import type { FollowOnDelivery } from '../case.ts';
import type { FollowOn } from './kinds.ts';
import { owedDeliveries } from './run.ts';

/**
 * What a case owes other cases: to begin one, or to tell one. An ended case runs until that is done; a letter that can
 * never arrive does not keep it.
 */
export function wordsOwed(state: FollowOn): Exclude<FollowOnDelivery, { message: 'LETTER' }>[] {
  return owedDeliveries(state).filter((delivery) => delivery.message !== 'LETTER');
}

/** Ids of the cases, and references of the referrals, that a case has begun. */
export function casesBegun({ settled }: Pick<FollowOn, 'settled'>): string[] {
  return Object.values(settled).flatMap(({ caseId }) => (caseId === undefined ? [] : [caseId]));
}
