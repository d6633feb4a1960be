import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { dueAt } from '../../domain/limits.ts';
import type { Limit } from '../../domain/policy.ts';
import { RAGS } from '../../domain/vocabulary.ts';
import { referralPolicy } from '../../policy/case-policy.ts';
import { defaultRules, EditionError, loadPolicy, parsePolicy } from '../../policy/editions.ts';
import { firstLaterStart } from '../../policy/limit-order.ts';
import { CLOCK_REFS, POLICY_CLOCKS, type PolicyEdition } from '../../policy/policy-edition.ts';
import { at } from './hubs.ts';
import { defaultPolicy, policyWith, shippedPolicies } from './policy-documents.ts';

const shipped = shippedPolicies;
const edition = defaultPolicy;
const changed = (path: string, value: unknown) => policyWith(edition, path, value);
const limit = (amount: number, unit: Limit['unit']): Limit => ({ amount, unit });

describe('the shipped policies', () => {
  test('are the default and the published presets', () => {
    expect(Object.keys(shipped)).toEqual(['default', 'hackney', 'merton', 'oxfordshire', 'surrey-police']);
  });

  test.each([
    ['default', limit(4, 'CH'), limit(1, 'WD'), limit(1, 'WD')],
    ['merton', limit(2, 'WH'), limit(6, 'WH'), limit(24, 'CH')],
    ['oxfordshire', limit(4, 'CH'), limit(1, 'WD'), limit(3, 'WD')],
    ['surrey-police', limit(4, 'WH'), limit(24, 'WH'), limit(72, 'WH')],
    ['hackney', limit(4, 'CH'), limit(24, 'CH'), limit(72, 'CH')],
  ])('%s keeps its rating targets as published', (name, red, amber, green) => {
    const targets = shipped[name]?.ragTargets.targets;
    expect(RAGS.map((rag) => targets?.[rag]?.limit ?? null)).toEqual([red, amber, green, null]);
  });

  test('say they are capped exactly where the decision may be due before the target', () => {
    for (const policy of Object.values(shipped)) {
      const rules = { ...defaultRules(), policy: referralPolicy(policy) };
      for (const target of Object.values(policy.ragTargets.targets)) {
        if (target === null) continue;
        const isLater = firstLaterStart(target.limit, policy.clocks.DECISION.limit, rules) !== undefined;
        expect(target.cappedBy === 'DECISION').toBe(isLater);
      }
    }
  });

  test('differ from the default in their names and rating targets only', () => {
    for (const policy of Object.values(shipped)) {
      const { edition: name, title, ragTargets } = policy;
      expect(policy).toEqual({ ...edition, edition: name, title, ragTargets });
      expect(ragTargets.source).not.toBe('');
    }
    expect(new Set(Object.values(shipped).map((policy) => policy.edition)).size).toBe(5);
  });

  test('pause no statutory clock', () => {
    const paused = POLICY_CLOCKS.filter((name) => edition.clocks[name].mayPause);
    expect(paused).toEqual(['STEP_DOWN_MEETING']);
    expect(edition.ragTargets.mayPause).toBe(true);
  });

  test('give the table of clocks its numbers', () => {
    const table = POLICY_CLOCKS.map((name) => {
      const { amount, unit, at } = edition.clocks[name].limit;
      return `${CLOCK_REFS[name]} ${name} ${amount} ${unit}${at === undefined ? '' : ` ${at}`}`;
    });
    expect(table).toEqual([
      'C1 ACKNOWLEDGEMENT 1 WD',
      'C2 DECISION 1 WD',
      'C3 FEEDBACK 1 WD',
      'C4 REFERRER_CHALLENGE 3 WD',
      'C6 WRITTEN_CONFIRMATION 24 CH',
      'C7 STRATEGY_DISCUSSION 1 WD',
      'C7 STRATEGY_DISCUSSION_URGENT 0 CD',
      'C7 STRATEGY_DISCUSSION_AFTER_EMERGENCY 24 CH',
      'C7 STRATEGY_DRIFT 3 WD',
      'C8 STRATEGY_RECORD 1 WD',
      'C9 CHILD_SEEN_S47 24 CH',
      'C10 CHILD_SEEN_S17 4 WD',
      'C11 ICPC 15 WD',
      'C12 ASSESSMENT 45 WD',
      'C13 ASSESSMENT_CHECKPOINT 10 WD',
      'C15 LADO_REFERRAL 1 WD',
      'E14 OPEN_CASE_CONFIRMATION 1 WD',
      'E16 REDIRECT_ACKNOWLEDGEMENT 1 WD',
      'E40 OUT_OF_HOURS_ACKNOWLEDGEMENT 1 CH',
      'C18 EDT_HANDOVER 1 WD 09:00',
      '3.4 LATE_ANSWER_REVIEW 1 WD',
      'E41 BREAK_GLASS_REVIEW 1 WD',
      'C20 POLICE_PROTECTION 72 CH',
      'C21 EPO 8 CD',
      'C21 EPO_EXTENDED 15 CD',
      'C22 RETURN_HOME_INTERVIEW 72 CH',
      'C23 EARLY_HELP_CONTACT 2 WD',
      'C24 EARLY_HELP_OFFER 10 WD',
      'C25 STEP_DOWN_MEETING 10 WD',
      'C26 EARLY_HELP_REVIEW 42 CD',
      'C26 EARLY_HELP_REVIEW_REPEAT 91 CD',
      'C27 AGENCY_ACTION 10 WD',
      'C30 APPROPRIATENESS 10 WD',
    ]);
  });
});

