import type { Happened } from '../follow-on/events.ts';
import type { Instant } from '../instant.ts';
import type { ClosureCode } from './census.ts';
import type { AssessmentCommand, Asked } from './commands.ts';
import type { AssessmentOpening } from './opening.ts';
import type { AssessmentEnd, ThresholdDispute, ThresholdView } from './state.ts';

/** What a command says, word for word. */
type Said<Type extends AssessmentCommand['type']> = Omit<Asked<Type>, 'type'>;

export type AssessmentEvent =
  | Happened<'AssessmentOpened', { readonly opening: AssessmentOpening & { readonly id: string } }>
  /** A further case opened an assessment of the child: one is open, and no second begins (8896). */
  | Happened<'AssessmentJoined', { readonly from: string }>
  | Happened<
      'AssessmentAccepted',
      {
        readonly threshold: ThresholdView;
        readonly dispute?: ThresholdDispute;
        readonly acceptedBy: string;
      }
    >
  | Happened<'AssessmentReturned', Said<'returnToHub'> & { readonly returnedBy: string }>
  | Happened<'AssessmentAllocated', Said<'allocate'> & { readonly allocatedBy: string }>
  | Happened<'TimescaleSet', Said<'setTimescale'> & { readonly limitDueAt: Instant; readonly setBy: string }>
  | Happened<'AssessmentChildSeen', Said<'recordChildSeen'> & { readonly recordedBy: string }>
  | Happened<'CheckpointReviewed', Said<'reviewCheckpoint'> & { readonly reviewedBy: string }>
  | Happened<
      'OverrunExplained',
      Said<'explainOverrun'> & { readonly givenLate: boolean; readonly explainedBy: string }
    >
  | Happened<'AssessmentAgreementRecorded', Said<'recordAgreement'> & { readonly recordedBy: string }>
  | Happened<'NewRiskReported', Said<'reportNewRisk'> & { readonly no: number; readonly reportedBy: string }>
  /** Enquiries under section 47 that a new risk led to are over. */
  | Happened<'EnquiriesEnded', { readonly no: number; readonly outcome?: string }>
  | Happened<'ThresholdDisputeEnded', { readonly caseId: string; readonly outcome?: string }>
  | Happened<
      'AssessmentAuthorised',
      Omit<Said<'authoriseAssessment'>, 'authorisedAt'> & {
        readonly authorisedAt: Instant;
        readonly authorisedBy: string;
      }
    >
  | Happened<'AssessmentDecidedAgain', Said<'decideAgain'> & { readonly decidedBy: string }>
  | Happened<'StepDownReturned', { readonly no: number; readonly outcome?: string }>
  /** The meeting with the family has been held, and Early Help has it. */
  | Happened<'StepDownAccepted', { readonly no: number; readonly acceptedBy?: string }>
  | Happened<'ClosedBeforeAssessment', Said<'closeBeforeAssessment'> & { readonly closedBy: string }>
  | Happened<'PassedToChildProtection', Said<'passToChildProtection'> & { readonly passedBy: string }>
  | Happened<'AssessmentEndedForChild', Said<'endForChild'> & { readonly endedBy: string }>
  | Happened<'AssessmentEnded', { readonly stage: AssessmentEnd; readonly closureCode?: ClosureCode }>;
