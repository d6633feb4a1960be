import type { HubRules } from '../domain/policy.ts';
import type { Rulebook } from '../domain/rulebook/rulebook.ts';
import type { DbOrTransaction } from './client.ts';
import { followOnRulesNamed, followOnRulesUnder, rulesForCase, rulesNamed, rulesUnder } from './hub-rules.ts';
import type { RuledCase } from './ruled-cases.ts';

/** The rules of a rulebook for such a case, as it takes them along. */
export async function rulesOfCaseUnder(
  db: DbOrTransaction,
  rulebook: Rulebook,
  { kind, receivedAt, ruledFrom }: RuledCase,
): Promise<HubRules> {
  return kind === null
    ? rulesForCase(await rulesUnder(db, rulebook, receivedAt), receivedAt)
    : followOnRulesUnder(db, rulebook, { receivedAt, now: ruledFrom });
}

/** The rules it goes by now; undefined when an edition of them is not at hand. */
export async function rulesOfCaseNow(db: DbOrTransaction, ruled: RuledCase): Promise<HubRules | undefined> {
  const { kind, receivedAt, ruledFrom, policyEdition, calendarEdition } = ruled;
  return kind === null
    ? rulesNamed(db, ruled)
    : followOnRulesNamed(
        db,
        { policyEdition, calendarEdition, publication: 0 },
        { receivedAt, openedAt: ruledFrom },
      );
}
