import { readCaseExplanations } from '../../api/clock-reading.ts';
import { readFollowOnCase } from '../../api/follow-ons/reading.ts';
import { isOutside } from '../../api/permissions.ts';
import { Problem } from '../../api/problems.ts';
import { type Family as WholeFamily, readFamily } from '../../db/families.ts';
import { caseRulesAt } from '../../db/hub-rules.ts';
import type { LedgerRow } from '../../db/streams.ts';
import type { Actor } from '../../domain/actor.ts';
import type { ClockExplanation } from '../../domain/clock-explanation.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import type { AnyEvent } from '../../domain/follow-on/run.ts';
import type { FollowOnName } from '../../domain/follow-on/state.ts';
import type { Instant } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { Agencies } from '../../policy/agencies.ts';
import { hubNow } from '../../temporal/cases.ts';
import type { Board } from '../options.ts';
import { type Child, readChildren } from '../queries/referrals.ts';
import type { People } from '../view-models/people.ts';
import type { WordsWritten } from '../view-models/words-written.ts';

/** All that a page about one case that follows a decision is made from. */
export type FollowOnFile = {
  readonly state: FollowOn;
  readonly rows: readonly LedgerRow[];
  readonly written: WordsWritten;
  readonly people: People;
  readonly actor: Actor;
  readonly now: Instant;
  readonly rules: HubRules;
  readonly explanations: ReadonlyMap<string, ClockExplanation>;
  readonly agencies: Agencies;
  /** The children it is about; none for whoever is no member of the hub. */
  readonly children: readonly Child[];
  /** The other cases of the family; none for whoever is no member of the hub. */
  readonly family: Family;
};

/** The referrals and cases of one contact, as tables show them. */
export type Family = Pick<WholeFamily, 'referrals' | 'cases'>;

/** What a page about one case may show to this actor; undefined when there is none that they may see. */
export async function readFollowOnFile(
  { services, options }: Board,
  actor: Actor,
  which: { readonly kind: FollowOnName; readonly id: string },
): Promise<FollowOnFile | undefined> {
  const { db, clock, agencies } = services;
  const read = await readFollowOnCase(services, actor, which).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });
  if (read === undefined) return undefined;
  const { state, rows, texts } = read;
  const now = await hubNow(clock);
  const rules = await caseRulesAt(db, now);
  const events = rows.map(({ event }) => event as AnyEvent);
  const isForStaff = !isOutside(actor);
  const [explanations, children, family] = await Promise.all([
    readCaseExplanations(db, events, { now, rules }),
    isForStaff ? readChildren(db, state.contactRef) : [],
    isForStaff ? readFamily(db, state.contactRef) : { referrals: [], cases: [] },
  ]);
  const people = new Map((options.demoUsers ?? []).map(({ userId, displayName }) => [userId, displayName]));
  return { state, rows, written: texts, people, actor, now, rules, explanations, agencies, children, family };
}
