import { describe, expect, test } from 'vitest';
import { decide } from '../../../domain/referral/decide.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { checkRule } from '../../../domain/referral/rating.ts';
import { RAGS } from '../../../domain/vocabulary.ts';
import { contactOfficer, socialWorker } from '../../support/people.ts';
import { on, outline, rateAmber, rateBlue, rateGreen, rateRed, rules, sealed, story } from './story.ts';

const target = (referral: ReturnType<typeof story>['referral']) =>
  referral.clocks.filter(({ kind }) => kind === 'RAG_TARGET').at(-1);

describe('rating again', () => {
  test('to a higher rating shortens the target at once, measured from receipt', () => {
    const { referral } = story([
      ['Mon 10:30', rateGreen, socialWorker],
      ['Mon 11:00', rateRed, socialWorker],
    ]);
    expect(target(referral)).toMatchObject({ dueAt: on('Mon 14:00'), status: 'RUNNING' });
  });

  test('to a lower rating never extends a target that was missed', () => {
    const { referral } = story([
      ['Mon 10:30', rateRed],
      ['Mon 15:00', rateGreen],
    ]);
    expect(target(referral)).toMatchObject({ dueAt: on('Mon 14:00'), status: 'LATE' });
  });

  test('keeps author, time, old, new and reason of every change', () => {
    const { events } = story([
      ['Mon 10:30', rateGreen, socialWorker],
      ['Mon 11:00', rateAmber, socialWorker],
    ]);
    expect(events.filter(({ type }) => type === 'ReferralRated')).toEqual([
      expect.not.objectContaining({ previous: expect.anything() as unknown }),
      {
        type: 'ReferralRated',
        occurredAt: on('Mon 11:00'),
        rag: 'AMBER',
        previous: 'GREEN',
        reason: sealed('r'),
        ratedBy: socialWorker.userId,
      },
    ]);
  });

  test('to one without a target ends the target that runs', () => {
    const { referral, last } = story([
      ['Mon 10:30', rateAmber],
      ['Mon 11:00', rateBlue],
    ]);
    expect(outline(last)).toEqual(['ReferralRated', 'ClockStopped RAG_TARGET']);
    expect(target(referral)).toMatchObject({ status: 'STOPPED', stoppedBy: 'NO_TARGET' });
  });

  test('to one without a target leaves a missed target late', () => {
    const { referral } = story([
      ['Mon 10:30', rateRed],
      ['Mon 15:00', rateBlue],
    ]);
    expect(target(referral)).toMatchObject({ status: 'LATE', dueAt: on('Mon 14:00') });
  });

  test('from one without a target starts a new one, counted from receipt', () => {
    const { referral } = story([
      ['Mon 10:30', rateAmber],
      ['Mon 11:00', rateBlue],
      ['Mon 11:30', rateRed],
    ]);
    expect(target(referral)).toMatchObject({
      id: 'RAG_TARGET-2',
      startedAt: on('Mon 10:00'),
      dueAt: on('Mon 14:00'),
      status: 'RUNNING',
    });
  });

  test('under rules recorded before these the target runs on, as it did', () => {
    const { triage: _triage, ...policy } = rules.policy;
    const { referral } = story([['Mon 10:30', rateAmber]]);
    const context = { actor: socialWorker, now: on('Mon 11:00'), rules: { ...rules, policy } };
    expect(outline(decide(referral, rateBlue, context))).toEqual(['ReferralRated']);
  });
});

describe('a suggested rating', () => {
  const propose: ReferralCommand = { type: 'proposeRating', rag: 'AMBER', reason: sealed('p') };

  test('moves no clock and no stage, and goes when the referral is rated', () => {
    const { referral, last } = story([['Mon 10:30', propose, contactOfficer]]);
    expect(outline(last)).toEqual(['RatingProposed']);
    expect(referral.ratingProposal).toMatchObject({ rag: 'AMBER', proposedBy: contactOfficer.userId });
    expect(referral.rating).toBeUndefined();
    const rated = story([
      ['Mon 10:30', propose, contactOfficer],
      ['Mon 11:00', rateRed, socialWorker],
    ]);
    expect(rated.referral.ratingProposal).toBeUndefined();
    expect(rated.referral.rating?.rag).toBe('RED');
  });
});

describe('which ratings open a check with the agencies', () => {
  test.each(RAGS.map((rag) => [rag, rag === 'RED' || rag === 'AMBER'] as const))('%s: %s', (rag, opens) => {
    const check = checkRule(rag, rules.policy.triage);
    expect(check?.opens).toBe(opens);
    expect(check?.rule).toContain(opens ? 'Agencies are asked' : 'partners lack the capacity');
    expect(check?.source).toContain('Stockton Cabinet, 16 March 2017');
  });

  test('is not said under rules that do not say', () => {
    expect(checkRule('RED', undefined)).toBeUndefined();
  });
});
