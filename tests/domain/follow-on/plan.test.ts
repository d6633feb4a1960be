import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import type { AssessmentOpening } from '../../../domain/assessment/opening.ts';
import type { Assessment } from '../../../domain/assessment/state.ts';
import { PLAN_ACTIONS } from '../../../domain/follow-on/commands.ts';
import { KINDS } from '../../../domain/follow-on/kinds.ts';
import { type PlanCommand, planStep } from '../../../domain/follow-on/plan-rules.ts';
import {
  actionsOf,
  allowedActions,
  decide,
  mayRead,
  nextStep,
  owedDeliveries,
} from '../../../domain/follow-on/run.ts';
import { ROLES, type Role } from '../../../domain/vocabulary.ts';
import { actor, MONDAY_TEN, socialWorker } from '../../support/people.ts';
import { sealed } from '../referral/story.ts';
import { on, outline, rules, type Step, story } from './story.ts';

const nurse = actor('AGENCY_REPRESENTATIVE', {
  userId: 'synthetic-nurse',
  agency: 'HEALTH',
  localAuthority: 'ELSEWHERE',
});
const teacher = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-teacher', agency: 'EDUCATION' });
const sergeant = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-sergeant', agency: 'POLICE' });

const ASSESSMENT: AssessmentOpening & { readonly id: string } = {
  id: 'R-TEST-0001.A1',
  kind: 'ASSESSMENT',
  contactRef: 'C-TEST-0001',
  referralRefs: ['R-TEST-0001'],
  localAuthority: 'SPECIMENSHIRE',
  receivedAt: MONDAY_TEN,
  from: 'referral:R-TEST-0001',
  key: 'synthetic-key',
  receiver: 'ASSESSMENT_TEAM',
  withS47: false,
};

/** A case whose agencies make a plan, on Monday at ten. */
const plan = (steps: readonly Step[] = []) => story<Assessment>(ASSESSMENT, 'Mon 10:00', steps);

type Propose = Extract<PlanCommand, { type: 'proposePlanAction' }>;
const propose = (overrides: Partial<Propose> = {}): Propose => ({
  type: 'proposePlanAction',
  agency: 'HEALTH',
  what: sealed('what'),
  dueOn: '2028-06-09',
  isShared: true,
  ...overrides,
});
const agree = (no = 1): PlanCommand => ({ type: 'agreePlanAction', no });
const decline = (no = 1): PlanCommand => ({ type: 'declinePlanAction', no, reason: sealed('decline') });
const report = (done: boolean, no = 1): PlanCommand => ({
  type: 'reportPlanAction',
  no,
  done,
  note: sealed('note'),
});

const proposed: Step = ['Mon 11:00', propose(), socialWorker];
const agreed: Step[] = [proposed, ['Mon 12:00', agree(), nurse]];
const clockOf = ({ clocks }: Assessment, no: number) => clocks.find(({ id }) => id === `PLAN_ACTION.${no}`);

describe('proposed', () => {
  test('an agency is to do something by a day, and its clock ends with that day', () => {
    const { state, last } = plan([proposed]);
    expect(outline(last)).toEqual(['PlanActionProposed', 'ClockStarted PLAN_ACTION.1']);
    expect(state.plan).toEqual([
      {
        no: 1,
        agency: 'HEALTH',
        what: sealed('what'),
        dueOn: '2028-06-09',
        isShared: true,
        proposedBy: socialWorker.userId,
        proposedAt: on('Mon 11:00'),
      },
    ]);
    expect(clockOf(state, 1)).toMatchObject({ kind: 'PLAN_ACTION', dueAt: on('Sat 00:00') });
    expect(state.version).toBe(plan().state.version + 1);
  });

  test.each([
    ['today', '2028-06-05', 'Tue 00:00'],
    ['over the weekend', '2028-06-11', '+1 Mon 00:00'],
  ])('due %s', (_case, dueOn, dueAt) => {
    expect(clockOf(plan([['Mon 11:00', propose({ dueOn }), socialWorker]]).state, 1)?.dueAt).toBe(on(dueAt));
  });

  test.each([
    ['yesterday', '2028-06-04'],
    ['more than a year on', '2029-06-07'],
    ['on no day there is', '2028-06-31'],
    ['soon', 'soon'],
  ])('not due %s', (_case, dueOn) => {
    expect(() => plan([['Mon 11:00', propose({ dueOn }), socialWorker]])).toThrow(
      expect.objectContaining({ code: 'INVALID_INSTANT', field: 'dueOn' }),
    );
  });

  test('the day is one of the hub’s: half past midnight in London is tomorrow, though not yet in UTC', () => {
    expect(() => plan([['Tue 00:30', propose({ dueOn: '2028-06-05' }), socialWorker]])).toThrow(
      expect.objectContaining({ code: 'INVALID_INSTANT' }),
    );
  });
});

