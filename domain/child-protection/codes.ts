import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';

/** How a case, or the part of one child in it, is over; the most protective first. */
export const PROTECTION_ENDS = [
  'CLOSED_ICPC',
  'CLOSED_TO_ASSESSMENT',
  'CLOSED_TO_EARLY_HELP',
  'CLOSED_TRANSFERRED_OUT',
  'CLOSED_NFA',
  'CHILD_TURNED_18',
  'CHILD_DIED',
  'PREGNANCY_ENDED',
  'SUPERSEDED',
] as const;
export type ProtectionEnd = (typeof PROTECTION_ENDS)[number];

/**
 * Where an open case stands, or one child in it, the most protective first. `HANDING_ON` is concluded, and waits for
 * whoever is to receive the child, for the minutes to reach everybody, or for police protection or an order to end.
 */
export const OPEN_PROTECTION_STAGES = [
  'ICPC_BOOKED',
  'S47_ENQUIRY',
  'STRATEGY_ADJOURNED',
  'STRATEGY_PLANNING',
  'HANDING_ON',
] as const;

export const PROTECTION_STAGES = [...OPEN_PROTECTION_STAGES, ...PROTECTION_ENDS] as const;
export type ProtectionStage = (typeof PROTECTION_STAGES)[number];

export const DISCUSSION_FORMS = ['DISCUSSION', 'MEETING'] as const;
export type DiscussionForm = (typeof DISCUSSION_FORMS)[number];

export const DISCUSSION_MODES = ['IN_PERSON', 'VIDEO', 'PHONE'] as const;
export type DiscussionMode = (typeof DISCUSSION_MODES)[number];

/** `SENT_INFORMATION` is not attendance (E30); `ABSENT` neither came nor said anything. */
export const ATTENDANCES = ['PRESENT', 'APOLOGIES', 'SENT_INFORMATION', 'ABSENT'] as const;
export type Attendance = (typeof ATTENDANCES)[number];

/** What an agency says to its invitation. */
export const INVITATION_ANSWERS = ['COMING', 'APOLOGIES'] as const;
export type InvitationAnswer = (typeof INVITATION_ANSWERS)[number];

/** What an agency attends as; a hospital trust attends as health. The quorum names some of these. */
export const ATTENDEE_KINDS = [
  'SOCIAL_CARE',
  'POLICE',
  'HEALTH',
  'EDUCATION',
  'EARLY_HELP',
  'PROBATION',
  'HOUSING',
  'YOUTH_JUSTICE',
  'ADULT_SOCIAL_CARE',
  'MENTAL_HEALTH',
  'DOMESTIC_ABUSE_SERVICE',
  'LADO',
  'OTHER',
] as const;
export type AttendeeKind = (typeof ATTENDEE_KINDS)[number];

/** Team manager or above, or the out-of-hours team at night. @see Practice standards 1.4 */
export const CHAIR_ROLES: readonly Role[] = ['STRATEGY_CHAIR', ...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'];

/** Social care alone, or together with the police. */
export const ENQUIRY_KINDS = ['SINGLE', 'JOINT'] as const;
export type EnquiryKind = (typeof ENQUIRY_KINDS)[number];

/** Who goes on with a child for whom there is no conference; nobody with `NFA`. */
export const PROTECTION_WAYS_ON = ['ASSESSMENT', 'EARLY_HELP', 'NFA'] as const;
export type WayOn = (typeof PROTECTION_WAYS_ON)[number];

/** What enquiries under section 47 come to (CIN return). */
export const S47_OUTCOMES = [
  'ICPC',
  'OTHER_AGENCY_MONITORS',
  'NFA_CONTINUE_ASSESSMENT',
  'LEGAL_ACTION',
  'PROVISION_S17',
  'SHORT_BREAK_S17',
  'NO_FURTHER_ACTION',
  'OTHER',
] as const;
export type S47Outcome = (typeof S47_OUTCOMES)[number];

/** The ways on that go with each outcome, the usual one first; a conference has none. */
export const WAYS_ON_AFTER: Readonly<Record<Exclude<S47Outcome, 'ICPC'>, readonly [WayOn, ...WayOn[]]>> = {
  OTHER_AGENCY_MONITORS: ['NFA', 'EARLY_HELP', 'ASSESSMENT'],
  NFA_CONTINUE_ASSESSMENT: ['ASSESSMENT'],
  LEGAL_ACTION: ['ASSESSMENT'],
  PROVISION_S17: ['ASSESSMENT'],
  SHORT_BREAK_S17: ['ASSESSMENT'],
  NO_FURTHER_ACTION: ['NFA', 'EARLY_HELP'],
  OTHER: ['ASSESSMENT', 'EARLY_HELP', 'NFA'],
};

/** Category of a child protection plan: neglect, physical, sexual or emotional abuse, several (CIN return). */
export const PLAN_CATEGORIES = ['NEG', 'PHY', 'SAB', 'EMO', 'MUL'] as const;
export type PlanCategory = (typeof PLAN_CATEGORIES)[number];

/** How police protection ends (Children Act 1989, section 46). */
export const POLICE_PROTECTION_ENDS = ['EPO', 'RETURNED_HOME', 'AGREEMENT', 'OTHER'] as const;
export type PoliceProtectionEnd = (typeof POLICE_PROTECTION_ENDS)[number];

/** How an emergency protection order ends (Children Act 1989, sections 44 and 45). */
export const EPO_ENDS = ['DISCHARGED', 'INTERIM_CARE_ORDER', 'EXPIRED', 'OTHER'] as const;
export type EpoEnd = (typeof EPO_ENDS)[number];

/** Ends that come to a child from outside, at whatever stage. */
export const CHILD_ENDINGS = [
  'CHILD_TURNED_18',
  'CHILD_DIED',
  'PREGNANCY_ENDED',
  'CLOSED_TRANSFERRED_OUT',
] as const satisfies readonly ProtectionEnd[];
export type ChildEnding = (typeof CHILD_ENDINGS)[number];
