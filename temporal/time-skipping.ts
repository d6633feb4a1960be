import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowHandleWithFirstExecutionRunId, WorkflowStartOptions } from '@temporalio/client';
import type { Workflow } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { type CaseClock, caseClock } from './case-clock.ts';
import { isGrpcError } from './grpc-errors.ts';

const { FastForwardPollingResult } = proto.temporal.api.enums.v1;
const DEFAULT_STALL_MS = 15_000;
// The server stops a move after 200 skips unless told otherwise; a year of daily reminders needs more.
const MAX_SKIPS = 100_000;
// Clock readings are uncertain by the duration of a call; a real skip is larger.
const LEAST_PROGRESS_MS = 500;
const POLL_MS = 20;
/**
 * A task that ends when its case has just passed the target of a move, before the server has noted that, sends the
 * case on to its next timer. So a new case begins this long, in real time, after it was started: its move is over then.
 */
const FIRST_TASK_AFTER_MS = 150;
/** The start, the request of the move, and the move. */
const EVENTS_BEFORE_FIRST_TASK = 3;

/** `arrived`: the workflow reached its target. `closed`: it had ended, or ended on the way. */
export type MoveOutcome = 'arrived' | 'closed';

/** How patient a move is. */
export type MoveOptions = {
  /** Real time without any progress until the move is given up. Default 15 seconds. */
  readonly stallMs?: number;
};

/** How far past its instant a workflow is brought. */
export type BringOptions = MoveOptions & {
  /**
   * Workflow time to go beyond the instant. A timer armed for the instant fires 5 to 200 ms after it, and its
   * activities have the rest of the grace, in real time, to be done before the move ends. Default 0.
   */
  readonly graceMs?: number;
  /**
   * A lag below this is let be. A move of a few milliseconds may be over before the server begins it, and then runs
   * on to the workflow's next timer. Default 0.
   */
  readonly toleranceMs?: number;
};

/** A move that did not reach its target and did not end the workflow. */
export class TimeTravelError extends Error {
  override readonly name = 'TimeTravelError';
}

/** A move that another move of the same workflow took the place of. */
class OvertakenError extends TimeTravelError {}

/**
 * Moves one workflow's clock forward. Timers on the way fire in order and at their own instants, and the clock skips
 * on only when what they set off (tasks, activities) is done. Real time on the way counts towards the target, and
 * the move ends there even if work is still under way: aim a few seconds past what must be finished. Afterwards the
 * clock runs at normal speed. Of two moves of one workflow at once, the earlier fails.
 *
 * @throws RangeError for a duration that is not a positive whole number of milliseconds.
 * @throws {@link TimeTravelError} when the workflow cannot get there, as without a worker.
 */
export async function fastForward(
  client: Client,
  workflowId: string,
  durationMs: number,
  options: MoveOptions = {},
): Promise<MoveOutcome> {
  if (!Number.isSafeInteger(durationMs) || durationMs <= 0) {
    throw new RangeError(`A clock moves forward by whole milliseconds, not by ${durationMs}.`);
  }
  return move(client, workflowId, durationMs, await caseClock(client, workflowId), options);
}

/**
 * Moves one workflow's clock to an instant, from wherever it stands. On return the clock is past the instant by the
 * grace and a few milliseconds, never short of it. Overtaken by another move, it waits for that one and
 * goes on, as long as the clock gets further.
 *
 * @returns `ahead` when the clock was there already, give or take the tolerance, so nothing was done.
 */
export async function bringTo(
  client: Client,
  workflowId: string,
  instantMs: number,
  { graceMs = 0, toleranceMs = 0, ...options }: BringOptions = {},
): Promise<MoveOutcome | 'ahead'> {
  const { stallMs = DEFAULT_STALL_MS } = options;
  let deadlineMs = Date.now() + stallMs;
  let furthestMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    const clock = await caseClock(client, workflowId);
    const remainingMs = instantMs + graceMs - clock.nowMs;
    if (!clock.isClosed && remainingMs < toleranceMs) return 'ahead';
    if (clock.offsetMs >= furthestMs + LEAST_PROGRESS_MS) {
      furthestMs = clock.offsetMs;
      deadlineMs = Date.now() + stallMs;
    }
    try {
      // The server skips to timers strictly before the target only, hence one millisecond more.
      return await move(client, workflowId, remainingMs + 1, clock, options);
    } catch (error) {
      if (!(error instanceof OvertakenError) || Date.now() > deadlineMs) throw error;
      await untilStill(client, workflowId, options);
    }
  }
}

/** Lets another's move end: to overtake it in turn would keep both from ever arriving. */
async function untilStill(
  client: Client,
  workflowId: string,
  { stallMs = DEFAULT_STALL_MS }: MoveOptions,
): Promise<void> {
  const deadlineMs = Date.now() + stallMs;
  while (Date.now() < deadlineMs && (await caseClock(client, workflowId)).isMoving) await sleep(POLL_MS);
}

/**
 * Starts a workflow whose first task already sees a clock that is ahead by `offsetMs`. Needs no worker to return. An
 * offset of 0 is an ordinary start. A signal or update that arrives before the move wakes it at the untravelled time,
 * so tell nobody its id before this returns. On return the first task is scheduled.
 *
 * @throws {@link TimeTravelError} when the workflow cannot be moved, or its first task does not come
 */
