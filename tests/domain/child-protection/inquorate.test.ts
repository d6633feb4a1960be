import { describe, expect, test } from 'vitest';
import { on, outline } from '../follow-on/story.ts';
import {
  A,
  again,
  call,
  chair,
  clockOf,
  discussion,
  dutyTeam,
  manager,
  not,
  officer,
  opening,
  part,
  plan,
  present,
  startFor,
  told,
  words,
} from './people.ts';

describe('never allowed: section 47 without a strategy discussion', () => {
  test('E29: not from an inquorate one', () => {
    const record = call('Mon 11:00', 'Mon 11:20', { children: [startFor(A)] });
    expect(() => told([['Mon 11:30', record, chair]])).toThrow(
      expect.objectContaining({ code: 'INQUORATE', field: 'children' }),
    );
  });

  test('E29: and nothing is ended by an inquorate one either', () => {
    const record = call('Mon 11:00', 'Mon 11:20', { children: [not(A)] });
    expect(() => told([['Mon 11:30', record, manager]])).toThrow(
      expect.objectContaining({ code: 'INQUORATE' }),
    );
  });

  test('a discussion without its quorum says why', () => {
    const { inquorateReason: _none, ...record } = call('Mon 11:00', 'Mon 11:20', {
      nextDiscussionAt: on('Mon 15:00'),
    });
    expect(() => told([['Mon 11:30', record, chair]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'inquorateReason' }),
    );
  });

  test('a second start is refused: one open enquiry for a child', () => {
    expect(() =>
      told([
        ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
        ['Tue 15:30', discussion('Tue 14:00', 'Tue 15:00'), chair],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE', field: 'children' }));
  });
});

describe('E29: in an emergency enquiries begin without a quorum', () => {
  const emergency = call('Mon 11:00', 'Mon 11:20', { children: [startFor(A)], isEmergency: true });

  test('a quorate discussion is due in 24 hours from the call; the first clock runs on', () => {
    const { state } = told([['Mon 11:30', emergency, dutyTeam]]);
    expect(state.stage).toBe('S47_ENQUIRY');
    expect(part(state, A).s47).toMatchObject({ startedAt: on('Mon 11:20'), isEmergency: true });
    expect(clockOf(state, 'STRATEGY_DISCUSSION_AFTER_EMERGENCY').dueAt).toBe(on('Tue 11:20'));
    expect(clockOf(state, 'STRATEGY_DISCUSSION').status).toBe('RUNNING');
    expect(clockOf(state, `ICPC.${A}`).dueAt).toBe(on('+3 Mon 17:00'));
    expect(state.discussions[0]?.held?.inquorateReason).toEqual(words('health could not be reached'));
  });

  test('held quorate, it stops both, confirms the enquiry and moves no conference', () => {
    const { state, last } = told([
      ['Mon 11:30', emergency, dutyTeam],
      [
        'Tue 10:30',
        discussion('Tue 09:00', 'Tue 09:45', {
          children: [{ referralRef: A, decision: 'START_S47', enquiry: 'SINGLE' }],
        }),
        chair,
      ],
    ]);
    for (const id of ['STRATEGY_DISCUSSION', 'STRATEGY_DISCUSSION_AFTER_EMERGENCY']) {
      expect(clockOf(state, id)).toMatchObject({ stoppedAt: on('Tue 09:45'), stoppedBy: 'HELD' });
    }
    expect(outline(last)).not.toContain(`ClockStarted ICPC.${A}-2`);
    expect(part(state, A).s47).toMatchObject({ startedAt: on('Mon 11:20'), kind: 'SINGLE' });
    expect(clockOf(state, `ICPC.${A}`).dueAt).toBe(on('+3 Mon 17:00'));
  });

  test('before any discussion: who may start enquiries acts now, and the 24 hours run from then', () => {
    const command = {
      type: 'startEmergencyS47',
      referralRefs: [A],
      enquiry: 'SINGLE',
      reason: words('injured'),
      action: words('visit now'),
    } as const;
    const { state, last } = told([['Mon 10:30', command, manager]]);
    expect(outline(last)).toEqual([
      'EmergencyS47Started',
      'ClockStarted STRATEGY_DISCUSSION_AFTER_EMERGENCY',
      `ClockStarted CHILD_SEEN_S47.${A}`,
      `ClockStarted ICPC.${A}`,
    ]);
    expect(clockOf(state, 'STRATEGY_DISCUSSION_AFTER_EMERGENCY').dueAt).toBe(on('Tue 10:30'));
    expect(clockOf(state, `CHILD_SEEN_S47.${A}`).dueAt).toBe(on('Tue 10:30'));
    expect(() => told([['Mon 10:30', command, officer]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });

  test('the enquiry is not concluded before the quorate discussion', () => {
    expect(() =>
      told([
        ['Mon 11:30', emergency, dutyTeam],
        [
          'Mon 16:00',
          {
            type: 'concludeS47',
            referralRef: A,
            outcome: 'NO_FURTHER_ACTION',
            rationale: words('no'),
            notSeenReason: words('no'),
          },
          manager,
        ],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
  });
});

describe('transition 14: adjourned and held again', () => {
  const first = call('Mon 11:00', 'Mon 11:20', { nextDiscussionAt: on('Mon 16:00') });

  test('a phone call between two agencies is not quorate, and a clock for the next runs from its end', () => {
    const { state } = told([['Mon 11:30', first, chair]]);
    expect(state.stage).toBe('STRATEGY_ADJOURNED');
    expect(state.discussions[0]?.held).toMatchObject({ isQuorate: false, missing: ['HEALTH'] });
    expect(clockOf(state, 'STRATEGY_DISCUSSION')).toMatchObject({
      status: 'RUNNING',
      dueAt: on('Tue 10:00'),
    });
    expect(clockOf(state, 'STRATEGY_DISCUSSION-2')).toMatchObject({
      startedAt: on('Mon 11:20'),
      dueAt: on('Tue 11:20'),
    });
  });

  test('urgent: again on the same day', () => {
    const { state } = told([['Mon 11:30', first, chair]], opening({ urgency: 'SAME_DAY' }));
    expect(clockOf(state, 'STRATEGY_DISCUSSION_URGENT-2').dueAt).toBe(on('Tue 00:00'));
  });

  test.each([
    ['none', undefined, 'MISSING_FIELD'],
    ['beyond the limit', on('Tue 11:21'), 'INVALID_INSTANT'],
    ['before the call', on('Mon 11:00'), 'INVALID_INSTANT'],
  ])('the next date lies within the limit: %s', (_case, nextDiscussionAt, code) => {
    const { nextDiscussionAt: _first, ...rest } = first;
    const record = nextDiscussionAt === undefined ? rest : { ...rest, nextDiscussionAt };
    expect(() => told([['Mon 11:30', record, chair]])).toThrow(
      expect.objectContaining({ code, field: 'nextDiscussionAt' }),
    );
  });

  test('planned again it is in planning; held quorate, every clock of it stops at its end', () => {
    const { state } = told([
      ['Mon 11:30', first, chair],
      ['Mon 11:40', plan('Mon 16:00'), officer],
    ]);
    expect(state.stage).toBe('STRATEGY_PLANNING');
    const held = discussion('Mon 16:00', 'Mon 16:40', {
      no: 2,
      attendance: [...present(), { agency: 'HOUSING', kind: 'HOUSING', attendance: 'ABSENT' }],
    });
    const { state: after } = told([
      ['Mon 11:30', first, chair],
      ['Mon 11:40', plan('Mon 16:00'), officer],
      ['Mon 17:00', held, chair],
    ]);
    for (const id of ['STRATEGY_DISCUSSION', 'STRATEGY_DISCUSSION-2', 'STRATEGY_DRIFT']) {
      expect(clockOf(after, id)).toMatchObject({ stoppedAt: on('Mon 16:40'), stoppedBy: 'HELD' });
    }
  });

  test('quorate, but nothing is decided yet: the first clock stops, the next one runs', () => {
    const record = discussion('Mon 14:00', 'Mon 15:00', {
      children: [again(A)],
      nextDiscussionAt: on('Tue 14:00'),
    });
    const { state } = told([['Mon 15:30', record, chair]]);
    expect(state.stage).toBe('STRATEGY_ADJOURNED');
    expect(clockOf(state, 'STRATEGY_DISCUSSION').status).toBe('STOPPED');
    expect(clockOf(state, 'STRATEGY_DISCUSSION-2').dueAt).toBe(on('Tue 15:00'));
  });
});
