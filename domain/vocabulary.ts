/**
 * The closed word lists of the hub. Types, zod enumerations, database columns and screens all come from these
 * tuples. Codes and their sources: CIN census code sets (referral source N00152) and the hub's own lists.
 */

/** How a contact reached the hub. */
export const CHANNELS = [
  'FORM',
  'PHONE',
  'EMAIL',
  'POLICE_FEED',
  'EDT',
  'LETTER',
  'AMBULANCE',
  'OTHER',
] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * What the way a contact arrived tells those who screen it. A late school referral came from a school or education
 * service while the hub was shut (E7); entered after its breach means that a limit had passed before the hub wrote
 * the contact down (E47).
 */
export const ARRIVAL_FLAGS = ['LATE_SCHOOL_REFERRAL', 'ENTERED_AFTER_BREACH'] as const;
export type ArrivalFlag = (typeof ARRIVAL_FLAGS)[number];

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
  'AWAITING_REFERRER',
  'INFO_GATHERING',
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
  'DUPLICATE',
  'CHILD_TURNED_18',
  'CHILD_DIED',
  'PREGNANCY_ENDED',
  'CLOSED_TRANSFERRED_OUT',
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

/** Clocks that run from receipt in every referral: C1, C2, C3. */
export const RECEIPT_CLOCKS = ['ACKNOWLEDGEMENT', 'DECISION', 'FEEDBACK'] as const;
export type ReceiptClock = (typeof RECEIPT_CLOCKS)[number];

/** Clocks that run when what they measure has begun, with a limit of their own in the policy. */
export const OCCASIONAL_CLOCKS = [
  'OPEN_CASE_CONFIRMATION',
  'LADO_REFERRAL',
  'REDIRECT_ACKNOWLEDGEMENT',
  'OUT_OF_HOURS_ACKNOWLEDGEMENT',
  'EDT_HANDOVER',
  'LATE_ANSWER_REVIEW',
  'BREAK_GLASS_REVIEW',
] as const;
export type OccasionalClock = (typeof OCCASIONAL_CLOCKS)[number];

/** Clocks of an information request: C29, and how long an answer is waited for after it. */
export const REQUEST_CLOCKS = ['AGENCY_CHECK', 'ANSWER_LONG_STOP'] as const;
export type RequestClock = (typeof REQUEST_CLOCKS)[number];

/** Clocks of what follows a decision whose limit is in the policy's table: C7 to C13, C20, C21, C23 to C27, C30. */
export const LIMITED_FOLLOW_ON_CLOCKS = [
  'HANDOVER_ACCEPTANCE',
  'STRATEGY_DISCUSSION',
  'STRATEGY_DISCUSSION_URGENT',
  'STRATEGY_DISCUSSION_AFTER_EMERGENCY',
  'STRATEGY_DRIFT',
  'STRATEGY_RECORD',
  'CHILD_SEEN_S47',
  'CHILD_SEEN_S17',
  'ICPC',
  'ASSESSMENT',
  'ASSESSMENT_CHECKPOINT',
  'POLICE_PROTECTION',
  'EPO',
  'EPO_EXTENDED',
  'EARLY_HELP_CONTACT',
  'EARLY_HELP_OFFER',
  'STEP_DOWN_MEETING',
  'EARLY_HELP_REVIEW',
  'EARLY_HELP_REVIEW_REPEAT',
  'AGENCY_ACTION',
  'APPROPRIATENESS',
] as const;
export type LimitedFollowOnClock = (typeof LIMITED_FOLLOW_ON_CLOCKS)[number];

/** All clocks of what follows a decision; a dispute's stages and a plan's actions have limits of their own. */
export const FOLLOW_ON_CLOCKS = [
  ...LIMITED_FOLLOW_ON_CLOCKS,
  'DISPUTE_STAGE',
  'DISPUTE_URGENT',
  'PLAN_ACTION',
] as const;
export type FollowOnClock = (typeof FOLLOW_ON_CLOCKS)[number];

