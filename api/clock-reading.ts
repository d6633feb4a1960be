import type { Db } from '../db/client.ts';
import { caseRulesNamed, rulesNamed } from '../db/hub-rules.ts';
import { type ClockExplanation, type EditionsNamed, editionsNamedIn } from '../domain/clock-explanation.ts';
import type { RulesNamed } from '../domain/clock-reading.ts';
import { explainCaseClocks } from '../domain/follow-on/clock-explanations.ts';
import type { AnyEvent } from '../domain/follow-on/run.ts';
import type { Instant } from '../domain/instant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { HubRules } from '../domain/policy.ts';
import { editionsOfCase, explainClocks } from '../domain/referral/clock-explanations.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';

/** The instant of looking and the rules in force then. */
export type Present = { readonly now: Instant; readonly rules: HubRules };

/** Every clock of a referral explained, each arming under the editions it was armed with; by id of the clock. */
export async function readExplanations(
  db: Db,
  events: readonly ReferralEvent[],
  present: Present,
): Promise<ReadonlyMap<string, ClockExplanation>> {
  return explainClocks(events, {
    ...present,
    rulesNamed: await rulesNamedIn(db, events, rulesNamed, editionsOfCase(events)),
  });
}

/** Every clock of a case that follows a decision explained, by id of the clock. */
export async function readCaseExplanations(
  db: Db,
  events: readonly AnyEvent[],
  present: Present,
): Promise<ReadonlyMap<string, ClockExplanation>> {
  return explainCaseClocks(events, {
    ...present,
    rulesNamed: await rulesNamedIn(db, events, caseRulesNamed),
  });
}

/** The rules a stream names, read before it is explained; `ofCase` are those it stands under. */
async function rulesNamedIn(
  db: Db,
  events: readonly DomainEvent[],
  named: typeof caseRulesNamed,
  ofCase?: EditionsNamed,
): Promise<RulesNamed> {
  const wanted = new Map(
    [...editionsNamedIn(events), ...(ofCase === undefined ? [] : [ofCase])].map((names) => [
      keyOf(names.policyEdition, names.calendarEdition),
      names,
    ]),
  );
  const read = await Promise.all(
    [...wanted].map(async ([key, names]) => [key, await named(db, names)] as const),
  );
  const byKey = new Map(read);
  return (policyEdition, calendarEdition) => byKey.get(keyOf(policyEdition, calendarEdition));
}

function keyOf(policyEdition: string, calendarEdition: string): string {
  return JSON.stringify([policyEdition, calendarEdition]);
}
