import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';

/**
 * One time the out-of-hours team is asked to hold a child. The hub stays the owner until that team acknowledges, and
 * that team until the day team does.
 */
export type OutOfHoursSpell = {
  /** 1 for the first of a referral. */
  readonly no: number;
  readonly handedAt: Instant;
  readonly handedBy: string;
  /** Whether the child may come to harm before the hub opens again. */
  readonly immediateRisk: boolean;
  /** Absent when the hub's rules handed the child over by themselves. */
  readonly reason?: SealedText;
  readonly acknowledgedAt?: Instant;
  readonly acknowledgedBy?: string;
  readonly handedBackAt?: Instant;
  readonly handedBackBy?: string;
  /** What was done in the hours the hub was closed. */
  readonly note?: SealedText;
  /** The day team has the child again. */
  readonly endedAt?: Instant;
  readonly endedBy?: string;
};

export type OutOfHoursCommand =
  | { readonly type: 'handToOutOfHours'; readonly immediateRisk: boolean; readonly reason: SealedText }
  | { readonly type: 'acknowledgeOutOfHours' }
  | { readonly type: 'handBackToDay'; readonly note: SealedText }
  | { readonly type: 'acknowledgeHandBack' };

export type OutOfHoursEvent = { readonly occurredAt: Instant } & (
  | {
      readonly type: 'HandedToOutOfHours';
      readonly immediateRisk: boolean;
      readonly reason?: SealedText;
      readonly handedBy: string;
    }
  | { readonly type: 'OutOfHoursAcknowledged'; readonly acknowledgedBy: string }
  | { readonly type: 'HandedBackToDay'; readonly note: SealedText; readonly handedBackBy: string }
  | { readonly type: 'HandBackAcknowledged'; readonly acknowledgedBy: string }
);

type WithSpells = { readonly outOfHours?: readonly OutOfHoursSpell[] };

/** The spell that is not over yet; a referral has one at a time. */
export function openSpell({ outOfHours = [] }: WithSpells): OutOfHoursSpell | undefined {
  return outOfHours.find(({ endedAt }) => endedAt === undefined);
}

/** Whether the out-of-hours team has taken the child on and the day team has not taken the child back. */
export function isHeldOutOfHours(referral: WithSpells): boolean {
  return openSpell(referral)?.acknowledgedAt !== undefined;
}
