import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ensureLink,
  findLink,
  keepDraft,
  readDraft,
  replaceLink,
  revokeLink,
} from '../../db/answer-links.ts';
import { answerToken, linkIdIn, newLinkId } from '../../db/answer-tokens.ts';
import { addMs, DAY_MS } from '../../domain/instant.ts';
import { altered } from '../support/answer-links.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { testDatabase } from '../support/database.ts';

const key = randomBytes(32);
const otherKey = randomBytes(32);

describe('the token of a link', () => {
  const id = newLinkId();
  const token = answerToken([key], id);

  test('names its link, the same every time', () => {
    expect(linkIdIn(token, [key])).toBe(id);
    expect(answerToken([key], id)).toBe(token);
  });

  test('with any one letter changed names none', () => {
    for (let at = 0; at < token.length; at += 1)
      expect(linkIdIn(altered(token, at), [key]), `${at}`).toBeUndefined();
  });

  test.each([
    ['forged with another key', answerToken([otherKey], id)],
    ['of an id without its signature', id],
    ['with something added', `${token}A`],
    [
      'in other letters for the same bytes',
      token.slice(0, -1) + String.fromCharCode(token.charCodeAt(token.length - 1) + 1),
    ],
    ['empty', ''],
  ])('%s names none', (_case, other) => {
    expect(linkIdIn(other, [key])).toBeUndefined();
  });

  test('made before the key was changed is still good, and with the old key dropped is not', () => {
    expect(linkIdIn(token, [otherKey, key])).toBe(id);
    expect(linkIdIn(token, [otherKey])).toBeUndefined();
  });
});

describe('the link of a request', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database?.close());

  const linkOf = (requestId: string) => ({ requestId, now: MONDAY_TEN, lastsDays: 28, by: 'synthetic' });

  test('is one, however many ask for it at once', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => ensureLink(database.db, linkOf('C-0.ONE'))));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made[0]?.expiresAt).toBe(addMs(MONDAY_TEN, 28 * DAY_MS));
  });

  test('is replaced by another, and its draft goes with it', async () => {
    const { db } = database;
    const first = await ensureLink(db, linkOf('C-0.TWO'));
    await keepDraft(db, { linkId: first.id, form: { detail: 'One' }, now: MONDAY_TEN });
    await keepDraft(db, { linkId: first.id, form: { detail: 'Two' }, now: MONDAY_TEN });
    expect(await readDraft(db, first.id)).toEqual({ form: { detail: 'Two' }, savedAt: MONDAY_TEN });
    const second = await db.transaction((tx) => replaceLink(tx, { ...linkOf('C-0.TWO'), by: 'a-manager' }));
    expect(second.id).not.toBe(first.id);
    expect(await findLink(db, first.id)).toMatchObject({ revokedAt: MONDAY_TEN, revokedBy: 'a-manager' });
    expect(await readDraft(db, first.id)).toBeUndefined();
    expect(await findLink(db, second.id)).toMatchObject({ revokedAt: null });
  });

  test('takes its draft along when it expires', async () => {
    const { db } = database;
    const old = await ensureLink(db, { ...linkOf('C-0.OLD'), lastsDays: 1 });
    await keepDraft(db, { linkId: old.id, form: {}, now: MONDAY_TEN });
    const young = await ensureLink(db, linkOf('C-0.YOUNG'));
    await keepDraft(db, { linkId: young.id, form: {}, now: addMs(MONDAY_TEN, 2 * DAY_MS) });
    expect(await readDraft(db, old.id)).toBeUndefined();
    expect(await readDraft(db, young.id)).toBeDefined();
  });

  test('is revoked once', async () => {
    await ensureLink(database.db, linkOf('C-0.THREE'));
    expect(await revokeLink(database.db, linkOf('C-0.THREE'))).toBe(true);
    expect(await revokeLink(database.db, linkOf('C-0.THREE'))).toBe(false);
  });
});
