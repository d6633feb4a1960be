import { describe, expect, test } from 'vitest';
import { owedDeliveries, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { teamManager } from '../../support/people.ts';
import { on, outline, type Step } from '../follow-on/story.ts';
import { accept, action, clocksOf, done, harbour, inShort, notDone, review, withdraw } from './about.ts';

describe('an agency that says nothing', () => {
  test('C27: it is chased near the end of its time, its lead once that is over, then managers', () => {
    const asked: Step[] = [
      ['Mon 11:00', accept, harbour],
      ['Mon 11:01', 'settle'],
    ];
    // Ten working days are 87 hub hours from Monday at ten; nine tenths of them are over on the last Friday at 16:18.
    const before = action([...asked, ['+1 Fri 16:17', 'tick']]).state;
    expect(inShort(owedDeliveries(before))).toEqual([]);
    const near = action([...asked, ['+1 Fri 16:18', 'tick']]).state;
    expect(inShort(owedDeliveries(near))).toEqual(['AGENCY_ACTION_CHASED AGENCY']);
    const late = action([...asked, ['+1 Fri 16:18', 'settle'], ['+2 Tue 17:01', 'tick']]);
    expect(inShort(owedDeliveries(late.state))).toEqual(['AGENCY_ACTION_CHASED AGENCY_LEAD']);
    expect(
      late.events.flatMap((event) =>
        event.type === 'ClockBreached' || event.type === 'ClockEscalated'
          ? [[event.told, event.occurredAt]]
          : [],
      ),
    ).toEqual([
      ['AGENCY_REPRESENTATIVE', on('+2 Mon 17:00')],
      ['TEAM_MANAGER', on('+2 Tue 17:00')],
    ]);
    expect(late.state.stage).toBe('ACCEPTED');
  });

  test('a late report is still taken, and nobody is chased after it', () => {
    const { state } = action([
      ['Mon 11:00', accept, harbour],
      ['+2 Wed 10:00', done, harbour],
    ]);
    expect(state.stage).toBe('DONE');
    expect(inShort(owedDeliveries(state))).toEqual(['AGENCY_ACTION_ASKED AGENCY', 'ACCEPTED', 'ENDED DONE']);
  });
});

describe('overtaken or withdrawn', () => {
  const LIVES: [string, Step[], string[]][] = [
    ['asked', [], ['AGENCY_ACTION', 'HANDOVER_ACCEPTANCE']],
    ['accepted', [['Mon 11:00', accept, harbour]], ['AGENCY_ACTION']],
    ['not done', [['Mon 11:00', notDone('DECLINED'), harbour]], ['HANDOVER_ACCEPTANCE-2']],
  ];

  test.each(LIVES)('%s, and a later decision took another way', (_case, steps, running) => {
    const { state, last } = action([...steps, ['Mon 13:00', { type: 'noteSuperseded', decisionNo: 2 }]]);
    expect(outline(last)).toEqual([...running.map((id) => `ClockStopped ${id}`), 'AgencyActionEnded']);
    expect(state).toMatchObject({ stage: 'SUPERSEDED', closedAt: on('Mon 13:00') });
    for (const id of running) expect(clocksOf(state)).toContain(`${id} STOPPED SUPERSEDED`);
  });

  test.each(LIVES)('%s, and no longer asked', (_case, steps, running) => {
    const { state, last } = action([...steps, ['Mon 13:00', withdraw, teamManager]]);
    expect(outline(last)).toEqual([
      'ActionWithdrawn',
      ...running.map((id) => `ClockStopped ${id}`),
      'AgencyActionEnded',
    ]);
    expect(state.stage).toBe('WITHDRAWN');
  });

  test('an action that is over takes nothing more', () => {
    expect(() =>
      action([
        ['Mon 11:00', done, harbour],
        ['Mon 12:00', withdraw, teamManager],
      ]),
    ).toThrow(expect.objectContaining({ code: 'CASE_CLOSED' }));
  });
});

describe('one owner, a clock and a next step, at every instant', () => {
  test.each<[string, Step[], string[]]>([
    [
      'done',
      [
        ['Mon 11:00', accept, harbour],
        ['Wed 11:00', done, harbour],
      ],
      ['HUB', 'DOMESTIC_ABUSE'],
    ],
    [
      'not done and decided again',
      [
        ['Mon 11:00', accept, harbour],
        ['Wed 11:00', notDone('DISENGAGED'), harbour],
        ['Thu 09:00', 'tick'],
        ['Thu 10:00', review('DECIDE_AGAIN'), teamManager],
      ],
      ['HUB', 'DOMESTIC_ABUSE', 'HUB'],
    ],
    [
      'silent',
      [
        ['Wed 09:00', 'tick'],
        ['+1 Fri 16:30', 'tick'],
        ['+3 Mon 09:00', 'tick'],
      ],
      ['HUB'],
    ],
  ])('%s', (_case, steps, teams) => {
    for (let taken = 0; taken <= steps.length; taken += 1) {
      const { state } = action(steps.slice(0, taken));
      if (state.closedAt !== undefined) continue;
      expect(brokenRules(standingOfFollowOn(state))).toEqual([]);
    }
    expect(action(steps).state.owners.map(({ team }) => team)).toEqual(teams);
  });
});
