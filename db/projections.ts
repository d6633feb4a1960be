import { getTableColumns, sql } from 'drizzle-orm';
import { type Clock, clockIdOf, isClockEvent, isCounting, isLate } from '../domain/clock.ts';
import { nextWakeAt } from '../domain/clock-milestones.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { isClosed, latestDecision, type Referral } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { projectContact } from './contact-projection.ts';
import { projectEnquiry, projectNotification } from './intake-projections.ts';
import type { NewLedgerRow } from './streams.ts';
import { projectMatch } from './match-projection.ts';
import {
  children,
  clocks,
  contacts,
  enquiries,
  notices,
  notifications,
  people,
  personKeys,
  personMatches,
  referrals,
} from './schema.ts';

/** Tables that hold nothing but projections. */
export const PROJECTIONS = {
  contacts,
  children,
  referrals,
  clocks,
  enquiries,
  notices,
  notifications,
  people,
  personKeys,
  personMatches,
};

/** Brings what screens read about one stream up to date with the rows just added after the earlier ones. */
export async function project(
  tx: DbOrTransaction,
  added: readonly NewLedgerRow[],
  earlier: readonly NewLedgerRow[] = [],
): Promise<void> {
  const stream = added[0]?.stream ?? '';
  const kind = stream.slice(0, stream.indexOf(':'));
  switch (kind) {
    case 'contact':
      await projectContact(tx, added, earlier);
      break;
    case 'referral':
      await projectReferral(tx, added, earlier);
      break;
    case 'person-match':
      await projectMatch(tx, added, earlier);
      break;
    case 'enquiry':
      await projectEnquiry(tx, [...earlier, ...added]);
      break;
    case 'notification':
      await projectNotification(tx, [...earlier, ...added]);
      break;
    case 'rulebook':
      // Short, and read whole by who needs it.
      break;
    default:
      throw new Error(`no projection is written for streams of kind ${kind}`);
  }
}

async function projectReferral(
  tx: DbOrTransaction,
  added: readonly NewLedgerRow[],
  earlier: readonly NewLedgerRow[],
): Promise<void> {
  const rows = [...earlier, ...added];
  const referral = fold(rows.map(eventOf));
  if (referral === undefined) return;
  const { referralRef } = referral;
  const row = referralRow(referral, rows);
  const moved = new Set(added.map(eventOf).filter(isClockEvent).map(clockIdOf));
  const stream = referralStream(referralRef);
  const clockRows = referral.clocks
    .filter((clock) => moved.has(clock.id))
    .map((clock) => clockRow({ stream, referralRef }, clock));
  const told = added.flatMap((entry) => noticeRows(referralRef, entry));
  await Promise.all([
    tx.insert(referrals).values(row).onConflictDoUpdate({ target: referrals.referralRef, set: row }),
    clockRows.length > 0 &&
      tx
        .insert(clocks)
        .values(clockRows)
        .onConflictDoUpdate({ target: [clocks.stream, clocks.clockId], set: PROPOSED_CLOCK }),
    told.length > 0 && tx.insert(notices).values(told),
  ]);
}

function eventOf(row: NewLedgerRow): ReferralEvent {
  return row.event as ReferralEvent;
}

/** Takes every column of a clock from the row that was to be inserted. */
const PROPOSED_CLOCK = Object.fromEntries(
  Object.entries(getTableColumns(clocks)).map(([field, { name }]) => [
    field,
    sql`excluded.${sql.identifier(name)}`,
  ]),
);

function referralRow(referral: Referral, rows: readonly NewLedgerRow[]): typeof referrals.$inferInsert {
  const last = rows.at(-1);
  const open = isClosed(referral) ? [] : referral.clocks.filter(isCounting);
  const decision = latestDecision(referral);
  const decisionClock = referral.clocks.find((clock) => clock.kind === 'DECISION');
  return {
    referralRef: referral.referralRef,
    contactRef: referral.contactRef,
    stage: referral.stage,
    rag: referral.rating?.rag ?? null,
    localAuthority: referral.localAuthority,
    agency: referral.agency ?? null,
    sourceCode: referral.sourceCode,
    channel: referral.channel,
    receivedAt: referral.receivedAt,
    nextDueAt: open.map((clock) => clock.dueAt).sort()[0] ?? null,
    flags: referral.flags ?? [],
    outcome: decision?.outcome ?? null,
    decidedAt: decision?.decidedAt ?? null,
    decisionDueAt: decisionClock?.dueAt ?? referral.receivedAt,
    closedAt: isClosed(referral) ? referral.closedAt : null,
    policyEdition: last?.policyEdition ?? '',
    calendarEdition: last?.calendarEdition ?? '',
    version: referral.version,
    seq: rows.length,
  };
}

function clockRow(
  about: { readonly stream: string; readonly referralRef: string },
  clock: Clock,
): typeof clocks.$inferInsert {
  const stoppedAt = clock.status === 'STOPPED' ? clock.stoppedAt : null;
  return {
    ...about,
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

function noticeRows(referralRef: string, row: NewLedgerRow): (typeof notices.$inferInsert)[] {
  const event = row.event as ReferralEvent;
  const base = { stream: row.stream, seq: row.seq, referralRef, occurredAt: event.occurredAt };
  switch (event.type) {
    case 'ClockWarned':
      return [{ ...base, clockId: event.clock, role: 'TEAM_MANAGER', what: 'WARNING' }];
    case 'ClockBreached':
      return [{ ...base, clockId: event.clock, role: event.told, what: 'BREACH' }];
    case 'ClockEscalated':
      return [{ ...base, clockId: event.clock, role: event.told, what: 'ESCALATION' }];
    default:
      return [];
  }
}

/** Empties every projection; the record stays. */
export async function dropProjections(tx: DbOrTransaction): Promise<void> {
  await tx.execute(
    sql`truncate ${contacts}, ${children}, ${referrals}, ${clocks}, ${notices}, ${enquiries}, ${notifications}, ${people}, ${personKeys}, ${personMatches}`,
  );
}
