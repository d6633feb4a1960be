import { describe, expect, test } from 'vitest';
import { nextAction } from '../../../domain/referral/next-action.ts';
import type { OutOfHoursCommand } from '../../../domain/referral/out-of-hours.ts';
import { ownerOf, owners } from '../../../domain/referral/owner.ts';
import { actor, contactOfficer, socialWorker } from '../../support/people.ts';
import {
  acceptHandover,
  byPhone,
  decision,
  on,
  outline,
  rateRed,
  sealed,
  story,
  type Step,
} from './story.ts';

const edt = actor('EMERGENCY_DUTY_TEAM');

const handing = (immediateRisk: boolean): OutOfHoursCommand => ({
  type: 'handToOutOfHours',
  immediateRisk,
  reason: sealed('r'),
});
const takeOn: OutOfHoursCommand = { type: 'acknowledgeOutOfHours' };
const handBack: OutOfHoursCommand = { type: 'handBackToDay', note: sealed('n') };
const takeBack: OutOfHoursCommand = { type: 'acknowledgeHandBack' };

const NIGHT: readonly Step[] = [
  ['Mon 16:50', handing(true), socialWorker],
  ['Mon 17:10', takeOn, edt],
  ['Tue 08:30', handBack, edt],
  ['Tue 08:55', takeBack, contactOfficer],
];

describe('E40 one owner through the night', () => {
  test('E40 the owner changes only when the next one acknowledges', () => {
    const { referral } = story(NIGHT);
    expect(owners(referral).map(({ team, since }) => [team, since])).toEqual([
      ['HUB', on('Mon 10:00')],
      ['EDT', on('Mon 17:10')],
      ['HUB', on('Tue 08:55')],
    ]);
    const at = (steps: number) => ownerOf(story(NIGHT.slice(0, steps)).referral).team;
    expect([at(1), at(2), at(3), at(4)]).toEqual(['HUB', 'EDT', 'EDT', 'HUB']);
  });

  test('E40 both clocks stop on the acknowledgement they wait for', () => {
    const { referral, events } = story(NIGHT);
    const clocks = Object.fromEntries(referral.clocks.map((clock) => [clock.id, clock]));
    expect(clocks['OUT_OF_HOURS_ACKNOWLEDGEMENT']).toMatchObject({
      dueAt: on('Mon 17:50'),
      stoppedAt: on('Mon 17:10'),
      stoppedBy: 'OUT_OF_HOURS_ACKNOWLEDGED',
    });
    expect(clocks['EDT_HANDOVER']).toMatchObject({
      startedAt: on('Mon 17:10'),
      dueAt: on('Tue 09:00'),
      stoppedAt: on('Tue 08:55'),
      stoppedBy: 'HANDED_BACK',
    });
    expect(outline(events)).not.toContain('ClockBreached EDT_HANDOVER');
  });

  test('E40 a hand-over nobody acknowledges tells the duty manager at once', () => {
    const { referral, last } = story([
      ['Mon 16:50', handing(true), socialWorker],
      ['Mon 17:50:00.001', 'tick'],
    ]);
    expect(last).toContainEqual(
      expect.objectContaining({
        type: 'ClockBreached',
        clock: 'OUT_OF_HOURS_ACKNOWLEDGEMENT',
        occurredAt: on('Mon 17:50'),
        told: 'TEAM_MANAGER',
      }),
    );
    expect(ownerOf(referral)).toMatchObject({ team: 'HUB' });
  });

  test('E40 what is not taken back by 09:00 tells the manager; the out-of-hours team still has the child', () => {
    const { referral, last } = story([...NIGHT.slice(0, 2), ['Tue 09:00:00.001', 'tick']]);
    expect(last).toContainEqual(
      expect.objectContaining({ type: 'ClockBreached', clock: 'EDT_HANDOVER', told: 'TEAM_MANAGER' }),
    );
    expect(ownerOf(referral)).toMatchObject({ team: 'EDT', role: 'EMERGENCY_DUTY_TEAM' });
    expect(nextAction(referral)).toMatchObject({ action: 'handBackToDay', by: 'EMERGENCY_DUTY_TEAM' });
  });

  test('E40 unfinished normal work of the day stays with the day team', () => {
    expect(() => story([['Mon 16:50', handing(false), socialWorker]])).toThrow(
      expect.objectContaining({ code: 'ROUTINE_WORK_STAYS', field: 'immediateRisk' }),
    );
  });

  test('E40 what came in after closing may be handed over without a risk; next day it may not', () => {
    const evening = { receivedAt: on('Mon 19:00') };
    const handed = story([['Mon 19:10', handing(false), edt]], evening, on('Mon 19:00')).referral;
    expect(handed.outOfHours).toHaveLength(1);
    expect(() => story([['Tue 16:55', handing(false), socialWorker]], evening, on('Mon 19:00'))).toThrow(
      expect.objectContaining({ code: 'ROUTINE_WORK_STAYS' }),
    );
  });

  test('E40 the day team takes back at once what nobody acknowledged in the night', () => {
    const { referral } = story([
      ['Mon 16:50', handing(true), socialWorker],
      ['Tue 09:05', takeBack, contactOfficer],
    ]);
    expect(owners(referral)).toHaveLength(1);
    expect(referral.clocks.find(({ kind }) => kind === 'OUT_OF_HOURS_ACKNOWLEDGEMENT')).toMatchObject({
      status: 'STOPPED',
      stoppedBy: 'HANDED_BACK',
    });
  });

  test('E40 a second night has its own spell and its own clocks', () => {
    const { referral } = story([
      ...NIGHT,
      ['Tue 16:50', handing(true), socialWorker],
      ['Tue 17:00', takeOn, edt],
    ]);
    expect(referral.outOfHours?.map(({ no }) => no)).toEqual([1, 2]);
    expect(referral.clocks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['OUT_OF_HOURS_ACKNOWLEDGEMENT-2', 'EDT_HANDOVER-2']),
    );
    expect(ownerOf(referral)).toMatchObject({ team: 'EDT', since: on('Tue 17:00') });
  });

  test.each<readonly [string, readonly Step[], string]>([
    ['handed over twice', [NIGHT[0], NIGHT[0]] as Step[], 'OUT_OF_HOURS_OPEN'],
    ['taken on without a hand-over', [['Mon 17:10', takeOn, edt]], 'OUT_OF_HOURS_NOT_OPEN'],
    ['taken on twice', [...NIGHT.slice(0, 2), ['Mon 17:20', takeOn, edt]], 'OUT_OF_HOURS_TAKEN_ON'],
    [
      'handed back before it was taken on',
      [...NIGHT.slice(0, 1), ['Mon 17:20', handBack, edt]],
      'OUT_OF_HOURS_NOT_OPEN',
    ],
    ['handed back twice', [...NIGHT.slice(0, 3), ['Tue 08:40', handBack, edt]], 'HANDED_BACK'],
    [
      'taken back while the team has it',
      [...NIGHT.slice(0, 2), ['Tue 08:40', takeBack, contactOfficer]],
      'NOT_HANDED_BACK',
    ],
    [
      'taken on by the day team',
      [...NIGHT.slice(0, 1), ['Mon 17:10', takeOn, socialWorker]],
      'NOT_PERMITTED',
    ],
    [
      'taken back by the out-of-hours team',
      [...NIGHT.slice(0, 3), ['Tue 08:40', takeBack, edt]],
      'NOT_PERMITTED',
    ],
  ])('E40 is refused: %s', (_how, steps, code) => {
    expect(() => story(steps)).toThrow(expect.objectContaining({ code }));
  });
});

