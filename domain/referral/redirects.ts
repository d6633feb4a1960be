import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { DecisionCall } from './follow-ons.ts';

/** Whom a child, or what was said about somebody, is sent on to. */
export const REDIRECT_TARGETS = ['LADO', 'ADULTS', 'OTHER_LA'] as const;
export type RedirectTarget = (typeof REDIRECT_TARGETS)[number];

/** Whom it is sent to when nobody says otherwise. */
export const USUAL_RECEIVERS: Readonly<Partial<Record<RedirectTarget, string>>> = {
  LADO: 'LADO',
  ADULTS: 'ADULT_SERVICES',
};

/** An allegation against somebody who works with children; it marks the record as restricted from then on. */
export type Allegation = {
  readonly knownAt: Instant;
  readonly recordedBy: string;
  readonly reason: SealedText;
  /** When it was sent to the designated officer. */
  readonly sentAt?: Instant;
};

/** One sending on. The hub stays the owner until the receiver acknowledges, and beyond that when it is the LADO. */
export type Redirect = {
  /** 1 for the first of a referral. */
  readonly no: number;
  readonly to: RedirectTarget;
  /** Code of the body it was sent to. */
  readonly receiver: string;
  /** For the LADO: the authority in which the person works, not the child's. */
  readonly worksIn?: string;
  readonly reason: SealedText;
  /** For another authority: what protects the child here until it accepts. */
  readonly note?: SealedText;
  readonly sentAt: Instant;
  readonly sentBy: string;
  /** Id of the clock that waits for the acknowledgement; absent under rules without one. */
  readonly clock?: string;
  readonly acknowledgedAt?: Instant;
  /** Who acknowledged, or wrote down the acknowledgement. */
  readonly acknowledgedBy?: string;
};

export type RedirectCommand =
  | {
      readonly type: 'recordAllegation';
      readonly reason: SealedText;
      /** Absent means now. */
      readonly knownAt?: Instant;
    }
  | {
      readonly type: 'redirect';
      readonly to: RedirectTarget;
      /** Code of the body it is sent to; required for another authority, see {@link USUAL_RECEIVERS}. */
      readonly receiver?: string;
      readonly reason: SealedText;
      /** Required for the LADO. */
      readonly worksIn?: string;
      /** Required for adult services: somebody has checked that no child of the home needs the hub. */
      readonly noChildNeedsHub?: boolean;
      /** Required for another authority. */
      readonly note?: SealedText;
    }
  | {
      readonly type: 'acknowledgeRedirect';
      readonly redirect: number;
      /** Who accepted and in which writing; required when hub staff write it down for the receiver. */
      readonly note?: SealedText;
      /** Absent means now. */
      readonly acknowledgedAt?: Instant;
    };

export type RedirectEvent = { readonly occurredAt: Instant } & (
  | {
      readonly type: 'AllegationRecorded';
      readonly knownAt: Instant;
      readonly reason: SealedText;
      readonly recordedBy: string;
    }
  | {
      readonly type: 'ReferralRedirected';
      readonly to: RedirectTarget;
      readonly receiver: string;
      readonly reason: SealedText;
      readonly worksIn?: string;
      readonly noChildNeedsHub?: true;
      readonly note?: SealedText;
      /** Only for another authority: whether it was told on the day of receipt. */
      readonly onDayReceived?: boolean;
      readonly sentBy: string;
      readonly clock?: string;
    }
  | {
      readonly type: 'RedirectAcknowledged';
      readonly redirect: number;
      readonly acknowledgedBy: string;
      readonly note?: SealedText;
    }
);

type WithRedirects = {
  readonly redirects?: readonly Redirect[];
  readonly allegation?: Allegation;
  readonly decisionCall?: DecisionCall;
};

/** Those still waiting for their acknowledgement. */
export function openRedirects({ redirects = [] }: WithRedirects): readonly Redirect[] {
  return redirects.filter(({ acknowledgedAt }) => acknowledgedAt === undefined);
}

/** Whether an allegation is known that has not been sent to the designated officer. */
export function owesAllegation({ allegation }: WithRedirects): boolean {
  return allegation !== undefined && allegation.sentAt === undefined;
}

/**
 * The redirect that takes the child over from an undecided referral, once nothing else is owed to anybody. One that
 * was acknowledged before a decision was called for anew takes nothing over any more.
 */
export function takenOverBy(
  referral: WithRedirects,
): (Redirect & { readonly to: 'ADULTS' | 'OTHER_LA' }) | undefined {
  if (owesAllegation(referral) || openRedirects(referral).length > 0) return undefined;
  const calledAt = referral.decisionCall?.at;
  return referral.redirects
    ?.filter(({ acknowledgedAt }) => calledAt === undefined || (acknowledgedAt ?? calledAt) > calledAt)
    .find(
      (redirect): redirect is Redirect & { readonly to: 'ADULTS' | 'OTHER_LA' } => redirect.to !== 'LADO',
    );
}
