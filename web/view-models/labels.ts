import type { NotificationType, NrmConsideration } from '../../domain/notification.ts';
import type { ReferralAction } from '../../domain/referral/commands.ts';
import type { AgreementGiver } from '../../domain/referral/agreement.ts';
import type { DeathRoute, Ending } from '../../domain/referral/endings.ts';
import type { BreakGlassFinding } from '../../domain/referral/restriction.ts';
import type { RedirectTarget } from '../../domain/referral/redirects.ts';
import type { WithholdingReason } from '../../domain/referral/state.ts';
import type {
  Agreement,
  ArrivalFlag,
  Channel,
  DeliveryMethod,
  LawfulBasis,
  LevelOfNeed,
  Outcome,
  Rag,
  Role,
  Stage,
} from '../../domain/vocabulary.ts';

/** The words of the board for the codes of the hub. */

export const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  RECEIVED: 'Received',
  SCREENING: 'Screening',
  AWAITING_REFERRER: 'Waiting for the referrer',
  INFO_GATHERING: 'Waiting for agencies',
  DECISION_PENDING: 'Waiting for a decision',
  DECIDED: 'Decided',
  CLOSED_NFA: 'Closed: no further action',
  CLOSED_ADVICE: 'Closed: advice given',
  CLOSED_SINGLE_AGENCY: 'Closed to one agency',
  CLOSED_EH: 'Closed to Early Help',
  CLOSED_TO_TEAM: 'Closed to a social work team',
  LINKED_TO_OPEN_CASE: 'Linked to an open case',
  REDIRECTED_LADO: 'Passed to the LADO',
  REDIRECTED_ADULTS: 'Passed to adult services',
  REDIRECTED_OTHER_LA: 'Passed to another authority',
  DUPLICATE: 'Duplicate of another referral',
  CHILD_TURNED_18: 'Closed: turned 18',
  CHILD_DIED: 'Closed: the child has died',
  PREGNANCY_ENDED: 'Closed: the pregnancy has ended',
  CLOSED_TRANSFERRED_OUT: 'Transferred to another authority',
  WITHDRAWN: 'Withdrawn',
};

export const RAG_LABELS: Readonly<Record<Rag, string>> = {
  RED: 'Red',
  AMBER: 'Amber',
  GREEN: 'Green',
  BLUE: 'Blue',
};

export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  REFERRER: 'Referrer',
  CONTACT_OFFICER: 'Contact officer',
  SOCIAL_WORKER: 'Social worker',
  TEAM_MANAGER: 'Team manager',
  SERVICE_MANAGER: 'Service manager',
  HEAD_OF_SERVICE: 'Head of service',
  AGENCY_REPRESENTATIVE: 'Agency representative',
  STRATEGY_CHAIR: 'Strategy discussion chair',
  EARLY_HELP_MANAGER: 'Early Help manager',
  EARLY_HELP_PRACTITIONER: 'Early Help practitioner',
  LADO: 'Local Authority Designated Officer',
  DISPUTE_MANAGER: 'Dispute manager',
  EMERGENCY_DUTY_TEAM: 'Emergency duty team',
  AUDITOR: 'Auditor',
  ADMINISTRATOR: 'Administrator',
  SYSTEM: 'Front Door',
};

export const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
  NFA: 'No further action',
  ADVICE_SIGNPOST: 'Advice and signposting',
  SINGLE_AGENCY: 'One agency acts',
  EARLY_HELP: 'Early Help',
  ASSESSMENT_S17: 'Assessment by a social worker (section 17)',
  STRATEGY_S47: 'Strategy discussion (section 47)',
  OPEN_CASE: 'Already open: pass to the allocated worker',
  REDIRECT_LADO: 'Pass to the LADO: concern about a person who works with children',
  REDIRECT_ADULTS: 'Pass to adult services',
  REDIRECT_OTHER_LA: 'Pass to another local authority',
};

