import { SYSTEM_ACTOR } from '../actor.ts';
import { armClock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { RECEIPT_CLOCKS, type ReceiptClock } from '../vocabulary.ts';
import { workingTimeBetween } from '../working-time.ts';
import { arrivalFlags, isLateSchoolReferral } from './arrival.ts';
import type { Receipt, ReferralEvent } from './events.ts';
import { handedToOutOfHours } from './out-of-hours-rules.ts';

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
  const night = isForTheNight(receipt, now, rules) ? handedAtReceipt(now, rules) : [];
  return [
    { type: 'ReferralReceived', occurredAt, receipt: flags.length > 0 ? { ...receipt, flags } : receipt },
    ...clocks.map((terms): ReferralEvent => ({ type: 'ClockStarted', occurredAt, terms })),
    ...night,
  ];
}

/**
 * A school that writes after closing about a child who may come to harm in the night does not wait for the morning:
 * the out-of-hours team is asked at once, unless the hub has been open since.
 */
function isForTheNight(receipt: Receipt, now: Instant, rules: HubRules): boolean {
  return (
    rules.policy.triage !== undefined &&
    receipt.immediateRisk === true &&
    isLateSchoolReferral(receipt, rules) &&
    isLateSchoolReferral({ ...receipt, receivedAt: now }, rules) &&
    workingTimeBetween(receipt.receivedAt, now, rules) === 0
  );
}

function handedAtReceipt(now: Instant, rules: HubRules): ReferralEvent[] {
  const handing = { immediateRisk: true, handedBy: SYSTEM_ACTOR.userId };
  return handedToOutOfHours({ clocks: [] }, handing, { now, rules });
}
