import { heartbeat } from '@temporalio/activity';
import { lastStartOf, oweRevival } from '../db/case-starts.ts';
import type { Db, DbOrTransaction } from '../db/client.ts';
import { followOnRulesNamed } from '../db/hub-rules.ts';
import { followOnsToRunAfter } from '../db/open-cases.ts';
import { entryOf, readStream } from '../db/streams.ts';
import type { CaseInput, CommandReceipt } from '../domain/case.ts';
import type { FollowOn } from '../domain/follow-on/kinds.ts';
import { type AnyEvent, evolve } from '../domain/follow-on/run.ts';
import { isEnded } from '../domain/follow-on/state.ts';
import { wordsOwed } from '../domain/follow-on/words-owed.ts';
import type { Instant } from '../domain/instant.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { HubRules } from '../domain/policy.ts';
import { type Cases, hubNow, type HubClock } from '../temporal/cases.ts';
import type { CarriedCase, FollowOnWorkflowInput } from '../workflows/contract.ts';
import { startOwedCase } from './case-starts.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

export type ReconciliationPage = {
  /** Cases that were compared with what Temporal runs. */
  readonly looked: number;
  /** Cases that had something left to do and did not run; they run again. */
  readonly restarted: number;
  /** Stream of the last case of this page; absent when there are no more. */
  readonly last?: string;
};

const PAGE = 500;

/**
 * Compares the next cases after a decision, those that have something left to do, with what Temporal runs. One whose run
 * was terminated, or was lost, runs again from the ledger: its clocks go on, and what it owes other cases is told.
 * Doing it again changes nothing.
 */
export async function reconcileCases(
  { db, cases, clock }: Dependencies,
  after: string | undefined,
): Promise<ReconciliationPage> {
  const streams = await followOnsToRunAfter(db, after, PAGE);
  const unattended = await cases.unattended(streams);
  let restarted = 0;
  for (const stream of unattended) {
    heartbeat(stream);
    const now = await hubNow(clock);
    // Read once Temporal has answered: what has ended since is not begun again.
    const isOwed = await db.transaction((tx) => oweRestart(tx, stream, now));
    if (!isOwed) continue;
    await startOwedCase({ db, cases, clock }, stream);
    restarted += 1;
  }
  const last = streams.length < PAGE ? undefined : streams.at(-1);
  return { looked: streams.length, restarted, ...(last !== undefined && { last }) };
}

/** Owes a case one more run, from where the ledger has it. Not one that has yet to start, or has nothing left to do. */
async function oweRestart(tx: DbOrTransaction, stream: string, now: Instant): Promise<boolean> {
  const start = await lastStartOf(tx, stream);
  if (start === undefined) return false;
  const entries = (await readStream(tx, stream)).map(entryOf) as LedgerEntry<AnyEvent>[];
  const carried = carriedFrom(entries);
  if (carried === undefined || (isEnded(carried.state) && wordsOwed(carried.state).length === 0))
    return false;
  const rules = await rulesOf(tx, { entries, state: carried.state, first: start.input as CaseInput });
  const input: FollowOnWorkflowInput = { stream, rules, entries: [], carried };
  await oweRevival(tx, { workflowId: stream, input, owedSince: now });
  return true;
}

/** Where the case stands, and the commands it has answered, so that none is done twice. */
function carriedFrom(entries: readonly LedgerEntry<AnyEvent>[]): CarriedCase<FollowOn> | undefined {
  let state: FollowOn | undefined;
  const answered = new Map<string, CommandReceipt>();
  for (const { seq, event, commandId } of entries) {
    state = evolve(state, event);
    if (commandId !== undefined) answered.set(commandId, { version: state.version, seq });
  }
  return state && { state, seq: entries.length, answered: [...answered] };
}

/** The rules the case went by when it wrote its last row. Rules that have come into force since are brought to it as to every other. */
async function rulesOf(
  tx: DbOrTransaction,
  {
    entries,
    state,
    first,
  }: {
    readonly entries: readonly LedgerEntry<AnyEvent>[];
    readonly state: FollowOn;
    readonly first: CaseInput;
  },
): Promise<HubRules> {
  const adopted = entries.map(({ event }) => event).findLast(({ type }) => type === 'RulesAdopted');
  if (adopted?.type !== 'RulesAdopted') return first.rules;
  const rules = await followOnRulesNamed(tx, adopted, state);
  if (rules === undefined) throw new Error(`the rules of ${first.stream} are not at hand`);
  return rules;
}
