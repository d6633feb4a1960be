import { getTableColumns, sql } from 'drizzle-orm';
import { type Clock, type ClockEvent, clockIdOf, isClockEvent, isLate } from '../domain/clock.ts';
import { nextWakeAt } from '../domain/clock-milestones.ts';
import type { DbOrTransaction } from './client.ts';
import { clocks, notices } from './schema.ts';
import type { NewLedgerRow } from './streams.ts';

/** The case whose clocks these are; `referralRef` is absent for a case that several referrals may share. */
type Owner = { readonly stream: string; readonly referralRef?: string };

/** Brings the clocks of one case, and who was told of them, up to date with the rows just added. */
export async function projectClocks(
  tx: DbOrTransaction,
  { stream, referralRef }: Owner,
  all: readonly Clock[],
  added: readonly NewLedgerRow[],
): Promise<void> {
  const about = { stream, referralRef: referralRef ?? null };
  const moved = new Set(
    added
      .map(({ event }) => event)
      .filter(isClockEvent)
      .map(clockIdOf),
  );
  const rows = all.filter(({ id }) => moved.has(id)).map((clock) => ({ ...about, ...clockRow(clock) }));
  const told = added.flatMap((row) => noticeRows(row).map((notice) => ({ ...about, ...notice })));
  await Promise.all([
    rows.length > 0 &&
      tx
        .insert(clocks)
        .values(rows)
        .onConflictDoUpdate({ target: [clocks.stream, clocks.clockId], set: PROPOSED_CLOCK }),
    told.length > 0 && tx.insert(notices).values(told),
  ]);
}

/** Takes every column of a clock from the row that was to be inserted. */
const PROPOSED_CLOCK = Object.fromEntries(
  Object.entries(getTableColumns(clocks)).map(([field, { name }]) => [
    field,
    sql`excluded.${sql.identifier(name)}`,
  ]),
);

function clockRow(clock: Clock) {
  const stoppedAt = clock.status === 'STOPPED' ? clock.stoppedAt : null;
  return {
    clockId: clock.id,
    kind: clock.kind,
    startedAt: clock.startedAt,
    dueAt: clock.dueAt,
    status: clock.status,
    stoppedAt,
    wakeAt: nextWakeAt(clock) ?? null,
    breachRecorded: clock.status === 'LATE' || (stoppedAt !== null && isLate(clock, stoppedAt)),
  };
}

function noticeRows({ seq, event: recorded }: NewLedgerRow) {
  const event = recorded as ClockEvent;
  const { occurredAt } = event;
  switch (event.type) {
    case 'ClockWarned':
      return [{ seq, occurredAt, clockId: event.clock, role: 'TEAM_MANAGER', what: 'WARNING' } as const];
    case 'ClockBreached':
      return [{ seq, occurredAt, clockId: event.clock, role: event.told, what: 'BREACH' } as const];
    case 'ClockEscalated':
      return [{ seq, occurredAt, clockId: event.clock, role: event.told, what: 'ESCALATION' } as const];
    default:
      return [];
  }
}