export async function startAtOffset<T extends Workflow>(
  client: Client,
  workflow: string | T,
  options: WorkflowStartOptions<T>,
  offsetMs: number,
  patience: MoveOptions = {},
): Promise<WorkflowHandleWithFirstExecutionRunId<T>> {
  if (offsetMs === 0) return client.workflow.start(workflow, options);
  const handle = await client.workflow.start(workflow, {
    ...options,
    startDelay: offsetMs + FIRST_TASK_AFTER_MS,
  });
  await fastForward(client, handle.workflowId, offsetMs, patience);
  await untilFirstTask(handle, patience);
  return handle;
}

async function untilFirstTask(
  handle: WorkflowHandleWithFirstExecutionRunId,
  { stallMs = DEFAULT_STALL_MS }: MoveOptions,
): Promise<void> {
  for (const deadlineMs = Date.now() + stallMs; ; await sleep(POLL_MS)) {
    if ((await handle.describe()).historyLength > EVENTS_BEFORE_FIRST_TASK) return;
    if (Date.now() > deadlineMs) {
      throw new TimeTravelError(
        `Workflow ${handle.workflowId} was moved, and has no task after ${stallMs} ms.`,
      );
    }
  }
}

async function move(
  client: Client,
  workflowId: string,
  durationMs: number,
  clock: CaseClock,
  { stallMs = DEFAULT_STALL_MS }: MoveOptions,
): Promise<MoveOutcome> {
  if (clock.isClosed) return 'closed';
  const moveId = randomUUID();
  if ((await requestMove(client, workflowId, durationMs, moveId)) === 'closed') return 'closed';
  const outcome = await awaitMove(client, workflowId, moveId, stallMs, clock.offsetMs);
  if (outcome !== 'stalled') return outcome;
  await stopMove(client, workflowId);
  throw new TimeTravelError(
    `Workflow ${workflowId} stood still for ${stallMs} ms on a move of ${durationMs} ms. ` +
      'It needs a running worker, and no running activity, open child or unsent external signal.',
  );
}

async function requestMove(client: Client, workflowId: string, durationMs: number, moveId: string) {
  try {
    await setTimeSkipping(client, workflowId, {
      enabled: true,
      // A child would inherit `enabled` without the target and run on to its end.
      disablePropagation: true,
      maxSessionSkipCount: MAX_SKIPS,
      fastForwardConfig: { id: moveId, duration: msToTs(durationMs) },
    });
    return 'requested';
  } catch (error) {
    if (isGrpcError(error, 'unimplemented')) {
      throw new TimeTravelError(
        'This Temporal server does not skip time: it needs version 1.32 and frontend.WorkflowTimeSkippingEnabled.',
        { cause: error },
      );
    }
    // The server answers "not found" for a closed workflow too; describe throws if there never was one.
    if (isGrpcError(error, 'notFound')) {
      if ((await caseClock(client, workflowId)).isClosed) return 'closed';
    }
    throw error;
  }
}

async function awaitMove(
  client: Client,
  workflowId: string,
  moveId: string,
  stallMs: number,
  startOffsetMs: number,
): Promise<MoveOutcome | 'stalled'> {
  let offsetMs = startOffsetMs;
  let deadlineMs = Date.now() + stallMs;
  for (;;) {
    const answer = await pollMove(client, workflowId, moveId, deadlineMs);
    const result = answer?.fastForwardPollingResult;
    if (result === FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED)
      return 'arrived';
    if (result === FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED) {
      if ((await caseClock(client, workflowId)).isClosed) return 'closed';
      throw new OvertakenError(`Workflow ${workflowId} stopped on its way: ${answer?.failedReason}.`);
    }
    if (Date.now() < deadlineMs) continue;
    const clock = await caseClock(client, workflowId);
    if (clock.offsetMs < offsetMs + LEAST_PROGRESS_MS) return 'stalled';
    offsetMs = clock.offsetMs;
    deadlineMs = Date.now() + stallMs;
  }
}

async function pollMove(client: Client, workflowId: string, moveId: string, deadlineMs: number) {
  try {
    return await client.withDeadline(deadlineMs, () =>
      client.workflowService.pollWorkflowExecutionTimeSkipping({
        namespace: client.options.namespace,
        workflowExecution: { workflowId },
        fastForwardId: moveId,
      }),
    );
  } catch (error) {
    // The client cancels a long poll at its deadline or reports it as exceeded, whichever notices first.
    if (isGrpcError(error, 'deadlineExceeded') || isGrpcError(error, 'cancelled')) return undefined;
    throw error;
  }
}

async function stopMove(client: Client, workflowId: string): Promise<void> {
  await setTimeSkipping(client, workflowId, { enabled: false, disablePropagation: true });
}

function setTimeSkipping(
  client: Client,
  workflowId: string,
  timeSkippingConfig: proto.temporal.api.common.v1.ITimeSkippingConfig,
) {
  return client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { timeSkippingConfig },
    updateMask: { paths: ['time_skipping_config'] },
  });
}
