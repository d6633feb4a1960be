import { describe, expect, test } from 'vitest';
import type { FollowOnDelivery } from '../../../domain/case.ts';
import { disputeFigures } from '../../../domain/dispute/figures.ts';
import { owedDeliveries } from '../../../domain/follow-on/run.ts';
import { socialWorker } from '../../support/people.ts';
import { on, type Step } from '../follow-on/story.ts';
import {
  dispute,
  disputeManager,
  headOfService,
  headTeacher,
  join,
  manager,
  nurse,
  objector,
  resolve,
  sergeant,
  to,
  urgent,
  withdraw,
} from './about.ts';

const inShort = (owed: readonly FollowOnDelivery[]) =>
  owed.map((delivery) => {
    if (delivery.message === 'LETTER') {
      const { template, recipient, no } = delivery;
      return [template, ...Object.values(recipient), ...(no === undefined ? [] : [no])].join(' ');
    }
    if (delivery.message !== 'CASE_TO_TELL' || delivery.command.type !== 'noteNews') return delivery.message;
    const { news, outcome } = delivery.command;
    return [news, ...(outcome === undefined ? [] : [outcome]), delivery.to].join(' ');
  });

describe('who is told', () => {
  test('opened: the disputed case, and whoever objects', () => {
    expect(inShort(owedDeliveries(dispute().state))).toEqual([
      'OPENED referral:R-TEST-0001',
      'DISPUTE_OPENED COLLEAGUE synthetic-head-teacher',
    ]);
  });

  test('about another case: that case and the child’s referral', () => {
    const about = 'early-help:R-TEST-0001.H1';
    expect(inShort(owedDeliveries(dispute([], { about, objector: objector(sergeant) }).state))).toEqual([
      'OPENED early-help:R-TEST-0001.H1',
      'OPENED referral:R-TEST-0001',
      'DISPUTE_OPENED AGENCY POLICE',
    ]);
  });

  test('siblings: the referral of each', () => {
    const { state } = dispute([], { referralRefs: ['R-TEST-0001', 'R-TEST-0002'] });
    expect(inShort(owedDeliveries(state)).slice(0, 2)).toEqual([
      'OPENED referral:R-TEST-0001',
      'OPENED referral:R-TEST-0002',
    ]);
  });

  test('raised: everybody who objects, and the partnership’s office from stage 2, each stage once', () => {
    const { state } = dispute([
      ['Mon 10:05', 'settle'],
      ['Mon 10:30', join, nurse],
      ['Mon 10:45', join, { ...nurse, userId: 'synthetic-second-nurse' }],
      ...to(3),
      ['Mon 11:30', join, sergeant],
    ]);
    expect(inShort(owedDeliveries(state))).toEqual([
      'DISPUTE_OPENED AGENCY HEALTH',
      'DISPUTE_OPENED AGENCY POLICE',
      'DISPUTE_RAISED COLLEAGUE synthetic-head-teacher 2',
      'DISPUTE_RAISED AGENCY HEALTH 2',
      'DISPUTE_RAISED COLLEAGUE synthetic-head-teacher 3',
      'DISPUTE_RAISED AGENCY HEALTH 3',
      'PARTNERSHIP_TOLD PARTNERSHIP 2',
      'PARTNERSHIP_TOLD PARTNERSHIP 3',
    ]);
  });

  test('the partnership’s office is told of one about a child’s safety at once, for it begins at stage 3', () => {
    const { state } = dispute([], { lane: 'CHILD_SAFETY' });
    expect(inShort(owedDeliveries(state))).toContain('PARTNERSHIP_TOLD PARTNERSHIP 3');
    const later = dispute([
      ['Mon 10:05', 'settle'],
      ['Mon 11:00', urgent, headTeacher],
    ]).state;
    expect(inShort(owedDeliveries(later))).toEqual([
      'DISPUTE_RAISED COLLEAGUE synthetic-head-teacher 3',
      'PARTNERSHIP_TOLD PARTNERSHIP 3',
    ]);
  });

  test('raised by itself at a breach, the same', () => {
    const { state } = dispute([
      ['Mon 10:05', 'settle'],
      ['Thu 17:01', 'tick'],
    ]);
    expect(inShort(owedDeliveries(state))).toEqual([
      'DISPUTE_RAISED COLLEAGUE synthetic-head-teacher 2',
      'PARTNERSHIP_TOLD PARTNERSHIP 2',
    ]);
  });

  test('resolved: the outcome goes back to everybody who ever objected, and to the disputed case', () => {
    const { state } = dispute([
      ['Mon 10:30', join, nurse],
      ['Mon 10:45', withdraw, nurse],
      ['Mon 10:50', 'settle'],
      ['Mon 12:00', resolve(), manager],
    ]);
    expect(inShort(owedDeliveries(state))).toEqual([
      'ENDED UPHELD referral:R-TEST-0001',
      'DISPUTE_RESOLVED COLLEAGUE synthetic-head-teacher',
      'DISPUTE_RESOLVED AGENCY HEALTH',
    ]);
  });

  test('who has withdrawn does not hear of later stages', () => {
    const { state } = dispute([
      ['Mon 10:30', join, nurse],
      ['Mon 10:45', withdraw, nurse],
      ['Mon 10:50', 'settle'],
      ...to(2),
    ]);
    expect(inShort(owedDeliveries(state))).toEqual([
      'DISPUTE_RAISED COLLEAGUE synthetic-head-teacher 2',
      'PARTNERSHIP_TOLD PARTNERSHIP 2',
    ]);
  });

  test('every key is its own, and what is done is owed no more', () => {
    const steps: Step[] = [
      ['Mon 10:30', join, nurse],
      ['Mon 10:30', join, socialWorker],
      ...to(4),
      ['Tue 12:00', resolve({ outcome: 'PARTLY' }), disputeManager],
    ];
    const owed = owedDeliveries(dispute(steps, { about: 'assessment:R-TEST-0001.A1' }).state);
    expect(new Set(owed.map(({ key }) => key)).size).toBe(owed.length);
    expect(owedDeliveries(dispute([...steps, ['Tue 12:01', 'settle']]).state)).toEqual([]);
  });
});

describe('K13: what is counted', () => {
  test.each<[string, Step[], string, object]>([
    [
      'open',
      [['Mon 11:00', join, nurse]],
      'Wed 09:59',
      { opened: on('Mon 10:00'), days: 1, levelReached: 1, lane: 'ORDINARY', objectors: 2 },
    ],
    [
      'raised and resolved',
      [...to(3), ['+1 Mon 10:00', resolve({ outcome: 'NOT_UPHELD' }), headOfService]],
      '+3 Mon 09:00',
      {
        opened: on('Mon 10:00'),
        resolvedAt: on('+1 Mon 10:00'),
        days: 7,
        levelReached: 3,
        lane: 'ORDINARY',
        objectors: 1,
        outcome: 'NOT_UPHELD',
      },
    ],
    [
      'withdrawn the same day',
      [['Mon 12:00', withdraw, headTeacher]],
      'Fri 09:00',
      {
        opened: on('Mon 10:00'),
        resolvedAt: on('Mon 12:00'),
        days: 0,
        levelReached: 1,
        lane: 'ORDINARY',
        objectors: 1,
        outcome: 'WITHDRAWN',
      },
    ],
  ])('%s', (_case, steps, now, figures) => {
    expect(disputeFigures(dispute(steps).state, on(now))).toEqual(figures);
  });
});
