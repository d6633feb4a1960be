import { armClock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { RECEIPT_CLOCKS, type ReceiptClock } from '../vocabulary.ts';
import type { Receipt, ReferralEvent } from './events.ts';

/**
 * The first events of a referral: it is received and its statutory clocks run from the instant of receipt.
 * @throws DomainError RECEIVED_IN_FUTURE
 */
export function receive(receipt: Receipt, now: Instant, rules: HubRules): ReferralEvent[] {
  if (receipt.receivedAt > now) {
    throw new DomainError(
      'RECEIVED_IN_FUTURE',
      'A contact cannot have been received in the future',
      'receivedAt',
    );
  }
  const kinds: readonly ReceiptClock[] =
    receipt.referrerReach === 'UNREACHABLE' ? ['DECISION'] : RECEIPT_CLOCKS;
  return [
    { type: 'ReferralReceived', occurredAt: receipt.receivedAt, receipt },
    ...kinds.map((kind): ReferralEvent => {
      const { limit } = rules.policy.clocks[kind];
      const terms = armClock({ id: kind, kind, startedAt: receipt.receivedAt, limit }, now, rules);
      return { type: 'ClockStarted', occurredAt: receipt.receivedAt, terms };
    }),
  ];
}
