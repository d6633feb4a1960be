import type { Actor } from './actor.ts';
import { DomainError } from './errors.ts';
import type { Instant } from './instant.ts';
import type { DomainEvent } from './ledger.ts';
import type { Mark } from './marks.ts';
import { DECIDING_ROLES } from './referral/outcomes.ts';
import type { SealedText } from './sealed-text.ts';
import type { Channel, Role } from './vocabulary.ts';

/** What somebody asked advice about. Personal: it is sealed. */
export type EnquiryForm = {
  readonly question: string;
  readonly name?: string;
  readonly organisation?: string;
  readonly email?: string;
  readonly phone?: string;
};

export type EnquiryEvent = DomainEvent &
  (
    | {
        readonly type: 'EnquiryReceived';
        readonly enquiryRef: string;
        readonly receivedAt: Instant;
        readonly channel: Channel;
        readonly localAuthority: string;
        readonly agency?: string;
        readonly form: SealedText;
        readonly marks: readonly Mark[];
      }
    | { readonly type: 'EnquiryAnswered'; readonly answer: SealedText; readonly answeredBy: string }
    /** It turned out to be a worry about a child: a contact was begun from it, and stays linked. */
    | { readonly type: 'EnquiryTurnedIntoContact'; readonly contactRef: string; readonly turnedBy: string }
  );

/** A request for advice is logged and answered. It is no case: it has no decision and no clock. */
export type Enquiry = {
  readonly enquiryRef: string;
  readonly receivedAt: Instant;
  readonly channel: Channel;
  readonly localAuthority: string;
  readonly agency?: string;
  readonly form: SealedText;
  readonly marks: readonly Mark[];
  readonly answer?: SealedText;
  readonly answeredAt?: Instant;
  readonly answeredBy?: string;
  /** Contacts begun from it, in order. */
  readonly contactRefs: readonly string[];
};

export function evolveEnquiry(enquiry: Enquiry | undefined, event: EnquiryEvent): Enquiry {
  if (event.type === 'EnquiryReceived') {
    const { type: _type, occurredAt: _occurredAt, ...received } = event;
    return { ...received, contactRefs: [] };
  }
  if (enquiry === undefined) throw new Error(`an enquiry cannot begin with ${event.type}`);
  switch (event.type) {
    case 'EnquiryAnswered': {
      const { answer, occurredAt: answeredAt, answeredBy } = event;
      return { ...enquiry, answer, answeredAt, answeredBy };
    }
    case 'EnquiryTurnedIntoContact':
      return { ...enquiry, contactRefs: [...enquiry.contactRefs, event.contactRef] };
  }
}

/** Staff of the hub who give advice. */
export const ADVISING_ROLES: readonly Role[] = [
  'CONTACT_OFFICER',
  'SOCIAL_WORKER',
  ...DECIDING_ROLES,
  'EMERGENCY_DUTY_TEAM',
];

/**
 * Advice was given.
 * @throws DomainError NOT_PERMITTED, ENQUIRY_ANSWERED
 */
export function answerEnquiry(
  enquiry: Enquiry,
  answer: SealedText,
  { actor, now }: { readonly actor: Actor; readonly now: Instant },
): EnquiryEvent[] {
  if (!ADVISING_ROLES.includes(actor.role)) {
    throw new DomainError('NOT_PERMITTED', 'Only staff of the hub answer enquiries');
  }
  if (enquiry.answeredAt !== undefined) {
    throw new DomainError('ENQUIRY_ANSWERED', 'The enquiry has been answered');
  }
  return [{ type: 'EnquiryAnswered', occurredAt: now, answer, answeredBy: actor.userId }];
}
