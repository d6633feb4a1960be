import { describe, expect, test } from 'vitest';
import { owedDeliveries } from '../../../domain/follow-on/run.ts';
import { on, type Step } from '../follow-on/story.ts';
import {
  A,
  B,
  CASE,
  chair,
  clockOf,
  convened,
  discussion,
  manager,
  not,
  opening,
  part,
  startFor,
  told,
  words,
  worker,
  both,
  C7,
  newsOf,
  openings,
  settleAs,
  news,
} from './people.ts';

describe('one discussion, siblings with different outcomes', () => {
  const record = discussion('Mon 14:00', 'Mon 15:00', { children: [startFor(A), not(B, 'EARLY_HELP')] });
  const steps: Step[] = [['Mon 15:30', record, manager]];

  test('enquiries about one child, Early Help for the other; the case stands as the more protected', () => {
    const { state } = told(steps, both);
    expect(state.stage).toBe('S47_ENQUIRY');
    expect(part(state, A).s47?.startedAt).toBe(on('Mon 15:00'));
    expect(part(state, B)).toMatchObject({ handedOn: { to: 'EARLY_HELP', isStepDown: false } });
    expect(state.clocks.filter(({ id }) => id.startsWith('ICPC')).map(({ id }) => id)).toEqual([`ICPC.${A}`]);
    expect(clockOf(state, C7)).toMatchObject({ stoppedBy: 'HELD' });
  });

  test('Early Help is asked for that child alone, and told who has the family until it accepts', () => {
    const { state } = told(steps, both);
    expect(openings(state)).toEqual([
      {
        kind: 'EARLY_HELP',
        contactRef: 'C-TEST-0001',
        referralRefs: [B],
        localAuthority: 'SPECIMENSHIRE',
        receivedAt: on('Mon 08:00'),
        from: `child-protection:${CASE}`,
        key: `${CASE}/EARLY_HELP/${B}/1.1`,
        route: 'DECISION',
        receiver: 'EARLY_HELP',
        familyAgreed: false,
        heldBy: 'HUB',
        reason: words('below the threshold'),
      },
    ]);
  });

  test('each sibling’s end is told to their own referral, at its own time', () => {
    const early = `${B}.H1`;
    const accepted: Step[] = [
      ...steps,
      ['Mon 15:31', settleAs(early)],
      ['Tue 10:00', news('EARLY_HELP', 'ACCEPTED', early, 'Tue 10:00')],
    ];
    const { state } = told(accepted, both);
    expect(part(state, B).end).toEqual({ stage: 'CLOSED_TO_EARLY_HELP', at: on('Tue 10:00') });
    expect(newsOf(state)).toEqual([`ENDED to referral:${B}: CLOSED_TO_EARLY_HELP`]);
    expect(state.closedAt).toBeUndefined();
  });
});

describe('a discussion covers some of the children', () => {
  test('the clock runs on for those it did not cover', () => {
    const { state } = told([['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair]], both);
    expect(clockOf(state, C7).status).toBe('RUNNING');
    expect(clockOf(state, 'STRATEGY_DRIFT').status).toBe('RUNNING');
    const { state: after } = told(
      [
        ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
        ['Tue 09:30', discussion('Tue 09:00', 'Tue 09:20', { children: [startFor(B)] }), chair],
      ],
      both,
    );
    expect(clockOf(after, C7)).toMatchObject({ stoppedAt: on('Tue 09:20'), stoppedBy: 'HELD' });
    expect(clockOf(after, `ICPC.${A}`).dueAt).toBe(on('+3 Mon 17:00'));
    expect(clockOf(after, `ICPC.${B}`).dueAt).toBe(on('+3 Tue 17:00'));
  });
});

describe('another opening joins the case', () => {
  const sibling = {
    type: 'noteOpening',
    opening: {
      ...opening({
        referralRefs: [B],
        from: `referral:${B}`,
        key: `${B}/follow-on/1`,
        reasonableCauseAt: on('Tue 09:30'),
      }),
    },
  } as const;

  test('a further child waits from their own reasonable cause on', () => {
    const { state } = told([
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00'), chair],
      ['Tue 09:30', sibling],
    ]);
    expect(state.referralRefs).toEqual([A, B]);
    expect(clockOf(state, `${C7}-2`)).toMatchObject({ startedAt: on('Tue 09:30'), dueAt: on('Wed 09:30') });
    expect(state.stage).toBe('S47_ENQUIRY');
  });

  test('each referral that asked hears of the acceptance, also one that joined after it', () => {
    const { state } = told([
      ['Mon 11:00', { type: 'acceptProtection' }, manager],
      ['Tue 09:30', sibling],
    ]);
    expect(newsOf(state)).toEqual([`ACCEPTED to referral:${A}`, `ACCEPTED to referral:${B}`]);
  });

  test('a decision about a child whom a person had convened for is taken over, and accepted in time', () => {
    const { state } = told(
      [
        ['Mon 10:30', 'settle'],
        ['Mon 12:00', { type: 'noteOpening', opening: opening({ reasonableCauseAt: on('Mon 12:00') }) }],
      ],
      convened(),
    );
    expect(state).toMatchObject({ decisionNo: 1, from: `referral:${A}` });
    expect(clockOf(state, 'HANDOVER_ACCEPTANCE').dueAt).toBe(on('Tue 12:00'));
    expect(state.clocks.filter(({ id }) => id.startsWith(C7)).map(({ id }) => id)).toEqual([C7]);
  });

  test('what has become urgent is due the same day', () => {
    const urgent = opening({ urgency: 'SAME_DAY', reasonableCauseAt: on('Mon 15:00'), key: 'again' });
    const { state } = told([['Mon 15:00', { type: 'noteOpening', opening: urgent }]]);
    expect(clockOf(state, 'STRATEGY_DISCUSSION_URGENT').dueAt).toBe(on('Tue 00:00'));
    expect(clockOf(state, C7).status).toBe('RUNNING');
  });

  test('reasonable cause appears again about a child whose part was over while a sibling’s goes on', () => {
    const { state } = told(
      [
        ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [startFor(A), not(B)] }), manager],
        ['Tue 09:30', sibling],
      ],
      both,
    );
    expect(part(state, B)).toMatchObject({ round: 2, waitsFrom: [on('Tue 09:30')] });
    expect(state.earlier).toMatchObject([{ referralRef: B, round: 1, end: { stage: 'CLOSED_NFA' } }]);
    expect(clockOf(state, `${C7}-2`).dueAt).toBe(on('Wed 09:30'));
  });
});

