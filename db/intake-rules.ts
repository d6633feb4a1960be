import { calendarInForce, editionsFor } from '../domain/rulebook/in-force.ts';
import type { Instant } from '../domain/instant.ts';
import { localTimeOf } from '../domain/local-time.ts';
import type { PolicyEdition } from '../policy/policy-edition.ts';
import type { DbOrTransaction } from './client.ts';
import { readCalendar, readPolicy } from './editions.ts';
import { readRulebook } from './rulebook.ts';

/** What a hub's policy says of contacts themselves; no case takes it along. */
export type IntakeRules = Pick<PolicyEdition, 'quality' | 'notifications' | 'outOfHours'>;

/** The rules for what is received at an instant. */
export async function intakeRulesAt(db: DbOrTransaction, receivedAt: Instant): Promise<IntakeRules> {
  const rulebook = await readRulebook(db);
  const calendar = await readCalendar(db, calendarInForce(rulebook).sha256);
  const inForce = editionsFor(rulebook, localTimeOf(receivedAt, calendar).date);
  return readPolicy(db, inForce.policy.sha256);
}
