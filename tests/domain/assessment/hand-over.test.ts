import { describe, expect, test } from 'vitest';
import { assessment } from '../../../domain/assessment/rules.ts';
import { nextStep, openFollowOn, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { parseInstant } from '../../../domain/instant.ts';
import { actor, earlyHelpManager, teamManager } from '../../support/people.ts';
import { folded, on, outline, rules } from '../follow-on/story.ts';
import { sealed } from '../referral/story.ts';
import {
  accepts,
  allocates,
  begun,
  disputes,
  dues,
  ID,
  keys,
  news,
  opening,
  owed,
  receivingManager,
  REFERRAL,
  refusal,
  sees,
  stops,
  teams,
  told,
  worker,
} from './story.ts';

describe('C12 and C13: the assessment and its checkpoint count from receipt', () => {
  test('passed on an hour and a half after receipt', () => {
    const { state, events } = told([]);
    expect(outline(events)).toEqual([
      'AssessmentOpened',
      'ClockStarted HANDOVER_ACCEPTANCE',
      'ClockStarted ASSESSMENT',
      'ClockStarted ASSESSMENT_CHECKPOINT',
    ]);
    expect(dues(state)).toEqual({
      HANDOVER_ACCEPTANCE: '2028-06-06T09:30:00.000Z',
      ASSESSMENT: '2028-08-07T16:00:00.000Z',
      ASSESSMENT_CHECKPOINT: '2028-06-19T16:00:00.000Z',
    });
  });

  test('E3: received on the Thursday before Good Friday 2027, passed on after Easter', () => {
    const receivedAt = parseInstant('2027-03-25T16:59:00Z');
    const now = parseInstant('2027-03-30T16:59:00+01:00');
    const state = folded(openFollowOn(opening({ receivedAt }), { now, rules }));
    const due = (kind: string) => state.clocks.find((clock) => clock.kind === kind)?.dueAt;
    expect(due('ASSESSMENT')).toBe('2027-06-02T16:00:00.000Z');
    expect(due('ASSESSMENT_CHECKPOINT')).toBe('2027-04-12T16:00:00.000Z');
    expect(due('HANDOVER_ACCEPTANCE')).toBe('2027-03-31T15:59:00.000Z');
  });
});

describe('transition 12: the receiving team accepts before the hub lets go', () => {
  test('until then the hub has the child', () => {
    const { state } = told([['+1 Mon 10:00', 'tick']]);
    expect(state.stage).toBe('AWAITING_ACCEPTANCE');
    expect(state.owners).toEqual([{ team: 'HUB', role: 'TEAM_MANAGER', since: on('Mon 10:30') }]);
    expect(nextStep(state)?.action).toBe('acceptAssessment');
    const late = told([['Tue 10:31', 'tick']]).last.at(-1);
    expect(late).toMatchObject({
      type: 'ClockBreached',
      clock: 'HANDOVER_ACCEPTANCE',
      occurredAt: on('Tue 10:30'),
    });
  });

  test('the receiving manager accepts, and the referral is told', () => {
    const { state, last } = told([accepts]);
    expect(outline(last)).toEqual(['AssessmentAccepted', 'ClockStopped HANDOVER_ACCEPTANCE']);
    expect(state.owners.at(-1)).toEqual({
      team: 'ASSESSMENT_TEAM',
      role: 'TEAM_MANAGER',
      since: on('Mon 14:00'),
    });
    expect(owed(state)).toEqual([
      {
        key: `${ID}/ACCEPTED/${REFERRAL}`,
        message: 'CASE_TO_TELL',
        contactRef: 'C-TEST-0001',
        to: REFERRAL,
        command: {
          type: 'noteNews',
          caseId: ID,
          kind: 'ASSESSMENT',
          news: 'ACCEPTED',
          at: on('Mon 14:00'),
          by: receivingManager.userId,
          receiver: 'ASSESSMENT_TEAM',
        },
      },
    ]);
  });

  test('accepted on the referral, it is accepted here, and only once', () => {
    const word = {
      type: 'noteAccepted',
      receiver: 'ASSESSMENT_TEAM',
      acceptedBy: receivingManager.userId,
      acceptedAt: on('Mon 13:59'),
    } as const;
    const { state, last } = told([
      ['Mon 14:00', word],
      ['Mon 14:01', word],
    ]);
    expect(state.stage).toBe('ASSESSMENT');
    expect(state.acceptance).toEqual({
      at: on('Mon 14:00'),
      by: receivingManager.userId,
      threshold: 'AGREED',
    });
    expect(last).toEqual([]);
    expect(teams(state)).toEqual(['HUB', 'ASSESSMENT_TEAM']);
  });

  test('a team that returns the child leaves it with the hub, which is told and decides afresh', () => {
    const { state, last } = told([
      ['Mon 14:00', { type: 'returnToHub', reason: sealed('reason') }, receivingManager],
    ]);
    expect(outline(last)).toEqual([
      'AssessmentReturned',
      'ClockStopped HANDOVER_ACCEPTANCE',
      'ClockStopped ASSESSMENT',
      'ClockStopped ASSESSMENT_CHECKPOINT',
      'AssessmentEnded',
    ]);
    expect(state.stage).toBe('RETURNED');
    expect(teams(state)).toEqual(['HUB']);
    expect(stops(state)['ASSESSMENT']).toBe('RETURNED 2028-06-05T13:00:00.000Z');
    expect(owed(state)).toMatchObject([{ to: REFERRAL, command: { news: 'RETURNED', outcome: 'RETURNED' } }]);
  });

  test('a team that has accepted returns nothing', () => {
    expect(
      refusal([accepts, ['Mon 15:00', { type: 'returnToHub', reason: sealed('r') }, receivingManager]]),
    ).toBe('NOT_AT_THIS_STAGE');
  });

  test('a later decision overtakes it', () => {
    const { state } = told([accepts, ['Tue 09:00', { type: 'noteSuperseded', decisionNo: 2 }]]);
    expect(state).toMatchObject({ stage: 'SUPERSEDED', closedAt: on('Tue 09:00') });
    expect(stops(state)['ASSESSMENT']).toBe('SUPERSEDED 2028-06-06T08:00:00.000Z');
    expect(keys(state)).toEqual([`${ID}/ACCEPTED/${REFERRAL}`, `${ID}/ENDED/${REFERRAL}`]);
  });
});

describe('a threshold disputed at hand-over', () => {
  test('opens a dispute, and the assessment goes on meanwhile with all its clocks', () => {
    const { state, last } = told([disputes]);
    expect(outline(last)).toEqual(['AssessmentAccepted', 'ClockStopped HANDOVER_ACCEPTANCE']);
    expect(state.stage).toBe('ASSESSMENT');
    expect(teams(state)).toEqual(['HUB', 'ASSESSMENT_TEAM']);
    expect(Object.keys(dues(state))).toEqual(['ASSESSMENT', 'ASSESSMENT_CHECKPOINT']);
    expect(owed(state)[0]).toEqual({
      key: `${ID}/DISPUTE`,
      message: 'CASE_TO_OPEN',
      contactRef: 'C-TEST-0001',
      opening: {
        kind: 'DISPUTE',
        key: `${ID}/DISPUTE`,
        contactRef: 'C-TEST-0001',
        referralRefs: ['R-TEST-0001'],
        localAuthority: 'SPECIMENSHIRE',
        receivedAt: on('Mon 10:00'),
        from: `assessment:${ID}`,
        openedBy: receivingManager.userId,
        about: `assessment:${ID}`,
        subject: 'THRESHOLD',
        lane: 'ORDINARY',
        objector: {
          userId: receivingManager.userId,
          role: 'TEAM_MANAGER',
          agency: 'SOCIAL_CARE',
        },
        reason: sealed('below-threshold'),
        outcomeSought: sealed('below-threshold'),
        interimSafety: sealed('interim'),
        decisionNo: 1,
      },
    });
  });

  test.each<[string, 'reason' | 'interimSafety']>([
    ['without its reason', 'reason'],
    ['E26: without what keeps the child safe meanwhile', 'interimSafety'],
  ])('is refused %s', (_case, field) => {
    const dispute = {
      type: 'acceptAssessment',
      threshold: 'DISPUTED',
      ...(field !== 'reason' && { reason: sealed('r') }),
      ...(field !== 'interimSafety' && { interimSafety: sealed('i') }),
    } as const;
    expect(refusal([['Mon 14:00', dispute, receivingManager]])).toBe(`MISSING_FIELD ${field}`);
  });

  test('its end is kept; upheld, the assessment still goes on until the hub has decided afresh', () => {
    const { state, last } = told([
      disputes,
      ['Mon 14:01', 'settle'],
      ['Wed 12:00', news('DISPUTE', { news: 'OPENED' }, 'Mon 14:01')],
      ['Thu 12:00', news('DISPUTE', { news: 'ENDED', outcome: 'UPHELD' }, 'Thu 12:00')],
      ['Thu 12:01', news('DISPUTE', { news: 'ENDED', outcome: 'UPHELD' }, 'Thu 12:00')],
    ]);
    expect(last).toEqual([]);
    expect(state.disputeEnded).toEqual({
      caseId: `${ID}/DISPUTE`,
      at: on('Thu 12:00'),
      outcome: 'UPHELD',
    });
    expect(state.stage).toBe('ASSESSMENT');
    expect(keys(state)).toEqual([]);
  });

  test('another dispute about the assessment is none about its threshold', () => {
    const other = { ...news('DISPUTE', { news: 'ENDED', outcome: 'UPHELD' }, 'Tue 12:00'), caseId: 'other' };
    expect(told([disputes, ['Mon 14:01', 'settle'], ['Tue 12:00', other]]).last).toEqual([]);
  });
});

describe('CIN rule 8896: one assessment is open for a child', () => {
  const context = { now: on('Wed 10:00'), rules };
  const second = opening({ from: 'child-protection:R-TEST-0001.P1', key: 'other' });

  test('a second opening joins it, and its case hears the same', () => {
    const { state } = told(begun);
    expect(assessment.joins?.(state, second)).toBe(true);
    const events = assessment.join?.(state, second, context) ?? [];
    expect(outline(events)).toEqual(['AssessmentJoined']);
    const after = events.reduce(assessment.apply, state);
    expect(keys(after)).toEqual([
      `${ID}/ACCEPTED/${REFERRAL}`,
      `${ID}/ACCEPTED/child-protection:R-TEST-0001.P1`,
    ]);
    expect(assessment.join?.(after, second, context)).toEqual([]);
  });

  test('a sibling has an assessment of their own', () => {
    expect(assessment.joins?.(told(begun).state, opening({ referralRefs: ['R-TEST-0002'] }))).toBe(false);
  });
});

describe('allocation', () => {
  test('C10: the child is to be seen within four working days of the first, which a new worker does not move', () => {
    const { state } = told([
      ...begun,
      ['Wed 10:00', { type: 'allocate', worker: 'synthetic-worker-2' }, receivingManager],
    ]);
    expect(dues(state)['CHILD_SEEN_S17']).toBe('2028-06-12T16:00:00.000Z');
    expect(state.clocks.filter(({ kind }) => kind === 'CHILD_SEEN_S17')).toHaveLength(1);
    expect(state.allocations?.map(({ worker: userId }) => userId)).toEqual([
      'synthetic-worker',
      'synthetic-worker-2',
    ]);
    expect(state.owners.at(-1)).toEqual({
      team: 'ASSESSMENT_TEAM',
      role: 'TEAM_MANAGER',
      userId: 'synthetic-worker-2',
      since: on('Wed 10:00'),
    });
  });

  test('a child who has been seen is not to be seen again for it', () => {
    const { state } = told([accepts, ['Mon 17:00', { ...seenAt('Mon 16:00') }, worker], allocates]);
    expect(state.clocks.some(({ kind }) => kind === 'CHILD_SEEN_S17')).toBe(false);
  });

  test('not before the team has the child', () => {
    expect(refusal([allocates])).toBe('NOT_AT_THIS_STAGE');
    expect(refusal([sees])).toBe('NOT_AT_THIS_STAGE');
  });
});

function seenAt(at: string) {
  return { type: 'recordChildSeen', seenAt: on(at), alone: false, note: sealed('visit') } as const;
}

describe('whose business it is', () => {
  const elsewhere = { localAuthority: 'OTHERSHIRE' };
  test.each([
    ['a social worker does not accept', worker],
    ['a manager of another authority does not accept', actor('TEAM_MANAGER', elsewhere)],
    ['Early Help does not accept', earlyHelpManager],
    ['an agency does not accept', actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' })],
  ])('%s', (_case, by) => {
    expect(refusal([['Mon 14:00', { type: 'acceptAssessment', threshold: 'AGREED' }, by]])).toBe(
      'NOT_PERMITTED',
    );
  });

  test.each([
    ['a manager of the hub', teamManager],
    ['a manager of the authority', actor('TEAM_MANAGER', { localAuthority: 'SPECIMENSHIRE' })],
  ])('%s accepts', (_case, by) => {
    expect(refusal([['Mon 14:00', { type: 'acceptAssessment', threshold: 'AGREED' }, by]])).toBeUndefined();
  });

  test('an open assessment always has one owner, a clock or a reason for none, and a next step', () => {
    for (const steps of [[], [accepts], begun]) {
      const { owners, clocks, next } = standingOfFollowOn(told(steps).state);
      expect(owners).toHaveLength(1);
      expect(clocks.some(({ status }) => status === 'RUNNING')).toBe(true);
      expect(next).toBeDefined();
    }
  });
});
