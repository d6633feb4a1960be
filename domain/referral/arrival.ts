import type { Instant } from '../instant.ts';
import { localTimeOf } from '../local-time.ts';
import type { HubRules } from '../policy.ts';
import type { ArrivalFlag, SourceCode } from '../vocabulary.ts';
import { openingOn } from '../working-time.ts';

const EDUCATION_SOURCES: readonly SourceCode[] = ['2A', '2B'];

/** Whether a school or education service reached the hub while it was shut; at opening it is open, at closing shut. */
export function isLateSchoolReferral(
  { sourceCode, receivedAt }: { readonly sourceCode: SourceCode; readonly receivedAt: Instant },
  rules: HubRules,
): boolean {
  if (!EDUCATION_SOURCES.includes(sourceCode)) return false;
  const opening = openingOn(localTimeOf(receivedAt, rules.calendar).date, rules);
  return opening === undefined || receivedAt < opening.opensAt || opening.closesAt <= receivedAt;
}

/** What stands out about an arrival; `dueAt` are the limits that run from receipt, `now` is when it was entered. */
export function arrivalFlags(
  arrival: {
    readonly sourceCode: SourceCode;
    readonly receivedAt: Instant;
    readonly dueAt: readonly Instant[];
  },
  now: Instant,
  rules: HubRules,
): ArrivalFlag[] {
  const flags: ArrivalFlag[] = [];
  if (isLateSchoolReferral(arrival, rules)) flags.push('LATE_SCHOOL_REFERRAL');
  if (arrival.dueAt.some((dueAt) => dueAt < now)) flags.push('ENTERED_AFTER_BREACH');
  return flags;
}