function problemsOf(parse: () => unknown): readonly string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof EditionError) return error.problems;
    throw error;
  }
  return [];
}

const daily = [
  { step: 0, to: 'TEAM_MANAGER', nextAfter: limit(1, 'WD') },
  { step: 2, to: 'SERVICE_MANAGER', nextAfter: limit(1, 'WD') },
];

describe('a policy that breaks a rule is refused with field, rule and value', () => {
  test.each([
    [
      'a rating target later than the statutory limit',
      'ragTargets.targets.GREEN.limit',
      limit(3, 'WD'),
      'ragTargets.targets.GREEN.limit: must not be later than the statutory limit of 1 working day in clocks.DECISION: received Mon 8 Feb 2027 12:00 it is due Thu 11 Feb 2027 17:00, and the decision Tue 9 Feb 2027 12:00; shorten it, or set cappedBy to "DECISION", not {"amount":3,"unit":"WD"}',
    ],
    [
      'a ladder with a gap',
      'ladders.daily.steps',
      daily,
      'ladders.daily.steps.1.step: must be 1: steps are numbered from 0 on without a gap, not 2',
    ],
    [
      'an unknown unit',
      'clocks.DECISION.limit.unit',
      'BD',
      'clocks.DECISION.limit.unit: must be WD, WH, CH or CD, not "BD"',
    ],
    [
      'a pause on a statutory clock',
      'clocks.DECISION.mayPause',
      true,
      'clocks.DECISION.mayPause: must be false: a clock of standing GUIDANCE is statutory, and no statutory clock may be paused, not true',
    ],
    [
      'a statutory clock called local',
      'clocks.DECISION.standing',
      'LOCAL',
      'clocks.DECISION.standing: must be STATUTE or GUIDANCE: this clock is the same for every hub, not "LOCAL"',
    ],
    [
      'a time that does not exist',
      'openingHours.week.friday.closes',
      '25:00',
      'openingHours.week.friday.closes: must be a time from 00:00 to 23:59, not "25:00"',
    ],
    [
      'closing before opening',
      'openingHours.week.friday.closes',
      '08:00',
      'openingHours.week.friday.closes: must be later than opens, 09:00, not "08:00"',
    ],
    [
      'hours on a Saturday',
      'openingHours.week.saturday',
      { opens: '09:00', closes: '12:00' },
      'openingHours.week.saturday: must be null: hub hours are counted on working days, Monday to Friday, only, not {"opens":"09:00","closes":"12:00"}',
    ],
    [
      'a hub that never opens',
      'openingHours.week',
      {
        monday: null,
        tuesday: null,
        wednesday: null,
        thursday: null,
        friday: null,
        saturday: null,
        sunday: null,
      },
      'openingHours.week: must open on at least one weekday',
    ],
    [
      'a limit of nothing',
      'clocks.DECISION.limit.amount',
      0,
      'clocks.DECISION.limit.amount: must be greater than 0, not 0',
    ],
    [
      'a limit in half days',
      'clocks.DECISION.limit.amount',
      1.5,
      'clocks.DECISION.limit.amount: must be a whole number, not 1.5',
    ],
    [
      'a time of day on elapsed hours',
      'clocks.CHILD_SEEN_S47.limit.at',
      '09:00',
      'clocks.CHILD_SEEN_S47.limit: Unrecognized key: "at"',
    ],
    [
      'a limit beyond a case’s calendar',
      'clocks.ASSESSMENT.limit.amount',
      450,
      'clocks.ASSESSMENT.limit: must end within a year, the calendar a case takes along, not {"amount":450,"unit":"WD"}',
    ],
    [
      'an alert after the limit',
      'clocks.POLICE_PROTECTION.alertAfter',
      limit(73, 'CH'),
      'clocks.POLICE_PROTECTION.alertAfter: must not be later than the limit of 72 hours it warns of, not {"amount":73,"unit":"CH"}',
    ],
    [
      'a number without its source',
      'clocks.DECISION.source',
      ' ',
      'clocks.DECISION.source: must not be empty, not " "',
    ],
    ['a clock left out', 'clocks.ICPC', undefined, 'clocks.ICPC: is missing'],
    [
      'a ladder that is not there',
      'clocks.ICPC.ladder',
      'weekly',
      'clocks.ICPC.ladder: must be one of daily, strategy, protection, earlyHelp, agency, not "weekly"',
    ],
    [
      'a ladder of nobody',
      'ladders.daily.steps',
      [],
      'ladders.daily.steps: must have at least one step, not []',
    ],
    [
      'shares out of order',
      'warnings.fractions',
      [0.75, 0.5],
      'warnings.fractions.1: must be greater than 0.75 before it, not 0.5',
    ],
    ['a share of all', 'warnings.fractions', [1], 'warnings.fractions.0: must be less than 1, not 1'],
    [
      'a lead who hears too late',
      'agencyRequests.leadAt',
      3,
      'agencyRequests.leadAt: must be at most 1, so that the lead hears when the answer is due, not 3',
    ],
    [
      'dispute stages with a gap',
      'disputes.stages.1.stage',
      3,
      'disputes.stages.1.stage: must be 2: steps are numbered from 1 on without a gap, not 3',
    ],
    [
      'a quorum without health',
      'quorum.agencies',
      ['SOCIAL_CARE', 'POLICE'],
      'quorum.agencies: must name HEALTH: a strategy discussion needs SOCIAL_CARE, POLICE, HEALTH, not ["SOCIAL_CARE","POLICE"]',
    ],
    [
      'a day that does not exist',
      'effectiveFrom',
      '2027-02-29',
      'effectiveFrom: must be a date written YYYY-MM-DD, not "2027-02-29"',
    ],
    ['an unknown field', 'openingTimes', {}, 'the document: Unrecognized key: "openingTimes"'],
    [
      'another form of document',
      'format',
      'front-door/policy/2',
      'format: must be "front-door/policy/1", not "front-door/policy/2"',
    ],
  ])('%s', (_case, path, value, message) => {
    expect(problemsOf(() => parsePolicy(changed(path, value), 'ours'))).toContain(message);
  });

  test('what is no document at all', () => {
    expect(problemsOf(() => parsePolicy(null, 'ours'))).toHaveLength(1);
    expect(problemsOf(() => parsePolicy([], 'ours'))).toHaveLength(1);
  });

  test('every problem of shape at once, under the name of the document', () => {
    const both = { ...(changed('title', '') as object), effectiveFrom: 'soon' };
    expect(() => parsePolicy(both, 'ours.json')).toThrow(/^ours\.json: title: .*; effectiveFrom: /);
  });
});