describe('answered by its agency', () => {
  test('agreed: its clock runs on', () => {
    const { state, last } = plan(agreed);
    expect(outline(last)).toEqual(['PlanActionAgreed']);
    expect(state.plan?.[0]?.answer).toEqual({ agreed: true, at: on('Mon 12:00'), by: nurse.userId });
    expect(clockOf(state, 1)?.status).toBe('RUNNING');
  });

  test('declined, with its reason: its clock stops', () => {
    const { state, last } = plan([proposed, ['Mon 12:00', decline(), nurse]]);
    expect(outline(last)).toEqual(['PlanActionDeclined', 'ClockStopped PLAN_ACTION.1']);
    expect(state.plan?.[0]?.answer).toEqual({
      agreed: false,
      at: on('Mon 12:00'),
      by: nurse.userId,
      reason: sealed('decline'),
    });
    expect(clockOf(state, 1)).toMatchObject({ status: 'STOPPED', stoppedBy: 'ANSWERED' });
  });

  test.each([true, false])('reported, done: %s', (done) => {
    const { state, last } = plan([...agreed, ['Mon 13:00', report(done), nurse]]);
    expect(outline(last)).toEqual(['PlanActionReported', 'ClockStopped PLAN_ACTION.1']);
    expect(state.plan?.[0]?.report).toEqual({
      done,
      at: on('Mon 13:00'),
      by: nurse.userId,
      note: sealed('note'),
    });
    expect(clockOf(state, 1)).toMatchObject({ status: 'STOPPED', stoppedBy: 'CONFIRMED' });
  });

  test.each<[string, Step[]]>([
    ['nothing is answered twice', [...agreed, ['Mon 13:00', decline(), nurse]]],
    ['nothing is reported before it is agreed', [proposed, ['Mon 13:00', report(true), nurse]]],
    [
      'nothing is reported that was declined',
      [proposed, ['Mon 12:00', decline(), nurse], ['Mon 13:00', report(true), nurse]],
    ],
    [
      'nothing is reported twice',
      [...agreed, ['Mon 13:00', report(true), nurse], ['Mon 14:00', report(true), nurse]],
    ],
    ['nothing is answered that was never proposed', [proposed, ['Mon 13:00', agree(2), nurse]]],
  ])('%s', (_case, steps) => {
    expect(() => plan(steps)).toThrow(expect.objectContaining({ code: 'NO_PLAN_ACTION' }));
  });

  test('those who keep the case write down what an agency told them', () => {
    const { state } = plan([proposed, ['Mon 12:00', agree(), socialWorker]]);
    expect(state.plan?.[0]?.answer).toMatchObject({ agreed: true, by: socialWorker.userId });
  });

  test('each action has a clock of its own', () => {
    const { state } = plan([
      ...agreed,
      ['Mon 12:30', propose({ agency: 'EDUCATION', dueOn: '2028-06-12' }), socialWorker],
      ['Mon 13:00', agree(2), teacher],
      ['Tue 09:00', report(true, 1), nurse],
    ]);
    expect(clockOf(state, 1)).toMatchObject({ status: 'STOPPED' });
    expect(clockOf(state, 2)).toMatchObject({ status: 'RUNNING', dueAt: on('+1 Tue 00:00') });
    expect(state.plan?.map(({ no, report: told }) => [no, told?.done])).toEqual([
      [1, true],
      [2, undefined],
    ]);
  });
});

