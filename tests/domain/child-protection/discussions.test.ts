import { describe, expect, test } from 'vitest';
import { ownerNow } from '../../../domain/follow-on/state.ts';
import { on, outline } from '../follow-on/story.ts';
import {
  A,
  again,
  B,
  chair,
  clockOf,
  convened,
  discussion,
  manager,
  officer,
  opening,
  part,
  plan,
  police,
  startFor,
  told,
  words,
} from './people.ts';

describe('transition 10: reasonable cause appears', () => {
  test('the discussion is due in a working day, the alert for drift in three, and the team accepts in one', () => {
    const { state, events } = told([]);
    expect(outline(events)).toEqual([
      'ChildProtectionOpened',
      'ClockStarted STRATEGY_DISCUSSION',
      'ClockStarted STRATEGY_DRIFT',
      'ClockStarted HANDOVER_ACCEPTANCE',
    ]);
    expect(state.stage).toBe('STRATEGY_PLANNING');
    expect(clockOf(state, 'STRATEGY_DISCUSSION').dueAt).toBe(on('Tue 10:00'));
    expect(clockOf(state, 'STRATEGY_DRIFT').dueAt).toBe(on('Thu 17:00'));
    expect(clockOf(state, 'HANDOVER_ACCEPTANCE').dueAt).toBe(on('Tue 10:00'));
    expect(ownerNow(state)).toMatchObject({ team: 'HUB', role: 'TEAM_MANAGER' });
  });

  test('serious injury or recent sexual abuse: the same day', () => {
    const { state } = told([], opening({ urgency: 'SAME_DAY' }));
    expect(clockOf(state, 'STRATEGY_DISCUSSION_URGENT').dueAt).toBe(on('Tue 00:00'));
  });

  test('convened by a person, it waits for nobody to accept it, and counts from reasonable cause', () => {
    const { state, events } = told([], convened({ reasonableCauseAt: on('Mon 09:30') }));
    expect(outline(events)).not.toContain('ClockStarted HANDOVER_ACCEPTANCE');
    expect(clockOf(state, 'STRATEGY_DISCUSSION').dueAt).toBe(on('Tue 09:30'));
  });

  test('while it is late, the team manager and then the service manager are told every hour', () => {
    const { events } = told([['Tue 12:30', 'tick']]);
    const said = events.flatMap((event) =>
      (event.type === 'ClockBreached' || event.type === 'ClockEscalated') &&
      event.clock === 'STRATEGY_DISCUSSION'
        ? [[event.occurredAt, event.told]]
        : [],
    );
    expect(said).toEqual([
      [on('Tue 10:00'), 'TEAM_MANAGER'],
      [on('Tue 11:00'), 'SERVICE_MANAGER'],
      [on('Tue 12:00'), 'SERVICE_MANAGER'],
    ]);
  });
});

describe('the protection team accepts', () => {
  test('the hub has the family until then, and the team from then on', () => {
    const { state } = told([['Mon 11:00', { type: 'acceptProtection' }, manager]]);
    expect(state.owners).toEqual([
      { team: 'HUB', role: 'TEAM_MANAGER', since: on('Mon 10:00') },
      { team: 'ASSESSMENT_TEAM', role: 'TEAM_MANAGER', since: on('Mon 11:00') },
    ]);
    expect(clockOf(state, 'HANDOVER_ACCEPTANCE')).toMatchObject({ stoppedBy: 'ACCEPTED' });
  });

  test('word that it was accepted on the referral moves it once', () => {
    const word = {
      type: 'noteAccepted',
      receiver: 'NORTH_TEAM',
      acceptedBy: manager.userId,
      acceptedAt: on('Mon 11:00'),
    } as const;
    const { state, last } = told([
      ['Mon 11:00', word],
      ['Mon 11:01', word],
    ]);
    expect(ownerNow(state)).toMatchObject({ team: 'NORTH_TEAM' });
    expect(last).toEqual([]);
    expect(() =>
      told([
        ['Mon 11:00', word],
        ['Mon 12:00', { type: 'acceptProtection' }, manager],
      ]),
    ).toThrow(expect.objectContaining({ code: 'HANDOVER_ALREADY_ACCEPTED' }));
  });
});

