import type { FollowOnClock, Role } from '../vocabulary.ts';
import type { FollowOnFacts } from '../follow-on/state.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type {
  Attendance,
  AttendeeKind,
  DiscussionForm,
  DiscussionMode,
  EnquiryKind,
  EpoEnd,
  InvitationAnswer,
  PlanCategory,
  PoliceProtectionEnd,
  ProtectionEnd,
  ProtectionStage,
  S47Outcome,
  WayOn,
} from './codes.ts';
import type { ChildProtectionOpening } from './opening.ts';

/** One family from reasonable cause to the end of every child's part in it. What is decided is decided per child. */
export type ChildProtection = FollowOnFacts<'CHILD_PROTECTION', ProtectionStage> &
  Pick<ChildProtectionOpening, 'reasonableCauseAt' | 'urgency' | 'reason' | 'decisionNo'> & {
    readonly acceptedAt?: Instant;
    readonly acceptedBy?: string;
    /** The team that accepted. */
    readonly receiver?: string;
    readonly children: readonly ProtectedChild[];
    /** Earlier rounds of children for whom reasonable cause appeared again after their part was over. */
    readonly earlier: readonly ProtectedChild[];
    /** Every one that was planned or held, by number from 1. */
    readonly discussions: readonly Discussion[];
    readonly legalAlerts: readonly LegalAlert[];
    /** Cases it opened that were accepted, by id: a sibling who joins one of them is accepted with it. */
    readonly acceptedCases: readonly string[];
  };

export type ProtectedChild = {
  readonly referralRef: string;
  /** 1, and one more for each time reasonable cause appeared after the part of the child was over. */
  readonly round: number;
  readonly joinedAt: Instant;
  /** In order; empty where people convened it, or a sibling's case did. */
  readonly askedBy: readonly Asking[];
  /** Instants from which a strategy discussion about this child was to be held in time; never before the first. */
  readonly waitsFrom: readonly [Instant, ...Instant[]];
  readonly isUrgent: boolean;
  /** The last discussion about the child was not quorate, or decided nothing yet. */
  readonly isAdjourned: boolean;
  /** End of the last quorate discussion about the child. */
  readonly discussedAt?: Instant;
  readonly s47?: Enquiry;
  readonly sightings: readonly Sighting[];
  readonly conference?: Conference;
  readonly protections: readonly ImmediateProtection[];
  readonly handedOn?: HandedOn;
  readonly end?: { readonly stage: ProtectionEnd; readonly at: Instant };
};

/** A case that asked for it, by its stream; of a referral also the decision. Each is told what becomes of the child. */
export type Asking = { readonly from: string; readonly decisionNo?: number };

/** Enquiries under section 47 about one child. */
export type Enquiry = {
  readonly startedAt: Instant;
  readonly kind: EnquiryKind;
  /** The discussion that started it; absent where it was started before any. */
  readonly discussionNo?: number;
  /** Started before a quorate discussion. */
  readonly isEmergency: boolean;
  readonly outcome?: {
    readonly code: S47Outcome;
    readonly rationale: SealedText;
    readonly at: Instant;
    readonly by: string;
  };
};

export type Sighting = {
  readonly seenAt: Instant;
  readonly alone: boolean;
  readonly note: SealedText;
  readonly by: string;
};

/** The initial child protection conference about one child. */
export type Conference = {
  readonly bookedFor?: Instant;
  readonly interimProtectionPlan?: SealedText;
  readonly held?: {
    readonly at: Instant;
    readonly planMade: boolean;
    readonly category?: PlanCategory;
    readonly outcome: SealedText;
    /** Why it was held after its limit. */
    readonly lateReason?: SealedText;
    readonly by: string;
  };
  /** A manager recorded that none is needed (`ICPCnotRequired`). */
  readonly notRequired?: { readonly reason: SealedText; readonly at: Instant; readonly by: string };
};

/** A child kept safe by the police or a court. One of a kind is in force at a time. */
export type ImmediateProtection = {
  readonly from: Instant;
  readonly recordedBy: string;
} & (
  | {
      readonly kind: 'POLICE_PROTECTION';
      readonly reason: SealedText;
      readonly ended?: { readonly at: Instant; readonly how: PoliceProtectionEnd | ProtectionEnd };
    }
  | {
      readonly kind: 'EPO';
      /** The court's own end, when earlier than the law's. */
      readonly expiresAt?: Instant;
      readonly extendedAt?: Instant;
      readonly ended?: { readonly at: Instant; readonly how: EpoEnd | ProtectionEnd };
    }
);

