import { describe, expect, test } from 'vitest';
import {
  agencyCounts,
  appropriatenessCounts,
  type CountedAction,
} from '../../../domain/figures/agency-counts.ts';

/** Agencies in Stockton's words; 47 of the families of the domestic-abuse service did not engage. */
function rowsOf(agency: string, counted: Readonly<Record<string, number>>): CountedAction[] {
  return Object.entries(counted).map(([outcome, actions]) => ({
    agency,
    actions,
    ...(outcome !== 'AWAITED' && { outcome }),
  }));
}

describe('K11: referrals judged appropriate by the agency that made them (Stockton Cabinet, 16 March 2017)', () => {
  const STOCKTON: [agency: string, appropriate: number, returned: number, percent: number][] = [
    ['A_AND_E', 15, 30, 50],
    ['CAMHS', 4, 8, 50],
    ['EDUCATION', 8, 35, 22.86],
    ['HEALTH', 5, 15, 33.33],
    ['PROBATION', 10, 10, 100],
    ['GP', 4, 5, 80],
    ['POLICE', 57, 76, 75],
    ['ADULT_MENTAL_HEALTH', 3, 8, 37.5],
    ['DOMESTIC_ABUSE', 6, 6, 100],
  ];
  const judged = (agency: string, appropriate: number, returned: number) =>
    rowsOf(agency, { APPROPRIATE: appropriate, INAPPROPRIATE: returned - appropriate });

  test.each(STOCKTON)('%s: %i of %i is %f per cent', (agency, appropriate, returned, percent) => {
    expect(appropriatenessCounts(judged(agency, appropriate, returned))).toEqual([
      {
        agency,
        returned,
        appropriate,
        inappropriate: returned - appropriate,
        noReply: 0,
        awaited: 0,
        appropriatePercent: percent,
      },
    ]);
  });

  test('all agencies together: 112 of 193 is 58.03 per cent', () => {
    const all = STOCKTON.flatMap(([, appropriate, returned]) => judged('ALL', appropriate, returned));
    expect(appropriatenessCounts(all)).toMatchObject([
      { appropriate: 112, returned: 193, appropriatePercent: 58.03 },
    ]);
  });

  test('agencies come in the order of their codes', () => {
    const counted = STOCKTON.flatMap(([agency, appropriate, returned]) =>
      judged(agency, appropriate, returned),
    );
    expect(appropriatenessCounts(counted).map(({ agency }) => agency)).toEqual(
      STOCKTON.map(([agency]) => agency).toSorted(),
    );
  });

  test('C30: who did not reply, and who still may, is counted but judges nothing', () => {
    const counted = rowsOf('EDUCATION', { APPROPRIATE: 8, INAPPROPRIATE: 27, NO_REPLY: 5, AWAITED: 2 });
    expect(appropriatenessCounts(counted)).toEqual([
      {
        agency: 'EDUCATION',
        returned: 42,
        appropriate: 8,
        inappropriate: 27,
        noReply: 5,
        awaited: 2,
        appropriatePercent: 22.86,
      },
    ]);
  });

  test('a question taken back, or overtaken by a later decision, was not returned', () => {
    const counted = rowsOf('EDUCATION', { APPROPRIATE: 1, WITHDRAWN: 3, SUPERSEDED: 4 });
    expect(appropriatenessCounts(counted)).toMatchObject([{ returned: 1, appropriatePercent: 100 }]);
  });

  test('a share of nothing is none, not nought', () => {
    expect(appropriatenessCounts(rowsOf('GP', { NO_REPLY: 3 }))).toMatchObject([
      { returned: 3, appropriatePercent: null },
    ]);
    expect(appropriatenessCounts([])).toEqual([]);
  });
});

describe('K12: actions confirmed as done, of those asked (Stockton Cabinet, 16 March 2017)', () => {
  test('Harbour: 15 of 62 is 24.19 per cent; 47 families did not engage', () => {
    expect(agencyCounts(rowsOf('DOMESTIC_ABUSE', { DONE: 15, 'NOT_DONE.DISENGAGED': 47 }))).toEqual([
      {
        agency: 'DOMESTIC_ABUSE',
        asked: 62,
        done: 15,
        notDone: { DISENGAGED: 47 },
        awaited: 0,
        ended: 0,
        confirmedPercent: 24.19,
      },
    ]);
  });

  test.each([
    ['CAMHS', 4, 4, 100],
    ['HOSPITAL', 8, 10, 80],
    ['EDUCATION', 12, 12, 100],
    ['POLICE', 3, 3, 100],
  ])('%s: %i of %i is %i per cent', (agency, done, asked, percent) => {
    const counted = rowsOf(agency, { DONE: done, 'NOT_DONE.NO_CONTACT': asked - done });
    expect(agencyCounts(counted)).toMatchObject([{ asked, done, confirmedPercent: percent }]);
  });

  test('what is awaited was asked and is not confirmed; reasons come in the order of their codes', () => {
    const counted = rowsOf('HOUSING', {
      DONE: 1,
      'NOT_DONE.MOVED': 1,
      'NOT_DONE.DECLINED': 2,
      AWAITED: 4,
    });
    const [counts] = agencyCounts(counted);
    expect(counts).toMatchObject({ asked: 8, done: 1, awaited: 4, confirmedPercent: 12.5 });
    expect(Object.entries(counts?.notDone ?? {})).toEqual([
      ['DECLINED', 2],
      ['MOVED', 1],
    ]);
  });

  test('withdrawn or overtaken by a later decision: neither done nor not done', () => {
    const counted = rowsOf('HOUSING', { DONE: 1, WITHDRAWN: 2, SUPERSEDED: 3 });
    expect(agencyCounts(counted)).toMatchObject([{ asked: 1, ended: 5, confirmedPercent: 100 }]);
  });

  test('a share of nothing is none, not nought', () => {
    expect(agencyCounts(rowsOf('HOUSING', { SUPERSEDED: 1 }))).toMatchObject([
      { asked: 0, confirmedPercent: null },
    ]);
    expect(agencyCounts([])).toEqual([]);
  });
});
