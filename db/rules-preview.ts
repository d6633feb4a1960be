import { adoptRules as adoptFollowOnRules } from '../domain/follow-on/adopt-rules.ts';
import type { CommonEvent } from '../domain/follow-on/events.ts';
import { type AnyEvent, fold as foldFollowOn } from '../domain/follow-on/run.ts';
import type { Instant } from '../domain/instant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { HubRules, Limit } from '../domain/policy.ts';
import { adoptRules } from '../domain/referral/adopt-rules.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import type { Rulebook } from '../domain/rulebook/rulebook.ts';
import type { ClockKind } from '../domain/vocabulary.ts';
import type { DbOrTransaction } from './client.ts';
import { readStreams } from './open-cases.ts';
import { type RuledCase, ruledCasesAfter } from './ruled-cases.ts';
import { rulesOfCaseNow, rulesOfCaseUnder } from './rules-of-cases.ts';

/** A clock of an open case that a change of rules would move. */
export type ClockMove = {
  readonly referralRef: string;
  /** Of a case that follows a decision. */
  readonly caseId?: string;
  readonly clock: string;
  readonly kind: ClockKind;
  readonly limit: Limit;
  readonly dueAt: Instant;
  readonly wouldBeDueAt: Instant;
};

/** What a change would do to the cases looked at so far. */
export type PreviewPage = {
  readonly cases: number;
  readonly moves: readonly ClockMove[];
  /** Cases that could not be counted, because an edition they go by is not at hand. */
  readonly unknown: readonly string[];
};

const PAGE = 200;

/**
 * Runs the core over all open cases under another rulebook and gives, page by page, the clocks that would move. Nothing
 * is written.
 */
export async function* previewRules(
  db: DbOrTransaction,
  rulebook: Rulebook,
  now: Instant,
): AsyncGenerator<PreviewPage> {
  let after: string | undefined;
  for (;;) {
    const page = await ruledCasesAfter(db, after, PAGE);
    if (page.length === 0) return;
    yield previewOf(db, rulebook, page, now);
    after = page.at(-1)?.stream;
  }
}

async function previewOf(
  db: DbOrTransaction,
  rulebook: Rulebook,
  page: readonly RuledCase[],
  now: Instant,
): Promise<PreviewPage> {
  const streams = await readStreams(
    db,
    page.map(({ stream }) => stream),
  );
  const rulesOf = nowReader(db);
  const moves: ClockMove[] = [];
  const unknown: string[] = [];
  for (const open of page) {
    const from = await rulesOf(open);
    if (from === undefined) {
      unknown.push(open.caseId ?? open.referralRef);
      continue;
    }
    const to = await rulesOfCaseUnder(db, rulebook, open);
    moves.push(...movesOf(open, streams.get(open.stream) ?? [], { from, to, now }));
  }
  return { cases: page.length, moves, unknown };
}

type Change = { readonly from: HubRules; readonly to: HubRules; readonly now: Instant };

function movesOf(open: RuledCase, events: readonly DomainEvent[], change: Change): ClockMove[] {
  const { referralRef, caseId } = open;
  return adoptedBy(open, events, change).flatMap((event) => {
    if (event.type !== 'ClockRearmed' || event.terms.dueAt === event.previousDueAt) return [];
    const { id: clock, kind, limit, dueAt: wouldBeDueAt } = event.terms;
    const named = { referralRef, ...(caseId !== null && { caseId }) };
    return [{ ...named, clock, kind, limit, dueAt: event.previousDueAt, wouldBeDueAt }];
  });
}

function adoptedBy(
  { kind }: RuledCase,
  events: readonly DomainEvent[],
  { from, to, now }: Change,
): readonly (ReferralEvent | CommonEvent)[] {
  if (kind === null) {
    const referral = fold(events as readonly ReferralEvent[]);
    return referral === undefined ? [] : adoptRules(referral, from, to, now);
  }
  const state = foldFollowOn(events as readonly AnyEvent[]);
  return state === undefined ? [] : adoptFollowOnRules(state, from, to, now);
}

/** Reads the rules referrals go by once for each pair of editions: most of a page go by the same. */
function nowReader(db: DbOrTransaction): (open: RuledCase) => Promise<HubRules | undefined> {
  const read = new Map<string, Promise<HubRules | undefined>>();
  return (open) => {
    if (open.kind !== null) return rulesOfCaseNow(db, open);
    const key = JSON.stringify([open.policyEdition, open.calendarEdition]);
    const rules = read.get(key) ?? rulesOfCaseNow(db, open);
    read.set(key, rules);
    return rules;
  };
}
