import { sql } from 'drizzle-orm';
import { type Actor, SYSTEM_ACTOR } from '../domain/actor.ts';
import { ledgerEntries } from '../domain/case.ts';
import { DomainError } from '../domain/errors.ts';
import { addMs, DAY_MS, type Instant } from '../domain/instant.ts';
import { decideRules, type RulebookCommand } from '../domain/rulebook/decide.ts';
import {
  evolveRulebook,
  foldRulebook,
  type Rulebook,
  type RulebookEvent,
} from '../domain/rulebook/rulebook.ts';
import { calendarInForce, editionsFor } from '../domain/rulebook/in-force.ts';
import { localTimeOf } from '../domain/local-time.ts';
import { RULEBOOK_STREAM } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { type EditionDocument, editionRef, keepEdition, readCalendar } from './editions.ts';
import { appendWithin } from './ledger.ts';
import { oldestReceipt } from './ruled-cases.ts';
import { readStream } from './streams.ts';

/**
 * Reads the rulebook.
 * @throws Error before the hub was opened, which migration does
 */
export async function readRulebook(db: DbOrTransaction): Promise<Rulebook> {
  const rows = await readStream(db, RULEBOOK_STREAM);
  const rulebook = foldRulebook(rows.map((row) => row.event as RulebookEvent));
  if (rulebook === undefined) throw new Error('the rulebook has not been opened: run `frontdoor migrate`');
  return rulebook;
}

/**
 * Keeps the rules from changing until the caller's transaction ends. What begins under them is then there when a
 * publication looks for what it has to change.
 */
export async function holdRules(tx: DbOrTransaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${RULEBOOK_STREAM}, 0))`);
}

/** Gives a new hub the editions it starts with; a hub that has a rulebook keeps it. */
export async function openRulebook(
  tx: DbOrTransaction,
  editions: readonly EditionDocument[],
  now: Instant,
): Promise<void> {
  await lockRules(tx);
  const rows = await readStream(tx, RULEBOOK_STREAM);
  if (rows.length > 0) return;
  const refs = [];
  for (const edition of editions) refs.push(await keepEdition(tx, edition, now));
  const opened: RulebookEvent = { type: 'RulebookOpened', occurredAt: now, editions: refs };
  const rulebook = evolveRulebook(undefined, opened);
  await appendRules(tx, rulebook, [opened], { actor: SYSTEM_ACTOR, now, afterSeq: 0 });
}

/** The rulebook after a command, and what the command made of it. */
export type RulesChange = { readonly rulebook: Rulebook; readonly events: readonly RulebookEvent[] };

/**
 * Gives a command to the rulebook, in the caller's transaction.
 * @throws DomainError as {@link decideRules} does, and CALENDAR_TOO_SHORT
 */
export async function changeRules(
  tx: DbOrTransaction,
  command: RulebookCommand,
  by: { readonly actor: Actor; readonly now: Instant; readonly commandId?: string },
): Promise<RulesChange> {
  await lockRules(tx);
  const rows = await readStream(tx, RULEBOOK_STREAM);
  const before = foldRulebook(rows.map((row) => row.event as RulebookEvent));
  if (before === undefined) throw new DomainError('PROPOSAL_UNKNOWN', 'The rulebook has not been opened');
  const events = decideRules(before, command, by);
  const rulebook = events.reduce<Rulebook>(evolveRulebook, before);
  if (events.some(({ type }) => type === 'RulesChanged')) await assertCalendarReaches(tx, rulebook, by.now);
  await appendRules(tx, rulebook, events, { ...by, afterSeq: rows.length });
  return { rulebook, events };
}

/** Longer than the longest limit of a hub, 45 working days, with a fortnight of holidays. */
const DAYS_AHEAD = 100;

/**
 * A calendar that ends before a clock of an open case can be counted would leave that case without an answer.
 * @throws DomainError CALENDAR_TOO_SHORT
 */
async function assertCalendarReaches(tx: DbOrTransaction, rulebook: Rulebook, now: Instant): Promise<void> {
  const { firstDay, lastDay } = await readCalendar(tx, calendarInForce(rulebook).sha256);
  const oldest = (await oldestReceipt(tx)) ?? now;
  // Dates of instants in UTC are a day off at most, which the days ahead allow for.
  const [from, to] = [dateOf(addMs(oldest, -DAY_MS)), dateOf(addMs(now, DAYS_AHEAD * DAY_MS))];
  if (firstDay <= from && to <= lastDay) return;
  throw new DomainError(
    'CALENDAR_TOO_SHORT',
    `The calendar covers ${firstDay} to ${lastDay}; open cases and the longest limit need ${from} to ${to}`,
  );
}

function dateOf(instant: Instant): string {
  return instant.slice(0, 10);
}

/**
 * Proposes an edition and keeps its document.
 * @throws DomainError NOT_PERMITTED, EDITION_KNOWN, EDITION_IN_FORCE
 */
export async function proposeEdition(
  tx: DbOrTransaction,
  edition: EditionDocument,
  by: { readonly actor: Actor; readonly now: Instant; readonly commandId?: string },
): Promise<RulesChange> {
  const change = { type: 'PUBLISH', edition: await editionRef(edition) } as const;
  const changed = await changeRules(tx, { type: 'propose', change }, by);
  await keepEdition(tx, edition, by.now);
  return changed;
}

async function lockRules(tx: DbOrTransaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${RULEBOOK_STREAM}, 0))`);
}

/** The rows carry the editions in force once they are written. */
async function appendRules(
  tx: DbOrTransaction,
  rulebook: Rulebook,
  events: readonly RulebookEvent[],
  by: {
    readonly actor: Actor;
    readonly now: Instant;
    readonly commandId?: string;
    readonly afterSeq: number;
  },
): Promise<void> {
  const { now: recordedAt, ...rest } = by;
  const { policy, calendar } = editionsFor(rulebook, await localDateOf(tx, rulebook, recordedAt));
  const about = {
    stream: RULEBOOK_STREAM,
    recordedAt,
    policyEdition: policy.edition,
    calendarEdition: calendar.edition,
    ...rest,
  };
  await appendWithin(tx, ledgerEntries(events, about));
}

async function localDateOf(tx: DbOrTransaction, rulebook: Rulebook, instant: Instant) {
  return localTimeOf(instant, await readCalendar(tx, calendarInForce(rulebook).sha256)).date;
}