/** Who is to go on with the child, from asking to acceptance. The child stays here until then. */
export type HandedOn = {
  /** 1 for the first of a round. */
  readonly no: number;
  readonly to: Exclude<WayOn, 'NFA'>;
  readonly receiver?: string;
  readonly familyAgreed: boolean;
  /** Enquiries had begun: social care steps down. */
  readonly isStepDown: boolean;
  readonly reason: SealedText;
  readonly at: Instant;
  /** It came back, and a manager decides again. */
  readonly returnedAt?: Instant;
};

export type Invited = {
  /** Code of the agency. */
  readonly agency: string;
  readonly kind?: AttendeeKind;
};

export type Discussion = {
  readonly no: number;
  readonly covers: readonly string[];
  /** Absent for a call that nobody had planned. */
  readonly planned?: {
    readonly startsAt: Instant;
    readonly mode: DiscussionMode;
    readonly place?: SealedText;
    readonly invited: readonly Invited[];
    readonly plannedBy: string;
    readonly plannedAt: Instant;
  };
  /** The number of the one planned in its place. */
  readonly replacedBy?: number;
  readonly answers: readonly {
    readonly agency: string;
    readonly answer: InvitationAnswer;
    readonly at: Instant;
    readonly by: string;
  }[];
  /** What agencies sent beforehand. */
  readonly information: readonly {
    readonly agency: string;
    readonly information: SealedText;
    readonly at: Instant;
    readonly by: string;
  }[];
  readonly held?: DiscussionRecord & {
    readonly isQuorate: boolean;
    /** Kinds of agency whose presence was missing. */
    readonly missing: readonly string[];
    /** Numbers of the plan's actions that were agreed there. */
    readonly actionNos: readonly number[];
    readonly recordedAt: Instant;
    readonly recordedBy: string;
  };
  /** When somebody had the minutes sent out. */
  readonly circulatedAt?: Instant;
  /** Codes of agencies that were given the minutes another way, because no letter reaches them. */
  readonly givenTo: readonly string[];
};

export type Attendee = {
  readonly agency: string;
  readonly kind: AttendeeKind;
  /** Of the person, such as "detective sergeant", as a code. */
  readonly role?: string;
  readonly attendance: Attendance;
  /** What the agency shared; required of one that was present or sent information. */
  readonly information?: SealedText;
};

export type ChildDecision = { readonly referralRef: string } & (
  | { readonly decision: 'START_S47'; readonly enquiry: EnquiryKind }
  /** To talk again, or, once enquiries have begun, to go on with them. */
  | { readonly decision: 'CONTINUE' }
  | ({ readonly decision: 'NO_S47'; readonly rationale: SealedText } & Onward)
);

export type Onward = {
  readonly wayOn: WayOn;
  /** The team that is to receive the child; the usual one where it is left out. */
  readonly receiver?: string;
  /** Of Early Help: the family has said yes already. */
  readonly familyAgreed?: boolean;
};

/** Everything a record of a strategy discussion has (domain reference 2.3). */
export type DiscussionRecord = {
  readonly heldAs: DiscussionForm;
  readonly mode: DiscussionMode;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** User id. */
  readonly chair: string;
  readonly chairRole: Role;
  readonly attendance: readonly Attendee[];
  readonly children: readonly ChildDecision[];
  readonly thresholdAnalysis: SealedText;
  /** Timing of the criminal investigation, or that there is none. */
  readonly criminalInvestigation: SealedText;
  readonly medical: { readonly needed: boolean; readonly when?: SealedText };
  readonly whatFamilyIsTold: SealedText;
  readonly toldBy: SealedText;
  readonly safetyPlan: SealedText;
  readonly siblingsConsidered: boolean;
  /** Words of the agency that does not agree, or that there is none. */
  readonly dissent: SealedText | 'NONE';
  /** Plan, timings and who of the enquiries; required where some begin. */
  readonly enquiryPlan?: SealedText;
  readonly nextDiscussionAt?: Instant;
  readonly inquorateReason?: SealedText;
  /** Enquiries begin although the discussion was not quorate. */
  readonly isEmergency?: true;
};

/** An alert that the legal authority to keep a child is about to end, or has ended. */
export type LegalAlert = {
  readonly no: number;
  readonly referralRef: string;
  readonly clock: string;
  readonly kind: FollowOnClock;
  readonly at: Instant;
  /** Its time is over. */
  readonly isOver: boolean;
  /** User id of who recorded the protection. */
  readonly to: string;
};
