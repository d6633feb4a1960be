import { describe, expect, test } from 'vitest';
import { nextStep, owedDeliveries, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { brokenRules } from '../../../domain/invariant.ts';
import { on, outline, type Step } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  acceptedThen,
  clock,
  close,
  decided,
  disengaged,
  earlyHelpManager,
  handedOver,
  letter,
  life,
  look,
  notReached,
  owner,
  practitioner,
  reached,
  steppedDown,
  teamManager,
  told,
  tried,
} from './lives.ts';

const underReview = acceptedThen(...tried, ['Fri 10:00', disengaged, practitioner]);

describe('C23: first contact within two working days of acceptance', () => {
  test('whoever is reached stops it, at the instant they were', () => {
    const { state } = life(decided, acceptedThen(['Wed 12:00', reached('Wed 09:15'), practitioner]));
    expect(clock(state, 'EARLY_HELP_CONTACT')).toMatchObject({
      stoppedAt: on('Wed 09:15'),
      stoppedBy: 'FAMILY_REACHED',
    });
    expect(nextStep(state)).toMatchObject({ action: 'recordReview' });
  });

  test('a try that reaches nobody does not', () => {
    const { state } = life(decided, acceptedThen(['Tue 10:00', notReached('Tue 09:30'), practitioner]));
    expect(clock(state, 'EARLY_HELP_CONTACT')?.status).toBe('RUNNING');
    expect(nextStep(state)).toMatchObject({ action: 'logContact' });
  });

  test('late, the Early Help manager hears first', () => {
    const { events } = life(decided, acceptedThen(['Thu 09:00', 'tick']));
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'ClockBreached',
        clock: 'EARLY_HELP_CONTACT',
        told: 'EARLY_HELP_MANAGER',
      }),
    );
  });
});

describe('E24: a family that does not engage', () => {
  test('after two tries that reached nobody, a letter is due from whoever leads', () => {
    const { state, last } = life(decided, acceptedThen(...tried.slice(0, 2)));
    expect(outline(last)).toContain('FamilyLetterDue');
    expect(owedDeliveries(state)).toContainEqual(
      expect.objectContaining({
        message: 'LETTER',
        template: 'EARLY_HELP_LETTER',
        recipient: { kind: 'COLLEAGUE', userId: 'synthetic-lead' },
      }),
    );
    expect(nextStep(state)).toMatchObject({ action: 'recordLetterSent' });
  });

  test.each([
    ['one try', [tried[0]]],
    ['two tries and no letter', tried.slice(0, 2)],
    ['one try and a letter', [tried[0], tried[2]]],
    [
      'two tries and a letter, but then somebody answered',
      [...tried, ['Thu 10:00', reached('Thu 09:00'), practitioner]],
    ],
  ] as const)('%s: no manager is asked yet', (_case, steps) => {
    const all = acceptedThen(...(steps as readonly Step[]), ['Fri 10:00', disengaged, practitioner]);
    expect(() => life(decided, all)).toThrow(
      expect.objectContaining({ code: 'ATTEMPTS_OUTSTANDING', field: 'reason' }),
    );
  });

  test('two tries and a letter: a manager of the hub has to look, and nothing has closed', () => {
    const { state } = life(decided, underReview);
    expect(state).toMatchObject({ stage: 'UNDER_REVIEW', notEngaging: { reason: 'DISENGAGED' } });
    expect(state.closedAt).toBeUndefined();
    expect(owner(state)).toBe('EARLY_HELP/EARLY_HELP_MANAGER synthetic-lead');
    expect(nextStep(state)).toMatchObject({ action: 'reviewEngagement', by: 'TEAM_MANAGER' });
    expect(clock(state, 'EARLY_HELP_REVIEW')?.status).toBe('RUNNING');
    expect(brokenRules(standingOfFollowOn(state))).toEqual([]);
  });

  test.each(['DECLINED', 'MOVED', 'SERVICE_CAPACITY'] as const)(
    '%s needs no tries, but a manager’s look all the same',
    (reason) => {
      const said = { ...disengaged, reason };
      const { state } = life(decided, acceptedThen(['Fri 10:00', said, practitioner]));
      expect(state.stage).toBe('UNDER_REVIEW');
    },
  );

  test('never allowed: Early Help reviews its own family, or closes it silently', () => {
    expect(() => life(decided, [...underReview, ['Fri 11:00', look('CLOSE'), earlyHelpManager]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
    expect(() => life(decided, [...underReview, ['Fri 11:00', close, earlyHelpManager]])).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }),
    );
    const stopped = { ...close, outcome: 'FAMILY_STOPPED' } as const;
    expect(() => life(decided, acceptedThen(['Fri 11:00', stopped, earlyHelpManager]))).toThrow(
      expect.objectContaining({ code: 'REVIEW_OUTSTANDING', field: 'outcome' }),
    );
  });

  test('never allowed: time alone closes a family that does not engage', () => {
    const { state } = life(decided, [...underReview, ['+12 Mon 09:00', 'tick']]);
    expect(state.stage).toBe('UNDER_REVIEW');
  });

  test('the manager closes it, with the reason it stopped (transition 29)', () => {
    const { state } = life(decided, [...underReview, ['Fri 11:00', look('CLOSE'), teamManager]]);
    expect(state).toMatchObject({
      stage: 'CLOSED_EH',
      closing: {
        outcome: 'FAMILY_STOPPED',
        reason: 'DISENGAGED',
        endedOn: '2028-06-09',
        organisation: 'EARLY_HELP',
        summary: sealed('rationale'),
        closedBy: teamManager.userId,
      },
    });
    expect(told(state)).toContain('ENDED CLOSED_EH.FAMILY_STOPPED to referral:R-TEST-0001');
  });

  test('the manager steps it up', () => {
    const urgent = { ...look('STEP_UP'), isUrgent: true };
    const { state } = life(decided, [...underReview, ['Fri 11:00', urgent, teamManager]]);
    expect(state).toMatchObject({
      stage: 'STEPPING_UP',
      stepUp: { reason: sealed('rationale'), isUrgent: true },
    });
  });

  test('the manager has Early Help go on, and the tries count from nothing', () => {
    const goOn: Step = ['Fri 11:00', look('CONTINUE'), teamManager];
    const { state } = life(decided, [...underReview, goOn]);
    expect(state.stage).toBe('EARLY_HELP_ACTIVE');
    expect(() => life(decided, [...underReview, goOn, ['Fri 12:00', disengaged, practitioner]])).toThrow(
      expect.objectContaining({ code: 'ATTEMPTS_OUTSTANDING' }),
    );
  });

  test('the manager decides afresh at the hub; what social care handed over steps up instead', () => {
    const back: Step = ['Fri 16:00', look('RETURN_TO_HUB'), teamManager];
    const { state } = life(decided, [...underReview, back]);
    expect(state).toMatchObject({ stage: 'RETURNED', returned: { why: 'DISENGAGED' } });
    expect(owner(state)).toBe('HUB/TEAM_MANAGER');
    const declines: Step = ['Fri 14:00', { ...disengaged, reason: 'DECLINED' }, practitioner];
    expect(() => life(steppedDown, [...handedOver, declines, back])).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE', field: 'decision' }),
    );
  });

  test('nothing was tried before it was, and no letter is sent tomorrow', () => {
    expect(() => life(decided, acceptedThen(['Tue 10:00', notReached('Tue 11:00'), practitioner]))).toThrow(
      expect.objectContaining({ code: 'INVALID_INSTANT', field: 'at' }),
    );
    expect(() => life(decided, acceptedThen(['Tue 10:00', letter('Wed 11:00'), practitioner]))).toThrow(
      expect.objectContaining({ code: 'INVALID_INSTANT', field: 'at' }),
    );
  });
});

