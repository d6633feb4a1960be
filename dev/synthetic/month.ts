import { referrerReach } from '../../domain/contact.ts';
import type { Instant } from '../../domain/instant.ts';
import { instantAt } from '../../domain/local-time.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { Rag } from '../../domain/vocabulary.ts';
import type { HubAuthority } from '../demo-users.ts';
import { type Arrival, arrivals, monthDays, monthEnd } from './arrivals.ts';
import { type Casework, caseworkOf, type DecidedOutcome, paceOf, type Peculiarities } from './casework.ts';
import { discussionOf } from './discussions.ts';
import { expectedOf } from './expectation.ts';
import {
  AUTHORITY_SHARES,
  CONTACTS_OF_A_MONTH,
  DECIDED_IN_TIME,
  FAMILY_SIZES,
  HABITS,
  OUTCOME_SHARES,
  RATING_SHARES,
} from './figures.ts';
import type { CommandLine, ContactLine, ExpectedChild, Month, StepLine } from './month-file.ts';
import { agreement, child, familyName, leaveOut, worry } from './people.ts';
import { inShares, type Random, randomFrom } from './random.ts';
import { sourceFacts } from './referrers.ts';
import { stepsOf } from './steps.ts';

export type MonthToSynthesise = {
  readonly seed: number;
  /** `YYYY-MM`, inside the calendar edition. */
  readonly month: string;
  /** How many contacts; 400 unless told otherwise. */
  readonly contacts?: number;
};

/** A contact before anybody works on it. */
type Draft = {
  readonly arrival: Arrival;
  readonly children: number;
  readonly authority: HubAuthority;
  readonly isLate: boolean;
  readonly isIncomplete: boolean;
  readonly isForgotten: boolean;
};

/**
 * An invented month of a hub of two councils: contacts, what staff do about them and when, and how everything must
 * stand at the end. The same wish gives the same month, byte for byte.
 */
export function synthesiseMonth(wish: MonthToSynthesise, rules: HubRules): Month {
  const { seed, month, contacts = CONTACTS_OF_A_MONTH } = wish;
  const random = randomFrom(seed);
  const until = monthEnd(month, rules);
  const drafts = draftsOf(month, contacts, random, rules);
  const children = drafts.reduce((sum, draft) => sum + draft.children, 0);
  const peculiarities = peculiaritiesOf(children, random);
  const steps: StepLine[] = [];
  const expect: Record<string, ExpectedChild> = {};
  for (const [index, draft] of drafts.entries()) {
    const contact = `c${index + 1}`;
    const line = contactLine(contact, draft, random);
    if (line.at >= until) continue;
    steps.push(line);
    const family = workOn(draft, contact, peculiarities, until, random, rules);
    for (const told of family) {
      steps.push(...told.steps);
      expect[told.child] = told.expected;
    }
    const discussion = discussionOf(family, { authority: draft.authority, until, rules });
    if (discussion !== undefined) steps.push(discussion);
  }
  const at = instantAt(monthDays(month).first, 0, rules.calendar);
  return {
    header: {
      do: 'begin',
      at,
      format: 1,
      seed,
      month,
      contacts: steps.filter((step) => step.do === 'contact').length,
      children: Object.keys(expect).length,
      policyEdition: rules.policy.edition,
      calendarEdition: rules.calendar.edition,
    },
    steps: inOrder(steps),
    check: { do: 'check', at: until, expect },
  };
}

function draftsOf(month: string, count: number, random: Random, rules: HubRules): Draft[] {
  const sizes = inShares(FAMILY_SIZES, count, random).map(Number);
  const authorities = inShares(AUTHORITY_SHARES, count, random);
  const incomplete = someOf(count, HABITS.incompleteForms, random);
  const forgotten = someOf(count, HABITS.acknowledgementForgotten, random);
  const late = lateContacts(sizes, random);
  return arrivals(month, count, random, rules).map((arrival, index) => ({
    arrival,
    children: sizes[index] ?? 1,
    authority: authorities[index] ?? 'HARTLEPOOL',
    isLate: late.has(index),
    isIncomplete: incomplete.has(index),
    isForgotten: forgotten.has(index),
  }));
}

/** Contacts decided late: as many as make the published share of children, whole families at a time. */
function lateContacts(sizes: readonly number[], random: Random): Set<number> {
  let left = Math.round((sizes.reduce((sum, size) => sum + size, 0) * (100 - DECIDED_IN_TIME)) / 100);
  const late = new Set<number>();
  for (const index of random.shuffled([...sizes.keys()])) {
    const size = sizes[index] ?? 1;
    if (size > left) continue;
    late.add(index);
    left -= size;
  }
  return late;
}

