import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSealed } from '../../db/sealed-contents.ts';
import { historiesOfRuns, readable } from '../support/histories.ts';
import { ledgerOf } from '../support/cases.ts';
import { MONDAY_TEN, PERSONAL_WORDS } from '../support/people.ts';
import { scenarios } from '../support/scenarios.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { handleOf } from '../support/temporal-views.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

const personalWordsIn = (text: string) => PERSONAL_WORDS.filter((words) => text.includes(words));

describe.each(Object.entries(scenarios))('a referral %s', (_name, live) => {
  it('leaves nothing of its people in histories, attributes, summary, memo or ledger', async () => {
    const { services } = stack;
    const ref = await live(stack);
    for (const history of await historiesOfRuns(services, ref)) {
      const { text, payloads } = await readable(JSON.parse(history));
      expect(payloads).toBeGreaterThan(10);
      expect(personalWordsIn(text)).toEqual([]);
    }
    const shown = await handleOf(services, ref).describe();
    const { searchAttributes, memo } = shown;
    const visible = JSON.stringify([searchAttributes, memo, await shown.staticSummary()]);
    expect(visible).toContain(ref);
    expect(personalWordsIn(visible)).toEqual([]);
    expect(personalWordsIn(JSON.stringify(await ledgerOf(services, ref)))).toEqual([]);
  });
});

describe('the test itself', () => {
  it('would see the words, for they are in what is sealed', async () => {
    const { services } = stack;
    const ref = await scenarios['withdrawn']?.(stack);
    const rows = await ledgerOf(services, ref ?? '');
    const receipt = rows.at(0)?.event;
    const contactRef =
      receipt && 'receipt' in receipt ? (receipt.receipt as { contactRef: string }).contactRef : '';
    const form = await openSealed(services.db, `${contactRef}/form`);
    expect(personalWordsIn(JSON.stringify(form))).toContain('Quillon');
  });
});
