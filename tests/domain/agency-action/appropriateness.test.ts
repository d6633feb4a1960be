import { describe, expect, test } from 'vitest';
import { nextStep, owedDeliveries, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { actor, contactOfficer, teamManager } from '../../support/people.ts';
import { on, outline } from '../follow-on/story.ts';
import { accept, action, clocksOf, done, harbour, inShort, judge, question, withdraw } from './about.ts';

describe('C30: an agency is asked whether its own referral was appropriate', () => {
  test('it has ten working days, and the hub keeps the question', () => {
    const { state, events } = action([], question);
    expect(outline(events)).toEqual(['AgencyActionOpened', 'ClockStarted APPROPRIATENESS']);
    expect(state.clocks).toMatchObject([{ id: 'APPROPRIATENESS', dueAt: on('+2 Mon 17:00') }]);
    expect(state.owners).toMatchObject([{ team: 'HUB', role: 'TEAM_MANAGER' }]);
    expect(inShort(owedDeliveries(state))).toEqual(['APPROPRIATENESS_ASKED AGENCY']);
    expect(nextStep(state)).toMatchObject({ action: 'judgeReferral', by: 'AGENCY_REPRESENTATIVE' });
    expect(brokenRules(standingOfFollowOn(state))).toEqual([]);
  });

  test.each([
    [true, 'APPROPRIATE'],
    [false, 'INAPPROPRIATE'],
  ] as const)('appropriate: %s', (appropriate, stage) => {
    const { state } = action([['Wed 12:00', judge(appropriate), harbour]], question);
    expect(state).toMatchObject({
      stage,
      closedAt: on('Wed 12:00'),
      report: { done: appropriate, reportedBy: harbour.userId },
    });
    expect(clocksOf(state)).toEqual(['APPROPRIATENESS STOPPED ANSWERED']);
    expect(inShort(owedDeliveries(state))).toContain(`ENDED ${stage}`);
  });

  test('written down by the hub as it was told', () => {
    expect(action([['Wed 12:00', judge(true), contactOfficer]], question).state.stage).toBe('APPROPRIATE');
  });

  test('chased near the end; no reply in time is counted as none, at the instant its time was up', () => {
    const asked = action(
      [
        ['Mon 10:01', 'settle'],
        ['+1 Fri 16:18', 'tick'],
      ],
      question,
    ).state;
    expect(inShort(owedDeliveries(asked))).toEqual(['AGENCY_ACTION_CHASED AGENCY']);
    const { state, last } = action(
      [
        ['+2 Mon 17:00', 'tick'],
        ['+3 Wed 09:00', 'tick'],
      ],
      question,
    );
    expect(outline(last)).toEqual([
      'ClockBreached APPROPRIATENESS',
      'ClockStopped APPROPRIATENESS',
      'AgencyActionEnded',
    ]);
    expect(state).toMatchObject({ stage: 'NO_REPLY', closedAt: on('+2 Mon 17:00') });
    expect(owedDeliveries(state)).toContainEqual(
      expect.objectContaining({
        to: 'referral:R-TEST-0001',
        command: expect.objectContaining({ news: 'ENDED', outcome: 'NO_REPLY', at: on('+2 Mon 17:00') }),
      }),
    );
  });

  test('exactly at its instant a reply is in time, one millisecond later there is none to give', () => {
    expect(action([['+2 Mon 17:00', judge(true), harbour]], question).state.stage).toBe('APPROPRIATE');
    expect(() => action([['+2 Mon 17:00:00.001', judge(true), harbour]], question)).toThrow(
      expect.objectContaining({ code: 'CASE_CLOSED' }),
    );
  });

  test('it is no action: nothing to accept or to report', () => {
    for (const command of [accept, done]) {
      expect(() => action([['Mon 12:00', command, harbour]], question)).toThrow(
        expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }),
      );
    }
    expect(() => action([['Mon 12:00', judge(true), harbour]])).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }),
    );
  });

  test('a hand-over of the referral is none of the question’s', () => {
    const { last } = action(
      [
        [
          'Mon 12:00',
          {
            type: 'noteAccepted',
            receiver: 'DOMESTIC_ABUSE',
            acceptedBy: harbour.userId,
            acceptedAt: on('Mon 12:00'),
          },
        ],
      ],
      question,
    );
    expect(last).toEqual([]);
  });

  test('withdrawn by a manager, not by anybody else', () => {
    expect(action([['Mon 12:00', withdraw, teamManager]], question).state.stage).toBe('WITHDRAWN');
    expect(() => action([['Mon 12:00', withdraw, actor('CONTACT_OFFICER')]], question)).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });
});
