import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { CommandEnvelope, CommandReceipt } from '../domain/case.ts';
import { DOMAIN_ERROR_CODES, DomainError, type DomainErrorCode } from '../domain/errors.ts';
import { type Instant, instantFromMs } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import { adoptRulesUpdate, TASK_QUEUE } from '../workflows/contract.ts';
import { initialAttributes, type SearchAttributeValues } from '../workflows/search-attributes.ts';
import { isGrpcError } from './grpc-errors.ts';
import { bringTo, startAtOffset } from './time-skipping.ts';
import { unattendedCases } from './unattended-cases.ts';

/** The hub's present. In production the machine's; on a development stack it may have been moved forward. */
export type HubClock = {
  /** How far ahead of the machine the hub's clock is, in milliseconds; 0 in production. */
  offsetMs(): Promise<number>;
};

export const systemClock: HubClock = { offsetMs: async () => 0 };

export async function hubNow(clock: HubClock): Promise<Instant> {
  return instantFromMs(Date.now() + (await clock.offsetMs()));
}

/** A case to be started: its id, what it runs and how it shows in the list view. */
export type CaseToStart = {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly input: unknown;
  readonly summary: string;
  readonly searchAttributes: SearchAttributeValues;
  /** Its run has ended, and it is to run once more. */
  readonly isRevived?: true;
};

export type CommandToSend = {
  readonly workflowId: string;
  readonly action: string;
  readonly envelope: CommandEnvelope<unknown>;
  /** The same id is answered with the first result and not done again. */
  readonly updateId: string;
};

export type CommandOutcome =
  | { readonly kind: 'RECORDED'; readonly receipt: CommandReceipt }
  | { readonly kind: 'REFUSED'; readonly refusal: DomainError }
  /** Nobody answered in time: no worker, or no Temporal. Whether the case took it is not known yet. */
  | { readonly kind: 'PENDING' }
  /** No such case is running: it was never started, or has ended. */
  | { readonly kind: 'NOT_RUNNING' };

const RETRY_MS = 100;
// A person's clock on the wall is no closer.
const LAG_LET_BE_MS = 1_000;

/** How the API, the sweeper and the command line speak to cases. */
export class Cases {
  private readonly client: Client;
  private readonly clock: HubClock;

  constructor(client: Client, clock: HubClock) {
    this.client = client;
    this.clock = clock;
  }

  /** Starts a case; one that was started before is left alone, also when it has ended, unless it is to be revived. */
  async start(toStart: CaseToStart): Promise<void> {
    const { workflowId, workflowType, input, summary, searchAttributes, isRevived } = toStart;
    try {
      await startAtOffset(
        this.client,
        workflowType,
        {
          workflowId,
          taskQueue: TASK_QUEUE,
          args: [input],
          workflowIdReusePolicy: isRevived ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
          staticSummary: summary,
          typedSearchAttributes: initialAttributes(searchAttributes),
        },
        await this.clock.offsetMs(),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** Sends a command and waits at most `waitMs` for its answer. */
  async command(
    { workflowId, action, envelope, updateId }: CommandToSend,
    waitMs: number,
  ): Promise<CommandOutcome> {
    return this.update(workflowId, waitMs, (handle) =>
      handle.executeUpdate<CommandReceipt, [CommandEnvelope<unknown>]>(action, {
        args: [envelope],
        updateId,
      }),
    );
  }

  /** Gives a case the rules in force, once for each publication, and waits at most `waitMs` for its answer. */
  async adoptRules(workflowId: string, rules: HubRules, waitMs: number): Promise<CommandOutcome> {
    const updateId = `publication-${rules.publication ?? 0}`;
    return this.update(workflowId, waitMs, (handle) =>
      handle.executeUpdate(adoptRulesUpdate, { args: [rules], updateId }),
    );
  }

  /** Those of these cases that no workflow runs. */
  async unattended(workflowIds: readonly string[]): Promise<ReadonlySet<string>> {
    return unattendedCases(this.client, workflowIds);
  }

  private async update(
    workflowId: string,
    waitMs: number,
    execute: (handle: WorkflowHandle) => Promise<CommandReceipt>,
  ): Promise<CommandOutcome> {
    const handle = this.client.workflow.getHandle(workflowId);
    const deadlineMs = Date.now() + waitMs;
    const attempt = () =>
      this.client.withDeadline(deadlineMs, async () => {
        await this.bringToPresent(workflowId);
        return execute(handle);
      });
    for (;;) {
      try {
        return { kind: 'RECORDED', receipt: await attempt() };
      } catch (error) {
        // The workflow task that held the update failed, as when the case continues as new: the id makes it safe to ask again.
        if (!isGrpcError(error, 'failedPrecondition')) return outcomeOf(error);
        if (Date.now() + RETRY_MS > deadlineMs) return { kind: 'PENDING' };
        await sleep(RETRY_MS);
      }
    }
  }

  private async bringToPresent(workflowId: string): Promise<void> {
    const offsetMs = await this.clock.offsetMs();
    if (offsetMs === 0) return;
    await bringTo(this.client, workflowId, Date.now() + offsetMs, { toleranceMs: LAG_LET_BE_MS });
  }
}

function outcomeOf(error: unknown): CommandOutcome {
  if (error instanceof WorkflowNotFoundError) return { kind: 'NOT_RUNNING' };
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { kind: 'PENDING' };
  if (isGrpcError(error, 'unavailable') || isGrpcError(error, 'deadlineExceeded')) return { kind: 'PENDING' };
  const refusal = error instanceof WorkflowUpdateFailedError ? refusalOf(error.cause) : undefined;
  if (refusal !== undefined) return { kind: 'REFUSED', refusal };
  throw error;
}

function refusalOf(cause: unknown): DomainError | undefined {
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const code = DOMAIN_ERROR_CODES.find((known): known is DomainErrorCode => known === cause.type);
  const [field] = cause.details ?? [];
  return code && new DomainError(code, cause.message, typeof field === 'string' ? field : undefined);
}