/** The numbers of those that a habit takes, out of `count`. */
function someOf(count: number, percent: number, random: Random): Set<number> {
  const taken = Math.round((count * percent) / 100);
  return new Set(random.shuffled([...Array(count).keys()]).slice(0, taken));
}

/** One for each child of the month, in shares and in random order. */
function peculiaritiesOf(count: number, random: Random): Peculiarities[] {
  const outcomes = inShares(OUTCOME_SHARES, count, random);
  const ratings = {
    STRATEGY_S47: ratingsFor(outcomes, 'STRATEGY_S47', random),
    ASSESSMENT_S17: ratingsFor(outcomes, 'ASSESSMENT_S17', random),
    OTHER: ratingsFor(outcomes, 'OTHER', random),
  };
  const ratedUp = someOf(count, HABITS.ratedUp, random);
  const superseded = someOf(count, HABITS.superseded, random);
  const withdrawn = someOf(count, HABITS.withdrawn, random);
  const feedbackLate = someOf(count, HABITS.feedbackLate, random);
  const withheld = someOf(count, HABITS.feedbackWithheld, random);
  return outcomes.map((outcome, index) => ({
    outcome,
    rag: ratings[ratingGroup(outcome)].pop() ?? 'GREEN',
    isRatedUp: ratedUp.has(index),
    isSuperseded: superseded.has(index),
    isWithdrawn: withdrawn.has(index),
    isFeedbackLate: feedbackLate.has(index),
    isFeedbackWithheld: withheld.has(index),
  }));
}

function ratingGroup(outcome: DecidedOutcome): keyof typeof RATING_SHARES {
  return outcome === 'STRATEGY_S47' || outcome === 'ASSESSMENT_S17' ? outcome : 'OTHER';
}

function ratingsFor(
  outcomes: readonly DecidedOutcome[],
  group: keyof typeof RATING_SHARES,
  random: Random,
): Rag[] {
  const count = outcomes.filter((outcome) => ratingGroup(outcome) === group).length;
  const shares: Partial<Record<Rag, number>> = RATING_SHARES[group];
  return inShares<Rag>({ RED: 0, AMBER: 0, GREEN: 0, BLUE: 0, ...shares }, count, random);
}

function contactLine(contact: string, draft: Draft, random: Random): ContactLine {
  const { arrival, children } = draft;
  const { code, who, referrer, agency } = sourceFacts(arrival);
  const family = familyName(random);
  const year = Number(arrival.receivedAt.slice(0, 4));
  const whole = {
    receivedAt: arrival.receivedAt,
    channel: arrival.channel,
    sourceCode: code,
    localAuthority: draft.authority,
    ...(agency !== undefined && { agency }),
    referrer,
    concern: worry(random),
    familyAgreement: agreement(random),
    children: Array.from({ length: children }, () => child(random, family, year)),
  };
  const body = draft.isIncomplete ? leaveOut(whole, random) : whole;
  return { do: 'contact', at: arrival.enteredAt, who, contact, children, body };
}

type Told = {
  readonly child: string;
  readonly casework: Casework;
  readonly steps: CommandLine[];
  readonly expected: ExpectedChild;
};

/** Takes one set of peculiarities for each child of the contact. */
function workOn(
  draft: Draft,
  contact: string,
  peculiarities: Peculiarities[],
  until: Instant,
  random: Random,
  rules: HubRules,
): Told[] {
  const { arrival, authority, isLate, isForgotten, children } = draft;
  const facts = sourceFacts(arrival);
  const reach = referrerReach(facts.referrer);
  const pace = paceOf(arrival, { reach, isLate, isForgotten }, random, rules);
  return peculiarities.splice(0, children).map((peculiar, index) => {
    const name = `${contact}/${index + 1}`;
    const casework = caseworkOf(arrival, pace, reach, peculiar, random, rules);
    const about = { child: name, authority, referrer: facts.withdrawnBy ?? facts.who };
    return {
      child: name,
      casework,
      steps: stepsOf(casework, about, until, random),
      expected: expectedOf(casework, until, rules),
    };
  });
}

/** By time; what happens at the same time stays in the order it was told. */
function inOrder<Step extends { readonly at: Instant }>(steps: readonly Step[]): Step[] {
  return [...steps].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}
