import * as fc from 'fast-check';
import { type Actor, SYSTEM_ACTOR } from '../../../domain/actor.ts';
import { DomainError } from '../../../domain/errors.ts';
import { addMs, type Instant } from '../../../domain/instant.ts';
import { AGREEMENT_GIVERS } from '../../../domain/referral/agreement.ts';
import { type ReferralCommand, SYSTEM_ACTIONS } from '../../../domain/referral/commands.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { receive } from '../../../domain/referral/receive.ts';
import { type Referral, WITHHOLDING_REASONS } from '../../../domain/referral/state.ts';
import { REVIEW_OUTCOMES } from '../../../domain/referral/agency-checks.ts';
import {
  AGENCY_ANSWERS,
  AGREEMENTS,
  DELIVERY_METHODS,
  LAWFUL_BASES,
  LEVELS_OF_NEED,
  OUTCOMES,
  RAGS,
  ROLES,
} from '../../../domain/vocabulary.ts';
import { actor } from '../../support/people.ts';
import { followOnNews, reopen } from './follow-on-lives.ts';
import { linkCommand, linkNews } from './link-lives.ts';
import { folded, MON_TEN, messageOf, receipt, rules, sealed } from './story.ts';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const words = fc.constant(sealed('words'));

const decision: fc.Arbitrary<ReferralCommand> = fc
  .record({
    outcome: fc.constantFrom(...OUTCOMES),
    level: fc.constantFrom(...LEVELS_OF_NEED),
    agreement: fc.oneof(
      { weight: 5, arbitrary: fc.constant('GIVEN' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...AGREEMENTS) },
    ),
    receiver: optional(fc.constant('POLICE')),
    supersedes: optional(fc.integer({ min: 1, max: 3 })),
  })
  .map(
    ({ receiver, supersedes, ...rest }): ReferralCommand => ({
      type: 'decide',
      rationale: sealed('rationale'),
      evidenceConsidered: sealed('evidence'),
      agenciesMissing: [],
      ...rest,
      ...(receiver !== undefined && { receiver }),
      ...(supersedes !== undefined && { supersedes }),
    }),
  );

const agreementGiven: fc.Arbitrary<ReferralCommand> = fc
  .record({
    status: fc.oneof(
      { weight: 3, arbitrary: fc.constant('GIVEN' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...AGREEMENTS) },
    ),
    givenBy: optional(fc.constantFrom(...AGREEMENT_GIVERS)),
    reason: optional(words),
  })
  .map(
    ({ status, givenBy, reason }): ReferralCommand => ({
      type: 'recordAgreement',
      status,
      method: 'PHONE',
      ...(givenBy !== undefined && { givenBy }),
      ...(reason !== undefined && { reason }),
    }),
  );

const POLICE = 'C-TEST-0001.POLICE';

const question: fc.Arbitrary<ReferralCommand> = fc.boolean().map((critical) => ({
  type: 'requestInformation',
  agency: 'POLICE',
  questions: sealed('questions'),
  disclosed: ['NAMES'],
  basis: 'PUBLIC_TASK',
  necessity: sealed('necessity'),
  critical,
}));

/** What the agency's request may tell, at any time and more than once. */
const news: fc.Arbitrary<ReferralCommand> = fc.oneof(
  fc
    .record({
      answerNo: fc.integer({ min: 1, max: 3 }),
      answer: fc.constantFrom(...AGENCY_ANSWERS),
      partial: fc.boolean(),
    })
    .map(
      (answer): ReferralCommand => ({
        type: 'noteAnswer',
        requestId: POLICE,
        answeredAt: MON_TEN,
        ...answer,
      }),
    ),
  fc
    .constantFrom('WITHDRAWN' as const, 'NO_ANSWER' as const, 'CLOSED' as const)
    .map((end): ReferralCommand => ({ type: 'noteRequestEnded', requestId: POLICE, end })),
);