/** Clocks of a referral and of its requests to agencies; the RAG target is C5. */
export const HUB_CLOCKS = [...RECEIPT_CLOCKS, 'RAG_TARGET', ...OCCASIONAL_CLOCKS, ...REQUEST_CLOCKS] as const;

/** Every clock of every case. */
export const CLOCK_KINDS = [...HUB_CLOCKS, ...FOLLOW_ON_CLOCKS] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** What each clock is called on every screen, timer and command line. */
export const CLOCK_NAMES: Readonly<Record<ClockKind, string>> = {
  ACKNOWLEDGEMENT: 'Acknowledgement',
  DECISION: 'Decision',
  FEEDBACK: 'Feedback to the referrer',
  RAG_TARGET: 'Rating target',
  OPEN_CASE_CONFIRMATION: 'Confirmation by the allocated worker',
  LADO_REFERRAL: 'Referral to the designated officer',
  REDIRECT_ACKNOWLEDGEMENT: 'Acknowledgement of the redirect',
  OUT_OF_HOURS_ACKNOWLEDGEMENT: 'Acknowledgement of the out-of-hours hand-over',
  EDT_HANDOVER: 'Hand-back by the out-of-hours team',
  LATE_ANSWER_REVIEW: 'Review of a late answer',
  BREAK_GLASS_REVIEW: 'Review of a restricted record opened in an emergency',
  AGENCY_CHECK: 'Agency’s answer',
  ANSWER_LONG_STOP: 'End of waiting for an answer',
  HANDOVER_ACCEPTANCE: 'Acceptance by the receiving team',
  STRATEGY_DISCUSSION: 'Strategy discussion',
  STRATEGY_DISCUSSION_URGENT: 'Strategy discussion, same day',
  STRATEGY_DISCUSSION_AFTER_EMERGENCY: 'Strategy discussion after an emergency start',
  STRATEGY_DRIFT: 'Drift: no strategy discussion held',
  STRATEGY_RECORD: 'Minutes to everybody invited',
  CHILD_SEEN_S47: 'Child seen, section 47',
  CHILD_SEEN_S17: 'Child seen, section 17',
  ICPC: 'Initial child protection conference',
  ASSESSMENT: 'Assessment',
  ASSESSMENT_CHECKPOINT: 'Manager’s checkpoint of the assessment',
  POLICE_PROTECTION: 'Police protection ends',
  EPO: 'Emergency protection order ends',
  EPO_EXTENDED: 'Extended emergency protection order ends',
  EARLY_HELP_CONTACT: 'First contact with the family',
  EARLY_HELP_OFFER: 'Family’s answer to the offer',
  STEP_DOWN_MEETING: 'Step-down meeting',
  EARLY_HELP_REVIEW: 'First review of the team around the family',
  EARLY_HELP_REVIEW_REPEAT: 'Next review of the team around the family',
  AGENCY_ACTION: 'Agency’s confirmation',
  APPROPRIATENESS: 'Agency’s view of its own referral',
  DISPUTE_STAGE: 'Stage of the dispute',
  DISPUTE_URGENT: 'Dispute about a child’s safety',
  PLAN_ACTION: 'Action of the plan',
};

/** How a message reaches a referrer. `ELECTRONIC` is sent by the system, the others by a person. */
export const DELIVERY_METHODS = ['ELECTRONIC', 'PHONE', 'LETTER', 'IN_PERSON'] as const;
export type DeliveryMethod = (typeof DELIVERY_METHODS)[number];

/** What an agency says it knows. Silence is `NO_ANSWER` and is never given, only found. */
export const AGENCY_ANSWERS = ['KNOWN_RISK', 'KNOWN_NO_CONCERN', 'NOTHING_KNOWN', 'REFUSED'] as const;
export type AgencyAnswer = (typeof AGENCY_ANSWERS)[number];

/** Why personal data may be shared; another record than the family's agreement to a service. */
export const LAWFUL_BASES = ['PUBLIC_TASK', 'LEGAL_OBLIGATION', 'VITAL_INTERESTS', 'CONSENT'] as const;
export type LawfulBasis = (typeof LAWFUL_BASES)[number];
