import type { DbOrTransaction } from '../db/client.ts';
import { casesMissing } from '../db/families.ts';
import type { Violation } from '../db/invariants.ts';
import { lastRecordedIn, type OpenCase } from '../db/open-cases.ts';
import { type AnyEvent, fold as foldFollowOn } from '../domain/follow-on/run.ts';
import { followOnOf } from '../domain/follow-on/stream.ts';
import { casesBegun, wordsOwed } from '../domain/follow-on/words-owed.ts';
import { addMs, type Instant, MINUTE_MS } from '../domain/instant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { linksOf } from '../domain/referral/follow-on-rules.ts';
import { referralWordsOwed } from '../domain/referral/words-owed.ts';
import { referralStream } from '../domain/streams.ts';

/** Minutes after which word to another case counts as late: a case that answers at all does so in seconds. */
const WORD_AFTER_MINUTES = 5;

/** How one case stands to the others of its family. */
type Joined = {
  readonly owesWord: boolean;
  /** Ids of cases, references of referrals and streams that it names. */
  readonly names: readonly string[];
};

/** What a page of cases owes the rest of their families for too long, and names that is not there. */
export async function brokenBetween(
  db: DbOrTransaction,
  {
    page,
    events,
    now,
  }: {
    readonly page: readonly OpenCase[];
    readonly events: ReadonlyMap<string, readonly DomainEvent[]>;
    readonly now: Instant;
  },
): Promise<Violation[]> {
  const joined = new Map(page.map(({ stream }) => [stream, joinedIn(stream, events.get(stream) ?? [])]));
  const owing = page.filter(({ stream }) => joined.get(stream)?.owesWord === true);
  const before = addMs(now, -WORD_AFTER_MINUTES * MINUTE_MS);
  const [recorded, missing] = await Promise.all([
    lastRecordedIn(
      db,
      owing.map(({ stream }) => stream),
    ),
    casesMissing(
      db,
      [...joined.values()].flatMap(({ names }) => names),
    ),
  ]);
  // Whatever it owes, it has owed at least since it last wrote something down.
  const isLate = (stream: string) => (recorded.get(stream) ?? now) < before;
  const late = owing.filter(({ stream }) => isLate(stream)).map(broken('WORD_IN_TIME'));
  const lost = page
    .filter(({ stream }) => joined.get(stream)?.names.some((name) => missing.has(name)))
    .map(broken('CASE_LINKED'));
  return [...late, ...lost];
}

function broken(rule: Violation['rule']) {
  return ({ stream, localAuthority }: OpenCase): Violation => ({ stream, rule, localAuthority });
}

function joinedIn(stream: string, events: readonly DomainEvent[]): Joined {
  if (stream.startsWith(referralStream(''))) {
    const referral = fold(events as readonly ReferralEvent[]);
    if (referral === undefined) return NOTHING;
    const names = linksOf(referral).flatMap(({ caseId }) => (caseId === undefined ? [] : [caseId]));
    return { owesWord: referralWordsOwed(referral).length > 0, names };
  }
  const state = followOnOf(stream) === undefined ? undefined : foldFollowOn(events as readonly AnyEvent[]);
  if (state === undefined) return NOTHING;
  const { from } = state;
  const names = [...casesBegun(state), ...(from === undefined ? [] : [idIn(from)])];
  return { owesWord: wordsOwed(state).length > 0, names };
}

const NOTHING: Joined = { owesWord: false, names: [] };

function idIn(stream: string): string {
  return stream.slice(stream.indexOf(':') + 1);
}
