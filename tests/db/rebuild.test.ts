import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../db/client.ts';
import { appendEntries, appendWithin } from '../../db/ledger.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { referrals } from '../../db/schema.ts';
import { addMs } from '../../domain/instant.ts';
import { testDatabase } from '../support/database.ts';
import { childForm, contactForm, MONDAY_TEN } from '../support/people.ts';
import { keepAt, livedReferral, proposed } from './support.ts';

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await testDatabase());
  const form = contactForm({ children: [childForm(), {}, childForm({ givenName: 'Quilla' })] });
  const siblings = await keepAt(db, MONDAY_TEN, { form });
  await appendEntries(db, await proposed(db, siblings.referralRefs[0], 'tick', addMs(MONDAY_TEN, 9e8)));
  for (let count = 0; count < 3; count += 1) await livedReferral(db);
});
afterAll(() => close?.());

describe('rebuilding the projections', () => {
  it('gives what was there, row for row', async () => {
    const before = await projectionChecksums(db);
    expect(await rebuildProjections(db)).toEqual({ before, after: before });
    expect(await projectionChecksums(db)).toEqual(before);
  });

  it('waits for nobody who has read a table and then records something', async () => {
    const [ref] = (await keepAt(db, MONDAY_TEN)).referralRefs;
    const late = await proposed(db, ref, 'tick', addMs(MONDAY_TEN, 9e8));
    const [, { before, after }] = await db.transaction(async (tx) => {
      await tx.select().from(referrals);
      const rebuilding = rebuildProjections(db);
      // It holds the ledger by then.
      await sleep(300);
      return Promise.all([appendWithin(tx, late), rebuilding]);
    });
    expect(after).toEqual(before);
    expect((await rebuildProjections(db)).after).toEqual(await projectionChecksums(db));
  });

  it('is safe because whoever waits for the ledger has written to no projection yet', async () => {
    const [ref] = (await keepAt(db, MONDAY_TEN)).referralRefs;
    const late = await proposed(db, ref, 'tick', addMs(MONDAY_TEN, 9e8));
    const { recording, held } = await db.transaction(async (tx) => {
      await tx.execute(sql`lock table ledger in share mode`);
      const begun = appendEntries(db, late);
      await sleep(300);
      const rows = await tx.execute<{ waits: string; writes: string }>(sql`
        select count(*) filter (where relation = 'ledger'::regclass and not granted) as waits,
          count(*) filter (where relation in ('referrals'::regclass, 'clocks'::regclass)) as writes
        from pg_locks where mode = 'RowExclusiveLock'
          and database = (select oid from pg_database where datname = current_database())`);
      return { recording: begun, held: rows[0] };
    });
    expect(held).toEqual({ waits: '1', writes: '0' });
    expect(await recording).toEqual({ kind: 'WRITTEN' });
  });

  it('mends what was lost or bent', async () => {
    const before = await projectionChecksums(db);
    await db.execute(sql`delete from clocks`);
    await db.execute(sql`update referrals set stage = 'CLOSED_NFA'`);
    expect(await projectionChecksums(db)).not.toEqual(before);
    await rebuildProjections(db);
    expect(await projectionChecksums(db)).toEqual(before);
  });

  it('tells how far it is', async () => {
    const told: string[] = [];
    await rebuildProjections(db, (done, total) => told.push(`${done}/${total}`));
    // Six contacts, their eight referrals, and the rulebook.
    expect(told.at(0)).toBe('1/15');
    expect(told.at(-1)).toBe('15/15');
  });
});
