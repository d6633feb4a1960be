import type { CalendarEdition } from '../domain/calendar-edition.ts';
import { DomainError } from '../domain/errors.ts';
import { addMs, DAY_MS, type Instant, type LocalDate } from '../domain/instant.ts';
import { dueAt } from '../domain/limits.ts';
import { instantAt } from '../domain/local-time.ts';
import { type HubRules, type Limit, WEEKDAYS } from '../domain/policy.ts';
import { RAGS } from '../domain/vocabulary.ts';
import { dueWords, limitWords } from '../domain/words.ts';
import { referralPolicy } from './case-policy.ts';
import { firstLaterStart } from './limit-order.ts';
import {
  isStatutory,
  type ClockRule,
  LATER_POLICY_CLOCKS,
  LEAST_QUORUM,
  POLICY_CLOCKS,
  type PolicyEdition,
  type Standing,
  STATUTORY_CLOCKS,
} from './policy-edition.ts';

/** A rule a document breaks: which field, and what it must be. The value is found by the path. */
export type BrokenRule = { readonly path: readonly PropertyKey[]; readonly message: string };

/**
 * What a policy of the right shape must also obey. Limits of different units are compared under `calendar`, which
 * must cover 2027 to 2029.
 */
export function brokenRules(edition: PolicyEdition, calendar: CalendarEdition): BrokenRule[] {
  const byThemselves = [
    ...openingRules(edition),
    ...warningRules(edition),
    ...ladderRules(edition),
    ...standingRules(edition),
    ...agencyRules(edition),
    ...disputeRules(edition),
    ...quorumRules(edition),
  ];
  if (byThemselves.length > 0) return byThemselves;
  const rules = { policy: referralPolicy(edition), calendar };
  const tooLong = lengthRules(edition, rules);
  return tooLong.length > 0 ? tooLong : [...ragRules(edition, rules), ...alertRules(edition, rules)];
}

function openingRules({ openingHours: { week } }: PolicyEdition): BrokenRule[] {
  const path = ['openingHours', 'week'];
  if (WEEKDAYS.every((day) => week[day] === null)) {
    return [{ path, message: 'must open on at least one weekday' }];
  }
  return WEEKDAYS.filter((day) => week[day] !== null && week[day].closes <= week[day].opens).map((day) => ({
    path: [...path, day, 'closes'],
    message: `must be later than opens, ${week[day]?.opens}`,
  }));
}

function warningRules({ warnings: { fractions } }: PolicyEdition): BrokenRule[] {
  return fractions.flatMap((fraction, index) => {
    const before = fractions[index - 1];
    return before === undefined || before < fraction
      ? []
      : [{ path: ['warnings', 'fractions', index], message: `must be greater than ${before} before it` }];
  });
}

function ladderRules({ ladders }: PolicyEdition): BrokenRule[] {
  return Object.entries(ladders).flatMap(([name, { steps }]) =>
    numberingRules(
      steps.map(({ step }) => step),
      0,
      (index) => ['ladders', name, 'steps', index, 'step'],
    ),
  );
}

/** Numbered from `first` on, each one more than the one before. */
function numberingRules(
  numbers: readonly number[],
  first: number,
  pathOf: (index: number) => PropertyKey[],
): BrokenRule[] {
  const index = numbers.findIndex((number, place) => number !== first + place);
  if (index === -1) return [];
  const message = `must be ${first + index}: steps are numbered from ${first} on without a gap`;
  return [{ path: pathOf(index), message }];
}

function standingRules(edition: PolicyEdition): BrokenRule[] {
  const governed = [
    ...clockRules(edition).map(([name, rule]) => ({ path: ['clocks', name], rule })),
    { path: ['ragTargets'], rule: edition.ragTargets },
  ];
  const calledLocal = STATUTORY_CLOCKS.filter((name) => !isStatutory(edition.clocks[name].standing));
  return [
    ...calledLocal.map((name) => ({
      path: ['clocks', name, 'standing'],
      message: 'must be STATUTE or GUIDANCE: this clock is the same for every hub',
    })),
    ...governed.flatMap(({ path, rule }) => [
      ...pauseRules(path, rule),
      ...(Object.hasOwn(edition.ladders, rule.ladder)
        ? []
        : [
            {
              path: [...path, 'ladder'],
              message: `must be one of ${Object.keys(edition.ladders).join(', ')}`,
            },
          ]),
    ]),
  ];
}

