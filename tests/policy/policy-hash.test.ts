import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { editionHash } from '../../policy/edition-hash.ts';
import { loadCalendar, loadPolicy, shippedEditions } from '../../policy/editions.ts';
import { importsOf } from '../support/import-graph.ts';

const { policies, calendars } = shippedEditions();
const documentIn = (file: URL): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe('editionHash', () => {
  test('is the SHA-256 of the canonical JSON', async () => {
    const canonical = '{"a":[1,0.5,null],"b":"Ä"}';
    expect(await editionHash({ b: 'Ä', a: [1, 0.5, null] })).toBe(
      createHash('sha256').update(canonical).digest('hex'),
    );
  });

  test('does not depend on the order of keys, and does on the order of a list', async () => {
    expect(await editionHash({ a: 1, b: { c: 2, d: 3 } })).toBe(
      await editionHash({ b: { d: 3, c: 2 }, a: 1 }),
    );
    expect(await editionHash([1, 2])).not.toBe(await editionHash([2, 1]));
  });

  test('is the same for a file and for what is loaded from it', async () => {
    for (const { file } of policies) {
      expect(await editionHash(loadPolicy(file))).toBe(await editionHash(documentIn(file)));
    }
    for (const { file } of calendars) {
      expect(await editionHash(loadCalendar(file))).toBe(await editionHash(documentIn(file)));
    }
  });

  test('tells the shipped editions apart', async () => {
    const hashes = await Promise.all(
      [...policies, ...calendars].map(({ file }) => editionHash(documentIn(file))),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('refuses what is no JSON', async () => {
    await expect(editionHash(undefined)).rejects.toThrow('an edition must be a JSON document');
  });

  test('needs nothing of Node, so that a browser can bundle it', () => {
    expect(importsOf('policy/edition-hash.ts').map(({ target }) => target)).toEqual(['canonicalize']);
  });
});
