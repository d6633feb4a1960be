import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { type AppendAnswer, BOUNCED, type Delivery, type DeliveryResult } from '../domain/case.ts';
import type { Instant } from '../domain/instant.ts';
import type { LedgerEntry } from '../domain/ledger.ts';

/**
 * A local activity costs no task queue round trip. It may run in a task whose outcome is lost; the case then takes
 * on what it wrote (see `CaseShell.record`). It is given up soon, so that a database away for an hour does not keep workflow tasks open.
 */
const quick = proxyLocalActivities<Activities>({
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '6s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '1s', maximumAttempts: 5 },
});

/**
 * Retried by the server without end: nothing that happened to a child may go unrecorded. Often enough that a command
 * given when the database is back is answered while its caller waits.
 */
const lasting = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5s' },
});

/** Writes entries to the ledger, however long that takes, or answers what is there in their place. */
export async function appendToLedger(entries: readonly LedgerEntry[]): Promise<AppendAnswer> {
  try {
    return await quick.appendToLedger(entries);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return lasting.appendToLedger(entries);
  }
}

/** What the ledger holds of a case after a row, in order, however long that takes. */
export async function ledgerBeyond(stream: string, seq: number): Promise<LedgerEntry[]> {
  try {
    return await quick.entriesBeyond(stream, seq);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return lasting.entriesBeyond(stream, seq);
  }
}

/** Sends what a case owes; resolves when it has left the building, or with nothing when it never will. */
export async function deliver(delivery: Delivery, at: Instant): Promise<DeliveryResult | undefined> {
  const summary = `Send ${delivery.message.toLowerCase()}`;
  try {
    const result = await lasting.deliver.executeWithOptions({ summary }, [delivery, at]);
    // Histories recorded before a delivery had a result hold none.
    return result ?? {};
  } catch (error) {
    if (isBounce(error)) return undefined;
    throw error;
  }
}

function isBounce(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure && cause.type === BOUNCED;
}
