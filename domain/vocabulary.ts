/**
 * The closed word lists of the hub. Types, zod enumerations, database columns and screens all come from these
 * tuples. Codes and their sources: CIN census code sets (referral source N00152) and the hub's own lists.
 */

/** How a contact reached the hub. */
export const CHANNELS = ['FORM', 'PHONE', 'EMAIL', 'POLICE_FEED', 'EDT', 'LETTER', 'OTHER'] as const;
export type Channel = (typeof CHANNELS)[number];

/** DfE CIN census, item N00152 `ReferralSource`, with the words of the code set. */
export const SOURCE_CODES = {
  '1A': 'Individual: family member, relative or carer',
  '1B': 'Individual: acquaintance',
  '1C': 'Individual: self',
  '1D': 'Individual: other',
  '2A': 'Schools',
  '2B': 'Education services',
  '3A': 'Health: GP',
  '3B': 'Health: health visitor',
  '3C': 'Health: school nurse',
  '3D': 'Health: other primary',
  '3E': 'Health: A&E',
  '3F': 'Health: other',
  '4': 'Housing',
  '5A': 'Local authority: social care, e.g. adults',
  '5B': 'Local authority: other internal',
  '5C': 'Local authority: external',
  '5D': 'Local authority: Early Help',
  '6': 'Police',
  '7': 'Other legal agency',
  '8': 'Other',
  '9': 'Anonymous',
  '10': 'Unknown',
} as const;
export type SourceCode = keyof typeof SOURCE_CODES;

/** Priority rating of a referral, highest first. */
export const RAGS = ['RED', 'AMBER', 'GREEN', 'BLUE'] as const;
export type Rag = (typeof RAGS)[number];

/** Continuum of need: 1 universal, 2 additional, 3 complex, 4 statutory. */
export const LEVELS_OF_NEED = [1, 2, 3, 4] as const;
export type LevelOfNeed = (typeof LEVELS_OF_NEED)[number];

/** Family agreement to a service; not the lawful basis for sharing. */
export const AGREEMENTS = [
  'GIVEN',
  'REFUSED',
  'NOT_SOUGHT',
  'UNABLE_TO_CONTACT',
  'WITHDRAWN',
  'NOT_REQUIRED_S47',
] as const;
export type Agreement = (typeof AGREEMENTS)[number];

/** What the hub decided for one child. */
export const OUTCOMES = [
  'NFA',
  'ADVICE_SIGNPOST',
  'SINGLE_AGENCY',
  'EARLY_HELP',
  'ASSESSMENT_S17',
  'STRATEGY_S47',
  'OPEN_CASE',
  'REDIRECT_LADO',
  'REDIRECT_ADULTS',
  'REDIRECT_OTHER_LA',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Where a referral stands. The administrative and `CLOSED_` stages are final. */
export const STAGES = [
  'RECEIVED',
  'SCREENING',
  'DECISION_PENDING',
  'DECIDED',
  'CLOSED_NFA',
  'CLOSED_ADVICE',
  'CLOSED_SINGLE_AGENCY',
  'CLOSED_EH',
  'CLOSED_TO_TEAM',
  'LINKED_TO_OPEN_CASE',
  'REDIRECTED_LADO',
  'REDIRECTED_ADULTS',
  'REDIRECTED_OTHER_LA',
  'WITHDRAWN',
] as const;
export type Stage = (typeof STAGES)[number];

/** Who acts. One token, one role. */
export const ROLES = [
  'REFERRER',
  'CONTACT_OFFICER',
  'SOCIAL_WORKER',
  'TEAM_MANAGER',
  'SERVICE_MANAGER',
  'HEAD_OF_SERVICE',
  'AGENCY_REPRESENTATIVE',
  'STRATEGY_CHAIR',
  'EARLY_HELP_MANAGER',
  'EARLY_HELP_PRACTITIONER',
  'LADO',
  'DISPUTE_MANAGER',
  'EMERGENCY_DUTY_TEAM',
  'AUDITOR',
  'ADMINISTRATOR',
  'SYSTEM',
] as const;
export type Role = (typeof ROLES)[number];

/** The clocks of a referral: C1, C2, C3 and the RAG target C5. */
export const CLOCK_KINDS = ['ACKNOWLEDGEMENT', 'DECISION', 'FEEDBACK', 'RAG_TARGET'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** What each clock is called on every screen, timer and command line. */
export const CLOCK_NAMES: Readonly<Record<ClockKind, string>> = {
  ACKNOWLEDGEMENT: 'Acknowledgement',
  DECISION: 'Decision',
  FEEDBACK: 'Feedback to the referrer',
  RAG_TARGET: 'Rating target',
};

/** How a message reaches a referrer. `ELECTRONIC` is sent by the system, the others by a person. */
export const DELIVERY_METHODS = ['ELECTRONIC', 'PHONE', 'LETTER', 'IN_PERSON'] as const;
export type DeliveryMethod = (typeof DELIVERY_METHODS)[number];
