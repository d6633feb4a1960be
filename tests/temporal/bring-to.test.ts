import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseClock, caseClockOffset } from '../../temporal/case-clock.ts';
import { bringTo, fastForward, startAtOffset } from '../../temporal/time-skipping.ts';
import { openTravelStage, type TravelStage } from './support/travel-stage.ts';
import { type Seen, seenQuery, traveller } from './support/traveller.workflow.ts';

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
const start = (timersMs: number[]) =>
  stage.client.workflow.start(traveller, { ...options(), args: [timersMs] });
const names = (seen: Seen[]) => seen.map(({ what }) => what);

describe('bringTo', { timeout: 60_000 }, () => {
  it('lands just after the instant, with the timer due at it handled, however often it moves', async () => {
    const handle = await start([DAY]);
    const startedAt = (await handle.query(seenQuery))[0]?.atMs ?? 0;
    const overshoot: number[] = [];
    for (let hour = 1; hour <= 30; hour += 1) {
      const target = startedAt + hour * HOUR;
      expect(await bringTo(stage.client, handle.workflowId, target, { graceMs: 1_000 })).toBe('arrived');
      overshoot.push((await caseClock(stage.client, handle.workflowId)).nowMs - target);
      if (hour === 24) expect(names(await handle.query(seenQuery))).toContain('local 0');
    }
    expect(Math.min(...overshoot)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...overshoot)).toBeLessThan(SLACK_MS);
  });

  it('ends on time with work still under way, unless the grace leaves room for it', async () => {
    const [hasty, patient] = await Promise.all([start([DAY]), start([DAY])]);
    const instantMs = Date.now() + DAY;
    await hasty.query(seenQuery);
    await bringTo(stage.client, hasty.workflowId, instantMs);
    expect(names(await hasty.query(seenQuery))).not.toContain('local 0');
    await bringTo(stage.client, patient.workflowId, instantMs, { graceMs: 5_000 });
    expect(names(await patient.query(seenQuery))).toContain('local 0');
  });

  it('lets the later of two moves at once win', async () => {
    const handle = await start([DAY, 2 * DAY]);
    const outcomes = await Promise.allSettled(
      [3, 5].map((days) => fastForward(stage.client, handle.workflowId, days * DAY)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await caseClock(stage.client, handle.workflowId)).isMoving).toBe(false);
  });

  it('does nothing when the clock is past the instant', async () => {
    const handle = await start([]);
    expect(await bringTo(stage.client, handle.workflowId, Date.now() - HOUR)).toBe('ahead');
    expect(await caseClockOffset(stage.client, handle.workflowId)).toBe(0);
  });
});

describe('startAtOffset', { timeout: 60_000 }, () => {
  it('lets the first task see the travelled clock', async () => {
    const asked = Date.now();
    const handle = await startAtOffset(stage.client, traveller, { ...options(), args: [[DAY]] }, 40 * DAY);
    const [first] = await handle.query(seenQuery);
    expect((first?.atMs ?? 0) - asked).toBeGreaterThanOrEqual(40 * DAY);
    expect((first?.atMs ?? 0) - asked).toBeLessThan(40 * DAY + SLACK_MS);
    expect(await bringTo(stage.client, handle.workflowId, Date.now() + 42 * DAY)).toBe('arrived');
    expect(names(await handle.query(seenQuery))).toContain('local 0');
  });

  it('needs no worker to return', async () => {
    const idle = { ...options(), taskQueue: 'nobody-polls', args: [[DAY]] as [number[]] };
    const handle = await startAtOffset(stage.client, traveller, idle, 40 * DAY);
    expect(Math.abs((await caseClockOffset(stage.client, handle.workflowId)) - 40 * DAY)).toBeLessThan(
      SLACK_MS,
    );
    await handle.terminate();
  });

  it('is an ordinary start for no offset', async () => {
    const handle = await startAtOffset(stage.client, traveller, { ...options(), args: [[]] }, 0);
    expect(await caseClockOffset(stage.client, handle.workflowId)).toBe(0);
  });
});
