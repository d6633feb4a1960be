import type { DomainEvent } from './ledger.ts';
import type { Instant } from './instant.ts';
import type { Mark } from './marks.ts';
import type { Quality } from './quality.ts';
import type { ReferrerReach } from './referral/state.ts';
import type { SealedText } from './sealed-text.ts';
import type { Channel, SourceCode } from './vocabulary.ts';

/** One child as the referrer described them; every field may be missing or odd and is kept as given. */
export type ChildForm = {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly dateOfBirth?: string;
  readonly expectedDateOfBirth?: string;
  readonly sex?: string;
  readonly nhsNumber?: string;
  readonly upn?: string;
  readonly address?: string;
  readonly postcode?: string;
  readonly school?: string;
  /** Key person of an unborn child. */
  readonly motherName?: string;
  /** Where the child is now, as far as the referrer knows. */
  readonly locationNow?: string;
  /** What the child says or shows, or why the referrer does not know. */
  readonly voice?: string;
  readonly noVoiceReason?: string;
  /** Disability, or another need in being spoken with; never a reason to decide later. */
  readonly communicationNeed?: string;
};

/** Somebody of the family or the home, whether or not the contact is about them. */
export type HouseholdMember = {
  readonly name?: string;
  /** Such as mother, sibling or lodger. */
  readonly role?: string;
  readonly dateOfBirth?: string;
  /** To the child, in the referrer's words. */
  readonly relationship?: string;
  readonly inHousehold?: boolean;
};

/** How the referrer can be reached without putting anybody at risk. */
export type SafeContact = {
  readonly method?: string;
  readonly times?: string;
  /** That no message may be left with others or on a machine. */
  readonly leaveNoMessage?: boolean;
  readonly note?: string;
};

export type ReferrerForm = {
  readonly anonymous: boolean;
  readonly name?: string;
  readonly organisation?: string;
  readonly role?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly safeContact?: SafeContact;
};

/** What the hub was told. Personal: it is sealed in Postgres and never enters a case, a history or the ledger. */
export type ContactForm = {
  readonly referrer: ReferrerForm;
  /** The worry in the referrer's words; where the form has parts, what happened stands in `situation`. */
  readonly concern: string;
  readonly situation?: string;
  /** What the referrer knows of the family and its strengths. */
  readonly familyCircumstances?: string;
  readonly expectedResponse?: string;
  readonly familyAgreement?: string;
  /** Why the family was not asked, or does not know. */
  readonly noAgreementReason?: string;
  /** Threshold document the referrer went by, and its level. */
  readonly thresholdDocument?: string;
  readonly thresholdLevel?: string;
  /** Language or sign language the family needs an interpreter for. */
  readonly interpreter?: string;
  /** Why the contact is entered later than it was received. */
  readonly backdatingReason?: string;
  readonly household?: readonly HouseholdMember[];
  readonly children: readonly ChildForm[];
};

export type ContactReceived = DomainEvent & {
  readonly type: 'ContactReceived';
  readonly contactRef: string;
  readonly receivedAt: Instant;
  readonly channel: Channel;
  readonly sourceCode: SourceCode;
  readonly localAuthority: string;
  readonly agency?: string;
  /** The hub's own code of the source, finer than the national one. */
  readonly sourceAgencyId?: string;
  readonly referrerReach: ReferrerReach;
  readonly form: SealedText;
  readonly marks: readonly Mark[];
  /** Absent where the rules of the day had no score. */
  readonly quality?: Quality;
  /** The enquiry or notification this contact came out of. */
  readonly follows?: string;
  /** One referral for each child, in the order of the form; one even when no child was named. */
  readonly referralRefs: readonly string[];
};

/** A child of the family the hub was told of later: another referral of the same contact, with a receipt of its own. */
export type ChildAdded = DomainEvent & {
  readonly type: 'ChildAdded';
  readonly referralRef: string;
  readonly receivedAt: Instant;
  /** Place among the children of the contact, from 0. */
  readonly position: number;
  /** How the child was described. */
  readonly form: SealedText;
};

/** An unborn child of the contact has been born: the same referral, the child now described as it is. */
export type ChildBorn = DomainEvent & {
  readonly type: 'ChildBorn';
  readonly referralRef: string;
  readonly position: number;
  readonly form: SealedText;
};

export type ContactEvent = ContactReceived | ChildAdded | ChildBorn;

/**
 * How the hub can answer this referrer. Whoever asked to be reached safely in another way than by email is never
 * written to by the system, even where an address is known: a person reads the wish first.
 */
export function referrerReach(referrer: ReferrerForm): ReferrerReach {
  if (!referrer.anonymous && referrer.email !== undefined && mayWrite(referrer)) return 'ELECTRONIC';
  const isReachable =
    !referrer.anonymous &&
    (referrer.email ?? referrer.phone ?? referrer.organisation ?? referrer.name) !== undefined;
  return isReachable ? 'BY_HAND' : 'UNREACHABLE';
}

/** Whether the system may write to the address of a referrer by itself. */
export function mayWrite({ safeContact }: ReferrerForm): boolean {
  const { method, leaveNoMessage = false } = safeContact ?? {};
  return method === undefined ? !leaveNoMessage : /^e-?mail$/i.test(method.trim());
}

/** Whether any part of the form says what the worry is. */
export function saysConcern({ concern, situation }: ContactForm): boolean {
  return [concern, situation].some((text) => text !== undefined && text.trim() !== '');
}
