import { describe, expect, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import type { CaseNews } from '../../../domain/follow-on/words-between.ts';
import { observe } from '../../../domain/referral/decide.ts';
import { evolve } from '../../../domain/referral/evolve.ts';
import { linksOf } from '../../../domain/referral/follow-on-rules.ts';
import type { Referral } from '../../../domain/referral/state.ts';
import { byPhone, decision, on, outline, rules, type Step, story } from './story.ts';

const CASE = 'R-TEST-0001.P1';
const news = (overrides: Partial<CaseNews>): CaseNews => ({
  type: 'noteNews',
  caseId: CASE,
  kind: 'CHILD_PROTECTION',
  news: 'OPENED',
  at: on('Mon 11:00'),
  ...overrides,
});
const hears = (at: string, overrides: Partial<CaseNews> = {}): Step => [at, news(overrides), SYSTEM_ACTOR];

/** A person convened a strategy discussion about the child; the hub then decides on one. */
const convened: Step[] = [['Mon 10:30', 'ACKNOWLEDGEMENT'], hears('Mon 11:00')];
const decided: Step[] = [
  ...convened,
  ['Mon 12:00', decision({ outcome: 'STRATEGY_S47', level: 4 })],
  ['Mon 12:01', byPhone],
];
const accepted = { news: 'ACCEPTED', by: 'm-1', receiver: 'ASSESSMENT_TEAM', decisionNo: 1 } as const;

function begun(steps: readonly Step[], no: number, at: string): Referral {
  const { referral } = story(steps);
  const notice = { type: 'followOnBegun', key: `R-TEST-0001/follow-on/${no}`, caseId: CASE } as const;
  return observe(referral, notice, { now: on(at), rules }).reduce<Referral>(evolve, referral);
}

describe('transition 10: convened before the hub decides', () => {
  test('the decision joins it, and its acceptance lets the hub go', () => {
    const waiting = begun(decided, 1, 'Mon 12:02');
    expect(waiting).toMatchObject({ stage: 'DECIDED', handover: { status: 'AWAITED' } });
    expect(linksOf(waiting)).toMatchObject([{ caseId: CASE }, { caseId: CASE, decisionNo: 1 }]);
    const { referral } = story([...decided, hears('Mon 12:10', accepted)]);
    expect(referral).toMatchObject({
      stage: 'CLOSED_TO_TEAM',
      handover: { status: 'ACCEPTED', receiver: 'ASSESSMENT_TEAM', acceptedBy: 'm-1' },
    });
  });

  test('accepted before it was decided: the acceptance comes before the referral knows which case it joined', () => {
    const { referral, last } = story([...decided, hears('Mon 12:02', { ...accepted, at: on('Mon 11:30') })]);
    expect(outline(last)).toEqual(expect.arrayContaining(['FollowOnNewsNoted', 'HandoverAccepted']));
    expect(referral.stage).toBe('CLOSED_TO_TEAM');
  });

  test('news that answers another decision accepts nothing', () => {
    const { referral } = story([...decided, hears('Mon 12:10', { ...accepted, decisionNo: 2 })]);
    expect(referral).toMatchObject({ stage: 'DECIDED', handover: { status: 'AWAITED' } });
  });
});

describe('never allowed: nobody goes on with a child while a strategy discussion about them is open', () => {
  const nothing = (at: string, supersedes?: number): Step => [
    at,
    decision({ outcome: 'NFA', level: 1, ...(supersedes !== undefined && { supersedes }) }),
  ];

  test.each<[string, Step[]]>([
    ['one that somebody convened', [...convened, nothing('Mon 12:00')]],
    ['one that was decided on, begun or not', [...decided, nothing('Mon 13:00', 1)]],
    [
      'advice is no further help either',
      [...convened, ['Mon 12:00', decision({ outcome: 'ADVICE_SIGNPOST', level: 1 })]],
    ],
  ])('%s', (_case, steps) => {
    expect(() => story(steps)).toThrow(expect.objectContaining({ code: 'STRATEGY_OPEN', field: 'outcome' }));
  });

  test('once it has ended it may be decided', () => {
    const over = hears('Mon 11:30', { news: 'ENDED', outcome: 'CLOSED_NFA', at: on('Mon 11:30') });
    const { referral } = story([...convened, over, nothing('Mon 12:00')]);
    expect(referral.stage).toBe('DECIDED');
  });

  test('nor where the case takes the child on again after that', () => {
    const over = hears('Mon 11:30', { news: 'ENDED', outcome: 'CLOSED_NFA', at: on('Mon 11:30') });
    const again = hears('Mon 11:45', { at: on('Mon 11:45') });
    const { referral } = story([...convened, over, again]);
    expect(linksOf(referral)).toMatchObject([
      { openedAt: on('Mon 11:00'), endedAt: on('Mon 11:30') },
      { openedAt: on('Mon 11:45') },
    ]);
    expect(() => story([...convened, over, again, nothing('Mon 12:00')])).toThrow(
      expect.objectContaining({ code: 'STRATEGY_OPEN' }),
    );
    const ended = hears('Mon 11:50', { news: 'ENDED', outcome: 'CLOSED_NFA', at: on('Mon 11:50') });
    const after = story([...convened, over, again, ended]).referral;
    expect(linksOf(after).map(({ endedAt }) => endedAt)).toEqual([on('Mon 11:30'), on('Mon 11:50')]);
  });
});
