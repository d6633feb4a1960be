import type { LocalDate } from './instant.ts';
import type { CalendarEdition } from './calendar-edition.ts';
import type {
  ClockKind,
  LimitedFollowOnClock,
  OccasionalClock,
  Outcome,
  Rag,
  ReceiptClock,
  Role,
} from './vocabulary.ts';

/** WD working days, WH hours inside hub opening, CH elapsed hours, CD calendar days ending at midnight. */
export const TIME_UNITS = ['WD', 'WH', 'CH', 'CD'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/**
 * How long a clock may run. `amount` is a positive whole number; 0 only with CD, where it means the midnight that
 * ends the day of the event.
 */
export type Limit = {
  readonly amount: number;
  readonly unit: TimeUnit;
  /** Only with WD: due at this wall-clock time `HH:mm`, on the n-th working day on which it is still to come. */
  readonly at?: string;
};

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Wall-clock times `HH:mm` in the hub's zone; `null` when the hub is closed that weekday. */
export type DayHours = { readonly opens: string; readonly closes: string } | null;
export type OpeningHours = Readonly<Record<Weekday, DayHours>>;

/** Two readings of "one working day"; the first is the default. */
export const ONE_WORKING_DAY_MODES = ['SAME_TIME_NEXT_WD', 'END_OF_NEXT_WD'] as const;
export type OneWorkingDayMode = (typeof ONE_WORKING_DAY_MODES)[number];

/** Who is told that a clock is late, and how long the hub then waits before the next is told. */
export type EscalationStep = { readonly to: Role; readonly nextAfter: Limit };

/**
 * The rules of a hub as a case takes them along: every number its clocks use comes from here. A policy edition
 * says more; this is the part one kind of case needs.
 */
export type HubPolicy = {
  readonly edition: string;
  readonly effectiveFrom: LocalDate;
  readonly openingHours: OpeningHours;
  readonly oneWorkingDay: OneWorkingDayMode;
  /**
   * Limits of the clocks that run from receipt, and of those that run once their occasion has come; rules recorded
   * before an occasion was known to the hub do not hold its limit. The RAG target has its own table. What follows a
   * decision takes along the limits of its own clocks besides.
   */
  readonly clocks: Readonly<Record<ReceiptClock, ClockLimit>> &
    Readonly<Partial<Record<OccasionalClock | LimitedFollowOnClock, ClockLimit>>>;
  /** Target for the decision by rating, counted from receipt; `null` where the rating sets none. */
  readonly ragTargets: Readonly<Record<Rag, Limit | null>>;
  readonly ragTargetsSource?: string;
  /** Share of the working time after which a clock warns, ascending, each between 0 and 1. */
  readonly warningFractions: readonly number[];
  /** Who is told at breach, and then after each further working day; the last is told until the clock stops. */
  readonly escalationLadder: readonly Role[];
  /** Ladders of clocks that climb otherwise, first step at the breach; the last step repeats. */
  readonly ladders?: Readonly<Partial<Record<ClockKind, readonly EscalationStep[]>>>;
  /** Clocks that may be paused; absent when none may. Never a statutory one. */
  readonly pausable?: readonly ClockKind[];
  /** What holds between receipt and decision; absent from rules recorded before the hub had such rules. */
  readonly triage?: TriageRules;
  /**
   * A decision begins the case that follows it: an assessment, Early Help and the like. Absent from rules recorded
   * before the hub followed its decisions.
   */
  readonly beginsFollowOns?: true;
  /** What holds after the decision; only cases that follow one take it along. */
  readonly followOn?: FollowOnRules;
};

/** The rules after the decision, beside the limits of its clocks. */
export type FollowOnRules = {
  /** Kinds of agency without which a strategy discussion is not quorate. */
  readonly quorum: readonly string[];
  /** From which strategy discussion the days to the conference count. */
  readonly icpcFrom: 'INITIATING_SD' | 'LAST_SD';
  readonly disputes: {
    readonly stages: readonly { readonly stage: number; readonly who: string; readonly limit: Limit }[];
    /** All stages together where a child may come to harm. */
    readonly urgent: Limit;
    /** From this stage on the partnership's office is told. */
    readonly tellPartnershipFrom: number;
  };
  /** Logged attempts to reach a family, after which a manager reviews what is next. */
  readonly contactAttempts: number;
  /** Alerts before the limit of a clock, counted from its start. */
  readonly alertAfter: Readonly<Partial<Record<LimitedFollowOnClock, Limit>>>;
};

/** How long a clock may run, and whose rule that is. */
export type ClockLimit = { readonly limit: Limit; readonly source: string };

/** When a route needs the family's agreement. */
export const AGREEMENT_RULES = ['NOT_NEEDED', 'UNLESS_HARMFUL', 'ALWAYS'] as const;
export type AgreementRule = (typeof AGREEMENT_RULES)[number];

/** The rules between receipt and decision. */
export type TriageRules = {
  /** Attempts to reach the referrer after which the hub decides on what is known, and the time they may take. */
  readonly clarification: { readonly attempts: number; readonly within: Limit };
  readonly agreement: Readonly<Record<Outcome, AgreementRule>>;
  readonly agencyRequests: {
    /** Of the time the decision has, from 0 to 1: when an agency's answer is due. */
    readonly share: number;
    /** Of the request's own time: when its representative is reminded, and when its safeguarding lead is told. */
    readonly remindAt: number;
    readonly leadAt: number;
    /** Ratings under which agencies are asked at all. */
    readonly higherLevels: readonly Rag[];
    /** How long an answer is waited for after the decision was due, or after a later request. */
    readonly longStop: Limit;
    /**
     * A higher rating shortens the time of requests that are open, and a referral that ends takes its child out of
     * them. Absent from rules recorded before they did.
     */
    readonly followReferral?: true;
  };
  readonly repeats: RepeatRules;
  readonly fourEyes?: FourEyes;
  /** Whose rules these are; absent from rules recorded before they were kept with a case. */
  readonly sources?: Readonly<Record<'clarification' | 'agreement' | 'agencyRequests', string>>;
};

/** Outcomes under ratings that take two people: who rated does not decide them. */
export type FourEyes = { readonly outcomes: readonly Outcome[]; readonly ratings: readonly Rag[] };

/** When earlier contacts about a child call for a second look. */
export type RepeatRules = {
  /** A referral is a re-referral within so many months of the one before. */
  readonly reReferralMonths: number;
  /** Referrals within that time that call for a threshold review meeting. */
  readonly thresholdReviewAt: number;
  /** Low-level contacts within that time that together may reach the threshold. */
  readonly lowLevelContacts: number;
};

/** The limit of a clock, where these rules have one. The RAG target has one for each rating instead. */
export function clockLimit({ clocks }: HubPolicy, kind: ClockKind): ClockLimit | undefined {
  switch (kind) {
    case 'RAG_TARGET':
    case 'AGENCY_CHECK':
    case 'ANSWER_LONG_STOP':
    case 'DISPUTE_STAGE':
    case 'DISPUTE_URGENT':
    case 'PLAN_ACTION':
      return undefined;
    default:
      return clocks[kind];
  }
}

/**
 * The rules one case runs under: recorded with it, so that a later edition changes what it computed only when the
 * case adopts it.
 */
export type HubRules = {
  readonly policy: HubPolicy;
  readonly calendar: CalendarEdition;
  /** Number of the publication these rules came with; absent or 0 for those the hub was opened with. */
  readonly publication?: number;
};
