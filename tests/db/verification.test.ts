import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../db/client.ts';
import { type LedgerFault, verifyLedger } from '../../db/ledger-verification.ts';
import { contentDigest } from '../../db/sealed-contents.ts';
import { readStream } from '../../db/streams.ts';
import { testDatabase } from '../support/database.ts';
import { livedReferral, tamper } from './support.ts';

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await testDatabase());
});
afterAll(() => close?.());

let stream: string;
beforeEach(async () => {
  ({ stream } = await livedReferral(db));
});

const faults = async () => (await verifyLedger(db, stream)).faults;

/** The row of the decision, which three texts hang on. */
async function decisionSeq(): Promise<number> {
  const rows = await readStream(db, stream);
  return rows.find((row) => row.event.type === 'DecisionMade')?.seq ?? 0;
}

describe('an untouched ledger', () => {
  it('holds, and says what was looked at', async () => {
    const all = await verifyLedger(db);
    expect(all.faults).toEqual([]);
    expect(all.erased).toBe(0);
    expect(all.rows).toBeGreaterThan(10);
    expect(all.streams).toBeGreaterThanOrEqual(2);
    expect(all.contents).toBeGreaterThanOrEqual(5);
  });
});

describe('one altered byte', () => {
  it.each<[string, ReturnType<typeof sql>]>([
    ['an event', sql`event = jsonb_set(event, '{decision,level}', '2')`],
    ['who did it', sql`actor = jsonb_set(actor, '{userId}', '"synthetic-team-manages"')`],
    ['when it was known', sql`recorded_at = recorded_at + interval '1 millisecond'`],
    ['the policy edition', sql`policy_edition = policy_edition || '.'`],
    ['the calendar edition', sql`calendar_edition = calendar_edition || '.'`],
    ['the command', sql`command_id = null`],
    ['the hash', sql`hash = translate(hash, '0123456789', '1234567890')`],
  ])('in %s is found and its row named', async (_where, change) => {
    const seq = await decisionSeq();
    await tamper(db, sql`update ledger set ${change} where stream = ${stream} and seq = ${seq}`);
    expect(await faults()).toContainEqual({ kind: 'HASH', stream, seq } satisfies LedgerFault);
  });

  it('in the column beside the event is found', async () => {
    const seq = await decisionSeq();
    await tamper(
      db,
      sql`update ledger set occurred_at = occurred_at + interval '1 millisecond' where stream = ${stream} and seq = ${seq}`,
    );
    expect(await faults()).toEqual([{ kind: 'OCCURRED_AT', stream, seq }]);
  });

  it('in what a person wrote is found and the text named', async () => {
    const [row] = await db.execute<{ id: string }>(
      sql`update sealed_contents set body = replace(body, 'needed', 'needles') where stream = ${stream} and body like '%needed%' returning id`,
    );
    expect(await faults()).toEqual([{ kind: 'CONTENT', stream, contentId: row?.id }]);
  });
});

describe('more careful hands', () => {
  it('who remove a row are found by the gap', async () => {
    const seq = await decisionSeq();
    await tamper(db, sql`delete from ledger where stream = ${stream} and seq = ${seq}`);
    expect(await faults()).toContainEqual({ kind: 'GAP', stream, seq: seq + 1 });
  });

  it('who put in a fitting hash are found by the next row of the chain', async () => {
    const seq = await decisionSeq();
    await tamper(db, sql`update ledger set hash = repeat('a', 64) where stream = ${stream} and seq = ${seq}`);
    expect(await faults()).toContainEqual({ kind: 'CHAIN', stream, seq: seq + 1 });
  });

  it('who change words and digest together are found by the row that vouches for the old ones', async () => {
    const seq = await decisionSeq();
    const [row] = await db.execute<{ id: string; salt: string }>(
      sql`select id, salt from sealed_contents where stream = ${stream} and body like '%needed%'`,
    );
    const body = JSON.stringify('Nothing is needed.');
    const digest = contentDigest(row?.salt ?? '', body);
    await db.execute(
      sql`update sealed_contents set body = ${body}, digest = ${digest} where id = ${row?.id}`,
    );
    expect(await faults()).toEqual([{ kind: 'VOUCHED', stream, seq, contentId: row?.id }]);
  });
});

describe('words erased as the law allows', () => {
  it('are counted and are no fault', async () => {
    await db.execute(sql`delete from sealed_contents where stream = ${stream} and body like '%needed%'`);
    expect(await verifyLedger(db, stream)).toMatchObject({ erased: 1, faults: [] });
  });
});
