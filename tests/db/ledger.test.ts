import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../db/client.ts';
import { appendEntries } from '../../db/ledger.ts';
import { GENESIS_HASH } from '../../db/ledger-hash.ts';
import { readEvents, readStream } from '../../db/streams.ts';
import { addMs } from '../../domain/instant.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import { referralStream } from '../../domain/streams.ts';
import { testDatabase } from '../support/database.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { keepAt, lengthOf, livedReferral, proposed } from './support.ts';

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await testDatabase());
});
afterAll(() => close?.());

const LATER = addMs(MONDAY_TEN, 60_000);
const acknowledge = { type: 'acknowledge', method: 'PHONE' } as const;

async function freshReferral() {
  const { referralRefs } = await keepAt(db, MONDAY_TEN);
  return { ref: referralRefs[0], stream: referralStream(referralRefs[0]) };
}

describe('appending', () => {
  it('twice changes nothing the second time', async () => {
    const { ref, stream } = await freshReferral();
    const entries = await proposed(db, ref, acknowledge, LATER);
    expect(await appendEntries(db, entries)).toEqual({ kind: 'WRITTEN' });
    const length = await lengthOf(db, stream);
    expect(await appendEntries(db, entries)).toEqual({ kind: 'WRITTEN' });
    expect(await lengthOf(db, stream)).toBe(length);
  });

  it('where other rows are writes nothing and answers them', async () => {
    const { ref, stream } = await freshReferral();
    const mine = await proposed(db, ref, acknowledge, addMs(LATER, 1));
    const theirs = await proposed(db, ref, acknowledge, LATER);
    await appendEntries(db, theirs);
    const answer = await appendEntries(db, mine);
    expect(answer).toEqual({ kind: 'KNOWN', entries: theirs });
    expect((await readStream(db, stream)).map((row) => row.recordedAt)).not.toContain(addMs(LATER, 1));
  });

  it('only a part of what is there answers all that is there', async () => {
    const { ref } = await freshReferral();
    const entries = await proposed(db, ref, acknowledge, LATER);
    await appendEntries(db, entries);
    expect(await appendEntries(db, entries.slice(0, 1))).toEqual({ kind: 'KNOWN', entries });
  });

  it('beyond a gap is refused', async () => {
    const { ref, stream } = await freshReferral();
    const entries = (await proposed(db, ref, acknowledge, LATER)).map((entry) => ({
      ...entry,
      seq: entry.seq + 1,
    }));
    await expect(appendEntries(db, entries)).rejects.toThrow(/no row 5 to chain to/);
    expect(await lengthOf(db, stream)).toBe(4);
  });

  it('by several at once takes one and tells the others', async () => {
    const { ref, stream } = await freshReferral();
    const rivals = await Promise.all(
      [1, 2, 3, 4].map((ms) => proposed(db, ref, acknowledge, addMs(LATER, ms))),
    );
    const answers = await Promise.all(rivals.map((entries) => appendEntries(db, entries)));
    expect(answers.filter((answer) => answer.kind === 'WRITTEN')).toHaveLength(1);
    expect(await lengthOf(db, stream)).toBe(6);
  });

  it('chains every row to the one before', async () => {
    const { stream } = await livedReferral(db);
    const rows = await readStream(db, stream);
    expect(rows.map((row) => row.previousHash)).toEqual([
      GENESIS_HASH,
      ...rows.slice(0, -1).map((row) => row.hash),
    ]);
  });
});

describe('never allowed: the record is changed; the ledger table', () => {
  it.each([
    ['update', sql`update ledger set command_id = 'x'`],
    ['delete', sql`delete from ledger`],
    ['truncate', sql`truncate ledger`],
  ])('refuses to %s', async (_verb, statement) => {
    await freshReferral();
    await expect(db.execute(statement)).rejects.toMatchObject({
      cause: { message: 'the ledger is append-only' },
    });
  });
});

describe('a referral as it was known', () => {
  const asOf = async (stream: string, hoursLater: number) =>
    fold(await readEvents<ReferralEvent>(db, stream, addMs(MONDAY_TEN, hoursLater * 3_600_000)));

  it('at an instant has what was recorded by then, that instant included', async () => {
    const { stream } = await livedReferral(db);
    expect(await asOf(stream, -1)).toBeUndefined();
    expect(await asOf(stream, 0)).toMatchObject({ stage: 'RECEIVED' });
    expect(await asOf(stream, 2)).toMatchObject({ stage: 'DECISION_PENDING', rating: { rag: 'AMBER' } });
    expect(await asOf(stream, 31)).toMatchObject({ stage: 'DECIDED', feedback: { status: 'SENT' } });
    expect(await asOf(stream, 32)).toMatchObject({ stage: 'CLOSED_TO_TEAM' });
  });

  it('does not know of a breach before it was recorded, however early it happened', async () => {
    const { stream } = await livedReferral(db);
    const late = (hours: number) =>
      asOf(stream, hours).then((it) => it?.clocks.find((clock) => clock.id === 'DECISION')?.status);
    expect(await late(25)).toBe('RUNNING');
    expect(await late(30)).toBe('STOPPED');
  });
});
