import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { isCounting } from '../../../domain/clock.ts';
import { DomainError } from '../../../domain/errors.ts';
import { REQUEST_STAGES } from '../../../domain/information-request/state.ts';
import { addMs, type Instant } from '../../../domain/instant.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { REVIEW_OUTCOMES } from '../../../domain/referral/agency-checks.ts';
import type { ReferralCommand, ReferralNotice } from '../../../domain/referral/commands.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import { ENDINGS } from '../../../domain/referral/endings.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { isMatterAction, permittedFor } from '../../../domain/referral/matters.ts';
import { PATHWAYS } from '../../../domain/referral/outcomes.ts';
import { standingOf } from '../../../domain/referral/owner-invariant.ts';
import { receive } from '../../../domain/referral/receive.ts';
import { REDIRECT_TARGETS } from '../../../domain/referral/redirects.ts';
import { isClosed, latestDecision, type Referral } from '../../../domain/referral/state.ts';
import { AGENCY_ANSWERS, type Role, type Stage } from '../../../domain/vocabulary.ts';
import { actor } from '../../support/people.ts';
import { command } from './lives.ts';
import { folded, MON_TEN, messageOf, receipt, rules, sealed } from './story.ts';

/** What may happen next, given where the referral stands; undefined when it cannot be said of this one. */
type Happening = (referral: Referral) => ReferralCommand | ReferralNotice | undefined;

const words = sealed('words');
const ENDS = REQUEST_STAGES.filter((stage) => stage !== 'AWAITED' && stage !== 'ANSWERED');

/** A command about the last agency that was asked. */
function aboutCheck(make: (requestId: string, answers: number) => ReferralCommand): Happening {
  return ({ agencyChecks = [] }) => {
    const check = agencyChecks.at(-1);
    return check && make(check.requestId, check.answers.length);
  };
}

function ask(agency: string): ReferralCommand {
  return {
    type: 'requestInformation',
    agency,
    questions: words,
    disclosed: ['NAMES'],
    basis: 'PUBLIC_TASK',
    necessity: words,
    critical: false,
  };
}

const betweenTeams: fc.Arbitrary<Happening> = fc.oneof(
  fc.constant<Happening>(() => ({ type: 'recordAllegation', reason: words })),
  fc.constantFrom(...REDIRECT_TARGETS).map(
    (to): Happening =>
      () => ({
        type: 'redirect',
        to,
        receiver: 'ELSEWHERE',
        worksIn: 'MOCKTON',
        noChildNeedsHub: true,
        note: words,
        reason: words,
      }),
  ),
  fc.constant<Happening>(({ redirects = [] }) => {
    const open = redirects.find(({ acknowledgedAt }) => acknowledgedAt === undefined);
    return open && { type: 'acknowledgeRedirect', redirect: open.no, note: words };
  }),
  fc.constant<Happening>(() => ({ type: 'handToOutOfHours', immediateRisk: true, reason: words })),
  fc.constant<Happening>(() => ({ type: 'acknowledgeOutOfHours' })),
  fc.constant<Happening>(() => ({ type: 'handBackToDay', note: words })),
  fc.constant<Happening>(() => ({ type: 'acknowledgeHandBack' })),
  fc.boolean().map(
    (withinHub): Happening =>
      () => ({
        type: 'transferAuthority',
        to: 'ELSEWHERE',
        withinHub,
        rationale: words,
        told: 'PHONE',
      }),
  ),
  fc.constant<Happening>(() => ({ type: 'acceptTransfer', note: words })),
);

const agencies: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom('POLICE', 'HEALTH').map(
    (agency): Happening =>
      () =>
        ask(agency),
  ),
  fc.constant<Happening>(({ agencyChecks = [] }) => {
    const check = agencyChecks.find(({ openedAt }) => openedAt === undefined);
    return check && { type: 'agencyAsked', askedAs: check.requestId, requestId: check.requestId };
  }),
  fc.tuple(fc.constantFrom(...AGENCY_ANSWERS), fc.boolean()).map(([answer, partial]) =>
    aboutCheck((requestId, answers) => ({
      type: 'noteAnswer',
      requestId,
      answerNo: answers + 1,
      answer,
      partial,
      answeredAt: MON_TEN,
    })),
  ),
  fc
    .constantFrom(...ENDS)
    .map((end) => aboutCheck((requestId) => ({ type: 'noteRequestEnded', requestId, end }))),
  fc.tuple(fc.constantFrom(...REVIEW_OUTCOMES), fc.nat(2)).map(([outcome, back]) =>
    aboutCheck((requestId, answers) => ({
      type: 'reviewLateAnswer',
      requestId,
      answerNo: Math.max(1, answers - back),
      outcome,
      rationale: words,
    })),
  ),
);

const ending: fc.Arbitrary<Happening> = fc.constantFrom(...ENDINGS).map(
  (end): Happening =>
    () => ({
      type: 'endReferral',
      ending: end,
      rationale: words,
      handedTo: 'ADULT_SERVICES',
      routes: ['CHILD_DEATH_REVIEW'],
    }),
);

const seen: fc.Arbitrary<Happening> = fc.oneof(
  fc.constant<Happening>(() => ({ type: 'tick' })),
  fc.constantFrom('ACKNOWLEDGEMENT' as const, 'OUTCOME' as const, 'QUESTION' as const).map(
    (message): Happening =>
      (referral) => ({ type: 'delivered', ...messageOf(referral, message) }),
  ),
);

