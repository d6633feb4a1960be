import { describe, expect, test } from 'vitest';
import { WAYS_ON_AFTER } from '../../../domain/child-protection/codes.ts';
import type { AnyCommand } from '../../../domain/follow-on/run.ts';
import { nextStep } from '../../../domain/follow-on/run.ts';
import { on, outline, type Step } from '../follow-on/story.ts';
import { A, chair, clockOf, discussion, manager, officer, part, told, words, worker } from './people.ts';

const begun: Step = ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair];
const seen: Step = [
  'Mon 18:00',
  { type: 'recordChildSeen', referralRef: A, seenAt: on('Mon 17:30'), alone: true, note: words('seen') },
  worker,
];
const conclude = (outcome: string, more: object = {}): AnyCommand =>
  ({ type: 'concludeS47', referralRef: A, outcome, rationale: words('why'), ...more }) as AnyCommand;
const toConference: Step = [
  'Fri 10:00',
  conclude('ICPC', { interimProtectionPlan: words('until then'), conferenceAt: on('+2 Wed 10:00') }),
  manager,
];
const minutesSent: Step[] = [
  ['Tue 09:00', { type: 'circulateMinutes', no: 1 }, officer],
  ['Tue 09:05', 'settle'],
];

describe('C9: the child is seen', () => {
  test('within 24 hours of the end of the discussion; the clock stops when they were seen', () => {
    const { state } = told([begun, seen]);
    expect(clockOf(state, `CHILD_SEEN_S47.${A}`)).toMatchObject({
      dueAt: on('Tue 15:00'),
      stoppedAt: on('Mon 17:30'),
      stoppedBy: 'CHILD_SEEN',
    });
    expect(part(state, A).sightings).toEqual([
      { seenAt: on('Mon 17:30'), alone: true, note: words('seen'), by: worker.userId },
    ]);
  });

  test('a child seen in hospital before the discussion ended has been seen when it decided', () => {
    const early = {
      type: 'recordChildSeen',
      referralRef: A,
      seenAt: on('Mon 13:00'),
      alone: true,
      note: words('n'),
    } as const;
    const { state } = told([begun, ['Mon 16:00', early, worker]]);
    expect(clockOf(state, `CHILD_SEEN_S47.${A}`)).toMatchObject({ stoppedAt: on('Mon 15:00') });
  });

  test.each([
    ['before reasonable cause', on('Mon 09:00')],
    ['in the future', on('Mon 18:30')],
  ])('not %s', (_case, seenAt) => {
    const command = {
      type: 'recordChildSeen',
      referralRef: A,
      seenAt,
      alone: false,
      note: words('n'),
    } as const;
    expect(() => told([begun, ['Mon 18:00', command, worker]])).toThrow(
      expect.objectContaining({ code: 'INVALID_INSTANT', field: 'seenAt' }),
    );
  });

  test('not before enquiries have begun', () => {
    expect(() => told([seen])).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
  });

  test('unseen, a manager hears of it, and the next step says so', () => {
    const { state, events } = told([begun, ['Tue 15:01', 'tick']]);
    expect(outline(events)).toContain(`ClockBreached CHILD_SEEN_S47.${A}`);
    expect(nextStep(state)).toMatchObject({ action: 'recordChildSeen', by: 'SOCIAL_WORKER' });
  });
});

