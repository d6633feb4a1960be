import { describe, expect, test } from 'vitest';
import type { LocalDate } from '../../domain/instant.ts';
import { RECEIPT_CLOCKS } from '../../domain/vocabulary.ts';
import { referralPolicy } from '../../policy/case-policy.ts';
import { calendarSlice, defaultRules } from '../../policy/editions.ts';
import { defaultPolicy, shippedPolicies } from './policy-documents.ts';

const edition = defaultPolicy;

describe('the part of a policy a referral takes along', () => {
  test('has what the hub starts with', () => {
    const { policy } = defaultRules();
    expect(policy.edition).toBe('default-2026-12');
    for (const kind of RECEIPT_CLOCKS) {
      expect(policy.clocks[kind].limit).toEqual({ amount: 1, unit: 'WD' });
      expect(policy.clocks[kind].source).toMatch(/Working Together to Safeguard Children 2023, chapter 3/);
    }
    expect(policy.ragTargets).toEqual({
      RED: { amount: 4, unit: 'CH' },
      AMBER: { amount: 1, unit: 'WD' },
      GREEN: { amount: 1, unit: 'WD' },
      BLUE: null,
    });
    expect(policy.warningFractions).toEqual([0.5, 0.75, 0.9]);
    expect(policy.escalationLadder).toEqual(['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE']);
    expect(policy.ladders).toBeUndefined();
    expect(policy.pausable).toEqual(['RAG_TARGET', 'AGENCY_CHECK']);
    expect(policy.beginsFollowOns).toBe(true);
    // What holds after the decision only a case takes along that follows one.
    expect(policy.followOn).toBeUndefined();
  });

  test.each(Object.entries(shippedPolicies))(
    'with 400 days of calendar it is under 6,144 bytes: %s',
    (_name, one) => {
      const { calendar } = defaultRules();
      // The years of most bank holidays and clock changes within 400 days.
      for (const from of ['2026-12-01', '2027-03-01', '2027-12-01'] as LocalDate[]) {
        const slice = { policy: referralPolicy(one), calendar: calendarSlice(calendar, from) };
        expect(new TextEncoder().encode(JSON.stringify(slice)).length).toBeLessThan(6144);
      }
    },
  );

  test('a clock that climbs otherwise brings its ladder', () => {
    const hourly = {
      ...edition,
      ragTargets: { ...edition.ragTargets, ladder: 'strategy' },
    };
    expect(referralPolicy(hourly).ladders).toEqual({
      RAG_TARGET: [
        { to: 'TEAM_MANAGER', nextAfter: { amount: 1, unit: 'CH' } },
        { to: 'SERVICE_MANAGER', nextAfter: { amount: 1, unit: 'CH' } },
      ],
    });
  });

  test('a daily ladder of other roles is not the short form', () => {
    const { clocks } = edition;
    const other = {
      ...edition,
      clocks: { ...clocks, FEEDBACK: { ...clocks.FEEDBACK, ladder: 'earlyHelp' } },
    };
    const policy = referralPolicy(other);
    expect(policy.escalationLadder).toEqual(['TEAM_MANAGER', 'SERVICE_MANAGER', 'HEAD_OF_SERVICE']);
    expect(policy.ladders?.FEEDBACK?.map(({ to }) => to)).toEqual([
      'EARLY_HELP_MANAGER',
      'TEAM_MANAGER',
      'SERVICE_MANAGER',
    ]);
  });

  test('where nothing may pause it says nothing', () => {
    const strict = {
      ...edition,
      ragTargets: { ...edition.ragTargets, mayPause: false },
      agencyRequests: { ...edition.agencyRequests, mayPause: false },
    };
    expect(referralPolicy(strict)).not.toHaveProperty('pausable');
  });
});
