import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DeliveryMethod } from '../vocabulary.ts';
import type { WithholdingReason } from './state.ts';

/** One move to another authority. The authority before stays responsible until the receiving side accepts. */
export type Transfer = {
  /** 1 for the first of a referral. */
  readonly no: number;
  readonly from: string;
  readonly to: string;
  /** Whether the receiving authority is one of this hub: the referral then goes on here. */
  readonly withinHub: boolean;
  readonly rationale: SealedText;
  readonly askedAt: Instant;
  readonly askedBy: string;
  readonly acceptedAt?: Instant;
  readonly acceptedBy?: string;
};

export type TransferCommand =
  | {
      readonly type: 'transferAuthority';
      readonly to: string;
      readonly withinHub: boolean;
      readonly rationale: SealedText;
      /** How the referrer was told by hand; this, or `withheld`, is required before a child leaves the hub. */
      readonly told?: Exclude<DeliveryMethod, 'ELECTRONIC'>;
      readonly withheld?: WithholdingReason;
    }
  | {
      readonly type: 'acceptTransfer';
      /** Who accepted and in which writing; required when the side that gives the child away writes it down. */
      readonly note?: SealedText;
    };

export type TransferEvent = { readonly occurredAt: Instant } & (
  | {
      readonly type: 'TransferAsked';
      readonly from: string;
      readonly to: string;
      readonly withinHub: boolean;
      readonly rationale: SealedText;
      readonly askedBy: string;
      readonly told?: Exclude<DeliveryMethod, 'ELECTRONIC'>;
      readonly withheld?: WithholdingReason;
    }
  | { readonly type: 'TransferAccepted'; readonly acceptedBy: string; readonly note?: SealedText }
);

/** The move that waits for the receiving side; a referral has one at a time. */
export function openTransfer({
  transfers = [],
}: {
  readonly transfers?: readonly Transfer[];
}): Transfer | undefined {
  return transfers.find(({ acceptedAt }) => acceptedAt === undefined);
}