describe('transition 13: a quorate discussion starts enquiries', () => {
  const { state, last } = told([['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair]]);

  test('everything counts from the end of the discussion, not from when it was written down', () => {
    expect(outline(last).filter((line) => !line.startsWith('ClockWarned'))).toEqual([
      'DiscussionRecorded',
      'ClockStopped STRATEGY_DISCUSSION',
      'ClockStopped STRATEGY_DRIFT',
      `ClockStarted CHILD_SEEN_S47.${A}`,
      `ClockStarted ICPC.${A}`,
      'ClockStarted STRATEGY_RECORD.1',
    ]);
    expect(clockOf(state, 'STRATEGY_DISCUSSION')).toMatchObject({
      stoppedAt: on('Mon 15:00'),
      stoppedBy: 'HELD',
    });
    expect(clockOf(state, `CHILD_SEEN_S47.${A}`).dueAt).toBe(on('Tue 15:00'));
    expect(clockOf(state, `ICPC.${A}`)).toMatchObject({
      startedAt: on('Mon 15:00'),
      dueAt: on('+3 Mon 17:00'),
    });
    expect(clockOf(state, 'STRATEGY_RECORD.1').dueAt).toBe(on('Tue 15:00'));
  });

  test('the start and the kind of enquiry are the child’s', () => {
    expect(state.stage).toBe('S47_ENQUIRY');
    expect(part(state, A).s47).toEqual({
      startedAt: on('Mon 15:00'),
      kind: 'JOINT',
      discussionNo: 1,
      isEmergency: false,
    });
  });

  test('the record is whole', () => {
    const [one] = state.discussions;
    expect(one?.held).toMatchObject({
      heldAs: 'MEETING',
      chair: chair.userId,
      isQuorate: true,
      missing: [],
      dissent: 'NONE',
      siblingsConsidered: true,
      safetyPlan: words('stays with the grandmother'),
    });
  });

  test.each<[string, Parameters<typeof discussion>[2], string, string]>([
    ['with a medical at no time', { medical: { needed: true } }, 'MISSING_FIELD', 'medical.when'],
    ['with nobody there', { attendance: [] }, 'MISSING_FIELD', 'attendance'],
    [
      'without what an agency shared',
      { attendance: [{ agency: 'POLICE', kind: 'POLICE', attendance: 'PRESENT' }] },
      'MISSING_FIELD',
      'attendance.information',
    ],
    ['about no child', { children: [] }, 'MISSING_FIELD', 'children'],
    ['about a child twice', { children: [startFor(A), again(A)] }, 'MISSING_FIELD', 'children'],
    ['about a child of another family', { children: [startFor(B)] }, 'NOT_AT_THIS_STAGE', 'referralRef'],
    ['chaired by a social worker', { chairRole: 'SOCIAL_WORKER' }, 'NOT_PERMITTED', 'chairRole'],
    ['that is not over yet', { endedAt: on('Mon 16:00') }, 'INVALID_INSTANT', 'endedAt'],
    ['that ended before it began', { endedAt: on('Mon 13:00') }, 'INVALID_INSTANT', 'endedAt'],
    [
      'from before reasonable cause',
      { startedAt: on('Mon 09:00'), endedAt: on('Mon 09:30') },
      'INVALID_INSTANT',
      'endedAt',
    ],
    [
      'with an action due before it',
      { actions: [{ what: words('act'), agency: 'POLICE', dueOn: '2028-06-04' }] },
      'INVALID_INSTANT',
      'actions.dueOn',
    ],
  ])('refuses a record %s', (_case, overrides, code, field) => {
    const command = { ...discussion('Mon 14:00', 'Mon 15:00', overrides) };
    expect(() => told([['Mon 15:30', command, chair]])).toThrow(expect.objectContaining({ code, field }));
  });

  test('refuses to begin without a plan of the enquiries', () => {
    const { enquiryPlan: _plan, ...record } = discussion('Mon 14:00', 'Mon 15:00');
    expect(() => told([['Mon 15:30', record, chair]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'enquiryPlan' }),
    );
  });

  test('a contact officer, who may convene, does not record it', () => {
    expect(() => told([['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), officer]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });
});

test('an agency answers its own invitation and sends what it knows, and no other agency does', () => {
  const { state } = told([
    ['Mon 10:30', plan('Mon 14:00'), officer],
    ['Mon 11:00', { type: 'answerInvitation', no: 1, attendance: 'APOLOGIES' }, police],
    ['Mon 11:05', { type: 'sendInformation', no: 1, information: words('what police know') }, police],
  ]);
  expect(state.discussions[0]).toMatchObject({
    answers: [{ agency: 'POLICE', answer: 'APOLOGIES', by: police.userId }],
    information: [{ agency: 'POLICE', information: words('what police know') }],
  });
  const stranger = { ...police, agency: 'PROBATION' };
  expect(() =>
    told([
      ['Mon 10:30', plan('Mon 14:00'), officer],
      ['Mon 11:00', { type: 'answerInvitation', no: 1, attendance: 'COMING' }, stranger],
    ]),
  ).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
  expect(() => told([['Mon 10:30', plan('Mon 14:00'), police]])).toThrow(
    expect.objectContaining({ code: 'NOT_PERMITTED' }),
  );
});
