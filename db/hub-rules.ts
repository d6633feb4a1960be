import type { Instant } from '../domain/instant.ts';
import { localTimeOf } from '../domain/local-time.ts';
import type { HubRules } from '../domain/policy.ts';
import { calendarInForce, editionsFor } from '../domain/rulebook/in-force.ts';
import type { Rulebook } from '../domain/rulebook/rulebook.ts';
import { followOnPolicy, referralPolicy } from '../policy/case-policy.ts';
import { rulesForFollowOn } from '../policy/case-rules.ts';
import type { DbOrTransaction } from './client.ts';
import { readCalendar, readEditionNamed, readPolicy } from './editions.ts';
import { readRulebook } from './rulebook.ts';

export { rulesForCase } from '../policy/case-rules.ts';

/** The rules for a contact received at an instant, with the whole calendar: for screens and for counting. */
export async function rulesAt(db: DbOrTransaction, receivedAt: Instant): Promise<HubRules> {
  return rulesUnder(db, await readRulebook(db), receivedAt);
}

/** The same for the cases that follow a decision, at an instant. */
export async function caseRulesAt(db: DbOrTransaction, now: Instant): Promise<HubRules> {
  return rulesUnder(db, await readRulebook(db), now, followOnPolicy);
}

/** The same, as a rulebook that may not be the present one has it. */
export async function rulesUnder(
  db: DbOrTransaction,
  rulebook: Rulebook,
  receivedAt: Instant,
  policyOf: typeof referralPolicy = referralPolicy,
): Promise<HubRules> {
  const calendar = await readCalendar(db, calendarInForce(rulebook).sha256);
  const inForce = editionsFor(rulebook, localTimeOf(receivedAt, calendar).date);
  const policy = policyOf(await readPolicy(db, inForce.policy.sha256));
  return { policy, calendar, publication: inForce.publication };
}

/**
 * The rules that a case takes along which follows a decision: those in force when it begins, with the calendar from
 * the receipt of the referral on, for what counts from there, to more than two years after its beginning.
 */
export async function followOnRulesAt(
  db: DbOrTransaction,
  { receivedAt, now }: { readonly receivedAt: Instant; readonly now: Instant },
): Promise<HubRules> {
  const rulebook = await readRulebook(db);
  return followOnRulesUnder(db, rulebook, { receivedAt, now });
}

/** The same, as a rulebook that may not be the present one has it. */
export async function followOnRulesUnder(
  db: DbOrTransaction,
  rulebook: Rulebook,
  { receivedAt, now }: { readonly receivedAt: Instant; readonly now: Instant },
): Promise<HubRules> {
  const calendar = await readCalendar(db, calendarInForce(rulebook).sha256);
  const inForce = editionsFor(rulebook, localTimeOf(now, calendar).date);
  const policy = followOnPolicy(await readPolicy(db, inForce.policy.sha256));
  const rules = { policy, calendar, publication: inForce.publication };
  return rulesForFollowOn(rules, { receivedAt, openedAt: now });
}

/**
 * The rules that a case goes by which follows a decision, by the names of their editions; undefined when the hub has
 * never had one of them.
 */
export async function followOnRulesNamed(
  db: DbOrTransaction,
  {
    policyEdition,
    calendarEdition,
    publication,
  }: { readonly policyEdition: string; readonly calendarEdition: string; readonly publication: number },
  { receivedAt, openedAt }: { readonly receivedAt: Instant; readonly openedAt: Instant },
): Promise<HubRules | undefined> {
  const [policy, calendar] = await Promise.all([
    readEditionNamed(db, 'POLICY', policyEdition),
    readEditionNamed(db, 'CALENDAR', calendarEdition),
  ]);
  if (policy?.kind !== 'POLICY' || calendar?.kind !== 'CALENDAR') return undefined;
  const rules = { policy: followOnPolicy(policy.document), calendar: calendar.document, publication };
  return rulesForFollowOn(rules, { receivedAt, openedAt });
}

/** The rules of two editions by name, with the whole calendar; undefined when the hub has never had one of them. */
export async function rulesNamed(
  db: DbOrTransaction,
  names: { readonly policyEdition: string; readonly calendarEdition: string },
  policyOf: typeof referralPolicy = referralPolicy,
): Promise<HubRules | undefined> {
  const [policy, calendar] = await Promise.all([
    readEditionNamed(db, 'POLICY', names.policyEdition),
    readEditionNamed(db, 'CALENDAR', names.calendarEdition),
  ]);
  if (policy?.kind !== 'POLICY' || calendar?.kind !== 'CALENDAR') return undefined;
  return { policy: policyOf(policy.document), calendar: calendar.document };
}

/** The same, with the rules of cases that follow a decision. */
export function caseRulesNamed(
  db: DbOrTransaction,
  names: { readonly policyEdition: string; readonly calendarEdition: string },
): Promise<HubRules | undefined> {
  return rulesNamed(db, names, followOnPolicy);
}