describe('transition 16: enquiries end with their outcome', () => {
  test('in a conference, with a plan that keeps the child safe until then', () => {
    const { state } = told([begun, seen, toConference]);
    expect(state.stage).toBe('ICPC_BOOKED');
    expect(part(state, A)).toMatchObject({
      s47: { outcome: { code: 'ICPC', by: manager.userId } },
      conference: { bookedFor: on('+2 Wed 10:00'), interimProtectionPlan: words('until then') },
    });
    expect(clockOf(state, `ICPC.${A}`).status).toBe('RUNNING');
  });

  test('without a date yet, the booking is the next step', () => {
    const { state } = told([
      begun,
      seen,
      ...minutesSent,
      ['Fri 10:00', conclude('ICPC', { interimProtectionPlan: words('until then') }), manager],
    ]);
    expect(state.stage).toBe('S47_ENQUIRY');
    const { state: booked } = told([
      begun,
      seen,
      ['Fri 10:00', conclude('ICPC', { interimProtectionPlan: words('until then') }), manager],
      ['Fri 11:00', { type: 'bookConference', referralRef: A, conferenceAt: on('+2 Fri 10:00') }, manager],
    ]);
    expect(booked.stage).toBe('ICPC_BOOKED');
    expect(part(booked, A).conference).toMatchObject({ interimProtectionPlan: words('until then') });
  });

  test.each<[string, AnyCommand, string, string | undefined]>([
    ['a conference without a plan until then', conclude('ICPC'), 'MISSING_FIELD', 'interimProtectionPlan'],
    [
      'a conference in the past',
      conclude('ICPC', { interimProtectionPlan: words('p'), conferenceAt: on('Fri 09:00') }),
      'INVALID_INSTANT',
      'conferenceAt',
    ],
    [
      'a way on that does not go with the outcome',
      conclude('PROVISION_S17', { wayOn: 'NFA' }),
      'NOT_AT_THIS_STAGE',
      'wayOn',
    ],
  ])('refuses %s', (_case, command, code, field) => {
    expect(() => told([begun, seen, ['Fri 10:00', command, manager]])).toThrow(
      expect.objectContaining({ code, field }),
    );
  });

  test('a child whom nobody has seen: the reason is written down', () => {
    expect(() => told([begun, ['Fri 10:00', conclude('NO_FURTHER_ACTION'), manager]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'notSeenReason' }),
    );
  });

  test('a team manager concludes, a chair does not', () => {
    expect(() => told([begun, seen, ['Fri 10:00', conclude('NO_FURTHER_ACTION'), chair]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });

  test.each(
    Object.entries(WAYS_ON_AFTER).flatMap(([outcome, ways]) => ways.map((way) => [outcome, way] as const)),
  )('%s may go on to %s, and needs no conference', (outcome, wayOn) => {
    const { state } = told([
      begun,
      seen,
      ...minutesSent,
      ['Fri 10:00', conclude(outcome, { wayOn }), manager],
    ]);
    expect(clockOf(state, `ICPC.${A}`)).toMatchObject({
      stoppedAt: on('Fri 10:00'),
      stoppedBy: 'NOT_REQUIRED',
    });
    expect(part(state, A).conference?.notRequired).toMatchObject({ by: manager.userId });
    expect(state.stage).toBe(wayOn === 'NFA' ? 'CLOSED_NFA' : 'HANDING_ON');
    expect(state.closedAt).toBe(wayOn === 'NFA' ? on('Fri 10:00') : undefined);
  });
});

describe('transition 17: the conference is held', () => {
  const held = {
    type: 'recordConference',
    referralRef: A,
    heldAt: on('+2 Wed 10:00'),
    planMade: true,
    category: 'NEG',
    outcome: words('plan'),
  } as const;

  test('its clock stops when it was held, and the case passes on', () => {
    const { state } = told([begun, seen, ...minutesSent, toConference, ['+2 Wed 15:00', held, manager]]);
    expect(state).toMatchObject({ stage: 'CLOSED_ICPC', closedAt: on('+2 Wed 15:00') });
    expect(clockOf(state, `ICPC.${A}`)).toMatchObject({
      dueAt: on('+3 Mon 17:00'),
      stoppedAt: on('+2 Wed 10:00'),
      stoppedBy: 'HELD',
    });
    expect(part(state, A).conference?.held).toMatchObject({ planMade: true, category: 'NEG' });
  });

  test('a plan has a category', () => {
    const { category: _category, ...without } = held;
    expect(() => told([begun, seen, toConference, ['+2 Wed 15:00', without, manager]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'category' }),
    );
    const { state } = told([
      begun,
      seen,
      toConference,
      ['+2 Wed 15:00', { ...without, planMade: false }, manager],
    ]);
    expect(part(state, A).conference?.held?.planMade).toBe(false);
  });

  test('held after its limit, the reason is recorded (C11)', () => {
    const late = { ...held, heldAt: on('+3 Tue 10:00') };
    expect(() => told([begun, seen, toConference, ['+3 Tue 15:00', late, manager]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'lateReason' }),
    );
    const { state } = told([
      begun,
      seen,
      toConference,
      ['+3 Tue 15:00', { ...late, lateReason: words('no interpreter') }, manager],
    ]);
    expect(part(state, A).conference?.held?.lateReason).toEqual(words('no interpreter'));
  });

  test('one that was never booked is not recorded', () => {
    expect(() => told([begun, seen, ['+2 Wed 15:00', held, manager]])).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }),
    );
  });
});

test('E33: a booked conference turns out not to be needed; flag, reason and manager are recorded', () => {
  const waive = {
    type: 'recordConferenceNotRequired',
    referralRef: A,
    reason: words('already on a plan'),
    wayOn: 'ASSESSMENT',
  } as const;
  const { state } = told([begun, seen, toConference, ['+1 Mon 10:00', waive, manager]]);
  expect(part(state, A).conference).toMatchObject({
    notRequired: { reason: words('already on a plan'), by: manager.userId, at: on('+1 Mon 10:00') },
  });
  expect(clockOf(state, `ICPC.${A}`)).toMatchObject({ stoppedBy: 'NOT_REQUIRED' });
  expect(state.stage).toBe('HANDING_ON');
  expect(() => told([begun, seen, toConference, ['+1 Mon 10:00', waive, chair]])).toThrow(
    expect.objectContaining({ code: 'NOT_PERMITTED' }),
  );
});
