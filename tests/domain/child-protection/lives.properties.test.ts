import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import {
  type AnyCommand,
  decide,
  evolve,
  openFollowOn,
  owedDeliveries,
  settled,
  standingOfFollowOn,
  tick,
} from '../../../domain/follow-on/run.ts';
import type { FollowOn } from '../../../domain/follow-on/kinds.ts';
import { isEnded } from '../../../domain/follow-on/state.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS } from '../../../domain/instant.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { folded, on, rules, system } from '../follow-on/story.ts';
import {
  A,
  again,
  B,
  call,
  clockOf,
  discussion,
  manager,
  not,
  opening,
  startFor,
  told,
  words,
} from './people.ts';

describe('E31, whatever happens later', () => {
  test('no later discussion moves the conference', () => {
    const later = fc.record({
      afterHours: fc.integer({ min: 1, max: 60 }),
      isQuorate: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(later, { maxLength: 6 }), (discussions) => {
        let state: FollowOn = told([['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), manager]]).state;
        let now = on('Mon 15:30');
        for (const { afterHours, isQuorate } of discussions) {
          now = addMs(now, afterHours * HOUR_MS);
          const times = { startedAt: addMs(now, -30 * MINUTE_MS), endedAt: now, children: [again(A)] };
          const record = isQuorate
            ? { ...discussion('Mon 14:00', 'Mon 15:00'), ...times }
            : { ...call('Mon 14:00', 'Mon 15:00'), ...times };
          state = tick(state, { now, rules }).reduce<FollowOn>(evolve, state);
          state = decide(state, record, { actor: manager, now, rules }).reduce<FollowOn>(evolve, state);
        }
        if (state.kind !== 'CHILD_PROTECTION') throw new Error('another kind of case');
        expect(clockOf(state, `ICPC.${A}`)).toMatchObject({
          startedAt: on('Mon 15:00'),
          dueAt: on('+3 Mon 17:00'),
        });
      }),
      { numRuns: 50 },
    );
  });
});

/** What may be tried at an instant, whether or not the case takes it. */
function commandAt(now: Instant, which: number, ref: string): AnyCommand {
  const record = {
    ...discussion('Mon 14:00', 'Mon 15:00'),
    startedAt: addMs(now, -20 * MINUTE_MS),
    endedAt: now,
  };
  const wayOn = (['ASSESSMENT', 'EARLY_HELP', 'NFA'] as const)[which % 3] ?? 'NFA';
  const next = { nextDiscussionAt: addMs(now, HOUR_MS) };
  const phone = { ...call('Mon 11:00', 'Mon 11:20'), startedAt: record.startedAt, endedAt: now, ...next };
  const commands: readonly AnyCommand[] = [
    { ...record, children: [startFor(ref)] },
    { ...record, children: [not(ref, wayOn)] },
    { ...record, children: [again(A), again(B)], ...next },
    { ...phone, children: [again(ref)] },
    { ...phone, children: [startFor(ref)], isEmergency: true },
    { type: 'acceptProtection' },
    {
      type: 'startEmergencyS47',
      referralRefs: [ref],
      enquiry: 'SINGLE',
      reason: words('r'),
      action: words('a'),
    },
    { type: 'recordChildSeen', referralRef: ref, seenAt: now, alone: true, note: words('n') },
    {
      type: 'concludeS47',
      referralRef: ref,
      outcome: 'ICPC',
      rationale: words('r'),
      notSeenReason: words('n'),
      interimProtectionPlan: words('p'),
      conferenceAt: addMs(now, 48 * HOUR_MS),
    },
    {
      type: 'concludeS47',
      referralRef: ref,
      outcome: 'OTHER',
      rationale: words('r'),
      notSeenReason: words('n'),
      wayOn,
    },
    {
      type: 'recordConference',
      referralRef: ref,
      heldAt: now,
      planMade: false,
      outcome: words('o'),
      lateReason: words('l'),
    },
    { type: 'recordConferenceNotRequired', referralRef: ref, reason: words('r'), wayOn },
    { type: 'recordPoliceProtection', referralRef: ref, from: addMs(now, -HOUR_MS), reason: words('r') },
    { type: 'endPoliceProtection', referralRef: ref, how: 'AGREEMENT' },
    { type: 'recordEpo', referralRef: ref, madeAt: now },
    { type: 'endEpo', referralRef: ref, how: 'DISCHARGED' },
    { type: 'circulateMinutes', no: 1 + (which % 4) },
    { type: 'decideReturned', referralRef: ref, wayOn, rationale: words('r') },
    { type: 'endForChild', referralRef: ref, how: 'CHILD_TURNED_18', reason: words('r'), handedTo: 'X' },
    { type: 'noteSuperseded', decisionNo: 2, referralRef: ref },
    {
      type: 'noteOpening',
      opening: opening({ referralRefs: [ref], reasonableCauseAt: now, key: `${which}` }),
    },
    {
      type: 'noteNews',
      kind: 'ASSESSMENT',
      caseId: `case of ${ref}`,
      news: which % 2 === 0 ? 'ACCEPTED' : 'RETURNED',
      at: now,
    },
  ];
  return commands[which % commands.length] ?? { type: 'acceptProtection' };
}

test('every life: one owner, a clock that runs or a reason, a next step, events or a coded refusal', () => {
  const step = fc.record({
    hours: fc.integer({ min: 1, max: 20 }),
    which: fc.nat(200),
    isA: fc.boolean(),
    settles: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 16 }), (steps) => {
      let now = on('Mon 10:00');
      const events = [...openFollowOn(opening({ referralRefs: [A, B] }), { now, rules })];
      let state = folded(events);
      for (const { hours, which, isA, settles } of steps) {
        now = addMs(now, hours * HOUR_MS);
        state = tick(state, { now, rules }).reduce<FollowOn>(evolve, state);
        const command = commandAt(now, which, isA ? A : B);
        const by = command.type.startsWith('note') ? system : manager;
        try {
          state = decide(state, command, { actor: by, now, rules }).reduce<FollowOn>(evolve, state);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
        const owed = owedDeliveries(state);
        expect(new Set(owed.map(({ key }) => key)).size).toBe(owed.length);
        for (const delivery of settles ? owed : []) {
          const outcome = {
            isTaken: true,
            ...(delivery.message === 'CASE_TO_OPEN' && { caseId: `case of ${isA ? A : B}` }),
          };
          state = settled(state, delivery, outcome, { now, rules }).reduce<FollowOn>(evolve, state);
        }
        if (isEnded(state)) {
          expect(state.clocks.every(({ status }) => status === 'STOPPED')).toBe(true);
        } else {
          const standing = standingOfFollowOn(state);
          expect(brokenRules(standing)).toEqual([]);
          expect(standing.whyNoClock).toBeUndefined();
        }
      }
    }),
    { numRuns: 100 },
  );
});
