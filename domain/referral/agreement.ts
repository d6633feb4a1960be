import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Agreement, DeliveryMethod, LawfulBasis } from '../vocabulary.ts';

/** Whose agreement it is: someone with parental responsibility, or a young person who can decide for themselves. */
export const AGREEMENT_GIVERS = ['PARENTAL_RESPONSIBILITY', 'YOUNG_PERSON'] as const;
export type AgreementGiver = (typeof AGREEMENT_GIVERS)[number];

/** The family's answer to a service, as it was given once; not the lawful basis for sharing information. */
export type AgreementRecord = {
  readonly status: Agreement;
  /** Only where somebody was asked and answered. */
  readonly givenBy?: AgreementGiver;
  /** How they answered. */
  readonly method?: DeliveryMethod;
  /** Why it is so, or why a young person can decide for themselves. */
  readonly reason?: SealedText;
  /** When the family answered, or when it was found that they were not asked. */
  readonly at: Instant;
  readonly recordedBy: string;
};

/** Why information may be shared, for what purpose and why nothing less would do. */
export type LawfulBasisRecord = {
  readonly basis: LawfulBasis;
  readonly purpose: SealedText;
  readonly necessity: SealedText;
  readonly at: Instant;
  readonly recordedBy: string;
};

/** A manager's word that agencies are asked though the family does not know. */
export type ChecksAuthorisation = {
  readonly reason: SealedText;
  readonly at: Instant;
  readonly authorisedBy: string;
};

/** The family's agreement and the lawful basis: two records that never stand for one another. */
export type AgreementFacts = {
  /** In the order they were recorded. */
  readonly agreements?: readonly AgreementRecord[];
  /** In the order they were recorded; the last one is in force. */
  readonly lawfulBases?: readonly LawfulBasisRecord[];
  readonly checksWithoutKnowledge?: ChecksAuthorisation;
};

export type AgreementCommand =
  | {
      readonly type: 'recordAgreement';
      readonly status: Agreement;
      readonly givenBy?: AgreementGiver;
      readonly method?: DeliveryMethod;
      /** When the family answered; absent means now. */
      readonly agreedAt?: Instant;
      readonly reason?: SealedText;
    }
  | {
      readonly type: 'recordLawfulBasis';
      readonly basis: LawfulBasis;
      readonly purpose: SealedText;
      readonly necessity: SealedText;
    }
  | { readonly type: 'authoriseWithoutKnowledge'; readonly reason: SealedText };

export type AgreementEvent = { readonly occurredAt: Instant } & (
  | {
      readonly type: 'AgreementRecorded';
      readonly status: Agreement;
      readonly givenBy?: AgreementGiver;
      readonly method?: DeliveryMethod;
      readonly reason?: SealedText;
      readonly recordedBy: string;
    }
  | {
      readonly type: 'LawfulBasisRecorded';
      readonly basis: LawfulBasis;
      readonly purpose: SealedText;
      readonly necessity: SealedText;
      readonly recordedBy: string;
    }
  | {
      readonly type: 'ChecksWithoutKnowledgeAuthorised';
      readonly reason: SealedText;
      readonly authorisedBy: string;
    }
);

/**
 * The agreement that counts: what a young person who can decide for themselves said last, even where a parent
 * disagrees; else what was recorded last. Source: Hertfordshire and Ealing guidance on consent.
 */
export function agreementInForce({ agreements = [] }: AgreementFacts): AgreementRecord | undefined {
  return agreements.findLast(({ givenBy }) => givenBy === 'YOUNG_PERSON') ?? agreements.at(-1);
}

/** Said of consent as a lawful basis. Source: Information sharing advice for practitioners, DfE 2024. */
export const CONSENT_WARNING =
  'Consent is rarely the right lawful basis for safeguarding: the family cannot refuse a duty. Consider a public task or a legal obligation';

/** What speaks against a lawful basis; undefined where nothing does. */
export function basisWarning(basis: LawfulBasis): string | undefined {
  return basis === 'CONSENT' ? CONSENT_WARNING : undefined;
}

/** The refusal or withdrawal in force; undefined where there is none. */
function disagreement(facts: AgreementFacts): AgreementRecord | undefined {
  const inForce = agreementInForce(facts);
  return inForce?.status === 'REFUSED' || inForce?.status === 'WITHDRAWN' ? inForce : undefined;
}

/** Whether information was to be shared, the family has refused or withdrawn, and nobody has looked at the basis since. */
export function basisNeedsReview(facts: AgreementFacts): boolean {
  const refused = disagreement(facts);
  const basis = facts.lawfulBases?.at(-1);
  return refused !== undefined && basis !== undefined && basis.at < refused.at;
}

/**
 * Of the agencies asked, those whose answer is no longer waited for because the family has refused or withdrawn: the
 * open ones that are not critical. What has been answered is kept.
 */
export function checksToWithdraw<Check extends { readonly critical: boolean; readonly status: string }>(
  facts: AgreementFacts,
  checks: readonly Check[],
): Check[] {
  const isOptional = ({ critical, status }: Check) => status === 'OPEN' && !critical;
  return checksAllowed(facts) !== undefined && disagreement(facts) !== undefined
    ? checks.filter(isOptional)
    : [];
}

/**
 * Why an agency may not be asked about the child now; undefined when it may. The family knows where it agreed or the
 * risk is one of section 47; where it does not know, a manager answers for that. After a refusal or withdrawal only
 * what is critical for the child's safety is asked, unless a manager has authorised more since.
 */
export function checksAllowed(facts: AgreementFacts, isCritical = false): DomainError | undefined {
  const agreement = agreementInForce(facts);
  const authorised = facts.checksWithoutKnowledge;
  switch (agreement?.status) {
    case 'GIVEN':
    case 'NOT_REQUIRED_S47':
      return undefined;
    case 'REFUSED':
    case 'WITHDRAWN':
      return isCritical || (authorised !== undefined && authorised.at >= agreement.at)
        ? undefined
        : new DomainError(
            'AUTHORISATION_NEEDED',
            'The family has refused: only checks critical for safety go on, unless a manager authorises more',
          );
    case 'NOT_SOUGHT':
    case 'UNABLE_TO_CONTACT':
    case undefined:
      return authorised !== undefined
        ? undefined
        : new DomainError(
            'AUTHORISATION_NEEDED',
            'Record that the family agrees, or have a manager authorise checks without its knowledge (Sussex procedures 4.1.6)',
          );
  }
}
