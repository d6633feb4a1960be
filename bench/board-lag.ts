import postgres from 'postgres';
import { decide, finish, type HubUnderTest, rate, receiveAhead } from './referral-lifecycle.ts';

/** Milliseconds from the answer, and from sending, until the row shows the decision; negative is before. */
export type BoardLag = { readonly afterAnswer: number[]; readonly afterSending: number[] };

/** Decides referrals one after the other while a second connection reads the board's row as fast as it can. */
export async function boardLag(hub: HubUnderTest, databaseUrl: string, decisions: number): Promise<BoardLag> {
  const sql = postgres(databaseUrl, { max: 1 });
  const lag: BoardLag = { afterAnswer: [], afterSending: [] };
  try {
    for (const ref of await receiveAhead(hub, decisions)) {
      const version = await rate(hub, ref);
      const seen = whenDecided(sql, ref);
      const sentMs = performance.now();
      await decide(hub, ref, version, (_, work) => work());
      const answeredMs = performance.now();
      const seenMs = await seen;
      lag.afterAnswer.push(seenMs - answeredMs);
      lag.afterSending.push(seenMs - sentMs);
      await finish(hub, ref);
    }
  } finally {
    await sql.end();
  }
  return lag;
}

async function whenDecided(sql: postgres.Sql, ref: string): Promise<number> {
  for (;;) {
    const [row] = await sql`
      select 1 from referrals where referral_ref = ${ref} and decided_at is not null`;
    if (row !== undefined) return performance.now();
  }
}
