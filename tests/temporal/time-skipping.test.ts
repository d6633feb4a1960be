import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseClock, caseClockOffset } from '../../temporal/case-clock.ts';
import { bringTo, fastForward, TimeTravelError } from '../../temporal/time-skipping.ts';
import { openTravelStage, type TravelStage } from './support/travel-stage.ts';
import {
  chain,
  endSignal,
  noteUpdate,
  type Seen,
  seenQuery,
  slowUpdate,
  ticker,
  traveller,
} from './support/traveller.workflow.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Room for a slow machine; a clock that ran wrong would be off by hours. */
const SLACK_MS = 5_000;

let stage: TravelStage;
beforeAll(async () => {
  stage = await openTravelStage();
}, 120_000);
afterAll(() => stage?.close(), 60_000);

const options = () => ({ taskQueue: stage.taskQueue, workflowId: `traveller:${randomUUID()}` });
const start = (timersMs: number[], endAfterTimers = false) =>
  stage.client.workflow.start(traveller, { ...options(), args: [timersMs, endAfterTimers] });
const names = (seen: Seen[]) => seen.map(({ what }) => what);

describe('fastForward', { timeout: 60_000 }, () => {
  it('fires every timer on the way in order, each at its own instant, with its activities', async () => {
    const handle = await start([3 * DAY, DAY, 2 * DAY + HOUR]);
    const before = await handle.executeUpdate(noteUpdate, { args: ['before'] });
    expect(await fastForward(stage.client, handle.workflowId, 4 * DAY)).toBe('arrived');
    const after = await handle.executeUpdate(noteUpdate, { args: ['after'] });
    const seen = await handle.query(seenQuery);
    const of = (index: number) => [`timer ${index}`, `remote ${index}`, `local ${index}`];
    expect(names(seen)).toEqual(['start', 'before', ...of(1), ...of(2), ...of(0), 'after']);
    const startedAt = seen[0]?.atMs ?? 0;
    for (const [what, afterMs] of [
      ['timer 1', DAY],
      ['timer 2', 2 * DAY + HOUR],
      ['timer 0', 3 * DAY],
    ] as const) {
      const lateMs = (seen.find((one) => one.what === what)?.atMs ?? 0) - (startedAt + afterMs);
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(lateMs).toBeLessThan(SLACK_MS);
    }
    expect(after - before).toBeGreaterThanOrEqual(4 * DAY);
    expect(after - before).toBeLessThan(4 * DAY + SLACK_MS);
  });

  it('runs at normal speed after the landing', async () => {
    const handle = await start([]);
    await fastForward(stage.client, handle.workflowId, 10 * DAY);
    const first = await caseClock(stage.client, handle.workflowId);
    const told = await handle.executeUpdate(noteUpdate, { args: ['a'] });
    await setTimeout(1_000);
    const second = await caseClock(stage.client, handle.workflowId);
    const toldLater = await handle.executeUpdate(noteUpdate, { args: ['b'] });
    expect(second.isMoving).toBe(false);
    expect(Math.abs(second.offsetMs - first.offsetMs)).toBeLessThan(SLACK_MS);
    expect(Math.abs(second.offsetMs - 10 * DAY)).toBeLessThan(SLACK_MS);
    expect(toldLater - told).toBeGreaterThanOrEqual(1_000);
    expect(toldLater - told).toBeLessThan(SLACK_MS);
  });

  it('moves fifty workflows at once', async () => {
    const handles = await Promise.all(Array.from({ length: 50 }, () => start([HOUR, DAY])));
    const outcomes = await Promise.all(
      handles.map(({ workflowId }) => fastForward(stage.client, workflowId, 2 * DAY)),
    );
    expect(new Set(outcomes)).toEqual(new Set(['arrived']));
    const seen = await Promise.all(handles.map((handle) => handle.query(seenQuery)));
    for (const one of seen) expect(names(one)).toContain('local 1');
  });

  it('waits for an update in flight, which keeps its own instant', async () => {
    const handle = await start([DAY]);
    await handle.executeUpdate(noteUpdate, { args: ['before'] });
    const [, outcome] = await Promise.all([
      handle.executeUpdate(slowUpdate, { args: ['in flight'] }),
      setTimeout(15).then(() => fastForward(stage.client, handle.workflowId, 2 * DAY)),
    ]);
    expect(outcome).toBe('arrived');
    expect(names(await handle.query(seenQuery))).toEqual([
      'start',
      'before',
      'in flight',
      'timer 0',
      'remote 0',
      'local 0',
    ]);
  });

  it('upserts search attributes with the travelled instant', async () => {
    const handle = await start([DAY]);
    await fastForward(stage.client, handle.workflowId, 2 * DAY);
    const { raw } = await handle.describe();
    const fields = raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {};
    expect(Buffer.from(fields['Stage']?.data ?? []).toString()).toBe('"timer 0"');
    const nextDueAt = Date.parse(JSON.parse(Buffer.from(fields['NextDueAt']?.data ?? []).toString()));
    expect(Math.abs(nextDueAt - Date.now() - DAY)).toBeLessThan(SLACK_MS);
    await expect
      .poll(async () => {
        const query = `WorkflowId = '${handle.workflowId}' AND NextDueAt > '${new Date(Date.now() + HOUR).toISOString()}'`;
        return (await stage.client.workflow.count(query)).count;
      })
      .toBe(1);
  });

  it('crosses a continue-as-new and carries the clock over', async () => {
    const handle = await stage.client.workflow.start(chain, { ...options(), args: [3] });
    expect(await fastForward(stage.client, handle.workflowId, 10 * DAY)).toBe('arrived');
    const latest = stage.client.workflow.getHandle<typeof chain>(handle.workflowId);
    const seen = await latest.query(seenQuery);
    expect(names(seen)).toEqual(['run 3', 'run 2', 'run 1', 'run 0']);
    expect(Math.abs((await caseClockOffset(stage.client, handle.workflowId)) - 10 * DAY)).toBeLessThan(
      SLACK_MS,
    );
    await latest.signal(endSignal);
    await latest.result();
  });

  it('is patient while it makes progress and is not held to the default of 200 skips', async () => {
    const handle = await stage.client.workflow.start(ticker, { ...options(), args: [25] });
    expect(await fastForward(stage.client, handle.workflowId, 20 * DAY, { stallMs: 1_000 })).toBe('arrived');
    const { events } = await handle.fetchHistory();
    expect(events?.filter((event) => event.timerFiredEventAttributes)).toHaveLength(25);
    const { raw } = await handle.describe();
    const config = raw.workflowExtendedInfo?.timeSkippingInfo?.effectiveConfig;
    expect(config?.maxSessionSkipCount).toBeGreaterThan(10_000);
    await handle.terminate();
  });

  it('says closed for a workflow that had ended or that ends on the way', async () => {
    const ending = await start([DAY], true);
    expect(await fastForward(stage.client, ending.workflowId, 2 * DAY)).toBe('closed');
    expect((await ending.result()).at(-1)?.what).toBe('local 0');
    expect(await fastForward(stage.client, ending.workflowId, DAY)).toBe('closed');
    expect(await bringTo(stage.client, ending.workflowId, Date.now() + 9 * DAY)).toBe('closed');
  });

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses to move by %s', async (durationMs) => {
    await expect(fastForward(stage.client, 'any', durationMs)).rejects.toThrow(RangeError);
  });

  it('names a workflow that never was', async () => {
    await expect(fastForward(stage.client, 'nobody', DAY)).rejects.toThrow('not found');
  });

  it('gives up without a worker, says so, and leaves no move behind', async () => {
    const handle = await stage.client.workflow.start(traveller, {
      ...options(),
      taskQueue: 'nobody-polls',
      args: [[DAY]],
    });
    const move = fastForward(stage.client, handle.workflowId, 2 * DAY, { stallMs: 1_500 });
    await expect(move).rejects.toThrow(TimeTravelError);
    await expect(move).rejects.toThrow(/stood still for 1500 ms .* It needs a running worker/);
    expect((await caseClock(stage.client, handle.workflowId)).isMoving).toBe(false);
    await handle.terminate();
  });
});
