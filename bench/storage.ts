import postgres from 'postgres';
import { getTableName } from 'drizzle-orm';
import { PROJECTIONS } from '../db/projections.ts';

/** Bytes on disk of every table with its indexes and long values, and how many referrals they are for. */
export type Weight = { readonly tables: ReadonlyMap<string, number>; readonly referrals: number };

/** What one referral takes in Postgres, in bytes. */
export type BytesPerReferral = {
  readonly record: number;
  readonly projections: number;
  readonly byTable: Readonly<Record<string, number>>;
};

const PROJECTED: ReadonlySet<string> = new Set(
  Object.values(PROJECTIONS).map((table) => getTableName(table)),
);

/** @param packed rewrites every table first, so that no space left by updates counts */
export async function weigh(url: string, { packed }: { readonly packed: boolean }): Promise<Weight> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    if (packed) await sql`vacuum full`;
    const rows = await sql<{ name: string; bytes: string }[]>`
      select relname as name, pg_total_relation_size(oid) as bytes
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
    const [counted] = await sql<{ referrals: string }[]>`select count(*) as referrals from referrals`;
    return {
      tables: new Map(rows.map(({ name, bytes }) => [name, Number(bytes)])),
      referrals: Number(counted?.referrals),
    };
  } finally {
    await sql.end();
  }
}

export function bytesPerReferral(before: Weight, after: Weight): BytesPerReferral {
  const byTable: Record<string, number> = {};
  for (const [name, bytes] of after.tables) {
    const grown = bytes - (before.tables.get(name) ?? 0);
    byTable[name] = Math.round(grown / (after.referrals - before.referrals));
  }
  const sum = (isOne: (name: string) => boolean) =>
    Object.entries(byTable).reduce((total, [name, bytes]) => total + (isOne(name) ? bytes : 0), 0);
  return {
    record: sum((name) => !PROJECTED.has(name)),
    projections: sum((name) => PROJECTED.has(name)),
    byTable,
  };
}
