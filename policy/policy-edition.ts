import type { LocalDate } from '../domain/instant.ts';
import type {
  AgreementRule,
  EscalationStep,
  FourEyes,
  Limit,
  OneWorkingDayMode,
  OpeningHours,
  RepeatRules,
} from '../domain/policy.ts';
import type { NotificationRoutes } from '../domain/notification.ts';
import type { QualityWeights } from '../domain/quality.ts';
import type { Outcome, Rag, Role } from '../domain/vocabulary.ts';

/** The form of a policy document; a later form would be written `/2`. */
export const POLICY_FORMAT = 'front-door/policy/1';

/**
 * The clocks a hub sets a limit for, each with its number in the hub's table of clocks, or of the edge case or
 * paragraph that asks for it. C5 is the RAG targets.
 */
export const CLOCK_REFS = {
  ACKNOWLEDGEMENT: 'C1',
  DECISION: 'C2',
  FEEDBACK: 'C3',
  REFERRER_CHALLENGE: 'C4',
  WRITTEN_CONFIRMATION: 'C6',
  STRATEGY_DISCUSSION: 'C7',
  STRATEGY_DISCUSSION_URGENT: 'C7',
  STRATEGY_DISCUSSION_AFTER_EMERGENCY: 'C7',
  STRATEGY_DRIFT: 'C7',
  STRATEGY_RECORD: 'C8',
  CHILD_SEEN_S47: 'C9',
  CHILD_SEEN_S17: 'C10',
  ICPC: 'C11',
  ASSESSMENT: 'C12',
  ASSESSMENT_CHECKPOINT: 'C13',
  LADO_REFERRAL: 'C15',
  OPEN_CASE_CONFIRMATION: 'E14',
  REDIRECT_ACKNOWLEDGEMENT: 'E16',
  OUT_OF_HOURS_ACKNOWLEDGEMENT: 'E40',
  EDT_HANDOVER: 'C18',
  LATE_ANSWER_REVIEW: '3.4',
  BREAK_GLASS_REVIEW: 'E41',
  POLICE_PROTECTION: 'C20',
  EPO: 'C21',
  EPO_EXTENDED: 'C21',
  RETURN_HOME_INTERVIEW: 'C22',
  EARLY_HELP_CONTACT: 'C23',
  EARLY_HELP_OFFER: 'C24',
  STEP_DOWN_MEETING: 'C25',
  EARLY_HELP_REVIEW: 'C26',
  EARLY_HELP_REVIEW_REPEAT: 'C26',
  AGENCY_ACTION: 'C27',
  APPROPRIATENESS: 'C30',
} as const;
export type PolicyClock = keyof typeof CLOCK_REFS;
export const POLICY_CLOCKS = Object.keys(CLOCK_REFS) as [PolicyClock, ...PolicyClock[]];

/** Clocks that editions from before the hub followed its decisions know nothing of; without a limit none runs. */
export const LATER_CLOCK_REFS = { HANDOVER_ACCEPTANCE: '2.2, transition 12' } as const;
export type LaterPolicyClock = keyof typeof LATER_CLOCK_REFS;
export const LATER_POLICY_CLOCKS = Object.keys(LATER_CLOCK_REFS) as [LaterPolicyClock, ...LaterPolicyClock[]];