/** The clocks this edition has a rule for. */
function clockRules({ clocks }: Pick<PolicyEdition, 'clocks'>): [name: string, rule: ClockRule][] {
  return [...POLICY_CLOCKS, ...LATER_POLICY_CLOCKS].flatMap((name): [string, ClockRule][] => {
    const rule = clocks[name];
    return rule === undefined ? [] : [[name, rule]];
  });
}

function pauseRules(path: string[], rule: { standing: Standing; mayPause: boolean }): BrokenRule[] {
  if (!rule.mayPause || !isStatutory(rule.standing)) return [];
  const message = `must be false: a clock of standing ${rule.standing} is statutory, and no statutory clock may be paused`;
  return [{ path: [...path, 'mayPause'], message }];
}

function agencyRules({ agencyRequests: { remindAt, leadAt } }: PolicyEdition): BrokenRule[] {
  if (leadAt < remindAt) {
    return [{ path: ['agencyRequests', 'leadAt'], message: `must not be less than remindAt, ${remindAt}` }];
  }
  if (leadAt <= 1) return [];
  const message = 'must be at most 1, so that the lead hears when the answer is due';
  return [{ path: ['agencyRequests', 'leadAt'], message }];
}

function disputeRules({ disputes: { stages } }: PolicyEdition): BrokenRule[] {
  return numberingRules(
    stages.map(({ stage }) => stage),
    1,
    (index) => ['disputes', 'stages', index, 'stage'],
  );
}

function quorumRules({ quorum: { agencies } }: PolicyEdition): BrokenRule[] {
  const absent = LEAST_QUORUM.filter((agency) => !agencies.includes(agency));
  if (absent.length === 0) return [];
  const message = `must name ${absent.join(' and ')}: a strategy discussion needs ${LEAST_QUORUM.join(', ')}`;
  return [{ path: ['quorum', 'agencies'], message }];
}

/** A case takes 400 days of calendar along; a limit beyond them could not be computed in it. */
const LONGEST_MS = 366 * DAY_MS;
const JUDGED_DAY = '2027-01-01' as LocalDate;

function lengthRules(edition: PolicyEdition, rules: HubRules): BrokenRule[] {
  const start = instantAt(JUDGED_DAY, 0, rules.calendar);
  return limitsIn(edition)
    .filter(({ limit }) => !endsBefore(addMs(start, LONGEST_MS), start, limit, rules))
    .map(({ path }) => ({ path, message: 'must end within a year, the calendar a case takes along' }));
}

function endsBefore(end: Instant, start: Instant, limit: Limit, rules: HubRules): boolean {
  try {
    return dueAt(start, limit, rules) <= end;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CALENDAR_EXHAUSTED') return false;
    throw error;
  }
}

type PlacedLimit = { readonly path: readonly PropertyKey[]; readonly limit: Limit };

/** Every limit of a document, wherever it stands. */
function limitsIn(value: unknown, path: readonly PropertyKey[] = []): PlacedLimit[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isLimit(value)) return [{ path, limit: value }];
  return Object.entries(value).flatMap(([key, inner]) => limitsIn(inner, [...path, key]));
}

/** In a document of the right shape nothing else has an amount and a unit. */
function isLimit(value: object): value is Limit {
  return 'amount' in value && 'unit' in value;
}

function ragRules({ ragTargets, clocks }: PolicyEdition, rules: HubRules): BrokenRule[] {
  const decision = clocks.DECISION.limit;
  return RAGS.flatMap((rag) => {
    const target = ragTargets.targets[rag];
    if (target === null || target.cappedBy !== undefined) return [];
    const later = firstLaterStart(target.limit, decision, rules);
    if (later === undefined) return [];
    const [received, due, latest] = [later.start, later.due, later.latest].map((instant) =>
      dueWords(instant, rules.calendar),
    );
    const message =
      `must not be later than the statutory limit of ${limitWords(decision)} in clocks.DECISION: ` +
      `received ${received} it is due ${due}, and the decision ${latest}; ` +
      'shorten it, or set cappedBy to "DECISION"';
    return [{ path: ['ragTargets', 'targets', rag, 'limit'], message }];
  });
}

function alertRules({ clocks }: PolicyEdition, rules: HubRules): BrokenRule[] {
  return clockRules({ clocks }).flatMap(([name, { alertAfter, limit }]) => {
    if (alertAfter === undefined || firstLaterStart(alertAfter, limit, rules) === undefined) return [];
    const message = `must not be later than the limit of ${limitWords(limit)} it warns of`;
    return [{ path: ['clocks', name, 'alertAfter'], message }];
  });
}
