import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';

const { WorkflowExecutionStatus } = proto.temporal.api.enums.v1;

/** The clock of one workflow on a server that lets each workflow skip time by itself. */
export type CaseClock = {
  /** The workflow's own now, in UTC milliseconds. */
  readonly nowMs: number;
  /** How far it is ahead of this machine's clock, to within the duration of one call. */
  readonly offsetMs: number;
  /** Whether a move is under way. */
  readonly isMoving: boolean;
  readonly isClosed: boolean;
};

/**
 * Reads the clock of a workflow from the server; nothing about it is kept in this process. A workflow that was
 * never moved has the clock of this machine.
 *
 * @throws WorkflowNotFoundError when there is no such workflow.
 */
export async function caseClock(client: Client, workflowId: string): Promise<CaseClock> {
  const askedAtMs = Date.now();
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const answeredAtMs = Date.now();
  const isClosed =
    raw.workflowExecutionInfo?.status !== WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  const skipping = raw.workflowExtendedInfo?.timeSkippingInfo;
  if (!skipping?.currentTime) return { nowMs: answeredAtMs, offsetMs: 0, isMoving: false, isClosed };
  const nowMs = tsToMs(skipping.currentTime);
  return {
    nowMs,
    offsetMs: nowMs - Math.round((askedAtMs + answeredAtMs) / 2),
    isMoving: !isClosed && skipping.effectiveConfig?.enabled === true,
    isClosed,
  };
}

/** Milliseconds by which a workflow's clock is ahead of this machine's. */
export async function caseClockOffset(client: Client, workflowId: string): Promise<number> {
  return (await caseClock(client, workflowId)).offsetMs;
}