describe('its day has passed', () => {
  test('the agency is told, then managers; what comes late is taken', () => {
    const { state, events } = plan([...agreed, ['+1 Mon 17:01', report(true), nurse]]);
    expect(
      events.flatMap((event) =>
        (event.type === 'ClockBreached' || event.type === 'ClockEscalated') && event.clock === 'PLAN_ACTION.1'
          ? [[event.told, event.occurredAt]]
          : [],
      ),
    ).toEqual([
      ['AGENCY_REPRESENTATIVE', on('Sat 00:00')],
      ['TEAM_MANAGER', on('+1 Mon 17:00')],
    ]);
    expect(state.plan?.[0]?.report?.done).toBe(true);
    expect(clockOf(state, 1)).toMatchObject({ status: 'STOPPED', stoppedAt: on('+1 Mon 17:01') });
  });

  test('never allowed: no clock of a plan stands still', () => {
    const pause: Step[1] = { type: 'pauseClock', clock: 'PLAN_ACTION.1', reason: sealed('pause') };
    expect(() => plan([...agreed, ['Mon 13:00', pause, actor('TEAM_MANAGER')]])).toThrow(
      expect.objectContaining({ code: 'CLOCK_NEVER_PAUSES' }),
    );
  });
});

const CO_ORDINATORS: readonly Role[] = [
  'SOCIAL_WORKER',
  'TEAM_MANAGER',
  'SERVICE_MANAGER',
  'HEAD_OF_SERVICE',
  'STRATEGY_CHAIR',
  'EARLY_HELP_MANAGER',
  'EARLY_HELP_PRACTITIONER',
];

function isTaken(steps: readonly Step[], command: PlanCommand, by: Actor): boolean {
  try {
    decide(plan(steps).state, command, { actor: by, now: on('Mon 13:00'), rules });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'NOT_PERMITTED' });
    return false;
  }
}

const TABLE: [PlanCommand, Step[], readonly Role[]][] = [
  [propose(), [], CO_ORDINATORS],
  [agree(), [proposed], [...CO_ORDINATORS, 'AGENCY_REPRESENTATIVE']],
  [decline(), [proposed], [...CO_ORDINATORS, 'AGENCY_REPRESENTATIVE']],
  [report(true), agreed, [...CO_ORDINATORS, 'AGENCY_REPRESENTATIVE']],
];

describe('who may', () => {
  test.each(TABLE.map(([command, ...rest]) => [command.type, command, ...rest] as const))(
    '%s',
    (_type, command, steps, permitted) => {
      const byRole = (role: Role) => (role === 'AGENCY_REPRESENTATIVE' ? nurse : actor(role));
      expect(ROLES.filter((role) => isTaken(steps, command, byRole(role)))).toEqual(
        ROLES.filter((role) => permitted.includes(role)),
      );
    },
  );

  const OTHERS: [string, Actor][] = [
    ['another agency of the plan', teacher],
    ['an agency that is not in the plan', sergeant],
    ['a worker of another authority', actor('SOCIAL_WORKER', { localAuthority: 'ELSEWHERE' })],
  ];
  test.each(OTHERS)('not %s', (_case, by) => {
    const both: Step = ['Mon 11:30', propose({ agency: 'EDUCATION' }), socialWorker];
    for (const [command, steps] of TABLE) expect(isTaken([...steps, both], command, by)).toBe(false);
  });

  test('an agency of the plan reads the case, and answers there', () => {
    const { state } = plan([proposed]);
    expect(mayRead(state, nurse)).toBe(true);
    expect(allowedActions(state, nurse)).toEqual(['agreePlanAction', 'declinePlanAction']);
    expect(mayRead(state, sergeant)).toBe(false);
    expect(allowedActions(state, sergeant)).toEqual([]);
  });
});

