import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStream } from '../../db/streams.ts';
import { openSealed } from '../../db/sealed-contents.ts';
import { historiesOfRuns, readable } from '../support/histories.ts';
import { ledgerOf } from '../support/cases.ts';
import { MONDAY_TEN, PERSONAL_WORDS } from '../support/people.ts';
import { requestScenarios } from '../support/request-scenarios.ts';
import { scenarios } from '../support/scenarios.ts';
import { type TestStack, testStack } from '../support/stack.ts';

const personalWordsIn = (text: string) => PERSONAL_WORDS.filter((words) => text.includes(words));

const cases = [
  ...Object.entries(scenarios).map(([name, live]) => ['referral', name, live] as const),
  ...Object.entries(requestScenarios).map(([name, live]) => ['information-request', name, live] as const),
];

// What follows a decision stays open for weeks: each scenario has a hub of its own, and none travels through another's.
describe.each(cases)('a case of kind %s, %s', (kind, _name, live) => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await testStack({ worker: true, at: MONDAY_TEN });
  });
  afterAll(() => stack?.close());

  it('leaves nothing of its people in histories, attributes, summary, memo or ledger', async () => {
    const { services } = stack;
    const ref = await live(stack);
    const stream = `${kind}:${ref}`;
    for (const history of await historiesOfRuns(services, stream)) {
      const { text, payloads } = await readable(JSON.parse(history));
      expect(payloads).toBeGreaterThan(10);
      expect(personalWordsIn(text)).toEqual([]);
    }
    const shown = await services.temporal.workflow.getHandle(stream).describe();
    const { searchAttributes, memo } = shown;
    const visible = JSON.stringify([searchAttributes, memo, await shown.staticSummary()]);
    expect(visible).toContain(ref.split('.')[0]);
    expect(personalWordsIn(visible)).toEqual([]);
    expect(personalWordsIn(JSON.stringify(await readStream(services.db, stream)))).toEqual([]);
  });
});

describe('the test itself', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await testStack({ worker: true, at: MONDAY_TEN });
  });
  afterAll(() => stack?.close());

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
