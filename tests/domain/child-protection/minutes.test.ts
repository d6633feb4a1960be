import { describe, expect, test } from 'vitest';
import { owedDeliveries } from '../../../domain/follow-on/run.ts';
import { on, outline, type Step } from '../follow-on/story.ts';
import {
  A,
  CASE,
  chair,
  clockOf,
  convened,
  discussion,
  manager,
  not,
  officer,
  plan,
  present,
  told,
  unwarned,
  words,
} from './people.ts';

const circulate = { type: 'circulateMinutes', no: 1 } as const;
const held = discussion('Mon 14:00', 'Mon 15:00', {
  no: 1,
  attendance: [
    ...present(),
    { agency: 'HOUSING', kind: 'HOUSING', attendance: 'APOLOGIES' },
    { agency: 'HOSPITAL', kind: 'HEALTH', attendance: 'PRESENT', information: words('x-ray') },
  ],
  actions: [
    { what: words('visit'), agency: 'SOCIAL_CARE', dueOn: '2028-06-05' },
    { what: words('interview'), agency: 'POLICE', dueOn: '2028-06-07' },
  ],
});

function letters(state: Parameters<typeof owedDeliveries>[0], template: string) {
  return owedDeliveries(state).flatMap((owed) =>
    owed.message === 'LETTER' && owed.template === template ? [owed] : [],
  );
}

describe('invitations', () => {
  test('every agency invited has one, by the number of the discussion', () => {
    const { state } = told([['Mon 10:30', plan('Mon 14:00'), officer]]);
    expect(letters(state, 'STRATEGY_INVITATION')).toEqual(
      ['SOCIAL_CARE', 'POLICE', 'HEALTH', 'HOUSING'].map((agency) => ({
        key: `${CASE}/STRATEGY_INVITATION/1/${agency}`,
        message: 'LETTER',
        contactRef: 'C-TEST-0001',
        from: `child-protection:${CASE}`,
        template: 'STRATEGY_INVITATION',
        recipient: { kind: 'AGENCY', agency },
        no: 1,
      })),
    );
  });

  test('planned again, whoever had the first is told that it is called off', () => {
    const { state } = told([
      ['Mon 10:30', plan('Mon 14:00'), officer],
      ['Mon 10:40', 'settle'],
      ['Mon 11:00', plan('Mon 16:00', { invited: [{ agency: 'POLICE' }] }), officer],
    ]);
    expect(letters(state, 'STRATEGY_INVITATION').map(({ key }) => key)).toEqual([
      `${CASE}/STRATEGY_INVITATION/1/SOCIAL_CARE/CALLED_OFF`,
      `${CASE}/STRATEGY_INVITATION/1/POLICE/CALLED_OFF`,
      `${CASE}/STRATEGY_INVITATION/1/HEALTH/CALLED_OFF`,
      `${CASE}/STRATEGY_INVITATION/1/HOUSING/CALLED_OFF`,
      `${CASE}/STRATEGY_INVITATION/2/POLICE`,
    ]);
  });

  test('the case over before it was held, everybody invited is told so', () => {
    const { state } = told([
      ['Mon 10:30', plan('Tue 14:00', { invited: [{ agency: 'POLICE' }] }), officer],
      ['Mon 10:40', 'settle'],
      [
        'Mon 11:00',
        {
          type: 'endForChild',
          referralRef: A,
          how: 'CHILD_TURNED_18',
          reason: words('birthday'),
          handedTo: 'ADULT_SERVICES',
        },
        manager,
      ],
    ]);
    expect(state.stage).toBe('CHILD_TURNED_18');
    expect(letters(state, 'STRATEGY_INVITATION').map(({ key }) => key)).toEqual([
      `${CASE}/STRATEGY_INVITATION/1/POLICE/CALLED_OFF`,
    ]);
  });

  test.each([
    ['in the past', { startsAt: on('Mon 10:00') }, 'INVALID_INSTANT', 'startsAt'],
    ['to nobody', { invited: [] }, 'MISSING_FIELD', 'invited'],
    ['about nobody', { covers: [] }, 'MISSING_FIELD', 'covers'],
  ])('none is planned %s', (_case, overrides, code, field) => {
    expect(() => told([['Mon 10:30', plan('Mon 14:00', overrides), officer]])).toThrow(
      expect.objectContaining({ code, field }),
    );
  });
});

