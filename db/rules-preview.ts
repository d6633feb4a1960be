import { asc, inArray } from 'drizzle-orm';
import type { Instant } from '../domain/instant.ts';
import type { HubRules, Limit } from '../domain/policy.ts';
import { adoptRules } from '../domain/referral/adopt-rules.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import type { Rulebook } from '../domain/rulebook/rulebook.ts';
import { referralStream } from '../domain/streams.ts';
import type { ClockKind } from '../domain/vocabulary.ts';
import type { DbOrTransaction } from './client.ts';
import { rulesForCase, rulesNamed, rulesUnder } from './hub-rules.ts';
import { type OpenReferral, openReferralsAfter } from './open-referrals.ts';
import { ledger } from './schema.ts';

/** A clock of an open case that a change of rules would move. */
export type ClockMove = {
  readonly referralRef: string;
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
    const page = await openReferralsAfter(db, after, PAGE);
    if (page.length === 0) return;
    yield previewOf(db, rulebook, page, now);
    after = page.at(-1)?.referralRef;
  }
}

async function previewOf(
  db: DbOrTransaction,
  rulebook: Rulebook,
  page: readonly OpenReferral[],
  now: Instant,
): Promise<PreviewPage> {
  const streams = await eventsOf(db, page);
  const rulesOf = namedReader(db);
  const moves: ClockMove[] = [];
  const unknown: string[] = [];
  for (const referral of page) {
    const from = await rulesOf(referral);
    if (from === undefined) {
      unknown.push(referral.referralRef);
      continue;
    }
    const to = await rulesUnder(db, rulebook, referral.receivedAt);
    const events = streams.get(referralStream(referral.referralRef)) ?? [];
    const rules = { from, to: rulesForCase(to, referral.receivedAt), now };
    moves.push(...movesOf(referral.referralRef, events, rules));
  }
  return { cases: page.length, moves, unknown };
}

function movesOf(
  referralRef: string,
  events: readonly ReferralEvent[],
  { from, to, now }: { readonly from: HubRules; readonly to: HubRules; readonly now: Instant },
): ClockMove[] {
  const referral = fold(events);
  if (referral === undefined) return [];
  return adoptRules(referral, from, to, now).flatMap((event) => {
    if (event.type !== 'ClockRearmed' || event.terms.dueAt === event.previousDueAt) return [];
    const { id: clock, kind, limit, dueAt: wouldBeDueAt } = event.terms;
    return [{ referralRef, clock, kind, limit, dueAt: event.previousDueAt, wouldBeDueAt }];
  });
}

type Named = Pick<OpenReferral, 'policyEdition' | 'calendarEdition'>;

/** Reads rules by name, each pair once: most cases of a page go by the same. */
function namedReader(db: DbOrTransaction): (names: Named) => Promise<HubRules | undefined> {
  const read = new Map<string, Promise<HubRules | undefined>>();
  return (names) => {
    const key = JSON.stringify([names.policyEdition, names.calendarEdition]);
    const rules = read.get(key) ?? rulesNamed(db, names);
    read.set(key, rules);
    return rules;
  };
}

async function eventsOf(db: DbOrTransaction, page: readonly OpenReferral[]) {
  const rows = await db
    .select({ stream: ledger.stream, event: ledger.event })
    .from(ledger)
    .where(
      inArray(
        ledger.stream,
        page.map(({ referralRef }) => referralStream(referralRef)),
      ),
    )
    .orderBy(asc(ledger.stream), asc(ledger.seq));
  const streams = new Map<string, ReferralEvent[]>();
  for (const { stream, event } of rows) {
    const events = streams.get(stream) ?? [];
    events.push(event as ReferralEvent);
    streams.set(stream, events);
  }
  return streams;
}
