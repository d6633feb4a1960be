import { sql } from 'drizzle-orm';
import type { Actor } from '../domain/actor.ts';
import { ledgerEntries } from '../domain/case.ts';
import { DomainError } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import {
  decideMatch,
  foldMatch,
  type Match,
  type MatchCommand,
  type MatchEvent,
} from '../domain/matching/match.ts';
import type { HubRules } from '../domain/policy.ts';
import { personMatchStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { appendWithin } from './ledger.ts';
import { confirmedWith } from './people.ts';
import { personMatches } from './schema.ts';
import { readStream } from './streams.ts';

/** What was said of two records, after somebody has spoken. */
export type SettledMatch = { readonly match: Match; readonly seq: number };

/**
 * Records what a person says of two person records, in the caller's transaction. One is heard at a time, so that the
 * second of two who speak at once hears what the first said.
 * @throws DomainError as {@link decideMatch} does, and MATCH_CONTRADICTS when a match would make one person of two
 * records of which somebody has said that they are two
 */
export async function settleMatch(
  tx: DbOrTransaction,
  people: readonly [string, string],
  command: MatchCommand,
  by: { readonly actor: Actor; readonly now: Instant; readonly rules: HubRules; readonly commandId: string },
): Promise<SettledMatch> {
  const { actor, now, rules, commandId } = by;
  // One lock for all pairs: a match of one pair bears on what may be said of another.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('person-match', 0))`);
  const stream = personMatchStream(people);
  const rows = await readStream(tx, stream);
  const before = foldMatch(rows.map((row) => row.event as MatchEvent));
  const events = decideMatch(before, people, command, { actor, now });
  if (events.some(({ type }) => type === 'MatchConfirmed')) await assertNoContradiction(tx, people);
  const entries = ledgerEntries(events, {
    stream,
    actor,
    commandId,
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    afterSeq: rows.length,
  });
  await appendWithin(tx, entries);
  const match = foldMatch([...rows.map((row) => row.event as MatchEvent), ...events]);
  if (match === undefined) throw new Error(`nothing was said in ${stream}`);
  return { match, seq: rows.length + entries.length };
}

async function assertNoContradiction(tx: DbOrTransaction, [a, b]: readonly [string, string]): Promise<void> {
  const [one, other] = [await confirmedWith(tx, [a]), await confirmedWith(tx, [b])];
  const ones = sql.param(JSON.stringify([...one]));
  const others = sql.param(JSON.stringify([...other]));
  const [rejected] = await tx.execute(sql`
    select 1 from ${personMatches}
    where status = 'REJECTED' and (
      (first in (select jsonb_array_elements_text(${ones}::jsonb)) and second in (select jsonb_array_elements_text(${others}::jsonb)))
      or (second in (select jsonb_array_elements_text(${ones}::jsonb)) and first in (select jsonb_array_elements_text(${others}::jsonb)))
    ) limit 1`);
  if (rejected === undefined) return;
  throw new DomainError(
    'MATCH_CONTRADICTS',
    'Somebody has said that two of the records this would join are two people: undo that first',
  );
}
