import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { isClockEvent } from '../../../domain/clock.ts';
import { nextWakeAt } from '../../../domain/clock-milestones.ts';
import { DomainError } from '../../../domain/errors.ts';
import { addMs, type Instant } from '../../../domain/instant.ts';
import { REFERRAL_ACTIONS, type ReferralCommand } from '../../../domain/referral/commands.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import { receive } from '../../../domain/referral/receive.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { obstacle } from '../../../domain/referral/guards.ts';
import { isClosed, type Referral, WITHHOLDING_REASONS } from '../../../domain/referral/state.ts';
import {
  AGREEMENTS,
  DELIVERY_METHODS,
  LEVELS_OF_NEED,
  OUTCOMES,
  RAGS,
  ROLES,
  STAGES,
} from '../../../domain/vocabulary.ts';
import { actor } from '../../support/people.ts';
import { messageOf, folded, MON_TEN, receipt, rules, sealed } from './story.ts';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const words = fc.constant(sealed('words'));

const decision: fc.Arbitrary<ReferralCommand> = fc
  .record({
    outcome: fc.constantFrom(...OUTCOMES),
    level: fc.constantFrom(...LEVELS_OF_NEED),
    agreement: fc.constantFrom(...AGREEMENTS),
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

const command: fc.Arbitrary<ReferralCommand> = fc.oneof(
  fc.record({ type: fc.constant('acknowledge' as const), method: fc.constantFrom('PHONE', 'LETTER') }),
  fc.record({ type: fc.constant('rate' as const), rag: fc.constantFrom(...RAGS), reason: words }),
  { weight: 4, arbitrary: decision },
  fc.record({ type: fc.constant('giveFeedback' as const), method: fc.constantFrom(...DELIVERY_METHODS) }),
  fc.record({
    type: fc.constant('withholdFeedback' as const),
    reason: fc.constantFrom(...WITHHOLDING_REASONS),
  }),
  { weight: 4, arbitrary: fc.constant<ReferralCommand>({ type: 'acceptHandover' }) },
  fc.record({ type: fc.constant('requestWithdrawal' as const), reason: words }),
  fc.record({ type: fc.constant('approveWithdrawal' as const), rationale: words }),
  fc.record({ type: fc.constant('refuseWithdrawal' as const), rationale: words }),
);

/** Mostly those who decide and those who take over, so that lives come to every end there is. */
const who: fc.Arbitrary<Actor> = fc
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
  afterMinutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
  what: fc.oneof(
    { weight: 6, arbitrary: command },
    fc.constant('tick' as const),
    fc.constantFrom('ACKNOWLEDGEMENT' as const, 'OUTCOME' as const),
  ),
  by: who,
});
const reach = fc.constantFrom('ELECTRONIC' as const, 'BY_HAND' as const, 'UNREACHABLE' as const);
const life = fc.tuple(reach, fc.array(step, { maxLength: 14, size: 'max' }));

type Seen = {
  readonly before: Referral;
  readonly events: readonly ReferralEvent[];
  readonly after: Referral;
  readonly now: Instant;
  readonly refusal?: DomainError;
};

/** Lives one referral's life; refused commands change nothing. */
function live([referrerReach, steps]: typeof life extends fc.Arbitrary<infer T> ? T : never) {
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
      else events = decide(state, what, { actor: by, now, rules });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refusal = error;
    }
    state = events.reduce<Referral>(evolve, state);
    all.push(...events);
    seen.push({ before, events, after: state, now, ...(refusal && { refusal }) });
  }
  return { all, seen, state };
}

describe('whatever happens to a referral', () => {
  test('reaches every stage there is', () => {
    const reached = new Set(
      fc
        .sample(life, { numRuns: 2_000, seed: 5 })
        .flatMap((given) => live(given).seen.map((it) => it.after.stage)),
    );
    expect([...reached].toSorted()).toEqual(STAGES.toSorted());
  });

  test('every command at every stage gives events or a coded refusal', () => {
    fc.assert(
      fc.property(life, (given) => {
        for (const { events, refusal } of live(given).seen) {
          if (refusal !== undefined) expect(events).toEqual([]);
        }
      }),
    );
  });

  test('the ledger folds to the state, however it is read', () => {
    fc.assert(
      fc.property(life, (given) => {
        const { all, state } = live(given);
        expect(folded(all)).toEqual(state);
        expect(folded(structuredClone(all))).toEqual(state);
      }),
    );
  });

  test('a closed referral stays closed, has no clock running and refuses every command', () => {
    fc.assert(
      fc.property(life, who, (given, by) => {
        const { state, seen } = live(given);
        for (const { before, after } of seen) if (isClosed(before)) expect(after.stage).toBe(before.stage);
        if (!isClosed(state)) return;
        expect(state.clocks.filter((clock) => clock.status !== 'STOPPED')).toEqual([]);
        for (const action of REFERRAL_ACTIONS) expect(obstacle(state, action, by)).toBeDefined();
      }),
    );
  });

  test('the version counts exactly what was not said by a clock', () => {
    fc.assert(
      fc.property(life, (given) => {
        const { all, state } = live(given);
        expect(state.version).toBe(all.filter((event) => !isClockEvent(event)).length);
      }),
    );
  });

  test('no clock is silent about what is past, and nothing is said before its time', () => {
    fc.assert(
      fc.property(life, (given) => {
        const { seen } = live(given);
        for (const { after, events, now } of seen) {
          for (const event of events) expect(event.occurredAt <= now).toBe(true);
          const caughtUp = observe(after, { type: 'tick' }, { now, rules }).reduce<Referral>(evolve, after);
          for (const clock of caughtUp.clocks) {
            const wake = nextWakeAt(clock);
            if (wake !== undefined) expect(wake > now).toBe(true);
          }
        }
      }),
    );
  });

  test('decisions are kept in order and never edited', () => {
    fc.assert(
      fc.property(life, (given) => {
        for (const { before, after } of live(given).seen) {
          const earlier = 'decisions' in before ? before.decisions : [];
          const later = 'decisions' in after ? after.decisions : [];
          expect(later?.slice(0, earlier?.length)).toEqual(earlier);
        }
      }),
    );
  });

  test('obstacle is never stricter or laxer than decide about roles and stages', () => {
    fc.assert(
      fc.property(life, command, who, (given, wanted, by) => {
        const { state } = live(given);
        const refusal = obstacle(state, wanted.type, by);
        if (refusal === undefined) return;
        const attempt = () => decide(state, wanted, { actor: by, now: addMs(MON_TEN, 4e9), rules });
        expect(attempt).toThrow(expect.objectContaining({ code: refusal.code }));
      }),
    );
  });
});
