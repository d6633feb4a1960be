import type {
  Attendance,
  AttendeeKind,
  ChildEnding,
  DiscussionForm,
  DiscussionMode,
  EnquiryKind,
  EpoEnd,
  InvitationAnswer,
  PlanCategory,
  PoliceProtectionEnd,
  ProtectionEnd,
  S47Outcome,
  WayOn,
} from '../../domain/child-protection/codes.ts';
import type { ImmediateProtection } from '../../domain/child-protection/state.ts';
import { PROTECTION_WORDS } from '../../domain/child-protection/words.ts';

/** The words of the board for the codes of child protection. */

export const FORM_WORDS: Readonly<Record<DiscussionForm, string>> = {
  DISCUSSION: 'A discussion',
  MEETING: 'A meeting',
};

export const MODE_WORDS: Readonly<Record<DiscussionMode, string>> = {
  IN_PERSON: 'In person',
  VIDEO: 'By video',
  PHONE: 'By telephone',
};

export const ATTENDANCE_WORDS: Readonly<Record<Attendance, string>> = {
  PRESENT: 'There',
  APOLOGIES: 'Sent apologies',
  SENT_INFORMATION: 'Sent information, was not there',
  ABSENT: 'Did not come',
};

export const ANSWER_WORDS: Readonly<Record<InvitationAnswer, string>> = {
  COMING: 'Comes',
  APOLOGIES: 'Does not come',
};

export const KIND_WORDS: Readonly<Record<AttendeeKind, string>> = {
  SOCIAL_CARE: 'Social care',
  POLICE: 'Police',
  HEALTH: 'Health',
  EDUCATION: 'Education',
  EARLY_HELP: 'Early Help',
  PROBATION: 'Probation',
  HOUSING: 'Housing',
  YOUTH_JUSTICE: 'Youth justice',
  ADULT_SOCIAL_CARE: 'Adult social care',
  MENTAL_HEALTH: 'Mental health',
  DOMESTIC_ABUSE_SERVICE: 'Domestic abuse service',
  LADO: 'LADO',
  OTHER: 'Another',
};

export const ENQUIRY_WORDS: Readonly<Record<EnquiryKind, string>> = {
  SINGLE: 'by social care alone',
  JOINT: 'together with the police',
};

export const WAY_ON_WORDS: Readonly<Record<WayOn, string>> = {
  ASSESSMENT: 'An assessment by a social worker',
  EARLY_HELP: 'Early Help',
  NFA: 'Nobody: no further action',
};

export const OUTCOME_WORDS: Readonly<Record<S47Outcome, string>> = {
  ICPC: 'A child protection conference',
  OTHER_AGENCY_MONITORS: 'Another agency keeps an eye on the child',
  NFA_CONTINUE_ASSESSMENT: 'No further action; the assessment goes on',
  LEGAL_ACTION: 'Legal action',
  PROVISION_S17: 'Services under section 17',
  SHORT_BREAK_S17: 'A short break under section 17',
  NO_FURTHER_ACTION: 'No further action',
  OTHER: 'Something else',
};

export const CATEGORY_WORDS: Readonly<Record<PlanCategory, string>> = {
  NEG: 'Neglect',
  PHY: 'Physical abuse',
  SAB: 'Sexual abuse',
  EMO: 'Emotional abuse',
  MUL: 'Several',
};

export const PROTECTION_KIND_WORDS: Readonly<Record<ImmediateProtection['kind'], string>> = {
  POLICE_PROTECTION: 'Police protection',
  EPO: 'Emergency protection order',
};

export const POLICE_END_WORDS: Readonly<Record<PoliceProtectionEnd, string>> = {
  EPO: 'A court made an emergency protection order',
  RETURNED_HOME: 'The child went home',
  AGREEMENT: 'The family agreed to where the child stays',
  OTHER: 'Another way',
};

export const EPO_END_WORDS: Readonly<Record<EpoEnd, string>> = {
  DISCHARGED: 'The court discharged it',
  INTERIM_CARE_ORDER: 'An interim care order followed',
  EXPIRED: 'It ran out',
  OTHER: 'Another way',
};

export const CHILD_ENDING_WORDS: Readonly<Record<ChildEnding, string>> = {
  CHILD_TURNED_18: 'The child has turned 18',
  CHILD_DIED: 'The child has died',
  PREGNANCY_ENDED: 'The pregnancy has ended, and no child was born',
  CLOSED_TRANSFERRED_OUT: 'The family has moved, and another authority has accepted the child',
};

/** How a protection ended, whether it was said of itself or the child's part ended. */
export function protectionEndWords(how: PoliceProtectionEnd | EpoEnd | ProtectionEnd): string {
  const words: Readonly<Record<string, string>> = {
    ...PROTECTION_WORDS,
    ...EPO_END_WORDS,
    ...POLICE_END_WORDS,
  };
  return words[how] ?? how;
}
