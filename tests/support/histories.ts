import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Payload } from '@temporalio/common';
import type { Services } from '../../api/services.ts';
import type { RecordedHistory } from '../../temporal/replay.ts';
import { opened } from './temporal-views.ts';

/** Kinds of cases that golden histories are kept of. */
export const RECORDED_KINDS = [
  'referral',
  'information-request',
  'child-protection',
  'assessment',
  'early-help',
  'agency-action',
  'dispute',
] as const;
export type RecordedKind = (typeof RECORDED_KINDS)[number];

/** Where the golden histories of a kind of case are kept. */
export function historiesDir(kind: RecordedKind): string {
  return fileURLToPath(new URL(`../histories/${kind}/`, import.meta.url));
}

/** The golden histories of a kind of case by file name, in order. */
export function goldenHistories(kind: RecordedKind): RecordedHistory[] {
  const dir = historiesDir(kind);
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ workflowId: name, history: JSON.parse(readFileSync(`${dir}${name}`, 'utf8')) }));
}

/** The history of every run of a case, first to last, payloads still encrypted, as replay takes it. */
export async function historiesOfRuns({ temporal }: Services, stream: string): Promise<string[]> {
  const histories: string[] = [];
  for (let runId: string | undefined; ; ) {
    const history = await temporal.workflow.getHandle(stream, runId).fetchHistory();
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
