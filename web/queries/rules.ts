import { readPolicy } from '../../db/editions.ts';
import { rulesUnder } from '../../db/hub-rules.ts';
import { readRulebook } from '../../db/rulebook.ts';
import type { Actor } from '../../domain/actor.ts';
import type { Instant, LocalDate } from '../../domain/instant.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { Rulebook } from '../../domain/rulebook/rulebook.ts';
import { editionsFor } from '../../domain/rulebook/in-force.ts';
import type { PolicyEdition } from '../../policy/policy-edition.ts';
import { hubNow } from '../../temporal/cases.ts';
import type { Board } from '../options.ts';
import type { People } from '../view-models/people.ts';

/** What the pages about rules tell from. */
export type RulesFile = {
  readonly rulebook: Rulebook;
  /** The policy in force today, as it was published. */
  readonly policy: PolicyEdition;
  /** The rules in force for what is received now, with the whole calendar. */
  readonly rules: HubRules;
  readonly now: Instant;
  readonly today: LocalDate;
  readonly actor: Actor;
  readonly people: People;
};

export async function readRulesFile({ services, options }: Board, actor: Actor): Promise<RulesFile> {
  const { db, clock } = services;
  const now = await hubNow(clock);
  const rulebook = await readRulebook(db);
  const rules = await rulesUnder(db, rulebook, now);
  const today = localTimeOf(now, rules.calendar).date;
  const policy = await readPolicy(db, editionsFor(rulebook, today).policy.sha256);
  const people = new Map((options.demoUsers ?? []).map(({ userId, displayName }) => [userId, displayName]));
  return { rulebook, policy, rules, now, today, actor, people };
}