export const LEVEL_LABELS: Readonly<Record<LevelOfNeed, string>> = {
  1: 'Level 1: universal',
  2: 'Level 2: additional',
  3: 'Level 3: complex',
  4: 'Level 4: statutory',
};

export const AGREEMENT_LABELS: Readonly<Record<Agreement, string>> = {
  GIVEN: 'The family agrees',
  REFUSED: 'The family refuses',
  NOT_SOUGHT: 'The family was not asked',
  UNABLE_TO_CONTACT: 'The family could not be reached',
  WITHDRAWN: 'The family agreed and has since withdrawn',
  NOT_REQUIRED_S47: 'Not needed: section 47',
};

export const GIVER_LABELS: Readonly<Record<AgreementGiver, string>> = {
  PARENTAL_RESPONSIBILITY: 'Somebody with parental responsibility',
  YOUNG_PERSON: 'The young person, who can decide for themselves',
};

export const BASIS_LABELS: Readonly<Record<LawfulBasis, string>> = {
  PUBLIC_TASK: 'Public task',
  LEGAL_OBLIGATION: 'Legal obligation',
  VITAL_INTERESTS: 'Vital interests',
  CONSENT: 'Consent (discouraged)',
};

export const CHANNEL_LABELS: Readonly<Record<Channel, string>> = {
  FORM: 'online form',
  PHONE: 'telephone',
  EMAIL: 'email',
  POLICE_FEED: 'police feed',
  EDT: 'emergency duty team',
  LETTER: 'letter',
  AMBULANCE: 'ambulance service',
  OTHER: 'another way',
};

export const FLAG_LABELS: Readonly<Record<ArrivalFlag, string>> = {
  LATE_SCHOOL_REFERRAL: 'Late school referral',
  ENTERED_AFTER_BREACH: 'Entered after a limit had passed',
};

export const NOTIFICATION_LABELS: Readonly<Record<NotificationType, string>> = {
  ENCOMPASS: 'Operation Encompass',
  MISSING: 'Missing child',
  CSE: 'Child sexual exploitation',
  CCE: 'Child criminal exploitation',
  PREVENT: 'Prevent',
  FGM: 'Female genital mutilation',
  PRIVATE_FOSTERING: 'Private fostering',
  NRM: 'National Referral Mechanism',
  UNBORN: 'Unborn child',
  BIRTH: 'Birth',
  OTHER: 'Other',
};

export const NRM_LABELS: Readonly<Record<NrmConsideration, string>> = {
  REFERRED: 'A referral is made',
  ALREADY_REFERRED: 'A referral had been made',
  NOT_INDICATED: 'Not indicated',
};

export const METHOD_LABELS: Readonly<Record<DeliveryMethod, string>> = {
  ELECTRONIC: 'electronically',
  PHONE: 'by telephone',
  LETTER: 'by letter',
  IN_PERSON: 'in person',
};

export const METHOD_CHOICES: Readonly<Record<DeliveryMethod, string>> = {
  ELECTRONIC: 'Electronically',
  PHONE: 'By telephone',
  LETTER: 'By letter',
  IN_PERSON: 'In person',
};

export const WITHHOLDING_LABELS: Readonly<Record<WithholdingReason, string>> = {
  ANONYMOUS_REFERRER: 'The referrer is anonymous',
  NO_SAFE_CONTACT: 'There is no safe way to reach the referrer',
  RISK_TO_CHILD: 'Telling the referrer could put the child at risk',
  CRIMINAL_ENQUIRY: 'Telling the referrer could harm a criminal enquiry',
  REFERRER_DECLINED: 'The referrer does not want to be told',
};

export const TARGET_LABELS: Readonly<Record<RedirectTarget, string>> = {
  LADO: 'Local Authority Designated Officer: an allegation against somebody who works with children',
  ADULTS: 'Adult services: the concern is about an adult only',
  OTHER_LA: 'Another local authority: the child is from another area',
};