/** Anything a person may try. */
export const command: fc.Arbitrary<ReferralCommand> = fc.oneof(
  fc.record({ type: fc.constant('acknowledge' as const), method: fc.constantFrom('PHONE', 'LETTER') }),
  fc.record({ type: fc.constant('rate' as const), rag: fc.constantFrom(...RAGS), reason: words }),
  { weight: 6, arbitrary: decision },
  fc.record({ type: fc.constant('giveFeedback' as const), method: fc.constantFrom(...DELIVERY_METHODS) }),
  fc.record({
    type: fc.constant('withholdFeedback' as const),
    reason: fc.constantFrom(...WITHHOLDING_REASONS),
  }),
  { weight: 6, arbitrary: fc.constant<ReferralCommand>({ type: 'acceptHandover' }) },
  fc.record({ type: fc.constant('requestWithdrawal' as const), reason: words }),
  fc.record({
    type: fc.constant('approveWithdrawal' as const),
    rationale: words,
    noDutyArises: fc.boolean(),
  }),
  fc.record({ type: fc.constant('refuseWithdrawal' as const), rationale: words }),
  fc.record({ type: fc.constant('askReferrer' as const), question: words }),
  fc.record({
    type: fc.constant('logAttempt' as const),
    method: fc.constantFrom(...DELIVERY_METHODS),
    reached: fc.boolean(),
  }),
  fc.record({ type: fc.constant('recordReferrerAnswer' as const), answer: words }),
  fc.record({ type: fc.constant('decideOnWhatIsKnown' as const), reason: words }),
  fc.record({ type: fc.constant('proposeRating' as const), rag: fc.constantFrom(...RAGS), reason: words }),
  agreementGiven,
  fc.record({
    type: fc.constant('recordLawfulBasis' as const),
    basis: fc.constantFrom(...LAWFUL_BASES),
    purpose: words,
    necessity: words,
  }),
  fc.record({ type: fc.constant('authoriseWithoutKnowledge' as const), reason: words }),
  { weight: 3, arbitrary: question },
  linkCommand,
  reopen,
  fc.constantFrom<ReferralCommand[]>(
    { type: 'restrictRecord', reason: sealed('words'), readers: ['synthetic-lado'] },
    { type: 'changeReaders', reason: sealed('words'), readers: [] },
    { type: 'liftRestriction', reason: sealed('words') },
    { type: 'breakGlass', reason: sealed('words') },
    { type: 'reviewBreakGlass', no: 1, finding: 'NOT_JUSTIFIED', note: sealed('words') },
  ),
  fc.record({
    type: fc.constant('reviewLateAnswer' as const),
    requestId: fc.constant(POLICE),
    answerNo: fc.integer({ min: 1, max: 3 }),
    outcome: fc.constantFrom(...REVIEW_OUTCOMES),
    rationale: words,
  }),
);

/** Mostly those who decide and those who take over, so that lives come to every end there is. */
export const who: fc.Arbitrary<Actor> = fc
  .oneof(
    { weight: 5, arbitrary: fc.constant('TEAM_MANAGER' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'AGENCY_REPRESENTATIVE' as const,
        'EARLY_HELP_MANAGER' as const,
        'LADO' as const,
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom(...ROLES) },
  )
  .map((role) => actor(role, role === 'AGENCY_REPRESENTATIVE' ? { agency: 'POLICE' } : {}));

const step = fc.record({
  // Often soon enough that the decision is not late yet.
  afterMinutes: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 3 * 24 * 60 })),
  what: fc.oneof(
    { weight: 6, arbitrary: command },
    { weight: 1, arbitrary: news },
    { weight: 1, arbitrary: linkNews },
    { weight: 1, arbitrary: followOnNews },
    fc.constant('tick' as const),
    fc.constantFrom('ACKNOWLEDGEMENT' as const, 'OUTCOME' as const, 'QUESTION' as const),
  ),
  by: who,
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** How some lives begin: rated high enough, and an agency asked. */
const agencyAsked: fc.Arbitrary<Step[]> = question.map((ask) =>
  [
    { type: 'rate', rag: 'RED', reason: sealed('words') } as const,
    { type: 'authoriseWithoutKnowledge', reason: sealed('words') } as const,
    ask,
  ].map((what) => ({ afterMinutes: 5, what, by: actor('TEAM_MANAGER') })),
);

const reach = fc.constantFrom('ELECTRONIC' as const, 'BY_HAND' as const, 'UNREACHABLE' as const);
/** How the referrer is reached, and what happens when by whom. */
export const life = fc.tuple(
  reach,
  fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: fc.constant<Step[]>([]) }, { weight: 1, arbitrary: agencyAsked }),
      fc.array(step, { maxLength: 14, size: 'max' }),
    )
    .map(([first, then]) => [...first, ...then]),
);

/** One step of a life. */
export type Seen = {
  readonly before: Referral;
  readonly events: readonly ReferralEvent[];
  readonly after: Referral;
  readonly now: Instant;
  /** Who gave the command, where it was one. */
  readonly by: Actor;
  readonly refusal?: DomainError;
};

function isNews({ type }: ReferralCommand): boolean {
  return (SYSTEM_ACTIONS as readonly string[]).includes(type);
}

/** Lives one referral's life; refused commands change nothing. */
export function live([referrerReach, steps]: typeof life extends fc.Arbitrary<infer T> ? T : never) {
  const all = receive(receipt({ referrerReach }), MON_TEN, rules);
  const seen: Seen[] = [];
  let state = folded(all);
  let now = MON_TEN;
  for (const { afterMinutes, what, by } of steps) {
    now = addMs(now, afterMinutes * 60_000);
    const before = state;
    let events: ReferralEvent[] = [];
    let refusal: DomainError | undefined;
    try {
      if (what === 'tick') events = observe(state, { type: 'tick' }, { now, rules });
      else if (typeof what === 'string')
        events = observe(state, { type: 'delivered', ...messageOf(state, what) }, { now, rules });
      else events = decide(state, what, { actor: isNews(what) ? SYSTEM_ACTOR : by, now, rules });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refusal = error;
    }
    state = events.reduce<Referral>(evolve, state);
    all.push(...events);
    seen.push({ before, events, after: state, now, by, ...(refusal && { refusal }) });
  }
  return { all, seen, state };
}