describe('a rating target is judged at every start', () => {
  const refusal = (target: Limit) =>
    problemsOf(() => parsePolicy(changed('ragTargets.targets.GREEN.limit', target), 'ours')).length > 0;
  test.each([
    ['8 hub hours are one day', limit(8, 'WH'), false],
    ['9 are more', limit(9, 'WH'), true],
    ['8 elapsed hours fit before the first possible due time', limit(8, 'CH'), false],
    ['9 elapsed hours do not, received at opening', limit(9, 'CH'), true],
    ['24 hours pass the closing after a receipt at night', limit(24, 'CH'), true],
    ['midnight is after closing', limit(0, 'CD'), true],
  ])('%s', (_case, target, isRefused) => {
    expect(refusal(target)).toBe(isRefused);
  });

  test('under the hub’s own hours: 8 elapsed hours are too long where Friday is short', () => {
    const { openingHours, ragTargets } = edition;
    const shortFriday: PolicyEdition = {
      ...edition,
      openingHours: {
        ...openingHours,
        week: { ...openingHours.week, friday: { opens: '09:00', closes: '15:45' } },
      },
      ragTargets: {
        ...ragTargets,
        targets: { ...ragTargets.targets, GREEN: { limit: limit(8, 'CH') } },
      },
    };
    expect(problemsOf(() => parsePolicy(shortFriday, 'ours'))[0]).toContain(
      'received Fri 12 Feb 2027 09:00 it is due Fri 12 Feb 2027 17:00, and the decision Fri 12 Feb 2027 15:45',
    );
  });

  test('the start it names is one at which the target is later', () => {
    const rules = defaultRules();
    const found = firstLaterStart(limit(24, 'CH'), limit(1, 'WD'), rules);
    if (found === undefined) throw new Error('24 hours must be later at some start');
    expect(dueAt(found.start, limit(24, 'CH'), rules)).toBe(found.due);
    expect(dueAt(found.start, limit(1, 'WD'), rules)).toBe(found.latest);
    expect(found.due > found.latest).toBe(true);
  });
});

describe('loadPolicy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'front-door-policies-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('gives the document as it is written', () => {
    const file = join(folder, 'ours.json');
    writeFileSync(file, JSON.stringify(edition));
    expect(loadPolicy(file)).toEqual(edition);
  });

  test('refuses what is no JSON, by the name of the file', () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{');
    expect(() => loadPolicy(broken)).toThrow(`${broken}: must be a readable JSON file`);
    expect(problemsOf(() => loadPolicy(join(folder, 'absent.json')))).toEqual([
      'must be a readable JSON file',
    ]);
  });

  test('the emergency team’s night ends at 09:00 on the next working day', () => {
    const handover = edition.clocks.EDT_HANDOVER.limit;
    expect(dueAt(at('2027-03-26 03:00 GMT'), handover, defaultRules())).toBe(at('2027-03-30 09:00 BST'));
  });
});
