import { describe, expect, test } from 'vitest';
import { owedDeliveries } from '../../../domain/follow-on/run.ts';
import { on, outline, type Step } from '../follow-on/story.ts';
import {
  A,
  chair,
  clockOf,
  discussion,
  dutyTeam,
  manager,
  not,
  officer,
  part,
  told,
  words,
  worker,
} from './people.ts';

const taken = (from: string) =>
  ({ type: 'recordPoliceProtection', referralRef: A, from: on(from), reason: words('found alone') }) as const;

function legalLetters(state: Parameters<typeof owedDeliveries>[0]) {
  return owedDeliveries(state).flatMap((owed) =>
    owed.message === 'LETTER' && owed.template === 'LEGAL_ALERT' ? [[owed.no, owed.recipient]] : [],
  );
}

const colleague = { kind: 'COLLEAGUE', userId: worker.userId };

describe('C20: police protection', () => {
  test('72 hours from when the police acted, on all days; the legal alert after 48', () => {
    const { state, events } = told([
      ['Mon 12:00', taken('Mon 11:00'), worker],
      ['Wed 11:01', 'tick'],
    ]);
    const clock = clockOf(state, `POLICE_PROTECTION.${A}`);
    expect(clock).toMatchObject({ startedAt: on('Mon 11:00'), dueAt: on('Thu 11:00') });
    expect(events.find(({ type }) => type === 'LegalAlertGiven')).toMatchObject({
      occurredAt: on('Wed 11:00'),
      referralRef: A,
      isOver: false,
      to: worker.userId,
    });
    expect(legalLetters(state)).toEqual([[1, colleague]]);
  });

  test('when it ends with nobody saying how, the next alert says that it is over, and managers hear hourly', () => {
    const { state, events } = told([
      ['Mon 12:00', taken('Mon 11:00'), worker],
      ['Thu 12:30', 'tick'],
    ]);
    expect(state.legalAlerts.map(({ at, isOver }) => [at, isOver])).toEqual([
      [on('Wed 11:00'), false],
      [on('Thu 11:00'), true],
    ]);
    expect(legalLetters(state)).toEqual([
      [1, colleague],
      [2, colleague],
    ]);
    expect(outline(events)).toContain(`ClockEscalated POLICE_PROTECTION.${A}`);
  });

  test('written down after the alert was due: it is given at once', () => {
    const { state } = told([['Wed 12:00', taken('Mon 10:00'), worker]]);
    expect(state.legalAlerts).toMatchObject([{ at: on('Wed 12:00'), isOver: false }]);
  });

  test('its end stops the clock, dated back to when it ended', () => {
    const { state } = told([
      ['Mon 12:00', taken('Mon 11:00'), dutyTeam],
      [
        'Tue 12:00',
        { type: 'endPoliceProtection', referralRef: A, endedAt: on('Tue 09:00'), how: 'EPO' },
        worker,
      ],
      ['Fri 12:00', 'tick'],
    ]);
    expect(clockOf(state, `POLICE_PROTECTION.${A}`)).toMatchObject({
      stoppedAt: on('Tue 09:00'),
      stoppedBy: 'PROTECTION_ENDED',
    });
    expect(state.legalAlerts).toEqual([]);
  });

  test('one at a time, and never from the future', () => {
    expect(() =>
      told([
        ['Mon 12:00', taken('Mon 11:00'), worker],
        ['Mon 13:00', taken('Mon 12:30'), worker],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
    expect(() => told([['Mon 12:00', taken('Mon 12:01'), worker]])).toThrow(
      expect.objectContaining({ code: 'INVALID_INSTANT', field: 'from' }),
    );
  });
});

describe('C21: emergency protection order', () => {
  const order = { type: 'recordEpo', referralRef: A, madeAt: on('Mon 11:30') } as const;
  const made: Step = ['Mon 12:00', order, worker];

  test('eight days from the order; the alert at the last warning, and at its end', () => {
    const { state } = told([made, ['+1 Wed 00:01', 'tick']]);
    expect(clockOf(state, `EPO.${A}`).dueAt).toBe(on('+1 Wed 00:00'));
    expect(state.legalAlerts.map(({ isOver }) => isOver)).toEqual([false, true]);
    expect(state.legalAlerts[1]?.at).toBe(on('+1 Wed 00:00'));
  });

  test('the court’s own end, when earlier, is the one that counts', () => {
    const { state } = told([['Mon 12:00', { ...order, expiresAt: on('Fri 12:00') }, worker]]);
    expect(clockOf(state, `EPO.${A}`).dueAt).toBe(on('Fri 11:30'));
    expect(part(state, A).protections).toMatchObject([{ kind: 'EPO', expiresAt: on('Fri 12:00') }]);
  });

  test.each([
    ['later than eight days', on('+1 Wed 00:01')],
    ['before it was made', on('Mon 11:00')],
  ])('an end %s is refused', (_case, expiresAt) => {
    expect(() => told([['Mon 12:00', { ...order, expiresAt }, worker]])).toThrow(
      expect.objectContaining({ code: 'INVALID_INSTANT', field: 'expiresAt' }),
    );
  });

  test('extended once, to fifteen days in all', () => {
    const extended: Step = ['+1 Mon 10:00', { type: 'extendEpo', referralRef: A }, manager];
    const { state } = told([made, extended]);
    expect(clockOf(state, `EPO.${A}`)).toMatchObject({ stoppedBy: 'EXTENDED' });
    expect(clockOf(state, `EPO_EXTENDED.${A}`).dueAt).toBe(on('+2 Wed 00:00'));
    expect(() =>
      told([made, extended, ['+1 Tue 10:00', { type: 'extendEpo', referralRef: A }, manager]]),
    ).toThrow(expect.objectContaining({ code: 'NOT_AT_THIS_STAGE' }));
  });

  test('discharged', () => {
    const { state } = told([
      made,
      ['Thu 10:00', { type: 'endEpo', referralRef: A, how: 'INTERIM_CARE_ORDER' }, worker],
    ]);
    expect(clockOf(state, `EPO.${A}`)).toMatchObject({
      stoppedAt: on('Thu 10:00'),
      stoppedBy: 'PROTECTION_ENDED',
    });
  });
});

test('the case of a child whose part has ended stays open while the police or a court keeps them', () => {
  const steps: Step[] = [
    ['Mon 12:00', taken('Mon 11:00'), worker],
    ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [not(A)] }), manager],
    ['Mon 15:40', { type: 'circulateMinutes', no: 1 }, officer],
    ['Mon 15:41', 'settle'],
  ];
  const open = told(steps);
  expect(open.state).toMatchObject({ stage: 'HANDING_ON' });
  expect(clockOf(open.state, `POLICE_PROTECTION.${A}`).status).toBe('RUNNING');
  const over = told([
    ...steps,
    ['Mon 18:00', { type: 'endPoliceProtection', referralRef: A, how: 'RETURNED_HOME' }, chair],
  ]);
  expect(over.state).toMatchObject({ stage: 'CLOSED_NFA', closedAt: on('Mon 18:00') });
});
