import type { ColleagueDelivery } from '../case.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';

/** What was sent to the worker who has the child's open case; the hub lets go only when they confirm it. */
export type OpenCaseLink = {
  /** User ids of the allocated worker and of their manager. */
  readonly worker: string;
  readonly manager: string;
  /** Code of their team. */
  readonly team: string;
  /** Their reference of the open case. */
  readonly caseReference: string;
  readonly linkedAt: Instant;
  readonly linkedBy: string;
  /** Id of the clock that waits for the confirmation; absent under rules without one. */
  readonly clock?: string;
  /** Worker and manager are sent a message; absent for links made before there was one. */
  readonly byMessage?: true;
  /** The messages that have left. */
  readonly told?: readonly ColleagueDelivery['message'][];
  readonly confirmedAt?: Instant;
  readonly confirmedBy?: string;
};

/** That this referral tells of the same incident again, from the same source. */
export type DuplicateMark = { readonly of: string; readonly markedAt: Instant; readonly markedBy: string };

/** Code of an open case elsewhere: it enters the ledger, so it can hold no free text. */
export const CASE_REFERENCE = /^[A-Z0-9][A-Z0-9/_-]{0,39}$/;

export type LinkingCommand =
  | {
      readonly type: 'linkToOpenCase';
      readonly worker: string;
      readonly manager: string;
      readonly team: string;
      readonly caseReference: string;
      /** Worker and manager are to be sent a message; absent in commands given before there was one. */
      readonly byMessage?: true;
    }
  | { readonly type: 'confirmReceipt' }
  | { readonly type: 'withdrawLink'; readonly reason: SealedText }
  | {
      readonly type: 'markDuplicate';
      /** Reference of the referral that told of it first. */
      readonly of: string;
      readonly reason: SealedText;
    };

export type LinkingEvent = { readonly occurredAt: Instant } & (
  | ({ readonly type: 'LinkedToOpenCase' } & Omit<
      OpenCaseLink,
      'linkedAt' | 'told' | 'confirmedAt' | 'confirmedBy'
    >)
  | { readonly type: 'OpenCaseTold'; readonly message: ColleagueDelivery['message'] }
  | { readonly type: 'OpenCaseConfirmed'; readonly confirmedBy: string }
  | { readonly type: 'OpenCaseLinkWithdrawn'; readonly reason: SealedText; readonly withdrawnBy: string }
  | {
      readonly type: 'MarkedDuplicate';
      readonly of: string;
      readonly reason: SealedText;
      readonly markedBy: string;
    }
);

type WithLink = { readonly openCaseLink?: OpenCaseLink };

/** What the worker of the open case and their manager have still to be told. */
export function linkMessages(
  referral: WithLink & { readonly contactRef: string; readonly referralRef: string },
): ColleagueDelivery[] {
  const link = openLink(referral);
  if (link?.byMessage !== true) return [];
  const { contactRef, referralRef } = referral;
  const { worker, manager, linkedAt, told = [] } = link;
  const both = [
    { message: 'OPEN_CASE_WORKER', recipient: worker },
    { message: 'OPEN_CASE_MANAGER', recipient: manager },
  ] as const;
  return both
    .filter(({ message }) => !told.includes(message))
    .map(({ message, recipient }) => ({
      key: `${referralRef}/open-case/${linkedAt}/${message}`,
      message,
      contactRef,
      referralRef,
      recipient,
      linkedAt,
    }));
}

/** The link that still waits for the allocated worker. */
export function openLink({ openCaseLink }: WithLink): OpenCaseLink | undefined {
  return openCaseLink?.confirmedAt === undefined ? openCaseLink : undefined;
}
