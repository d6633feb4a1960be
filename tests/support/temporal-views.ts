import type { Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Services } from '../../api/services.ts';
import { referralStream } from '../../domain/streams.ts';
import { EncryptionCodec } from '../../temporal/payload-codec.ts';
import { searchAttributes } from '../../workflows/search-attributes.ts';
import { testPayloadKeys } from '../../temporal/test-payload-keys.ts';

const codec = new EncryptionCodec(testPayloadKeys);

/** What a payload of a history says, once decrypted. */
export async function opened(payload: Payload): Promise<unknown> {
  const [plain] = await codec.decode([payload]);
  return plain === undefined ? undefined : defaultPayloadConverter.fromPayload(plain);
}

export function handleOf({ temporal }: Services, referralRef: string, runId?: string) {
  return temporal.workflow.getHandle(referralStream(referralRef), runId);
}

/** What the Temporal list view shows of a referral: its attributes by their own names. */
export async function shownAttributes(services: Services, referralRef: string) {
  const { typedSearchAttributes } = await handleOf(services, referralRef).describe();
  return Object.fromEntries(
    Object.values(searchAttributes).flatMap((key) => {
      const value = typedSearchAttributes.get(key);
      return value === undefined ? [] : [[key.name, value instanceof Date ? value.toISOString() : value]];
    }),
  );
}

/** The Markdown a supervisor reads on the page of the workflow. */
export async function currentDetails(services: Services, referralRef: string): Promise<string> {
  const metadata = await handleOf(services, referralRef).query<{ currentDetails?: string }>(
    '__temporal_workflow_metadata',
  );
  return metadata.currentDetails ?? '';
}

/** Labels of the timers a referral ever set, in order, of its latest run. */
export async function timerLabels(services: Services, referralRef: string): Promise<string[]> {
  return streamTimerLabels(services, referralStream(referralRef));
}

/** The same of any case. */
export async function streamTimerLabels({ temporal }: Services, stream: string): Promise<string[]> {
  const { events } = await temporal.workflow.getHandle(stream).fetchHistory();
  const labels: string[] = [];
  for (const event of events ?? []) {
    const summary = event.userMetadata?.summary;
    if (event.timerStartedEventAttributes && summary) labels.push(String(await opened(summary)));
  }
  return labels;
}
