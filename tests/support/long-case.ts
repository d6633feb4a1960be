import type { Instant } from '../../domain/instant.ts';
import { at } from '../policy/hubs.ts';
import {
  acceptHandover,
  byPhone,
  decision,
  rateAmber,
  rateRed,
  receipt,
  sealed,
} from '../domain/referral/story.ts';
import { type Editions, RecordedCase } from './recorded-case.ts';
import { defaultEditions } from '../../policy/editions.ts';

/** The default editions, but with two working days to decide: another hub's rules by another name. */
export function slowerEditions(): Editions {
  const { policy, calendar } = defaultEditions();
  const { clocks } = policy;
  const DECISION = { ...clocks.DECISION, limit: { amount: 2, unit: 'WD' } } as const;
  return { policy: { ...policy, edition: 'slower-2028', clocks: { ...clocks, DECISION } }, calendar };
}

export const LONG_CASE_ISSUED_AT: Instant = at('2028-06-20 12:00 BST');

/**
 * A referral of June 2028 with everything clocks go through: rated twice, paused, other rules, late, escalated,
 * decided, decided again, told twice, closed.
 */
export function longCase(): RecordedCase {
  return new RecordedCase(receipt({ receivedAt: at('2028-06-05 10:00 BST') }))
    .deliver('ACKNOWLEDGEMENT', at('2028-06-05 10:01 BST'))
    .take(rateAmber, at('2028-06-05 11:00 BST'))
    .take({ type: 'pauseClock', clock: 'RAG_TARGET', reason: sealed('p') }, at('2028-06-05 12:00 BST'))
    .take({ type: 'endPause', clock: 'RAG_TARGET', pause: 1 }, at('2028-06-05 14:30 BST'))
    .take(rateRed, at('2028-06-05 15:00 BST'))
    .tick(at('2028-06-05 17:00 BST'))
    .adopt(slowerEditions(), at('2028-06-06 09:30 BST'))
    .tick(at('2028-06-08 09:30 BST'))
    .take(decision(), at('2028-06-08 10:00 BST'))
    .take(byPhone, at('2028-06-08 11:00 BST'))
    .take(decision({ supersedes: 1 }), at('2028-06-08 12:00 BST'))
    .take(byPhone, at('2028-06-09 11:00 BST'))
    .take(acceptHandover, at('2028-06-09 15:00 BST'));
}