const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: command.map(
      (given): Happening =>
        () =>
          given,
    ),
  },
  { weight: 6, arbitrary: betweenTeams },
  { weight: 6, arbitrary: agencies },
  { weight: 3, arbitrary: seen },
  { weight: 1, arbitrary: ending },
);

/** Several things that may happen, of which the first that the rules allow does; so lives get far. */
const step = fc.record({
  afterMinutes: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * 24 * 60 }) },
  ),
  candidates: fc.array(happening, { minLength: 1, maxLength: 5 }),
  chance: fc.nat(20),
});
const reach = fc.constantFrom('ELECTRONIC' as const, 'BY_HAND' as const, 'UNREACHABLE' as const);
const isChecked = fc.boolean();
const life = fc.tuple(reach, isChecked, fc.array(step, { maxLength: 24, size: 'max' }));
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** Rated, with the family's agreement, and one agency asked: what late answers need and chance seldom brings. */
const CHECKED: readonly Happening[] = [
  () => ({ type: 'rate', rag: 'RED', reason: words }),
  () => ({ type: 'recordAgreement', status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY', method: 'PHONE' }),
  () => ask('POLICE'),
];

/** Somebody who may, as far as roles go. */
function someoneFor(referral: Referral, given: ReferralCommand, chance: number): Actor {
  const roles = rolesFor(referral, given);
  const role = roles[chance % Math.max(1, roles.length)] ?? 'TEAM_MANAGER';
  const handover = 'handover' in referral ? referral.handover : undefined;
  const receiver = handover !== undefined && 'receiver' in handover ? handover.receiver : 'ELSEWHERE';
  const agency = given.type === 'acceptHandover' ? receiver : 'ELSEWHERE';
  const userId = `synthetic-${chance}`;
  return actor(role, { userId, ...(role === 'AGENCY_REPRESENTATIVE' && { agency }) });
}

function rolesFor(referral: Referral, { type }: ReferralCommand): readonly Role[] {
  if (isMatterAction(type)) return permittedFor(type);
  const outcome = latestDecision(referral)?.outcome;
  return type === 'acceptHandover' && outcome !== undefined ? PATHWAYS[outcome].acceptedBy : ['TEAM_MANAGER'];
}

const NOTICES: readonly string[] = ['tick', 'delivered', 'agencyAsked'] satisfies ReferralNotice['type'][];

function isNotice(what: ReferralCommand | ReferralNotice): what is ReferralNotice {
  return NOTICES.includes(what.type);
}

/** The referral after each step of its life. */
function states([referrerReach, checked, steps]: Life): Referral[] {
  let state = folded(receive(receipt({ referrerReach }), MON_TEN, rules));
  const all = [state];
  let now = MON_TEN;
  const first = checked ? CHECKED.map((one) => ({ afterMinutes: 1, candidates: [one], chance: 0 })) : [];
  for (const { afterMinutes, candidates, chance } of [...first, ...steps]) {
    now = addMs(now, afterMinutes * 60_000);
    // As the workflow does: what fell due comes first.
    state = observe(state, { type: 'tick' }, { now, rules }).reduce<Referral>(evolve, state);
    state = firstAllowed(state, candidates, chance, now);
    all.push(state);
  }
  return all;
}

function firstAllowed(
  state: Referral,
  candidates: readonly Happening[],
  chance: number,
  now: Instant,
): Referral {
  for (const candidate of candidates) {
    const what = candidate(state);
    if (what === undefined) continue;
    try {
      const events = isNotice(what)
        ? observe(state, what, { now, rules })
        : decide(state, what, { actor: someoneFor(state, what, chance), now, rules });
      if (events.length > 0) return events.reduce<Referral>(evolve, state);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return state;
}

describe('a referral that everything happens to', () => {
  test('is never without one owner, a clock or a reason for none, and a next step', () => {
    fc.assert(
      fc.property(life, (given) => {
        for (const state of states(given)) {
          const isOver = isClosed(state) && !state.clocks.some(isCounting);
          if (!isOver) expect(brokenRules(standingOf(state))).toEqual([]);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('comes to all of this: nights, redirects, agencies, late answers and endings', () => {
    const lives = fc.sample(life, { numRuns: 3_000, seed: 7 }).flatMap(states);
    const stages = new Set(lives.map(({ stage }) => stage));
    const rare: Stage[] = ['INFO_GATHERING', 'AWAITING_REFERRER', 'CHILD_DIED', 'CLOSED_TRANSFERRED_OUT'];
    for (const stage of rare) expect(stages).toContain(stage);
    expect(lives.some(({ outOfHours = [] }) => outOfHours.some(({ endedAt }) => endedAt))).toBe(true);
    expect(lives.some(({ redirects = [] }) => redirects.some(({ acknowledgedAt }) => acknowledgedAt))).toBe(
      true,
    );
    const reviews = lives.flatMap(({ agencyChecks = [] }) =>
      agencyChecks.flatMap(({ answers }) => answers.flatMap(({ review }) => review?.outcome ?? [])),
    );
    expect(new Set(reviews)).toEqual(new Set(REVIEW_OUTCOMES));
  });
});
