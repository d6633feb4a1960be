import type { DisputeLane, DisputeSubject } from '../../domain/dispute/opening.ts';
import type { DisputeFinding, LevelCause, ParticipantRole } from '../../domain/dispute/state.ts';

export const SUBJECT_WORDS: Readonly<Record<DisputeSubject, string>> = {
  DECISION: 'A decision of the hub',
  THRESHOLD: 'The threshold at a hand-over',
  CLOSURE: 'That a case was closed',
  OTHER_STEP: 'Another step of a case',
};

export const LANE_WORDS: Readonly<Record<DisputeLane, string>> = {
  ORDINARY: 'By its stages, each with its own time',
  CHILD_SAFETY: 'A child may come to harm: one time for all stages together',
};

export const CAUSE_WORDS: Readonly<Record<LevelCause, string>> = {
  OPENED: 'It began here',
  RAISED: 'Somebody raised it',
  RAISED_AT_BREACH: 'The stage before let its time pass',
};

export const FINDING_WORDS: Readonly<Record<DisputeFinding, string>> = {
  UPHELD: 'Upheld: a manager decides anew',
  PARTLY: 'Upheld in part: a manager decides anew',
  NOT_UPHELD: 'Not upheld: the decision stands',
  MOOT: 'There is nothing left to decide',
};

export const PARTICIPANT_WORDS: Readonly<Record<ParticipantRole, string>> = {
  PRACTITIONER: 'Practitioner',
  TEAM_MANAGER: 'Team manager',
  LINE_MANAGER: 'Line manager',
  SAFEGUARDING_LEAD: 'Safeguarding lead',
  SERVICE_MANAGER: 'Service manager',
  HEAD_OF_SERVICE: 'Head of service',
  DESIGNATED_PROFESSIONAL: 'Designated professional',
  SUPERINTENDENT: 'Superintendent',
  PARTNERSHIP_CHAIR: 'Chair of the partnership',
  SCRUTINEER: 'Scrutineer',
  SAFEGUARDING_PARTNER: 'Safeguarding partner',
  OTHER: 'Somebody else',
};
