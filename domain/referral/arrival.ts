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

/** What somebody does who reaches the hub while it is shut and cannot wait; `phone` is the out-of-hours team's. */
export function shutHubWords(phone: string | undefined): string[] {
  return [
    'The hub is shut. If a child is in danger now, call 999.',
    phone === undefined
      ? 'If it cannot wait until the hub opens, call the emergency duty team of the council.'
      : `If it cannot wait until the hub opens, call the emergency duty team on ${phone}.`,
  ];
}
