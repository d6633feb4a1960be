import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../db/client.ts';
import { candidatesFor } from '../../db/people-search.ts';
import { people, personKeys } from '../../db/schema.ts';
import { personOf } from '../../domain/matching/person.ts';
import { testDatabase } from '../support/database.ts';
import { childForm, contactForm, MONDAY_TEN } from '../support/people.ts';
import { keepAt } from './support.ts';

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await testDatabase());
});
afterAll(() => close?.());

const bodkin = { givenName: 'Ottoline', familyName: 'Bodkin' };

describe('the index of people', () => {
  it('holds every child and every member of the household, under references that are always the same', async () => {
    const household = [{ name: 'Peregrine Bodkin', role: 'brother', inHousehold: true }, { role: 'lodger' }];
    const form = contactForm({ children: [childForm(bodkin), {}], household });
    const { contactRef, referralRefs } = await keepAt(db, MONDAY_TEN, { form });
    const rows = await db.select().from(people).where(eq(people.contactRef, contactRef));
    expect(rows.map(({ displayName, referralRef }) => [displayName, referralRef])).toEqual(
      expect.arrayContaining([
        ['Ottoline Bodkin', referralRefs[0]],
        ['Peregrine Bodkin', null],
      ]),
    );
    // Of a child or a lodger nothing is known of, there is nothing to find.
    expect(rows).toHaveLength(2);
    expect(rows.every(({ personId }) => /^P-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(personId))).toBe(true);
  });

  it('passes over a key that more than fifty share, and still finds by the others', async () => {
    const twins = Array.from({ length: 60 }, (_, no) =>
      childForm({
        givenName: 'Marmaduke',
        familyName: 'Kerfuffle',
        dateOfBirth: `20${10 + (no % 10)}-0${1 + (no % 9)}-${10 + (no % 19)}`,
        nhsNumber: '',
        address: '',
        postcode: '',
      }),
    );
    for (const child of twins) await keepAt(db, MONDAY_TEN, { form: contactForm({ children: [child] }) });
    const named = { givenName: 'Marmaduke', familyName: 'Kerfuffle' };
    expect((await candidatesFor(db, personOf(named))).candidates).toEqual([]);
    const born = { ...named, dateOfBirth: twins[0]?.dateOfBirth ?? '' };
    const { candidates } = await candidatesFor(db, personOf(born));
    expect(candidates[0]).toMatchObject({ band: 'LIKELY', reasons: ['NAME_SAME', 'BIRTH_SAME'] });
  });

  it('keeps a contact whatever its names and addresses are', async () => {
    const odd = { givenName: '𐐀\u0000\ud800', familyName: '9'.repeat(50_000), address: '7 '.repeat(20_000) };
    const { contactRef } = await keepAt(db, MONDAY_TEN, {
      form: contactForm({
        children: [childForm(odd)],
        household: Array.from({ length: 500 }, () => ({ name: 'Fandango' })),
      }),
    });
    const rows = await db.select().from(people).where(eq(people.contactRef, contactRef));
    expect(rows).toHaveLength(101);
    const [longest] = await db
      .select({ length: sql<number>`max(length(${personKeys.key}))` })
      .from(personKeys);
    expect(longest?.length).toBeLessThan(200);
  });
});
