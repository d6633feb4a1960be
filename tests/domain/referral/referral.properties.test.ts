import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isClockEvent } from '../../../domain/clock.ts';
import { nextWakeAt } from '../../../domain/clock-milestones.ts';
import { addMs } from '../../../domain/instant.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { REFERRAL_ACTIONS, type ReferralAction } from '../../../domain/referral/commands.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import { ENDINGS } from '../../../domain/referral/endings.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { obstacle } from '../../../domain/referral/guards.ts';
import { standingOf } from '../../../domain/referral/owner-invariant.ts';
import { DECIDING_ROLES } from '../../../domain/referral/outcomes.ts';
import { isClosed, latestDecision, type Referral } from '../../../domain/referral/state.ts';
import { type Stage, STAGES } from '../../../domain/vocabulary.ts';
import { teamManager } from '../../support/people.ts';
import { command, life, live, who } from './lives.ts';
import { folded, MON_TEN, rules } from './story.ts';

/** Stages that only another case, another body or a fact about the child leads to; each is told in its own tests. */
const LED_TO_OTHERWISE: readonly Stage[] = [...ENDINGS, 'CLOSED_TRANSFERRED_OUT'];

/** Late answers and their review, the news of cases that follow, and what opens a closed referral again. */
const TAKEN_WHILE_CLOSED: readonly ReferralAction[] = [
  'noteAnswer',
  'noteRequestEnded',
  'reviewLateAnswer',
  'noteNews',
  'reopenReferral',
];

/** What opens a closed referral again: a late answer that changes the decision, or a decision called for anew. */
const OPENS_AGAIN: readonly ReferralEvent['type'][] = ['ReferralReopened', 'DecisionCalledFor'];

/** What the hub writes down by itself, so that nobody who acts has to have seen it. */
const UNSEEN: readonly ReferralEvent['type'][] = [
  'AgencyAsked',
  'AgenciesListedMissing',
  'ChecksHastened',
  'HasteTold',
  'ChecksLetGo',
  'FollowOnAsked',
  'FollowOnBegun',
  'FollowOnTold',
];

describe('whatever happens to a referral', () => {
  test('reaches every stage that what people do leads to', () => {
    const reached = new Set(
      fc
        .sample(life, { numRuns: 12_000, seed: 5 })
        .flatMap((given) => live(given).seen.map((it) => it.after.stage)),
    );
    const expected = STAGES.filter((stage) => !LED_TO_OTHERWISE.includes(stage));
    expect([...reached].toSorted()).toEqual(expected.toSorted());
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

  test('a closed referral stays closed but for what calls for a new decision, and takes nothing else', () => {
    fc.assert(
      fc.property(life, who, (given, by) => {
        const { state, seen } = live(given);
        for (const { before, after, events } of seen) {
          const isReopened = events.some(({ type }) => OPENS_AGAIN.includes(type));
          if (!isClosed(before)) continue;
          if (isReopened) expect(isClosed(after)).toBe(false);
          else expect(after.stage).toBe(before.stage);
        }
        if (!isClosed(state)) return;
        const running = state.clocks.filter((clock) => clock.status !== 'STOPPED');
        expect(running.filter(({ kind }) => kind !== 'LATE_ANSWER_REVIEW')).toEqual([]);
        for (const action of REFERRAL_ACTIONS) {
          if (!TAKEN_WHILE_CLOSED.includes(action)) expect(obstacle(state, action, by)).toBeDefined();
        }
      }),
    );
  });

  test('whatever calls for a new decision, a manager can make it there', () => {
    fc.assert(
      fc.property(life, (given) => {
        for (const { after, events } of live(given).seen) {
          if (!events.some(({ type }) => type === 'DecisionCalledFor')) continue;
          const refusal = obstacle(after, 'decide', teamManager);
          // Before it was decided it may wait for another referral's decision; a manager may take it out of that.
          if (refusal?.code === 'JOINED_TO_OTHER') {
            expect(obstacle(after, 'leaveReferral', teamManager)).toBeUndefined();
          } else expect(refusal).toBeUndefined();
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('no open referral is without one owner, a clock or a reason for none, and a next step', () => {
    fc.assert(
      fc.property(life, (given) => {
        for (const { after } of live(given).seen) {
          if (!isClosed(after)) expect(brokenRules(standingOf(after))).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('the version counts exactly what was not said by a clock', () => {
    fc.assert(
      fc.property(life, (given) => {
        const { all, state } = live(given);
        expect(state.version).toBe(
          all.filter((event) => !isClockEvent(event) && !UNSEEN.includes(event.type)).length,
        );
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

  test('never allowed: decided without a manager who is named', () => {
    fc.assert(
      fc.property(life, (given) => {
        for (const { before, after, events, by } of live(given).seen) {
          if (!events.some(({ type }) => type === 'DecisionMade')) continue;
          expect(obstacle(before, 'decide', by)).toBeUndefined();
          expect(DECIDING_ROLES).toContain(by.role);
          expect(latestDecision(after)?.decidedBy).toBe(by.userId);
        }
      }),
    );
  });

  test('never allowed: closed without the referrer being told or a recorded reason for silence', () => {
    fc.assert(
      fc.property(life, (given) => {
        for (const { after } of live(given).seen) {
          if (!after.stage.startsWith('CLOSED_')) continue;
          expect(after).toMatchObject({ feedback: { status: expect.stringMatching(/^(SENT|WITHHELD)$/) } });
        }
      }),
    );
  });

  test('never allowed: a decision that is edited or deleted; it is only superseded', () => {
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
