import { describe, expect, test } from 'vitest';
import { drift } from '../../../domain/child-protection/drift.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { on, outline, rules } from '../follow-on/story.ts';
import {
  A,
  again,
  call,
  chair,
  clockOf,
  discussion,
  officer,
  part,
  plan,
  told,
  toldUnder,
} from './people.ts';

describe('E31: a second discussion', () => {
  const later = discussion('Thu 14:00', 'Thu 15:00', { children: [again(A)] });

  test('does not move the conference', () => {
    const { state, last } = told([
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
      ['Thu 15:30', later, chair],
    ]);
    expect(clockOf(state, `ICPC.${A}`)).toMatchObject({
      startedAt: on('Mon 15:00'),
      dueAt: on('+3 Mon 17:00'),
    });
    expect(outline(last)).toContain('ClockStarted STRATEGY_RECORD.2');
    expect(state.stage).toBe('S47_ENQUIRY');
  });

  test('section 47 may start at the second: the conference counts from there', () => {
    const { state } = told([
      ['Mon 11:30', call('Mon 11:00', 'Mon 11:20', { nextDiscussionAt: on('Tue 09:00') }), chair],
      ['Tue 10:30', discussion('Tue 09:00', 'Tue 09:30'), chair],
    ]);
    expect(clockOf(state, `ICPC.${A}`)).toMatchObject({
      startedAt: on('Tue 09:30'),
      dueAt: on('+3 Tue 17:00'),
    });
    expect(part(state, A).s47?.discussionNo).toBe(2);
  });

  test('where the hub counts from the last discussion, it moves it', () => {
    const { followOn } = rules.policy;
    if (followOn === undefined) throw new Error('the hub ships with rules for this');
    const last: HubRules = {
      ...rules,
      policy: { ...rules.policy, followOn: { ...followOn, icpcFrom: 'LAST_SD' } },
    };
    const state = toldUnder(last, [
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
      ['Thu 15:30', later, chair],
    ]);
    expect(clockOf(state, `ICPC.${A}`)).toMatchObject({
      startedAt: on('Thu 15:00'),
      dueAt: on('+3 Thu 17:00'),
    });
    const inquorate = toldUnder(last, [
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
      ['Thu 15:30', call('Thu 14:00', 'Thu 15:00'), chair],
    ]);
    expect(clockOf(inquorate, `ICPC.${A}`).dueAt).toBe(on('+3 Mon 17:00'));
  });
});

describe('E32: drift', () => {
  test('the days count on and the alert comes, however many discussions were planned', () => {
    const { state, events } = told([
      ['Mon 10:30', plan('Tue 09:00'), officer],
      ['Tue 08:00', plan('Wed 09:00'), officer],
      ['Wed 08:00', plan('Fri 09:00'), officer],
      ['Thu 18:00', 'tick'],
    ]);
    expect(outline(events)).toContain('ClockBreached STRATEGY_DRIFT');
    expect(drift(state, on('+1 Mon 09:00'), rules)).toEqual({
      since: on('Mon 10:00'),
      workingDays: 5,
      calendarDays: 7,
      planned: 3,
      held: 0,
    });
    expect(state.discussions.map(({ replacedBy }) => replacedBy)).toEqual([2, 3, undefined]);
  });

  test('it ends with the first quorate discussion, and an inquorate one does not end it', () => {
    const { state } = told([
      ['Mon 11:30', call('Mon 11:00', 'Mon 11:20', { nextDiscussionAt: on('Tue 09:00') }), chair],
      ['Wed 10:30', discussion('Wed 09:00', 'Wed 10:00'), chair],
    ]);
    expect(drift(state, on('+1 Mon 09:00'), rules)).toEqual({
      since: on('Mon 10:00'),
      until: on('Wed 10:00'),
      workingDays: 2,
      calendarDays: 2,
      planned: 0,
      held: 2,
    });
  });
});
