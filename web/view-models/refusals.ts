import type { DomainError, DomainErrorCode } from '../../domain/errors.ts';

/** Refusals in the words of the board, where the rule's own words are meant for programs. */
const WORDS: Readonly<Partial<Record<DomainErrorCode, string>>> = {
  ALREADY_DECIDED: 'This referral has been decided. Read that decision and say again if yours replaces it',
  STALE_VERSION: 'This referral changed while you were writing. Read what is new and send the form again',
  SUPERSEDES_OTHER_DECISION:
    'Another decision was recorded while you were writing. Read it and say again if yours replaces it',
  NOT_PERMITTED: 'Your role may not do this',
  CASE_CLOSED: 'This referral is closed',
  INVALID_INSTANT: 'Enter a time between the receipt of the referral and now',
};

export function refusalWords({ code, message }: DomainError): string {
  return WORDS[code] ?? message;
}

/** Refusals of a case that follows a decision: its rules speak to people as they are. */
export function caseRefusalWords({ code, message }: DomainError): string {
  if (code === 'NOT_PERMITTED') return WORDS[code] ?? message;
  return code === 'STALE_VERSION'
    ? 'This case changed while you were writing. Read what is new and send the form again'
    : message;
}