describe('C26: reviews of the team around the family', () => {
  const review = (at: string) => ({ type: 'recordReview', heldAt: on(at), outcome: sealed('o') }) as const;

  test('the first within 42 days, each later one within 91 of the one before', () => {
    const { state } = life(
      decided,
      acceptedThen(
        ['+5 Mon 16:00', review('+5 Mon 14:00'), practitioner],
        ['+17 Mon 16:00', review('+17 Mon 14:00'), earlyHelpManager],
      ),
    );
    expect(clock(state, 'EARLY_HELP_REVIEW')).toMatchObject({
      dueAt: '2028-07-17T23:00:00.000Z',
      stoppedAt: '2028-07-10T13:00:00.000Z',
      stoppedBy: 'HELD',
    });
    expect(clock(state, 'EARLY_HELP_REVIEW_REPEAT')).toMatchObject({
      dueAt: '2028-10-09T23:00:00.000Z',
      stoppedAt: '2028-10-02T13:00:00.000Z',
    });
    // Summer time has ended by then.
    expect(clock(state, 'EARLY_HELP_REVIEW_REPEAT-2')).toMatchObject({
      status: 'RUNNING',
      dueAt: '2029-01-02T00:00:00.000Z',
    });
    expect(state.reviews).toHaveLength(2);
  });

  test('one that is late is everybody’s to see, and is held all the same', () => {
    const late = life(decided, acceptedThen(['+7 Mon 09:00', 'tick']));
    expect(clock(late.state, 'EARLY_HELP_REVIEW')?.status).toBe('LATE');
    const { state } = life(decided, acceptedThen(['+7 Mon 16:00', review('+7 Mon 14:00'), practitioner]));
    expect(clock(state, 'EARLY_HELP_REVIEW')).toMatchObject({ status: 'STOPPED', stoppedBy: 'HELD' });
  });

  test('another lead practitioner takes over, and is who the family has from then on', () => {
    const change = {
      type: 'changeLeadPractitioner',
      leadPractitioner: 'synthetic-next',
      reason: sealed('r'),
    } as const;
    const { state } = life(decided, acceptedThen(['Tue 10:00', change, earlyHelpManager]));
    expect(owner(state)).toBe('EARLY_HELP/EARLY_HELP_MANAGER synthetic-next');
    expect(() => life(decided, [['Mon 11:00', change, earlyHelpManager]])).toThrow(
      expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }),
    );
  });
});
