import {
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import {
  CALENDAR_REFRESH_WORKFLOW,
  INVARIANTS_WORKFLOW,
  RECONCILIATION_WORKFLOW,
  SWEEP_WORKFLOW,
  TASK_QUEUE,
} from '../workflows/contract.ts';

/** The hub's recurring jobs, by the workflow each runs. */
const JOBS: Readonly<Record<string, Pick<ScheduleOptions, 'spec' | 'policies'>>> = {
  // How long a crash or an outage can outlast itself: accepted receipts and commands wait no longer.
  [SWEEP_WORKFLOW]: {
    spec: { intervals: [{ every: '15 seconds' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
  },
  // How long the clocks of a case may stand that somebody terminated.
  [RECONCILIATION_WORKFLOW]: {
    spec: { intervals: [{ every: '1 minute' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
  },
  // How long a child may be without an owner, a clock or a workflow before somebody is told.
  [INVARIANTS_WORKFLOW]: {
    spec: { intervals: [{ every: '5 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
  },
  // A proclaimed day is known weeks ahead as a rule, and days ahead at worst.
  [CALENDAR_REFRESH_WORKFLOW]: {
    spec: { calendars: [{ hour: 5, minute: 30 }], timezone: 'Europe/London' },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
  },
};

/** Creates the hub's recurring jobs; safe to repeat. */
export async function ensureSchedules(client: Client): Promise<void> {
  for (const [workflowType, { spec, policies }] of Object.entries(JOBS)) {
    try {
      await client.schedule.create({
        scheduleId: workflowType,
        spec,
        action: {
          type: 'startWorkflow',
          workflowType,
          workflowId: workflowType,
          taskQueue: TASK_QUEUE,
          args: [],
        },
        ...(policies && { policies }),
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
