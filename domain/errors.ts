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
  'ACKNOWLEDGEMENT_OUTSTANDING',
  'AGREEMENT_NEEDED',
  'ALLEGATION_KNOWN',
  'ALREADY_ASKED',
  'ALREADY_ACKNOWLEDGED',
  'ALREADY_DECIDED',
  'ALREADY_LINKED',
  'ANSWER_UNKNOWN',
  'ATTEMPTS_OUTSTANDING',
  'AUTHORISATION_NEEDED',
  'CALENDAR_EXHAUSTED',
  'CALENDAR_TOO_SHORT',
  'CASE_CLOSED',
  'CHECK_UNKNOWN',
  'CHILD_NEEDS_HUB',
  'CLOCK_NEVER_PAUSES',
  'CLOCK_NOT_RUNNING',
  'CLOCK_UNKNOWN',
  'CRITICAL_CHECK_OPEN',
  'EDITION_IN_FORCE',
  'EDITION_KNOWN',
  'ENQUIRY_ANSWERED',
  'FEEDBACK_ALREADY_SETTLED',
  'HANDED_BACK',
  'HANDOVER_ALREADY_ACCEPTED',
  'INVALID_INSTANT',
  'JOINED_TO_OTHER',
  'MATCH_CONTRADICTS',
  'MATCH_SETTLED',
  'MEETING_INCOMPLETE',
  'MISSING_FIELD',
  'NOT_AT_THIS_STAGE',
  'NOT_DECIDED',
  'NOT_HANDED_BACK',
  'NOT_PERMITTED',
  'NOT_UNBORN',
  'NOT_RATED',
  'NOT_RESTRICTED',
  'NO_BREAK_GLASS_OPEN',
  'NO_LATE_ANSWER',
  'NO_HANDOVER_NEEDED',
  'NO_LINK_OPEN',
  'NO_MATCH_TO_UNDO',
  'NO_PLAN_ACTION',
  'NO_QUESTION_OPEN',
  'OTHER_DECIDER_NEEDED',
  'NO_REDIRECT_OPEN',
  'NO_TRANSFER_OPEN',
  'NO_WITHDRAWAL_REQUESTED',
  'OTHER_REFERRAL_NEEDED',
  'OTHER_REVIEWER_NEEDED',
  'OTHER_SOURCE',
  'OUT_OF_HOURS_NOT_OPEN',
  'OUT_OF_HOURS_OPEN',
  'OUT_OF_HOURS_TAKEN_ON',
  'PAUSE_NOT_OPEN',
  'PROPOSAL_SETTLED',
  'PROPOSAL_UNKNOWN',
  'PUBLICATION_NOT_IN_FORCE',
  'QUESTION_OPEN',
  'RATING_TOO_LOW',
  'READER_ALREADY',
  'RECEIVED_IN_FUTURE',
  'RECORD_FROZEN',
  'REDIRECT_OPEN',
  'REFERRER_NOT_REACHABLE',
  'REQUEST_ANSWERED',
  'REQUEST_ENDED',
  'RESTRICTED',
  'RESTRICTED_ALREADY',
  'REVIEW_OUTSTANDING',
  'RISK_NOT_ASSESSED',
  'ROUTINE_WORK_STAYS',
  'SAME_AUTHORITY',
  'SECOND_PERSON_NEEDED',
  'STALE_VERSION',
  'SUPERSEDES_OTHER_DECISION',
  'TRANSFER_OPEN',
  'WHAT_IS_DIFFERENT_NEEDED',
  'WITHDRAWAL_ALREADY_REQUESTED',
] as const;
export type DomainErrorCode = (typeof DOMAIN_ERROR_CODES)[number];