describe('what the case makes of it', () => {
  const letters = (state: Assessment) =>
    owedDeliveries(state).flatMap((owed) => (owed.message === 'LETTER' ? [owed] : []));
  const second: Step = ['Mon 11:30', propose({ agency: 'EDUCATION' }), socialWorker];

  test('each agency is asked by one letter for each action, whatever kind of case it is', () => {
    expect(letters(plan([proposed, second]).state)).toEqual(
      [
        ['HEALTH', 1],
        ['EDUCATION', 2],
      ].map(([agency, no]) => ({
        key: `R-TEST-0001.A1/PLAN_ACTION_ASKED/${no}`,
        message: 'LETTER',
        contactRef: 'C-TEST-0001',
        from: 'assessment:R-TEST-0001.A1',
        template: 'PLAN_ACTION_ASKED',
        recipient: { kind: 'AGENCY', agency },
        no,
      })),
    );
    const asked = plan([proposed, ['Mon 11:10', 'settle'], second]).state;
    expect(letters(asked).map(({ no }) => no)).toEqual([2]);
  });

  test.each<[string, Step[], string | undefined]>([
    ['declined', [proposed, ['Mon 12:00', decline(), nurse]], 'action 1 of the plan was declined'],
    ['not done', [...agreed, ['Mon 13:00', report(false), nurse]], 'action 1 of the plan was not done'],
    ['done', [...agreed, ['Mon 13:00', report(true), nurse]], undefined],
    [
      'declined, and another proposed since',
      [proposed, ['Mon 12:00', decline(), nurse], ['Mon 12:30', propose(), socialWorker]],
      undefined,
    ],
  ])(
    'what was %s waits for whoever keeps the case to plan it another way, or does not',
    (_case, steps, words) => {
      const step = planStep(plan(steps).state);
      expect(step?.words).toBe(words && `Plan another way: ${words}`);
      if (words !== undefined)
        expect(step).toMatchObject({ action: 'proposePlanAction', by: 'TEAM_MANAGER' });
    },
  );

  test('it comes before what is done in its own time, and after what a child waits for', () => {
    const failed: Step[] = [proposed, ['Mon 12:00', decline(), nurse]];
    expect(nextStep(plan(failed).state)?.action).toBe('acceptAssessment');
    const seen: Step[] = [
      ['Mon 12:10', { type: 'acceptAssessment', threshold: 'AGREED' }, actor('TEAM_MANAGER')],
      ['Mon 12:20', { type: 'allocate', worker: 'w-1' }, actor('TEAM_MANAGER')],
      [
        'Mon 15:00',
        { type: 'recordChildSeen', seenAt: on('Mon 14:00'), alone: true, note: sealed('note') },
        socialWorker,
      ],
    ];
    expect(nextStep(plan([proposed, ...seen]).state)).toEqual({
      action: 'reviewCheckpoint',
      by: 'TEAM_MANAGER',
      words: 'Review the assessment at its checkpoint',
    });
    expect(nextStep(plan([...failed, ...seen]).state)).toEqual({
      action: 'proposePlanAction',
      by: 'TEAM_MANAGER',
      words: 'Plan another way: action 1 of the plan was declined',
    });
  });
});

describe('which cases have a plan', () => {
  test.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
    const actions = actionsOf(kind).filter((action) => PLAN_ACTIONS.some((one) => one === action));
    expect(actions).toEqual(kind.hasPlan ? [...PLAN_ACTIONS] : []);
  });

  test('one that has ended takes none of it', () => {
    const over: Step[] = [...agreed, ['Mon 13:00', { type: 'noteSuperseded', decisionNo: 2 }]];
    const { state } = plan(over);
    expect(clockOf(state, 1)?.status).toBe('STOPPED');
    expect(() => plan([...over, ['Mon 14:00', report(true), nurse]])).toThrow(
      expect.objectContaining({ code: 'CASE_CLOSED' }),
    );
  });
});
