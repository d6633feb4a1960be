import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';

/** How far a development stack's clock has been moved; the table exists on no other. */
async function readOffset(db: Db): Promise<number> {
  const [row] = await db.execute<{ offset_ms: string }>(sql`select offset_ms from travelled_clock`);
  return Number(row?.offset_ms ?? 0);
}

/** The hub's clock as `frontdoor travel` left it. */
export function travelledClock(db: Db): { offsetMs(): Promise<number> } {
  return { offsetMs: () => readOffset(db) };
}

/** Gives a development stack a clock that can be moved. Safe to repeat; a moved clock stays moved. */
export async function createTravelledClock(db: Db): Promise<void> {
  await db.execute(
    sql`create table if not exists travelled_clock (only_row boolean primary key default true check (only_row), offset_ms bigint not null)`,
  );
  await db.execute(sql`insert into travelled_clock (offset_ms) values (0) on conflict do nothing`);
}

/** Sets how far the hub's clock is ahead of the machine's, in milliseconds. It never goes back. */
export async function moveTravelledClock(db: Db, offsetMs: number): Promise<void> {
  await db.execute(sql`update travelled_clock set offset_ms = greatest(offset_ms, ${Math.round(offsetMs)})`);
}
