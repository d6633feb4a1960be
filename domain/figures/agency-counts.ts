/** One action of an agency, as far as it is counted. */
export type CountedAction = {
  readonly agency: string;
  /** What came of it, such as `DONE` or `NOT_DONE.DECLINED`; absent while nothing has. */
  readonly outcome?: string;
  readonly actions: number;
};

/** What came of the actions asked of one agency. */
export type AgencyCounts = {
  readonly agency: string;
  readonly asked: number;
  readonly done: number;
  /** Not done, by the reason given. */
  readonly notDone: Readonly<Record<string, number>>;
  readonly awaited: number;
  /** Withdrawn, or overtaken by a later decision: neither done nor not done. */
  readonly ended: number;
  /** Share of those asked that were confirmed as done, in per cent with two decimals; null where none was asked. */
  readonly confirmedPercent: number | null;
};

/**
 * K12: actions confirmed as done, of those asked, for each agency in the order of their codes. Those withdrawn or
 * overtaken are in neither number.
 * @see Stockton Cabinet, 16 March 2017: Harbour 15 of 62.
 */
export function agencyCounts(counted: readonly CountedAction[]): AgencyCounts[] {
  return byAgency(counted).map(([agency, rows]) => {
    const sum = (is: (outcome: string | undefined) => boolean) =>
      total(rows.filter((row) => is(row.outcome)));
    const done = sum((outcome) => outcome === 'DONE');
    const awaited = sum((outcome) => outcome === undefined);
    const ended = sum(isEnded);
    const reasons = rows.filter(({ outcome }) => outcome?.startsWith(NOT_DONE));
    const asked = total(rows) - ended;
    return {
      agency,
      asked,
      done,
      notDone: Object.fromEntries(
        reasons
          .map(({ outcome = '', actions }) => [outcome.slice(NOT_DONE.length), actions] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ),
      awaited,
      ended,
      confirmedPercent: percent(done, asked),
    };
  });
}

const NOT_DONE = 'NOT_DONE.';

function isEnded(outcome: string | undefined): boolean {
  return outcome === 'WITHDRAWN' || outcome === 'SUPERSEDED';
}

/** What one agency says of the referrals it made that came to no further action. */
export type AppropriatenessCounts = {
  readonly agency: string;
  /** Returned to the agency, whether or not it has replied; less those taken back or overtaken since. */
  readonly returned: number;
  readonly appropriate: number;
  readonly inappropriate: number;
  readonly noReply: number;
  readonly awaited: number;
  /** Share of those judged that were judged appropriate, in per cent with two decimals; null where none was judged. */
  readonly appropriatePercent: number | null;
};

/**
 * K11: referrals judged appropriate by the agency that made them, of those it judged.
 * @see Stockton Cabinet, 16 March 2017: education 8 of 35.
 */
export function appropriatenessCounts(counted: readonly CountedAction[]): AppropriatenessCounts[] {
  return byAgency(counted).map(([agency, rows]) => {
    const sum = (code: string | undefined) => total(rows.filter(({ outcome }) => outcome === code));
    const appropriate = sum('APPROPRIATE');
    const inappropriate = sum('INAPPROPRIATE');
    return {
      agency,
      returned: total(rows.filter(({ outcome }) => !isEnded(outcome))),
      appropriate,
      inappropriate,
      noReply: sum('NO_REPLY'),
      awaited: sum(undefined),
      appropriatePercent: percent(appropriate, appropriate + inappropriate),
    };
  });
}

function byAgency(counted: readonly CountedAction[]): [agency: string, rows: CountedAction[]][] {
  const agencies = [...new Set(counted.map(({ agency }) => agency))].toSorted();
  return agencies.map((agency) => [agency, counted.filter((row) => row.agency === agency)]);
}

function total(rows: readonly CountedAction[]): number {
  return rows.reduce((sum, { actions }) => sum + actions, 0);
}

/** Two decimals, half up; null for a share of nothing. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;
}
