/**
 * A command the rules refuse. `code` is stable and mapped once to HTTP and once to Temporal; the message
 * names the rule and the field, never a value a person typed.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  /** The field of the command the rule is about, as a dotted path; absent when the rule is about the case. */
  readonly field: string | undefined;

  constructor(code: DomainErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

export const DOMAIN_ERROR_CODES = [
  'AGREEMENT_NEEDED',
  'ALREADY_ACKNOWLEDGED',
  'ALREADY_DECIDED',
  'ATTEMPTS_OUTSTANDING',
  'AUTHORISATION_NEEDED',
  'CALENDAR_EXHAUSTED',
  'CALENDAR_TOO_SHORT',
  'CASE_CLOSED',
  'CLOCK_NEVER_PAUSES',
  'CLOCK_NOT_RUNNING',
  'CLOCK_UNKNOWN',
  'EDITION_IN_FORCE',
  'EDITION_KNOWN',
  'ENQUIRY_ANSWERED',
  'FEEDBACK_ALREADY_SETTLED',
  'HANDOVER_ALREADY_ACCEPTED',
  'INVALID_INSTANT',
  'MATCH_CONTRADICTS',
  'MATCH_SETTLED',
  'MISSING_FIELD',
  'NOT_DECIDED',
  'NOT_PERMITTED',
  'NO_HANDOVER_NEEDED',
  'NO_MATCH_TO_UNDO',
  'NO_QUESTION_OPEN',
  'NO_WITHDRAWAL_REQUESTED',
  'PAUSE_NOT_OPEN',
  'PROPOSAL_SETTLED',
  'PROPOSAL_UNKNOWN',
  'PUBLICATION_NOT_IN_FORCE',
  'QUESTION_OPEN',
  'RECEIVED_IN_FUTURE',
  'REFERRER_NOT_REACHABLE',
  'SECOND_PERSON_NEEDED',
  'STALE_VERSION',
  'SUPERSEDES_OTHER_DECISION',
  'WITHDRAWAL_ALREADY_REQUESTED',
] as const;
export type DomainErrorCode = (typeof DOMAIN_ERROR_CODES)[number];
