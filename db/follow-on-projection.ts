import { isCounting } from '../domain/clock.ts';
import type { FollowOn } from '../domain/follow-on/kinds.ts';
import { partiesOf } from '../domain/follow-on/parties.ts';
import { countedOf } from '../domain/follow-on/outcome.ts';
import { type AnyEvent, fold } from '../domain/follow-on/run.ts';
import { ownerNow } from '../domain/follow-on/state.ts';
import { followOnStream } from '../domain/follow-on/stream.ts';
import { wordsOwed } from '../domain/follow-on/words-owed.ts';
import type { DbOrTransaction } from './client.ts';
import { projectClocks } from './clock-projection.ts';
import { followOns } from './schema.ts';
import type { NewLedgerRow } from './streams.ts';

/** Brings what screens read about one case that follows a decision up to date with the rows just added. */
export async function projectFollowOn(
  tx: DbOrTransaction,
  added: readonly NewLedgerRow[],
  earlier: readonly NewLedgerRow[],
): Promise<void> {
  const rows = [...earlier, ...added];
  const state = fold(rows.map((row) => row.event as AnyEvent));
  if (state === undefined) return;
  const row = { ...followOnRow(state), ...lastOf(rows), openingKey: openingKeyIn(rows) };
  const [referralRef, ...siblings] = state.referralRefs;
  const about = { stream: row.stream, ...(siblings.length === 0 && { referralRef }) };
  await Promise.all([
    tx.insert(followOns).values(row).onConflictDoUpdate({ target: followOns.stream, set: row }),
    projectClocks(tx, about, state.clocks, added),
  ]);
}

function lastOf(rows: readonly NewLedgerRow[]) {
  const last = rows.at(-1);
  return {
    policyEdition: last?.policyEdition ?? '',
    calendarEdition: last?.calendarEdition ?? '',
    seq: rows.length,
  };
}

/** Every kind begins with an event that carries its opening. */
function openingKeyIn([first]: readonly NewLedgerRow[]): string {
  if (first === undefined || !('opening' in first.event)) return '';
  return (first.event.opening as { readonly key: string }).key;
}

/** A rebuilt row has every column, as one that is brought up to date has. */
const NOTHING_COUNTED = { subject: null, agency: null, reached: null, outcome: null, routing: null };

function followOnRow(state: FollowOn) {
  const { id, kind, contactRef, referralRefs, localAuthority, stage, openedAt, closedAt, version } = state;
  const owner = ownerNow(state);
  const due = state.clocks.filter(isCounting).map(({ dueAt }) => dueAt);
  return {
    stream: followOnStream(kind, id),
    caseId: id,
    kind,
    contactRef,
    referralRefs: [...referralRefs],
    localAuthority,
    stage,
    origin: state.from ?? null,
    ownerTeam: owner.team,
    ownerRole: owner.role,
    ownerUser: owner.userId ?? null,
    parties: [...partiesOf(state)],
    ...NOTHING_COUNTED,
    ...countedOf(state),
    becameReferral: (state.kind === 'EARLY_HELP' ? state.stepUp?.referralRef : undefined) ?? null,
    wordsOwed: wordsOwed(state).length,
    openedAt,
    nextDueAt: due.toSorted()[0] ?? null,
    closedAt: closedAt ?? null,
    version,
  };
}