describe('minutes, C8', () => {
  const steps = [
    ['Mon 10:30', plan('Mon 14:00'), officer],
    ['Mon 15:30', held, chair],
  ] as const;

  test('go to everybody invited or there, and count as circulated when they are sent, not when they are asked for', () => {
    const asked = told([...steps, ['Tue 09:00', circulate, officer]]);
    expect(letters(asked.state, 'STRATEGY_MINUTES').map(({ recipient }) => recipient)).toEqual(
      ['SOCIAL_CARE', 'POLICE', 'HEALTH', 'HOUSING', 'HOSPITAL'].map((agency) => ({
        kind: 'AGENCY',
        agency,
      })),
    );
    expect(clockOf(asked.state, 'STRATEGY_RECORD.1').status).toBe('RUNNING');
    const sent = told([...steps, ['Tue 09:00', circulate, officer], ['Tue 09:05', 'settle']]);
    expect(clockOf(sent.state, 'STRATEGY_RECORD.1')).toMatchObject({
      stoppedAt: on('Tue 09:05'),
      stoppedBy: 'CIRCULATED',
    });
  });

  test('late after a working day', () => {
    const { events } = told([...steps, ['Tue 15:01', 'tick']]);
    expect(
      events.find((event) => event.type === 'ClockBreached' && event.clock === 'STRATEGY_RECORD.1'),
    ).toMatchObject({
      occurredAt: on('Tue 15:00'),
      told: 'TEAM_MANAGER',
    });
  });

  test('are sent out once', () => {
    expect(() =>
      told([...steps, ['Tue 09:00', circulate, officer], ['Tue 09:01', circulate, officer]]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
  });

  test('an agency no letter reaches is given them another way, and then they are out', () => {
    const given = (agency: string) => ({ type: 'recordMinutesGiven', no: 1, agency }) as const;
    const { state: waiting } = told([...steps, ['Tue 09:00', circulate, officer]]);
    expect(clockOf(waiting, 'STRATEGY_RECORD.1').status).toBe('RUNNING');
    const others = ['SOCIAL_CARE', 'POLICE', 'HEALTH', 'HOUSING'];
    const { state, last } = told([
      ...steps,
      ['Tue 09:00', circulate, officer],
      ...others.map((agency): Step => ['Tue 09:10', given(agency), officer]),
      ['Tue 09:30', given('HOSPITAL'), officer],
    ]);
    expect(unwarned(last)).toEqual(['MinutesGiven', 'ClockStopped STRATEGY_RECORD.1']);
    expect(clockOf(state, 'STRATEGY_RECORD.1')).toMatchObject({
      stoppedBy: 'CIRCULATED',
      stoppedAt: on('Tue 09:30'),
    });
    expect(letters(state, 'STRATEGY_MINUTES')).toEqual([]);
    expect(() =>
      told([...steps, ['Tue 09:00', circulate, officer], ['Tue 09:10', given('EDUCATION'), officer]]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE', field: 'agency' }));
  });

  test('have actions with owners, which become actions of the plan, due also on the day itself', () => {
    const { state } = told([...steps]);
    expect(state.discussions[0]?.held?.actionNos).toEqual([1, 2]);
    expect(state.plan).toMatchObject([
      { no: 1, agency: 'SOCIAL_CARE', dueOn: '2028-06-05', isShared: true },
      { no: 2, agency: 'POLICE', dueOn: '2028-06-07', what: words('interview') },
    ]);
    expect(clockOf(state, 'PLAN_ACTION.1').dueAt).toBe(on('Tue 00:00'));
    expect(clockOf(state, 'PLAN_ACTION.2').dueAt).toBe(on('Thu 00:00'));
    expect(letters(state, 'PLAN_ACTION_ASKED').map(({ no }) => no)).toEqual([1, 2]);
  });

  test('a case whose last child has ended stays open until they are sent', () => {
    const record = discussion('Mon 14:00', 'Mon 15:00', { children: [not(A)] });
    const open = told([['Mon 15:30', record, manager]], convened());
    expect(open.state).toMatchObject({ stage: 'HANDING_ON' });
    expect(open.state.closedAt).toBeUndefined();
    const over = told(
      [
        ['Mon 15:30', record, manager],
        ['Mon 16:00', circulate, officer],
        ['Mon 16:05', 'settle'],
      ],
      convened(),
    );
    expect(over.state).toMatchObject({ stage: 'CLOSED_NFA', closedAt: on('Mon 16:05') });
    expect(outline(over.last)).toEqual(
      expect.arrayContaining(['ClockStopped STRATEGY_RECORD.1', 'ChildProtectionEnded']),
    );
  });
});
