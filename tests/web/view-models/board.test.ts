import { describe, expect, test } from 'vitest';
import { addMs, type Instant } from '../../../domain/instant.ts';
import type { OpenReferral } from '../../../web/queries/open-referrals.ts';
import { boardView } from '../../../web/view-models/board.ts';
import { boardAddress, boardFilterSchema } from '../../../web/view-models/board-filter.ts';
import { PAGE_SIZE, selectPage } from '../../../web/view-models/board-selection.ts';
import { urgencyReader } from '../../../web/view-models/urgency.ts';
import { at, nineToFive as rules } from '../../policy/hubs.ts';

/** Monday. */
const received = at('2028-06-05 10:00 BST');
const due = at('2028-06-06 10:00 BST');

function open(overrides: Partial<OpenReferral> & { readonly dueAt?: Instant } = {}): OpenReferral {
  const { dueAt = due, ...rest } = overrides;
  return {
    referralRef: 'R-0000-0001',
    childName: 'Quillon Testpaper',
    stage: 'RECEIVED',
    rag: null,
    localAuthority: 'SPECIMENSHIRE',
    receivedAt: received,
    flags: [],
    clocks: [{ kind: 'DECISION', startedAt: received, dueAt }],
    ...rest,
  };
}

const filterOf = (query: Record<string, string> = {}) => boardFilterSchema.parse(query);
const refs = (list: readonly OpenReferral[], query: Record<string, string>, now = received) =>
  selectPage(list, filterOf(query), { now, rules }).entries.map(({ referral }) => referral.referralRef);

describe('how a clock of 8 working hours stands', () => {
  test.each([
    ['at the start', '2028-06-05 10:00 BST', 0, 'ON_TIME'],
    ['a millisecond before its last quarter', '2028-06-05 16:00 BST', -1, 'ON_TIME'],
    ['when its last quarter begins, after 6 hours', '2028-06-05 16:00 BST', 0, 'SOON'],
    ['over night', '2028-06-05 23:00 BST', 0, 'SOON'],
    ['exactly at its due instant', '2028-06-06 10:00 BST', 0, 'SOON'],
    ['one millisecond later', '2028-06-06 10:00 BST', 1, 'LATE'],
  ])('%s', (_case, instant, ms, urgency) => {
    const read = urgencyReader(addMs(at(instant), ms), rules);
    expect(read({ startedAt: received, dueAt: due, unit: 'WD' })).toBe(urgency);
  });
});

describe('the page selected', () => {
  const list = [
    open({ referralRef: 'R-LATE', dueAt: addMs(received, -1), rag: 'GREEN', stage: 'DECISION_PENDING' }),
    open({ referralRef: 'R-NONE', clocks: [], stage: 'DECIDED', rag: 'BLUE' }),
    open({ referralRef: 'R-LONG', dueAt: addMs(due, 1), rag: 'RED', localAuthority: 'MOCKTON' }),
    open({ referralRef: 'R-NEXT' }),
  ];

  test.each([
    ['by time left, without a clock last', {}, ['R-LATE', 'R-NEXT', 'R-LONG', 'R-NONE']],
    ['by time left, turned round', { order: 'desc' }, ['R-NONE', 'R-LONG', 'R-NEXT', 'R-LATE']],
    ['by rating, unrated last', { sort: 'rag' }, ['R-LONG', 'R-LATE', 'R-NONE', 'R-NEXT']],
    ['only the late', { urgency: 'LATE' }, ['R-LATE']],
    ['only the unrated', { rag: 'NONE' }, ['R-NEXT']],
    ['of one authority', { authority: 'MOCKTON' }, ['R-LONG']],
    ['of one stage', { stage: 'DECIDED' }, ['R-NONE']],
    [
      'odd filters are left out',
      { stage: 'x', sort: '__proto__', page: '0' },
      ['R-LATE', 'R-NEXT', 'R-LONG', 'R-NONE'],
    ],
  ])('%s', (_case, query, expected) => {
    expect(refs(list, query)).toEqual(expected);
  });

  test('counts everything open, whatever the filter', () => {
    const { counts, matching } = selectPage(list, filterOf({ rag: 'RED' }), { now: received, rules });
    expect(counts).toEqual({ LATE: 1, SOON: 0, ON_TIME: 3 });
    expect(matching).toBe(1);
  });

  test('a page beyond the last one is the last one', () => {
    const many = Array.from({ length: PAGE_SIZE + 1 }, (_, index) => open({ referralRef: `R-${index}` }));
    const selection = selectPage(many, filterOf({ page: '9' }), { now: received, rules });
    expect(selection).toMatchObject({ page: 2, pages: 2, entries: { length: 1 } });
  });
});

describe('what a row says', () => {
  test('due instant, time left and rating in words', () => {
    const selection = selectPage([open({ rag: 'AMBER' })], filterOf(), { now: received, rules });
    const context = { now: received, rules, authorities: ['SPECIMENSHIRE'] };
    const view = boardView(selection, new Map(), filterOf(), context);
    expect(view.rows[0]).toMatchObject({
      urgency: { code: 'ON_TIME', words: 'On time' },
      due: { words: 'Tue 6 Jun 2028 10:00', left: '8 working hours left', clocks: 'Decision' },
      rag: { words: 'Amber' },
      authority: 'Specimenshire',
    });
    expect(view.filters.map(({ name }) => name)).toEqual(['urgency', 'rag', 'stage']);
  });

  test('a late one says by how much beside its mark', () => {
    const now = at('2028-06-06 12:00 BST');
    const selection = selectPage([open()], filterOf(), { now, rules });
    const view = boardView(selection, new Map(), filterOf(), { now, rules, authorities: ['A', 'B'] });
    expect(view.rows[0]).toMatchObject({ urgency: { words: 'Late' }, due: { left: 'by 2 working hours' } });
    expect(view.counts.map(({ count, words }) => `${count} ${words}`)).toEqual([
      '1 late',
      '0 about to be late',
      '0 on time',
      '1 open in all',
    ]);
  });
});

describe('addresses', () => {
  test.each([
    ['nothing chosen', {}, {}, '/'],
    [
      'a filter and a sort',
      { urgency: 'LATE', sort: 'rag', order: 'desc' },
      {},
      '/?urgency=LATE&sort=rag&order=desc',
    ],
    [
      'another sort goes to page 1',
      { page: '3', rag: 'RED' },
      { sort: 'child' as const },
      '/?rag=RED&sort=child',
    ],
    ['another page', { rag: 'RED' }, { page: 2 }, '/?rag=RED&page=2'],
  ])('%s', (_case, query, change, address) => {
    expect(boardAddress(filterOf(query), change)).toBe(address);
  });
});
