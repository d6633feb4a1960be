import type { Disclosed, RequestStage } from '../../domain/information-request/state.ts';
import type { AgencyAnswer } from '../../domain/vocabulary.ts';

/** The words of pages about what agencies are asked. */

export const ANSWER_LABELS: Readonly<Record<AgencyAnswer, string>> = {
  KNOWN_RISK: 'Known, and there is a risk',
  KNOWN_NO_CONCERN: 'Known, and there is no concern',
  NOTHING_KNOWN: 'Nothing known',
  REFUSED: 'We do not share this',
};

export const ANSWER_HINTS: Readonly<Record<AgencyAnswer, string>> = {
  KNOWN_RISK: 'Say below what you know.',
  KNOWN_NO_CONCERN: 'Say below what you know.',
  NOTHING_KNOWN: 'You looked, and your agency holds nothing.',
  REFUSED: 'Say below why. The refusal is recorded.',
};

export const DISCLOSED_LABELS: Readonly<Record<Disclosed, string>> = {
  NAMES: 'Name',
  DATE_OF_BIRTH: 'Date of birth',
  ADDRESS: 'Address',
  NHS_NUMBER: 'NHS number',
  SCHOOL: 'School',
  HOUSEHOLD: 'Household',
  CONCERN_SUMMARY: 'The concern',
};

export const REQUEST_STAGE_LABELS: Readonly<Record<RequestStage, string>> = {
  AWAITED: 'Waiting for an answer',
  ANSWERED: 'Answered',
  CLOSED: 'Answered and closed',
  NO_ANSWER: 'Closed without an answer',
  WITHDRAWN: 'No longer asked',
};