/** Whose rule a limit is: an Act, statutory guidance, the local procedures, or this project's own choice. */
export const STANDINGS = ['STATUTE', 'GUIDANCE', 'LOCAL', 'DESIGN'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Clocks that no hub may call local. */
export const STATUTORY_CLOCKS: readonly PolicyClock[] = [
  'ACKNOWLEDGEMENT',
  'DECISION',
  'ICPC',
  'ASSESSMENT',
  'POLICE_PROTECTION',
  'EPO',
  'EPO_EXTENDED',
];

/** From which strategy discussion the days to the conference count. */
export const ICPC_STARTS = ['INITIATING_SD', 'LAST_SD'] as const;

/** Who may be asked to a strategy discussion. */
export const QUORUM_AGENCIES = [
  'SOCIAL_CARE',
  'POLICE',
  'HEALTH',
  'EDUCATION',
  'PROBATION',
  'HOUSING',
  'YOUTH_JUSTICE',
  'ADULT_SOCIAL_CARE',
  'MENTAL_HEALTH',
  'DOMESTIC_ABUSE_SERVICE',
] as const;
export type QuorumAgency = (typeof QUORUM_AGENCIES)[number];

/** Without these three it is no strategy discussion. */
export const LEAST_QUORUM: readonly QuorumAgency[] = ['SOCIAL_CARE', 'POLICE', 'HEALTH'];

/** Every rule says where it comes from: a document and its section, or that it is the project's choice. */
type Sourced = { readonly source: string };

/** What governs a clock besides its limit. */
type Governed = Sourced & {
  readonly standing: Standing;
  /** A statutory clock never. */
  readonly mayPause: boolean;
  /** Name of one of the edition's ladders. */
  readonly ladder: string;
};

export type ClockRule = Governed & {
  readonly limit: Limit;
  /** An alert of its own before the limit, besides the warnings every clock gives. */
  readonly alertAfter?: Limit;
};

/** `step` counts from 0, the breach. */
export type LadderStep = EscalationStep & { readonly step: number };

/** A target for the decision under a rating. */
export type RagTarget = {
  readonly limit: Limit;
  /** Due with the decision wherever the limit by itself would end later. */
  readonly cappedBy?: 'DECISION';
};

export type DisputeStage = {
  readonly stage: number;
  readonly who: string;
  /** How long after the decision it may be raised, where the procedure says so. */
  readonly raiseWithin?: Limit;
  readonly limit: Limit;
};

/**
 * A hub's rules as one document: what counts as open, how long each clock runs, who is told when it is late. Where
 * an edition and a case meet, the case keeps the part it needs, see `referralPolicy`.
 */
export type PolicyEdition = {
  /** For editors; means nothing here. */
  readonly $schema?: string;
  readonly format: typeof POLICY_FORMAT;
  /** Unique name, recorded with everything computed under it. */
  readonly edition: string;
  readonly title: string;
  readonly effectiveFrom: LocalDate;
  /** The national guidance it was written under. */
  readonly guidance: string;
  readonly openingHours: Sourced & { readonly week: OpeningHours };
  /** Days on which the hub has no staff. Shown in staffing views; no clock knows them. */
  readonly closureDays: readonly { readonly date: LocalDate; readonly reason: string }[];
  readonly oneWorkingDay: Sourced & { readonly mode: OneWorkingDayMode };
  readonly icpcStart: Sourced & { readonly from: (typeof ICPC_STARTS)[number] };
  /** Shares of the time to a limit after which a clock warns, ascending, each between 0 and 1. */
  readonly warnings: Sourced & { readonly fractions: readonly number[] };
  readonly ladders: Readonly<Record<string, Sourced & { readonly steps: readonly LadderStep[] }>>;
  readonly clocks: Readonly<Record<PolicyClock, ClockRule>> &
    Readonly<Partial<Record<LaterPolicyClock, ClockRule>>>;
  /** C5, counted from receipt; `null` where a rating sets no target. */
  readonly ragTargets: Governed & {
    readonly preset: string;
    /** What must be done by the target. */
    readonly meaning: string;
    readonly targets: Readonly<Record<Rag, RagTarget | null>>;
  };
  /** C29: an agency's answer, due after a share of the time the decision has. */
  readonly agencyRequests: Sourced & {
    readonly share: number;
    /** Of the request's own time: when its representative is reminded, and when its safeguarding lead is told. */
    readonly remindAt: number;
    readonly leadAt: number;
    /** C29 is a local clock, so a manager may pause it. */
    readonly mayPause: boolean;
    /** Ratings under which agencies are asked at all. */
    readonly higherLevels: readonly Rag[];
    /** How long an answer is waited for after the decision was due, or after a later request. */
    readonly longStop: Limit;
  };
  /** Attempts to reach a referrer who left something unclear, after which the hub decides on what is known. */
  readonly clarification: Sourced & { readonly attempts: number; readonly within: Limit };
  /** Which outcomes need the family's agreement to the service; not the lawful basis for sharing. */
  readonly agreement: Sourced & { readonly routes: Readonly<Record<Outcome, AgreementRule>> };
  /** Outcomes that whoever gave one of these ratings does not decide; absent where one person may do both. */
  readonly fourEyes?: Sourced & FourEyes;
  readonly repeats: Sourced & RepeatRules;
  /** What each point of a contact weighs in its quality score; absent, the hub keeps no score. */
  readonly quality?: Sourced & { readonly weights: QualityWeights };
  /** Who looks after each kind of notification; absent, the team manager does. */
  readonly notifications?: Sourced & { readonly routes: NotificationRoutes };
  /** How the out-of-hours team is reached by telephone; absent where the hub has not said. */
  readonly outOfHours?: Sourced & { readonly phone: string };
  /** C28 */
  readonly disputes: Sourced & {
    readonly stages: readonly DisputeStage[];
    /** All stages together where a child may come to harm. */
    readonly urgent: { readonly limit: Limit };
    /** From this stage on the partnership's office is told; absent, from the second. */
    readonly tellPartnershipFrom?: number;
  };
  /** Logged attempts to reach a family, after which a manager reviews what is next; absent, two. */
  readonly familyContact?: Sourced & { readonly attempts: number };
  readonly quorum: Sourced & { readonly agencies: readonly QuorumAgency[]; readonly chair: Role };
};

/** A rule of Parliament or of the Secretary of State: no hub may pause it. */
export function isStatutory(standing: Standing): boolean {
  return standing === 'STATUTE' || standing === 'GUIDANCE';
}
