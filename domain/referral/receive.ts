import { armClock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { RECEIPT_CLOCKS, type ReceiptClock } from '../vocabulary.ts';
import { arrivalFlags } from './arrival.ts';
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
  const clocks = kinds.map((kind) => {
    const { limit } = rules.policy.clocks[kind];
    return armClock({ id: kind, kind, startedAt: receipt.receivedAt, limit }, now, rules);
  });
  const { sourceCode, receivedAt: occurredAt } = receipt;
  const arrival = { sourceCode, receivedAt: occurredAt, dueAt: clocks.map(({ dueAt }) => dueAt) };
  const flags = arrivalFlags(arrival, now, rules);
  return [
    { type: 'ReferralReceived', occurredAt, receipt: flags.length > 0 ? { ...receipt, flags } : receipt },
    ...clocks.map((terms): ReferralEvent => ({ type: 'ClockStarted', occurredAt, terms })),
  ];
}
