import { describe, expect, test } from 'vitest';
import { NOT_DONE_REASONS } from '../../../domain/agency-action/state.ts';
import { nextStep, owedDeliveries, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { ownerNow } from '../../../domain/follow-on/state.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { socialWorker, teamManager } from '../../support/people.ts';
import { on, outline, type Step } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import { accept, action, clocksOf, done, harbour, inShort, notDone, review, withdraw } from './about.ts';

describe('asked', () => {
  test('C27: ten working days to confirm, one to accept; the hub answers for the child until then', () => {
    const { state, events } = action();
    expect(outline(events)).toEqual([
      'AgencyActionOpened',
      'ClockStarted AGENCY_ACTION',
      'ClockStarted HANDOVER_ACCEPTANCE',
    ]);
    expect(state.clocks.map(({ id, dueAt }) => [id, dueAt])).toEqual([
      // Monday is day 0; the tenth working day is the Monday two weeks on, at closing.
      ['AGENCY_ACTION', on('+2 Mon 17:00')],
      ['HANDOVER_ACCEPTANCE', on('Tue 10:00')],
    ]);
    expect(state).toMatchObject({
      stage: 'ASKED',
      agency: 'DOMESTIC_ABUSE',
      what: sealed('what'),
      owners: [{ team: 'HUB', role: 'TEAM_MANAGER', since: on('Mon 10:00') }],
    });
    expect(inShort(owedDeliveries(state))).toEqual(['AGENCY_ACTION_ASKED AGENCY']);
    expect(nextStep(state)).toMatchObject({ action: 'acceptAction', by: 'AGENCY_REPRESENTATIVE' });
  });

  test('C27: asked on a Friday evening, the ten begin with Monday', () => {
    expect(action([], {}, 'Fri 18:00').state.clocks[0]).toMatchObject({ dueAt: on('+2 Fri 17:00') });
  });

  test('not accepted in time: the hub’s managers are told, and it stays theirs', () => {
    const { state, events } = action([['Thu 09:00', 'tick']]);
    expect(
      events.flatMap((event) =>
        event.type === 'ClockBreached' || event.type === 'ClockEscalated'
          ? [[event.clock, event.told, event.occurredAt]]
          : [],
      ),
    ).toEqual([
      ['HANDOVER_ACCEPTANCE', 'TEAM_MANAGER', on('Tue 10:00')],
      ['HANDOVER_ACCEPTANCE', 'SERVICE_MANAGER', on('Wed 10:00')],
    ]);
    expect(ownerNow(state).team).toBe('HUB');
  });
});

describe('accepted', () => {
  test('by the agency: it answers for the child from then, and the referral hears who took it', () => {
    const { state } = action([['Mon 15:00', accept, harbour]]);
    expect(state).toMatchObject({ stage: 'ACCEPTED', acceptedBy: harbour.userId });
    expect(ownerNow(state)).toEqual({
      team: 'DOMESTIC_ABUSE',
      role: 'AGENCY_REPRESENTATIVE',
      since: on('Mon 15:00'),
    });
    expect(clocksOf(state)).toEqual(['AGENCY_ACTION RUNNING', 'HANDOVER_ACCEPTANCE STOPPED ACCEPTED']);
    expect(owedDeliveries(state)).toContainEqual({
      key: 'R-TEST-0001.S1/ACCEPTED/referral:R-TEST-0001',
      message: 'CASE_TO_TELL',
      contactRef: 'C-TEST-0001',
      to: 'referral:R-TEST-0001',
      command: {
        type: 'noteNews',
        caseId: 'R-TEST-0001.S1',
        kind: 'AGENCY_ACTION',
        news: 'ACCEPTED',
        at: on('Mon 15:00'),
        by: harbour.userId,
        receiver: 'DOMESTIC_ABUSE',
      },
    });
    expect(() =>
      action([
        ['Mon 15:00', accept, harbour],
        ['Mon 16:00', accept, harbour],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
  });

  const word = (acceptedAt: string): Step[1] => ({
    type: 'noteAccepted',
    receiver: 'DOMESTIC_ABUSE',
    acceptedBy: harbour.userId,
    acceptedAt: on(acceptedAt),
  });

  test('at the referral: the word says when, however late it comes', () => {
    const { state } = action([['Tue 11:00', word('Tue 09:00')]]);
    expect(state).toMatchObject({ stage: 'ACCEPTED', acceptedAt: on('Tue 09:00') });
    expect(ownerNow(state)).toMatchObject({ team: 'DOMESTIC_ABUSE', since: on('Tue 09:00') });
    expect(state.clocks[1]).toMatchObject({ stoppedAt: on('Tue 09:00'), stoppedBy: 'ACCEPTED' });
  });

  test('at the referral before the agency was asked here: from the beginning', () => {
    expect(action([['Mon 10:01', word('Mon 09:59')]]).state.acceptedAt).toBe(on('Mon 10:00'));
  });

  test('at the referral and here: the first stands', () => {
    const { state, last } = action([
      ['Mon 11:00', accept, harbour],
      ['Mon 12:00', word('Mon 11:30')],
    ]);
    expect(last).toEqual([]);
    expect(state.acceptedAt).toBe(on('Mon 11:00'));
  });
});

describe('transition 24: what came of it', () => {
  test('done: date and person are kept, clocks stop, the referral hears', () => {
    const { state, last } = action([
      ['Mon 15:00', accept, harbour],
      ['Fri 12:00', done, harbour],
    ]);
    expect(outline(last).filter((line) => !line.startsWith('ClockWarned'))).toEqual([
      'ActionReported',
      'ClockStopped AGENCY_ACTION',
      'AgencyActionEnded',
    ]);
    expect(state).toMatchObject({
      stage: 'DONE',
      closedAt: on('Fri 12:00'),
      report: { done: true, reportedAt: on('Fri 12:00'), reportedBy: harbour.userId, note: sealed('done') },
    });
    expect(clocksOf(state)).toEqual([
      'AGENCY_ACTION STOPPED CONFIRMED',
      'HANDOVER_ACCEPTANCE STOPPED ACCEPTED',
    ]);
    expect(inShort(owedDeliveries(state))).toContain('ENDED DONE');
  });

  test('done at once: saying so accepts it, too', () => {
    const { state, last } = action([['Mon 12:00', done, harbour]]);
    expect(outline(last)).toEqual([
      'ActionAccepted',
      'ClockStopped HANDOVER_ACCEPTANCE',
      'ActionReported',
      'ClockStopped AGENCY_ACTION',
      'AgencyActionEnded',
    ]);
    expect(inShort(owedDeliveries(state))).toEqual(['AGENCY_ACTION_ASKED AGENCY', 'ACCEPTED', 'ENDED DONE']);
  });

  test('hub staff write down what the agency told them by phone', () => {
    const { state } = action([['Mon 12:00', done, socialWorker]]);
    expect(state).toMatchObject({ stage: 'DONE', report: { reportedBy: socialWorker.userId } });
  });

  test('not done without a reason is no answer', () => {
    expect(() => action([['Mon 12:00', notDone(), harbour]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'reason' }),
    );
  });

  test.each(NOT_DONE_REASONS)(
    'not done, %s: back to the hub, where a manager looks in a working day',
    (reason) => {
      const accepted: Step[] = [['Mon 15:00', accept, harbour]];
      const { state, last } = action([...accepted, ['Wed 12:00', notDone(reason), harbour]]);
      expect(outline(last).filter((line) => !/Warned|Breached|Escalated/.test(line))).toEqual([
        'ActionReported',
        'ClockStopped AGENCY_ACTION',
        'ClockStarted HANDOVER_ACCEPTANCE-2',
      ]);
      expect(state).toMatchObject({ stage: 'NOT_DONE', report: { done: false, reason } });
      expect(state.closedAt).toBeUndefined();
      expect(ownerNow(state)).toEqual({ team: 'HUB', role: 'TEAM_MANAGER', since: on('Wed 12:00') });
      expect(state.clocks[2]).toMatchObject({ id: 'HANDOVER_ACCEPTANCE-2', dueAt: on('Thu 12:00') });
      expect(nextStep(state)).toMatchObject({ action: 'reviewNotDone', by: 'TEAM_MANAGER' });
      expect(brokenRules(standingOfFollowOn(state))).toEqual([]);
    },
  );

  test.each(NOT_DONE_REASONS)('not done, %s, and closed: the gap is on record', (reason) => {
    const { state } = action([
      ['Mon 11:00', accept, harbour],
      ['Mon 12:00', notDone(reason), harbour],
      ['Mon 14:00', review('CLOSE'), teamManager],
    ]);
    expect(state).toMatchObject({
      stage: 'CLOSED_NOT_DONE',
      review: { rationale: sealed('review'), reviewedBy: teamManager.userId },
    });
    expect(clocksOf(state)).toEqual([
      'AGENCY_ACTION STOPPED CONFIRMED',
      'HANDOVER_ACCEPTANCE STOPPED ACCEPTED',
      'HANDOVER_ACCEPTANCE-2 STOPPED CLOSED',
    ]);
    expect(inShort(owedDeliveries(state))).toContain(`ENDED CLOSED_NOT_DONE.${reason}`);
  });

  test.each(NOT_DONE_REASONS)('not done, %s, and to be decided again: the referral hears so', (reason) => {
    const { state } = action([
      ['Mon 11:00', accept, harbour],
      ['Mon 12:00', notDone(reason), harbour],
      ['Mon 14:00', review('DECIDE_AGAIN'), teamManager],
    ]);
    expect(state.stage).toBe('RETURNED');
    expect(clocksOf(state)[2]).toBe('HANDOVER_ACCEPTANCE-2 STOPPED RETURNED');
    expect(inShort(owedDeliveries(state))).toContain(`RETURNED RETURNED.${reason}`);
    expect(inShort(owedDeliveries(state)).some((line) => line.startsWith('ENDED'))).toBe(false);
  });

  test('a manager who does not look is told every working day', () => {
    const { state, events } = action([
      ['Mon 12:00', notDone('NO_CONTACT'), harbour],
      ['Wed 12:01', 'tick'],
    ]);
    expect(
      events.flatMap((event) =>
        event.type === 'ClockBreached' || event.type === 'ClockEscalated' ? [[event.clock, event.told]] : [],
      ),
    ).toEqual([
      ['HANDOVER_ACCEPTANCE-2', 'TEAM_MANAGER'],
      ['HANDOVER_ACCEPTANCE-2', 'SERVICE_MANAGER'],
    ]);
    expect(state.stage).toBe('NOT_DONE');
  });

  test('nothing to look at before, and nothing more to report after', () => {
    expect(() => action([['Mon 12:00', review('CLOSE'), teamManager]])).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }),
    );
    expect(() =>
      action([
        ['Mon 12:00', notDone('MOVED'), harbour],
        ['Mon 13:00', done, harbour],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
  });
});

describe('never allowed: the hub lets go of a child whom no agency has accepted', () => {
  test('not done, and never accepted: the hand-over stays awaited and the hub has the child throughout', () => {
    const { state, last } = action([['Mon 12:00', notDone('SERVICE_CAPACITY'), harbour]]);
    expect(outline(last)).toEqual([
      'ActionReported',
      'ClockStopped AGENCY_ACTION',
      'ClockStopped HANDOVER_ACCEPTANCE',
      'ClockStarted HANDOVER_ACCEPTANCE-2',
    ]);
    expect(clocksOf(state)).toEqual([
      'AGENCY_ACTION STOPPED CONFIRMED',
      'HANDOVER_ACCEPTANCE STOPPED RETURNED',
      'HANDOVER_ACCEPTANCE-2 RUNNING',
    ]);
    expect(state.owners).toEqual([{ team: 'HUB', role: 'TEAM_MANAGER', since: on('Mon 10:00') }]);
    expect(inShort(owedDeliveries(state))).toEqual(['AGENCY_ACTION_ASKED AGENCY']);
    expect(nextStep(state)).toMatchObject({ action: 'reviewNotDone', by: 'TEAM_MANAGER' });
    expect(brokenRules(standingOfFollowOn(state))).toEqual([]);
  });

  test('it is not closed with the gap on record: the hub decides again, and only then the referral hears', () => {
    const reported: Step[] = [['Mon 12:00', notDone('SERVICE_CAPACITY'), harbour]];
    expect(() => action([...reported, ['Mon 14:00', review('CLOSE'), teamManager]])).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE', field: 'decision' }),
    );
    const { state } = action([...reported, ['Mon 14:00', review('DECIDE_AGAIN'), teamManager]]);
    expect(inShort(owedDeliveries(state))).toEqual([
      'AGENCY_ACTION_ASKED AGENCY',
      'RETURNED RETURNED.SERVICE_CAPACITY',
    ]);
  });

  test.each<[string, Step[], string]>([
    ['never accepted', [], 'RETURNED WITHDRAWN'],
    ['accepted', [['Mon 11:00', accept, harbour]], 'ENDED WITHDRAWN'],
  ])('no longer asked, %s', (_case, steps, told) => {
    const { state } = action([...steps, ['Mon 14:00', withdraw, teamManager]]);
    expect(inShort(owedDeliveries(state))).toContain(told);
  });

  test('hub staff do not accept for the agency', () => {
    for (const by of [socialWorker, teamManager]) {
      expect(() => action([['Mon 12:00', accept, by]])).toThrow(
        expect.objectContaining({ code: 'NOT_PERMITTED' }),
      );
    }
  });
});