export const ENDING_LABELS: Readonly<Record<Ending, string>> = {
  CHILD_TURNED_18: 'The child has turned 18',
  CHILD_DIED: 'The child has died',
  PREGNANCY_ENDED: 'The pregnancy has ended, and no child was born',
};

export const DEATH_ROUTE_LABELS: Readonly<Record<DeathRoute, string>> = {
  CHILD_DEATH_REVIEW: 'Child death review partners',
  SERIOUS_INCIDENT: 'Serious incident notification to the national panel',
};

export const FINDING_LABELS: Readonly<Record<BreakGlassFinding, string>> = {
  JUSTIFIED: 'It was justified',
  NOT_JUSTIFIED: 'It was not justified',
};

/** What has been done, for the banner after a form. */
export const DONE_LABELS: Readonly<Record<ReferralAction, string>> = {
  acknowledge: 'The acknowledgement is recorded',
  askReferrer: 'The question to the referrer is recorded',
  logAttempt: 'The attempt is logged',
  recordReferrerAnswer: 'The referrer’s answer is recorded',
  decideOnWhatIsKnown: 'The hub goes on with what is known',
  proposeRating: 'The suggested rating is recorded',
  recordAgreement: 'The family’s agreement is recorded',
  recordLawfulBasis: 'The lawful basis is recorded',
  authoriseWithoutKnowledge: 'Checks without the family’s knowledge are authorised',
  rate: 'The rating is recorded',
  decide: 'The decision is recorded',
  giveFeedback: 'The feedback to the referrer is recorded',
  withholdFeedback: 'The reason for withholding feedback is recorded',
  acceptHandover: 'You have accepted the child from the hub',
  recordAllegation: 'The allegation is recorded, and the record is marked as restricted',
  redirect: 'What was sent on is recorded. The hub stays responsible until it is acknowledged',
  acknowledgeRedirect: 'The acknowledgement is recorded',
  handToOutOfHours:
    'The child is handed over. The hub stays responsible until the out-of-hours team takes the child on',
  acknowledgeOutOfHours: 'You have taken the child on',
  handBackToDay: 'The child is handed back. The day team has to take the child back',
  acknowledgeHandBack: 'The day team has the child again',
  transferAuthority: 'The other authority is asked. This one stays responsible until it accepts',
  acceptTransfer: 'The child is accepted for the other authority',
  endReferral: 'The referral has ended',
  restrictRecord: 'The record is restricted to the readers you named',
  changeReaders: 'The list of readers is changed',
  liftRestriction: 'The restriction is lifted',
  breakGlass: 'You may read the record. Another manager reviews this within one working day',
  reviewBreakGlass: 'The review is recorded',
  requestWithdrawal: 'The request to withdraw is recorded. A manager has to approve it',
  approveWithdrawal: 'The referral is withdrawn',
  refuseWithdrawal: 'The withdrawal is refused. The referral goes on',
  requestInformation: 'The agency is asked',
  reviewLateAnswer: 'The review of the late answer is recorded',
  noteAnswer: 'The agency’s answer is noted',
  noteRequestEnded: 'The end of the request is noted',
  linkToOpenCase: 'The information is sent to the allocated worker, who has to confirm it',
  confirmReceipt: 'It is confirmed that the allocated worker has the information',
  withdrawLink: 'The link to the open case is taken back',
  markDuplicate: 'The referral is marked as a duplicate',
  joinReferral: 'The referral is decided together with the earlier one',
  leaveReferral: 'The referral is decided by itself again',
  admitContributor: 'Another source has joined',
  noteJoinedDecision: 'The decision is noted',
  noteJoinedEnd: 'The end of the other referral is noted',
  noteNews: 'News of a case that follows is noted',
  reopenReferral: 'The referral is open again. A manager has to decide anew',
  pauseClock: 'The clock is paused',
  endPause: 'The pause has ended',
};

/** A code as words: `EARLY_HELP` as `Early help`. */
export function codeWords(code: string): string {
  const words = code.replaceAll(/[_-]+/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
