import type { DomainEvent } from './ledger.ts';
import type { Instant } from './instant.ts';
import type { Mark, MarkRule } from './marks.ts';
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
};

export type ReferrerForm = {
  readonly anonymous: boolean;
  readonly name?: string;
  readonly organisation?: string;
  readonly email?: string;
  readonly phone?: string;
};

/** What the hub was told. Personal: it is sealed in Postgres and never enters a case, a history or the ledger. */
export type ContactForm = {
  readonly referrer: ReferrerForm;
  readonly concern: string;
  readonly expectedResponse?: string;
  readonly familyAgreement?: string;
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
  readonly referrerReach: ReferrerReach;
  readonly form: SealedText;
  readonly marks: readonly Mark[];
  /** One referral for each child, in the order of the form; one even when no child was named. */
  readonly referralRefs: readonly string[];
};

export type ContactEvent = ContactReceived;

/** How the hub can answer this referrer. */
export function referrerReach(referrer: ReferrerForm): ReferrerReach {
  if (!referrer.anonymous && referrer.email !== undefined) return 'ELECTRONIC';
  const isReachable =
    !referrer.anonymous && (referrer.phone ?? referrer.organisation ?? referrer.name) !== undefined;
  return isReachable ? 'BY_HAND' : 'UNREACHABLE';
}

/** NHS number check: ten digits, weights 10 to 2, modulus 11; a check value of 10 is never valid. */
export function isNhsNumber(text: string): boolean {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^\d{10}$/.test(digits)) return false;
  const weighted = Array.from(digits.slice(0, 9), (digit, index) => Number(digit) * (10 - index));
  const sum = weighted.reduce((total, product) => total + product, 0);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** The rules this form does not meet, in the order of the form. `receivedOn` is the hub's date of receipt. */
export function completenessMarks(form: ContactForm, receivedOn: string): Mark[] {
  const marks: Mark[] = [];
  const mark = (pointer: string, rule: MarkRule) => marks.push({ pointer, rule });
  if (form.concern.trim() === '') mark('/concern', 'CONCERN_MISSING');
  if (form.familyAgreement === undefined) mark('/familyAgreement', 'AGREEMENT_MISSING');
  if (referrerReach(form.referrer) === 'UNREACHABLE' && !form.referrer.anonymous)
    mark('/referrer', 'REFERRER_MISSING');
  if (form.children.length === 0) mark('/children', 'CHILD_MISSING');
  for (const [index, child] of form.children.entries()) {
    for (const { pointer, rule } of childMarks(child, receivedOn)) mark(`/children/${index}${pointer}`, rule);
  }
  return marks;
}

function childMarks(child: ChildForm, receivedOn: string): Mark[] {
  const marks: Mark[] = [];
  const mark = (pointer: string, rule: MarkRule) => marks.push({ pointer, rule });
  if (child.givenName === undefined && child.familyName === undefined) mark('', 'NAME_MISSING');
  if (child.dateOfBirth === undefined && child.expectedDateOfBirth === undefined)
    mark('/dateOfBirth', 'BIRTH_MISSING');
  if (child.dateOfBirth !== undefined && child.expectedDateOfBirth !== undefined)
    mark('/dateOfBirth', 'BIRTH_BOTH');
  for (const key of ['dateOfBirth', 'expectedDateOfBirth'] as const) {
    const date = child[key];
    if (date !== undefined && !DATE.test(date)) mark(`/${key}`, 'DATE_ODD');
  }
  if (child.dateOfBirth !== undefined && DATE.test(child.dateOfBirth) && child.dateOfBirth > receivedOn) {
    mark('/dateOfBirth', 'BIRTH_IN_FUTURE');
  }
  if (child.nhsNumber !== undefined && !isNhsNumber(child.nhsNumber)) mark('/nhsNumber', 'NHS_NUMBER_ODD');
  return marks;
}