describe('what the out-of-hours team may decide', () => {
  const emergency = decision({ outcome: 'STRATEGY_S47', level: 4, agreement: 'NOT_REQUIRED_S47' });
  const held = NIGHT.slice(0, 2);

  test('it rates, and decides an emergency while it has the child', () => {
    const { referral } = story([...held, ['Mon 18:00', rateRed, edt], ['Mon 18:05', emergency, edt]]);
    expect(referral).toMatchObject({ stage: 'DECIDED', decisions: [{ decidedBy: edt.userId }] });
  });

  test.each<readonly [string, readonly Step[]]>([
    ['anything but an emergency', [...held, ['Mon 18:05', decision(), edt]]],
    ['while the hub has the child', [...NIGHT.slice(0, 1), ['Mon 18:05', emergency, edt]]],
  ])('it does not decide %s', (_what, steps) => {
    expect(() => story(steps)).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
  });

  test('a receiver who accepts in the night keeps the child; the case closes when the day team has read', () => {
    const night = [
      ...held,
      ['Mon 18:05', emergency, edt],
      ['Mon 18:10', byPhone],
      ['Mon 19:00', acceptHandover],
    ] as const;
    const accepted = story(night).referral;
    expect(accepted.stage).toBe('DECIDED');
    expect(ownerOf(accepted)).toMatchObject({ team: 'RECEIVER', since: on('Mon 19:00') });
    const { referral } = story([...night, ...NIGHT.slice(2)]);
    expect(referral.stage).toBe('CLOSED_TO_TEAM');
    expect(ownerOf(referral)).toMatchObject({ team: 'RECEIVER', receiver: 'ASSESSMENT_TEAM' });
  });
});

describe('E7 a school that writes when the hub is shut', () => {
  const friday = { receivedAt: on('Fri 17:20') } as const;
  const lateOn = (from: Parameters<typeof story>[1], steps: readonly Step[] = []) =>
    story(steps, from, on('Fri 17:20'));

  test('E7 late Friday, the child may come to harm: the out-of-hours team is asked at once', () => {
    const { referral, events } = lateOn({ ...friday, immediateRisk: true });
    expect(referral.flags).toContain('LATE_SCHOOL_REFERRAL');
    expect(referral.outOfHours).toMatchObject([{ handedBy: 'system', handedAt: on('Fri 17:20') }]);
    expect(outline(events)).toContain('ClockStarted OUT_OF_HOURS_ACKNOWLEDGEMENT');
    expect(ownerOf(referral)).toMatchObject({ team: 'HUB' });
    const weekend = lateOn({ ...friday, immediateRisk: true }, [['Fri 17:45', takeOn, edt]]).referral;
    expect(ownerOf(weekend)).toMatchObject({ team: 'EDT' });
    expect(weekend.clocks.find(({ kind }) => kind === 'EDT_HANDOVER')?.dueAt).toBe(on('+1 Mon 09:00'));
  });

  test.each([
    ['no harm is expected before Monday', friday, on('Fri 17:20')],
    [
      'the police wrote, who act themselves',
      { ...friday, immediateRisk: true, sourceCode: '6' },
      on('Fri 17:20'),
    ],
    ['it is written up when the hub is open again', { ...friday, immediateRisk: true }, on('+1 Mon 10:00')],
    ['the hub was open', { receivedAt: on('Fri 16:59'), immediateRisk: true }, on('Fri 16:59')],
  ] as const)('E7 nobody is asked by itself when %s', (_why, from, enteredAt) => {
    expect(story([], from, enteredAt).referral.outOfHours).toBeUndefined();
  });

  test('E7 staff who see the danger hand it over by hand', () => {
    const { referral } = lateOn(friday, [['Fri 17:40', handing(true), contactOfficer]]);
    expect(referral.outOfHours).toHaveLength(1);
  });
});
