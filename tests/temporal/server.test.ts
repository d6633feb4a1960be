import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lazyClient } from '../../temporal/connect.ts';
import { parsePayloadKeys } from '../../temporal/payload-keys.ts';
import { exportHistory, replayHistories } from '../../temporal/replay.ts';
import { ensureSearchAttributes, searchAttributeTypes } from '../../temporal/search-attributes.ts';
import { fastForward } from '../../temporal/time-skipping.ts';
import { openTravelStage, type TravelStage, testKeys, testSettings } from './support/travel-stage.ts';
import { endSignal, noteUpdate, refuseUpdate, traveller } from './support/traveller.workflow.ts';

const DAY = 86_400_000;
const NOTE = 'synthetic note';

let stage: TravelStage;
beforeAll(async () => {
  stage = await openTravelStage();
}, 120_000);
afterAll(() => stage?.close(), 60_000);

const start = () =>
  stage.client.workflow.start(traveller, {
    taskQueue: stage.taskQueue,
    workflowId: `traveller:${randomUUID()}`,
    args: [[DAY]],
  });

/** A history with an update, a move through a timer, and an end. */
async function travelledHistory() {
  const handle = await start();
  await handle.executeUpdate(noteUpdate, { args: [NOTE] });
  await fastForward(stage.client, handle.workflowId, 2 * DAY);
  await handle.signal(endSignal);
  await handle.result();
  return { workflowId: handle.workflowId, text: await exportHistory(stage.client, handle.workflowId) };
}

async function replayed(text: string, workflowId: string, payloadKeys = testKeys) {
  const outcomes = [];
  const histories = [{ workflowId, history: JSON.parse(text) as unknown }];
  for await (const outcome of replayHistories(histories, {
    workflowBundle: stage.workflowBundle,
    payloadKeys,
  })) {
    outcomes.push(outcome);
  }
  return outcomes;
}

describe('histories', { timeout: 60_000 }, () => {
  it('hold no readable payload and replay with the key', async () => {
    const { workflowId, text } = await travelledHistory();
    expect(text).toContain('EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED');
    expect(text).not.toContain(NOTE);
    expect(text).not.toContain(Buffer.from(JSON.stringify(NOTE)).toString('base64'));
    expect(await replayed(text, workflowId)).toEqual([{ workflowId }]);
  });

  it('do not replay against other code', async () => {
    const { workflowId, text } = await travelledHistory();
    const [outcome] = await replayed(text.replaceAll('"traveller"', '"chain"'), workflowId);
    expect(outcome?.error).toBeInstanceOf(Error);
  });

  it('do not replay without the key', async () => {
    const { workflowId, text } = await travelledHistory();
    const other = parsePayloadKeys(`other:${Buffer.alloc(32, 9).toString('base64')}`);
    const [outcome] = await replayed(text, workflowId, other).catch((error: unknown) => [{ error }]);
    expect(outcome?.error).toBeInstanceOf(Error);
  });
});

describe('failures', { timeout: 60_000 }, () => {
  it('keep their message from the history and give it to the caller', async () => {
    const handle = await start();
    await expect(handle.executeUpdate(refuseUpdate, { args: [NOTE] })).rejects.toMatchObject({
      cause: { type: 'Refused', message: NOTE },
    });
    const text = await exportHistory(stage.client, handle.workflowId);
    expect(text).toContain('Encoded failure');
    expect(text).toContain('"Refused"');
    expect(text).not.toContain(NOTE);
  });
});

describe('ensureSearchAttributes', () => {
  it('adds what is missing once, also from several processes', async () => {
    const { connection } = stage.client;
    await Promise.all([1, 2, 3].map(() => ensureSearchAttributes(connection, 'default')));
    expect(await ensureSearchAttributes(connection, 'default')).toEqual([]);
  });

  it('names all ten with their types for launchers', () => {
    expect(searchAttributeTypes).toEqual({
      NextDueAt: 'Datetime',
      Overdue: 'Bool',
      OverdueClocks: 'KeywordList',
      RunningClocks: 'KeywordList',
      Stage: 'Keyword',
      Rag: 'Keyword',
      LocalAuthority: 'Keyword',
      Agency: 'Keyword',
      ContactRef: 'Keyword',
      ReferralRef: 'Keyword',
    });
  });
});

describe('lazyClient', () => {
  it('exists while Temporal is down and fails within the deadline of the call', async () => {
    const client = lazyClient({ ...testSettings(), address: '127.0.0.1:1' });
    const startedAt = performance.now();
    const call = client.withDeadline(Date.now() + 1_000, () => client.workflow.getHandle('any').describe());
    await expect(call).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await client.close();
  });

  it('works once Temporal is there', async () => {
    const client = lazyClient(testSettings());
    await expect(client.workflow.getHandle('nobody').describe()).rejects.toThrow('not found');
    await client.close();
  });
});
