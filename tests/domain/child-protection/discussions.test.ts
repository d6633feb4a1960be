import { describe, expect, test } from 'vitest';
import { drift } from '../../../domain/child-protection/drift.ts';
import { quorumOf } from '../../../domain/child-protection/quorum.ts';
import type { Attendee } from '../../../domain/child-protection/state.ts';
import { ownerNow } from '../../../domain/follow-on/state.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { on, outline, rules } from '../follow-on/story.ts';
import {
  A,
  again,
  B,
  call,
  chair,
  clockOf,
  convened,
  discussion,
  dutyTeam,
  manager,
  not,
  officer,
  opening,
  part,
  plan,
  police,
  present,
  startFor,
  told,
  toldUnder,
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

describe('quorum', () => {
  const someone = (kind: Attendee['kind'], attendance: Attendee['attendance']): Attendee => ({
    agency: kind,
    kind,
    attendance,
  });
  test.each<[string, 'IN_PERSON' | 'PHONE' | 'VIDEO', Attendee[], string[]]>([
    ['all three in a room', 'IN_PERSON', present(), []],
    ['all three by video', 'VIDEO', present(), []],
    ['all three by phone', 'PHONE', present(), []],
    ['two agencies on the phone', 'PHONE', present('SOCIAL_CARE', 'POLICE'), ['HEALTH']],
    ['no police', 'IN_PERSON', present('SOCIAL_CARE', 'HEALTH', 'EDUCATION'), ['POLICE']],
    [
      'E30: police and health send information and do not attend',
      'IN_PERSON',
      [
        ...present('SOCIAL_CARE'),
        someone('POLICE', 'SENT_INFORMATION'),
        someone('HEALTH', 'SENT_INFORMATION'),
      ],
      ['POLICE', 'HEALTH'],
    ],
    [
      'health sends apologies',
      'IN_PERSON',
      [...present('SOCIAL_CARE', 'POLICE'), someone('HEALTH', 'APOLOGIES')],
      ['HEALTH'],
    ],
    [
      'a hospital trust attends as health',
      'IN_PERSON',
      [...present('SOCIAL_CARE', 'POLICE'), { agency: 'HOSPITAL', kind: 'HEALTH', attendance: 'PRESENT' }],
      [],
    ],
  ])('%s', (_case, mode, attendance, missing) => {
    expect(quorumOf({ mode, attendance }, rules)).toEqual({ isQuorate: missing.length === 0, missing });
  });

  test('by policy: one that asks for education too, and one that asks for less, but not by phone', () => {
    const under = (quorum: readonly string[]): HubRules => ({
      ...rules,
      policy: {
        ...rules.policy,
        ...(rules.policy.followOn && { followOn: { ...rules.policy.followOn, quorum } }),
      },
    });
    const attendance = present();
    const four = under(['SOCIAL_CARE', 'POLICE', 'HEALTH', 'EDUCATION']);
    expect(quorumOf({ mode: 'IN_PERSON', attendance }, four).missing).toEqual(['EDUCATION']);
    const two = under(['SOCIAL_CARE', 'POLICE']);
    const both = present('SOCIAL_CARE', 'POLICE');
    expect(quorumOf({ mode: 'IN_PERSON', attendance: both }, two).isQuorate).toBe(true);
    expect(quorumOf({ mode: 'PHONE', attendance: both }, two).missing).toEqual(['HEALTH']);
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
    ['without a plan of the enquiries', { enquiryPlan: undefined }, 'MISSING_FIELD', 'enquiryPlan'],
    ['with a medical at no time', { medical: { needed: true } }, 'MISSING_FIELD', 'medical.when'],
    ['with nobody there', { attendance: [] }, 'MISSING_FIELD', 'attendance'],
    [
      'without what an agency shared',
      { attendance: [{ agency: 'POLICE', kind: 'POLICE', attendance: 'PRESENT' }, ...present()].slice(0, 1) },
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

  test('a social worker, who may convene, does not record it', () => {
    expect(() => told([['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), officer]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });
});

describe('never allowed: section 47 without a strategy discussion', () => {
  test('E29: not from an inquorate one', () => {
    const record = call('Mon 11:00', 'Mon 11:20', { children: [startFor(A)] });
    expect(() => told([['Mon 11:30', record, chair]])).toThrow(
      expect.objectContaining({ code: 'INQUORATE', field: 'children' }),
    );
  });

  test('E29: and nothing is ended by an inquorate one either', () => {
    const record = call('Mon 11:00', 'Mon 11:20', { children: [not(A)] });
    expect(() => told([['Mon 11:30', record, manager]])).toThrow(
      expect.objectContaining({ code: 'INQUORATE' }),
    );
  });

  test('a discussion without its quorum says why', () => {
    const { inquorateReason: _none, ...record } = call('Mon 11:00', 'Mon 11:20', {
      nextDiscussionAt: on('Mon 15:00'),
    });
    expect(() => told([['Mon 11:30', record, chair]])).toThrow(
      expect.objectContaining({ code: 'MISSING_FIELD', field: 'inquorateReason' }),
    );
  });

  test('a second start is refused: one open enquiry for a child', () => {
    expect(() =>
      told([
        ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
        ['Tue 15:30', discussion('Tue 14:00', 'Tue 15:00'), chair],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE', field: 'children' }));
  });
});

describe('E29: in an emergency enquiries begin without a quorum', () => {
  const emergency = call('Mon 11:00', 'Mon 11:20', { children: [startFor(A)], isEmergency: true });

  test('a quorate discussion is due in 24 hours from the call; the first clock runs on', () => {
    const { state } = told([['Mon 11:30', emergency, dutyTeam]]);
    expect(state.stage).toBe('S47_ENQUIRY');
    expect(part(state, A).s47).toMatchObject({ startedAt: on('Mon 11:20'), isEmergency: true });
    expect(clockOf(state, 'STRATEGY_DISCUSSION_AFTER_EMERGENCY').dueAt).toBe(on('Tue 11:20'));
    expect(clockOf(state, 'STRATEGY_DISCUSSION').status).toBe('RUNNING');
    expect(clockOf(state, `ICPC.${A}`).dueAt).toBe(on('+3 Mon 17:00'));
    expect(state.discussions[0]?.held?.inquorateReason).toEqual(words('health could not be reached'));
  });

  test('held quorate, it stops both, confirms the enquiry and moves no conference', () => {
    const { state, last } = told([
      ['Mon 11:30', emergency, dutyTeam],
      [
        'Tue 10:30',
        discussion('Tue 09:00', 'Tue 09:45', { children: [{ ...startFor(A), enquiry: 'SINGLE' } as never] }),
        chair,
      ],
    ]);
    for (const id of ['STRATEGY_DISCUSSION', 'STRATEGY_DISCUSSION_AFTER_EMERGENCY']) {
      expect(clockOf(state, id)).toMatchObject({ stoppedAt: on('Tue 09:45'), stoppedBy: 'HELD' });
    }
    expect(outline(last)).not.toContain(`ClockStarted ICPC.${A}-2`);
    expect(part(state, A).s47).toMatchObject({ startedAt: on('Mon 11:20'), kind: 'SINGLE' });
    expect(clockOf(state, `ICPC.${A}`).dueAt).toBe(on('+3 Mon 17:00'));
  });

  test('before any discussion: who may start enquiries acts now, and the 24 hours run from then', () => {
    const command = {
      type: 'startEmergencyS47',
      referralRefs: [A],
      enquiry: 'SINGLE',
      reason: words('injured'),
      action: words('visit now'),
    } as const;
    const { state, last } = told([['Mon 10:30', command, manager]]);
    expect(outline(last)).toEqual([
      'EmergencyS47Started',
      'ClockStarted STRATEGY_DISCUSSION_AFTER_EMERGENCY',
      `ClockStarted CHILD_SEEN_S47.${A}`,
      `ClockStarted ICPC.${A}`,
    ]);
    expect(clockOf(state, 'STRATEGY_DISCUSSION_AFTER_EMERGENCY').dueAt).toBe(on('Tue 10:30'));
    expect(clockOf(state, `CHILD_SEEN_S47.${A}`).dueAt).toBe(on('Tue 10:30'));
    expect(() => told([['Mon 10:30', command, officer]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });

  test('the enquiry is not concluded before the quorate discussion', () => {
    expect(() =>
      told([
        ['Mon 11:30', emergency, dutyTeam],
        [
          'Mon 16:00',
          {
            type: 'concludeS47',
            referralRef: A,
            outcome: 'NO_FURTHER_ACTION',
            rationale: words('no'),
            notSeenReason: words('no'),
          },
          manager,
        ],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
  });
});

describe('transition 14: adjourned and held again', () => {
  const first = call('Mon 11:00', 'Mon 11:20', { nextDiscussionAt: on('Mon 16:00') });

  test('a phone call between two agencies is not quorate, and a clock for the next runs from its end', () => {
    const { state } = told([['Mon 11:30', first, chair]]);
    expect(state.stage).toBe('STRATEGY_ADJOURNED');
    expect(state.discussions[0]?.held).toMatchObject({ isQuorate: false, missing: ['HEALTH'] });
    expect(clockOf(state, 'STRATEGY_DISCUSSION')).toMatchObject({
      status: 'RUNNING',
      dueAt: on('Tue 10:00'),
    });
    expect(clockOf(state, 'STRATEGY_DISCUSSION-2')).toMatchObject({
      startedAt: on('Mon 11:20'),
      dueAt: on('Tue 11:20'),
    });
  });

  test('urgent: again on the same day', () => {
    const { state } = told([['Mon 11:30', first, chair]], opening({ urgency: 'SAME_DAY' }));
    expect(clockOf(state, 'STRATEGY_DISCUSSION_URGENT-2').dueAt).toBe(on('Tue 00:00'));
  });

  test.each([
    ['none', undefined, 'MISSING_FIELD'],
    ['beyond the limit', on('Tue 11:21'), 'INVALID_INSTANT'],
    ['before the call', on('Mon 11:00'), 'INVALID_INSTANT'],
  ])('the next date lies within the limit: %s', (_case, nextDiscussionAt, code) => {
    const { nextDiscussionAt: _first, ...rest } = first;
    const record = nextDiscussionAt === undefined ? rest : { ...rest, nextDiscussionAt };
    expect(() => told([['Mon 11:30', record, chair]])).toThrow(
      expect.objectContaining({ code, field: 'nextDiscussionAt' }),
    );
  });

  test('planned again it is in planning; held quorate, every clock of it stops at its end', () => {
    const { state } = told([
      ['Mon 11:30', first, chair],
      ['Mon 11:40', plan('Mon 16:00'), officer],
    ]);
    expect(state.stage).toBe('STRATEGY_PLANNING');
    const held = discussion('Mon 16:00', 'Mon 16:40', {
      no: 2,
      attendance: [...present(), { agency: 'HOUSING', kind: 'HOUSING', attendance: 'ABSENT' }],
    });
    const { state: after } = told([
      ['Mon 11:30', first, chair],
      ['Mon 11:40', plan('Mon 16:00'), officer],
      ['Mon 17:00', held, chair],
    ]);
    for (const id of ['STRATEGY_DISCUSSION', 'STRATEGY_DISCUSSION-2', 'STRATEGY_DRIFT']) {
      expect(clockOf(after, id)).toMatchObject({ stoppedAt: on('Mon 16:40'), stoppedBy: 'HELD' });
    }
  });

  test('quorate, but nothing is decided yet: the first clock stops, the next one runs', () => {
    const record = discussion('Mon 14:00', 'Mon 15:00', {
      children: [again(A)],
      nextDiscussionAt: on('Tue 14:00'),
    });
    const { state } = told([['Mon 15:30', record, chair]]);
    expect(state.stage).toBe('STRATEGY_ADJOURNED');
    expect(clockOf(state, 'STRATEGY_DISCUSSION').status).toBe('STOPPED');
    expect(clockOf(state, 'STRATEGY_DISCUSSION-2').dueAt).toBe(on('Tue 15:00'));
  });
});

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

test('E30: what was sent beforehand need not be written down again, and is not attendance', () => {
  const attendance: Attendee[] = [
    ...present('SOCIAL_CARE', 'HEALTH'),
    { agency: 'POLICE', kind: 'POLICE', attendance: 'SENT_INFORMATION' },
    { agency: 'HOUSING', kind: 'HOUSING', attendance: 'APOLOGIES' },
  ];
  const record = discussion('Mon 14:00', 'Mon 14:30', {
    no: 1,
    attendance,
    children: [again(A)],
    inquorateReason: words('no officer was free'),
    nextDiscussionAt: on('Tue 09:00'),
  });
  const { state } = told([
    ['Mon 10:30', plan('Mon 14:00'), officer],
    ['Mon 11:05', { type: 'sendInformation', no: 1, information: words('what police know') }, police],
    ['Mon 15:00', record, chair],
  ]);
  expect(state.discussions[0]?.held).toMatchObject({ isQuorate: false, missing: ['POLICE'] });
  const withoutHousing = { ...record, attendance: attendance.slice(0, 3) };
  expect(() =>
    told([
      ['Mon 10:30', plan('Mon 14:00'), officer],
      ['Mon 11:05', { type: 'sendInformation', no: 1, information: words('what police know') }, police],
      ['Mon 15:00', withoutHousing, chair],
    ]),
  ).toThrow(expect.objectContaining({ code: 'MISSING_FIELD', field: 'attendance' }));
});
