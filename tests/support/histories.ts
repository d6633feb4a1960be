import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Payload } from '@temporalio/common';
import type { Services } from '../../api/services.ts';
import type { RecordedHistory } from '../../temporal/replay.ts';
import { opened, handleOf } from './temporal-views.ts';

/** Where the golden histories of the referral workflow are kept. */
export const HISTORIES = fileURLToPath(new URL('../histories/referral/', import.meta.url));

/** The golden histories by file name, in order. */
export function goldenHistories(): RecordedHistory[] {
  return readdirSync(HISTORIES)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ workflowId: name, history: JSON.parse(readFileSync(`${HISTORIES}${name}`, 'utf8')) }));
}

/** The history of every run of a referral, first to last, payloads still encrypted, as replay takes it. */
export async function historiesOfRuns(services: Services, referralRef: string): Promise<string[]> {
  const histories: string[] = [];
  for (let runId: string | undefined; ; ) {
    const history = await handleOf(services, referralRef, runId).fetchHistory();
    histories.unshift(historyToJSON(history));
    runId =
      history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
    if (runId === undefined) return histories;
  }
}

/** Everything a history holds, readable: its plain text and every payload decrypted. */
export async function readable(history: unknown): Promise<{ text: string; payloads: number }> {
  const payloads = payloadsIn(history);
  const values = await Promise.all(payloads.map(opened));
  return {
    text: [JSON.stringify(history), ...values.map((value) => JSON.stringify(value))].join('\n'),
    payloads: payloads.length,
  };
}

/** Every payload in JSON, however deep: what has metadata and data, both in base64. */
function payloadsIn(value: unknown): Payload[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('metadata' in value && 'data' in value && typeof value.data === 'string') {
    const metadata = Object.entries(value.metadata ?? {}).map(([key, text]) => [key, bytes(String(text))]);
    return [{ metadata: Object.fromEntries(metadata), data: bytes(value.data) }];
  }
  return Object.values(value).flatMap(payloadsIn);
}

function bytes(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}
