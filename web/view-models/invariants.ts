import { followOnPath } from '../../api/follow-ons/resources.ts';
import { type InvariantReport, referralIn } from '../../api/invariants.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { followOnOf } from '../../domain/follow-on/stream.ts';
import type { Instant } from '../../domain/instant.ts';
import { INVARIANT_WORDS } from '../../domain/invariant.ts';
import { dueWords, plural } from '../../domain/words.ts';
import { codeWords } from './labels.ts';

type Context = { readonly now: Instant; readonly calendar: CalendarEdition };

/** The page of broken rules: each rule that is broken with its cases and what to do. */
export function invariantsView(report: InvariantReport, { now, calendar }: Context) {
  const { violations, byRule, total } = report;
  return {
    asOf: dueWords(now, calendar),
    rules: byRule
      .filter(({ count }) => count > 0)
      .map(({ rule, count }) => ({
        ...INVARIANT_WORDS[rule],
        id: rule.toLowerCase().replaceAll('_', '-'),
        count: plural(count, 'case'),
        cases: violations
          .filter((violation) => violation.rule === rule)
          .map(({ stream, localAuthority, foundAt }) => {
            return {
              ...caseShown(stream),
              authority: localAuthority === null ? undefined : codeWords(localAuthority),
              found: dueWords(foundAt, calendar),
            };
          }),
      })),
    unlisted: total - violations.length,
    lastRun: lastRunWords(report, calendar),
    isStale: report.isStale,
  };
}

function caseShown(stream: string) {
  const ref = referralIn(stream);
  if (ref !== undefined) return { name: ref, address: `/referrals/${ref}` };
  const found = followOnOf(stream);
  return found === undefined
    ? { name: stream, address: undefined }
    : { name: found.id, address: followOnPath(found.kind, found.id) };
}

/** What a manager reads above the board; undefined while every rule holds and the check runs. */
export function invariantBanner(report: InvariantReport, calendar: CalendarEdition): string | undefined {
  if (report.total > 0) {
    return `${plural(report.total, 'check')} of open cases ${report.total === 1 ? 'fails' : 'fail'}`;
  }
  return report.isStale && report.lastRun !== undefined ? lastRunWords(report, calendar) : undefined;
}

function lastRunWords({ lastRun, isStale }: InvariantReport, calendar: CalendarEdition): string {
  if (lastRun === undefined) return 'Open cases have not been checked yet';
  const when = dueWords(lastRun.finishedAt, calendar);
  return isStale
    ? `Open cases were last checked on ${when}; the check should run every five minutes`
    : `${plural(lastRun.checked, 'open case')} checked on ${when}`;
}
