import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { CONTACT } from './referral-lifecycle.ts';
import type { Lifecycle } from './load.ts';

export const BARE_TASK_QUEUE = 'bench-bare';

/** Peer A: start, rating, decision, feedback, acceptance as bare updates of a bare workflow. */
export function bareWorkflowLifecycle(client: Client): Lifecycle {
  return async (time) => {
    const handle = await time('receipt', () =>
      client.workflow.start('bareWorkflow', { workflowId: randomUUID(), taskQueue: BARE_TASK_QUEUE }),
    );
    for (const step of ['rating', 'decision', 'feedback', 'acceptance']) {
      await time(step, () => handle.executeUpdate('step', { args: [step] }));
    }
    await handle.result();
  };
}

/** Peer B: a contact posted to a bare Fastify that inserts one row. */
export function bareInsertLifecycle(url: string): Lifecycle {
  const body = JSON.stringify(CONTACT);
  return async (time) => {
    await time('receipt', async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/contacts`, { method: 'POST', headers, body });
      await response.json();
      if (response.status !== 201) throw new Error(`the bare insert answered ${response.status}`);
    });
  };
}
