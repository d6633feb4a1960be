import { describe, expect, test } from 'vitest';
import { ownerNow } from '../../../domain/follow-on/state.ts';
import { on, type Step } from '../follow-on/story.ts';
import {
  A,
  again,
  B,
  CASE,
  chair,
  clockOf,
  discussion,
  manager,
  not,
  officer,
  part,
  told,
  unwarned,
  words,
  both,
  newsOf,
  openings,
  settleAs,
  news,
  ASSESSMENT,
} from './people.ts';

describe('transition 15: the threshold is not met', () => {
  test('to an assessment, and the child stays here until it is accepted', () => {
    const steps: Step[] = [
      ['Mon 11:00', { type: 'acceptProtection' }, manager],
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [not(A, 'ASSESSMENT')] }), manager],
      ['Mon 16:00', { type: 'circulateMinutes', no: 1 }, officer],
      ['Mon 16:01', settleAs(ASSESSMENT)],
    ];
    const waiting = told(steps);
    expect(waiting.state).toMatchObject({ stage: 'HANDING_ON' });
    expect(ownerNow(waiting.state).team).toBe('ASSESSMENT_TEAM');
    expect(clockOf(waiting.state, `HANDOVER_ACCEPTANCE.${A}`).dueAt).toBe(on('Tue 15:30'));
    const over = told([...steps, ['Tue 09:00', news('ASSESSMENT', 'ACCEPTED', ASSESSMENT, 'Tue 09:00')]]);
    expect(over.state).toMatchObject({ stage: 'CLOSED_TO_ASSESSMENT', closedAt: on('Tue 09:00') });
    expect(clockOf(over.state, `HANDOVER_ACCEPTANCE.${A}`)).toMatchObject({ stoppedBy: 'ACCEPTED' });
    expect(newsOf(over.state)).toEqual([`ENDED to referral:${A}: CLOSED_TO_ASSESSMENT`]);
  });

  test('it takes a team manager with the chair, a rationale, and dissent recorded or none', () => {
    const record = discussion('Mon 14:00', 'Mon 15:00', {
      children: [not(A)],
      dissent: words('health would have begun'),
    });
    expect(() => told([['Mon 15:30', record, chair]])).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED', field: 'children' }),
    );
    const { state } = told([['Mon 15:30', record, manager]]);
    expect(part(state, A).end).toEqual({ stage: 'CLOSED_NFA', at: on('Mon 15:30') });
    expect(state.discussions[0]?.held).toMatchObject({ dissent: words('health would have begun') });
  });

  test('what comes back is decided again, in a time of its own', () => {
    const early = `${A}.H1`;
    const steps: Step[] = [
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [not(A, 'EARLY_HELP')] }), manager],
      ['Mon 15:31', settleAs(early)],
      ['Tue 10:00', news('EARLY_HELP', 'RETURNED', early, 'Tue 10:00')],
    ];
    const back = told(steps);
    expect(back.state.stage).toBe('HANDING_ON');
    expect(clockOf(back.state, `HANDOVER_ACCEPTANCE.${A}`)).toMatchObject({ stoppedBy: 'RETURNED' });
    expect(clockOf(back.state, `HANDOVER_ACCEPTANCE.${A}-2`).dueAt).toBe(on('Wed 10:00'));
    const again = told([
      ...steps,
      [
        'Tue 11:00',
        { type: 'decideReturned', referralRef: A, wayOn: 'ASSESSMENT', rationale: words('family declined') },
        manager,
      ],
    ]);
    expect(openings(again.state).map(({ key }) => key)).toEqual([`${CASE}/ASSESSMENT/${A}/1.2`]);
    expect(clockOf(again.state, `HANDOVER_ACCEPTANCE.${A}-2`)).toMatchObject({ stoppedBy: 'DECIDED' });
    expect(clockOf(again.state, `HANDOVER_ACCEPTANCE.${A}-3`).status).toBe('RUNNING');
  });

  test('a case that ended before it accepted has not taken the child', () => {
    const { state } = told([
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [not(A, 'ASSESSMENT')] }), manager],
      ['Mon 15:31', settleAs(ASSESSMENT)],
      ['Tue 10:00', news('ASSESSMENT', 'ENDED', ASSESSMENT, 'Tue 10:00')],
    ]);
    expect(part(state, A).handedOn?.returnedAt).toBe(on('Tue 10:00'));
  });

  test('a sibling who joins an assessment that has accepted is accepted with it', () => {
    const { state } = told(
      [
        [
          'Mon 15:30',
          discussion('Mon 14:00', 'Mon 15:00', {
            children: [not(A, 'ASSESSMENT'), again(B)],
            nextDiscussionAt: on('Tue 09:00'),
          }),
          manager,
        ],
        ['Mon 15:31', settleAs(ASSESSMENT)],
        ['Mon 16:00', news('ASSESSMENT', 'ACCEPTED', ASSESSMENT, 'Mon 16:00')],
        ['Tue 10:00', discussion('Tue 09:00', 'Tue 09:30', { children: [not(B, 'ASSESSMENT')] }), manager],
        ['Tue 10:01', settleAs(ASSESSMENT)],
      ],
      both,
    );
    expect(part(state, B).end).toEqual({ stage: 'CLOSED_TO_ASSESSMENT', at: on('Tue 10:01') });
  });

  test('news that comes before the beginning was written down counts', () => {
    const { state } = told([
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [not(A, 'ASSESSMENT')] }), manager],
      ['Mon 15:31', news('ASSESSMENT', 'ACCEPTED', ASSESSMENT, 'Mon 15:31')],
    ]);
    expect(part(state, A).end?.stage).toBe('CLOSED_TO_ASSESSMENT');
  });
});

test('the step from enquiries to Early Help is a step down, held by the team that has the family', () => {
  const { state, last } = told([
    ['Mon 11:00', { type: 'acceptProtection' }, manager],
    ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
    [
      'Tue 10:00',
      {
        type: 'concludeS47',
        referralRef: A,
        outcome: 'NO_FURTHER_ACTION',
        rationale: words('no'),
        notSeenReason: words('abroad'),
        wayOn: 'EARLY_HELP',
        familyAgreed: true,
      },
      manager,
    ],
  ]);
  expect(openings(state)).toMatchObject([
    { kind: 'EARLY_HELP', route: 'STEP_DOWN', heldBy: 'ASSESSMENT_TEAM', familyAgreed: true },
  ]);
  // Ten working days from Tuesday: social care has the child until the meeting is held (C25).
  expect(clockOf(state, `STEP_DOWN_MEETING.${A}`).dueAt).toBe(on('+2 Tue 17:00'));
  expect(unwarned(last)).toEqual([
    'S47Concluded',
    `ClockStopped ICPC.${A}`,
    `ClockStarted STEP_DOWN_MEETING.${A}`,
    `ClockStopped CHILD_SEEN_S47.${A}`,
  ]);
});
