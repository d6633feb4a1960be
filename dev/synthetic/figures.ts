/**
 * What the invented month is shaped on. Every figure is here and nowhere else, with where it comes from.
 *
 * Q1/Q2: Stockton-on-Tees Borough Council, Cabinet, Children's Hub Performance Q1/Q2, 16 March 2017: the first six
 * months of the hub of Hartlepool and Stockton, open since 1 June 2016.
 */

/** A source of contacts of the month. */
export type Source =
  | 'SCHOOL'
  | 'POLICE'
  | 'A_AND_E'
  | 'CAMHS'
  | 'HEALTH'
  | 'GP'
  | 'PROBATION'
  | 'ADULT_MENTAL_HEALTH'
  | 'HARBOUR'
  | 'AMBULANCE'
  | 'PUBLIC'
  | 'ANONYMOUS';

/**
 * Contacts by source. Q1/Q2 gives no totals; these are the referrals it returned to each agency that ended without
 * action or with advice, counted as children, and its 12 of the ambulance service. Q1/Q2 counts no members of the
 * public: PUBLIC and ANONYMOUS are an assumption.
 */
export const SOURCE_SHARES: Readonly<Record<Source, number>> = {
  POLICE: 76,
  SCHOOL: 35,
  A_AND_E: 30,
  HEALTH: 15,
  PROBATION: 10,
  CAMHS: 8,
  ADULT_MENTAL_HEALTH: 8,
  HARBOUR: 6,
  GP: 5,
  AMBULANCE: 12,
  PUBLIC: 14,
  ANONYMOUS: 6,
};

/**
 * School contacts by hour of arrival, in percent. Q1/Q2, 22 referrals checked: after 15:00 46 %, after 15:30 41 %,
 * after 16:00 27 %, after 16:30 23 %, after 17:00 18 %. Keys are wall-clock minutes, `from-to`; that none comes
 * before 08:30 or after 18:30 is an assumption.
 */
export const SCHOOL_ARRIVALS: Readonly<Record<`${number}-${number}`, number>> = {
  '510-900': 54,
  '900-930': 5,
  '930-960': 14,
  '960-990': 4,
  '990-1020': 5,
  '1020-1110': 18,
};

/** Children decided within one working day, in percent, Early Help included. Q1/Q2. */
export const DECIDED_IN_TIME = 72;

/**
 * Outcomes of children decided, in percent. NFA, EARLY_HELP and SINGLE_AGENCY: Q1/Q2. It does not publish the
 * other 53.96 %; how they are split here is an assumption.
 */
export const OUTCOME_SHARES = {
  NFA: 27.82,
  EARLY_HELP: 13.77,
  SINGLE_AGENCY: 4.45,
  ADVICE_SIGNPOST: 20,
  ASSESSMENT_S17: 23.96,
  STRATEGY_S47: 8,
  OPEN_CASE: 2,
} as const;

/** Children in a contact. No figure is published; Q1/Q2 says only that some single children are of one family. */
export const FAMILY_SIZES = { '1': 62, '2': 24, '3': 10, '4': 4 } as const;

/** Both councils send alike: an assumption, for neither publishes its share. */
export const AUTHORITY_SHARES = { HARTLEPOOL: 45, STOCKTON: 55 } as const;

/** What nobody publishes and every hub knows, in percent; each is an assumption. */
export const HABITS = {
  /** Forms that leave out something the hub asks for. */
  incompleteForms: 18,
  /** Referrers by phone who are never rung back to be told that their contact arrived. */
  acknowledgementForgotten: 6,
  /** Decisions that the referrer hears of only after the limit. */
  feedbackLate: 12,
  /** Decisions on which the referrer is not told, for a reason. */
  feedbackWithheld: 2,
  /** Referrals rated red after they were rated lower. */
  ratedUp: 4,
  /** Decisions replaced by another before the case closes. */
  superseded: 1,
  /** Referrals withdrawn by the referrer with a manager's approval. */
  withdrawn: 1,
} as const;

/** Ratings by outcome, in percent; an assumption. */
export const RATING_SHARES = {
  STRATEGY_S47: { RED: 85, AMBER: 15 },
  ASSESSMENT_S17: { RED: 10, AMBER: 75, GREEN: 15 },
  OTHER: { AMBER: 20, GREEN: 60, BLUE: 20 },
} as const;

/** Contacts of a month, unless told otherwise: no hub volume is published; enough for every share to show. */
export const CONTACTS_OF_A_MONTH = 400;