describe('news', () => {
  test('convened by a person, every referral is told that it is under way', () => {
    const { state } = told([], convened({ referralRefs: [A, B] }));
    expect(newsOf(state)).toEqual([`OPENED to referral:${A}`, `OPENED to referral:${B}`]);
  });

  test('begun by the decision on one sibling, the other’s referral hears that it is under way', () => {
    const { state } = told([['Mon 11:00', { type: 'acceptProtection' }, manager]], both);
    expect(newsOf(state)).toEqual([`OPENED to referral:${B}`, `ACCEPTED to referral:${A}`]);
  });

  test('begun by an assessment, that assessment hears, once, for both, and so does each referral', () => {
    const from = 'assessment:R-TEST-000A.A1';
    const { decisionNo: _none, ...rest } = opening({ referralRefs: [A, B], from });
    const { state } = told(
      [
        ['Mon 11:00', { type: 'acceptProtection' }, manager],
        ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [not(A), not(B)] }), manager],
      ],
      rest,
    );
    expect(newsOf(state)).toEqual([
      `OPENED to referral:${A}`,
      `OPENED to referral:${B}`,
      `ACCEPTED to ${from}`,
      `ENDED to ${from}: CLOSED_NFA`,
      `ENDED to referral:${A}: CLOSED_NFA`,
      `ENDED to referral:${B}: CLOSED_NFA`,
    ]);
  });

  const FROM = `assessment:${A}.A1`;
  const { decisionNo: _decided, ...risk } = opening({
    from: FROM,
    key: 'new risk',
    reasonableCauseAt: on('Mon 12:00'),
  });
  const newRisk: Step = ['Mon 12:00', { type: 'noteOpening', opening: risk }];

  test('transition 18: an assessment whose new risk joined the case hears of its end, as the referral does', () => {
    const { state } = told([
      ['Mon 11:00', { type: 'acceptProtection' }, manager],
      newRisk,
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [not(A)] }), manager],
    ]);
    expect(part(state, A).askedBy).toEqual([{ from: `referral:${A}`, decisionNo: 1 }, { from: FROM }]);
    expect(newsOf(state)).toEqual([
      `ACCEPTED to referral:${A}`,
      `ACCEPTED to ${FROM}`,
      `ENDED to referral:${A}: CLOSED_NFA`,
      `ENDED to ${FROM}: CLOSED_NFA`,
    ]);
  });

  test('who asked in an earlier round hears of the end of a later one', () => {
    const { state } = told([
      newRisk,
      ['Mon 15:30', discussion('Mon 14:00', 'Mon 15:00', { children: [not(A, 'ASSESSMENT')] }), manager],
      ['Tue 09:30', { type: 'noteOpening', opening: opening({ key: 'again', decisionNo: 2 }) }],
      ['Tue 11:00', discussion('Tue 10:00', 'Tue 10:30', { children: [not(A)] }), manager],
    ]);
    expect(part(state, A)).toMatchObject({ round: 2, askedBy: [{ from: `referral:${A}`, decisionNo: 2 }] });
    expect(newsOf(state)).toEqual([`ENDED to referral:${A}: CLOSED_NFA`, `ENDED to ${FROM}: CLOSED_NFA`]);
  });

  test('a second decision that joins an accepted case is accepted with it: told which it answers', () => {
    const { state } = told([
      ['Mon 11:00', { type: 'acceptProtection' }, manager],
      ['Mon 11:01', 'settle'],
      ['Tue 09:30', { type: 'noteOpening', opening: opening({ key: 'again', decisionNo: 2 }) }],
    ]);
    expect(owedDeliveries(state)).toMatchObject([
      {
        key: `${CASE}/ACCEPTED/referral:${A}/2`,
        command: { news: 'ACCEPTED', decisionNo: 2, at: on('Mon 11:00'), by: manager.userId },
      },
    ]);
  });

  test('keys are told apart, whatever happens', () => {
    const { state } = told(
      [
        ['Mon 11:00', { type: 'acceptProtection' }, manager],
        [
          'Mon 15:30',
          discussion('Mon 14:00', 'Mon 15:00', { children: [not(A), not(B, 'ASSESSMENT')] }),
          manager,
        ],
        ['Mon 15:40', { type: 'circulateMinutes', no: 1 }, worker],
      ],
      both,
    );
    const keys = owedDeliveries(state).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
