import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { reasonOf } from './progress.ts';
import { retentionDays, type SearchAttributes } from './temporal-settings.ts';

const { IndexedValueType } = proto.temporal.api.enums.v1;

type AttributeType = proto.temporal.api.enums.v1.IndexedValueType;

const attributeTypes: ReadonlyMap<string, AttributeType> = new Map([
  ['Text', IndexedValueType.INDEXED_VALUE_TYPE_TEXT],
  ['Keyword', IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD],
  ['Int', IndexedValueType.INDEXED_VALUE_TYPE_INT],
  ['Double', IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE],
  ['Bool', IndexedValueType.INDEXED_VALUE_TYPE_BOOL],
  ['Datetime', IndexedValueType.INDEXED_VALUE_TYPE_DATETIME],
  ['KeywordList', IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST],
]);

const NOT_FOUND = 5;
/** Twice `system.namespaceCacheRefreshInterval`. */
const OTHER_PARTS_MS = 1_000;
const RETENTION_SECONDS = retentionDays * 24 * 3600;

/** Connects as soon as the server answers; `giveUp` ends the wait early by throwing. */
export async function connectWhenReady(
  address: string,
  timeoutMs: number,
  giveUp: () => Promise<void>,
): Promise<Connection> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await Connection.connect({ address, connectTimeout: '2s' });
    } catch (error) {
      await giveUp();
      if (Date.now() > deadlineMs) {
        throw new Error(`Temporal at ${address} does not answer: ${reasonOf(error)}`, { cause: error });
      }
      await sleep(100);
    }
  }
}

/** Makes the namespace with its retention when it is missing, and waits until the server serves it. */
export async function ensureNamespace(connection: Connection, namespace: string): Promise<void> {
  const found = await describe(connection, namespace);
  const ttl = { seconds: proto.google.protobuf.Duration.fromObject({ seconds: RETENTION_SECONDS }).seconds };
  if (found === undefined) {
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: ttl });
  } else if (Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0) < RETENTION_SECONDS) {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: ttl },
    });
  }
  for (let tries = 0; (await missingSearchAttributes(connection, namespace, {})) === undefined; tries++) {
    if (tries > 150) throw new Error(`Temporal does not serve the new namespace ${namespace}.`);
    await sleep(100);
  }
}

/**
 * Registers what is missing, also in a namespace of an earlier run.
 *
 * @throws Error naming the attribute that the namespace already has with another type.
 */
export async function ensureSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: SearchAttributes,
): Promise<string[]> {
  const missing = (await missingSearchAttributes(connection, namespace, wanted)) ?? [];
  if (missing.length === 0) return [];
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(
      Object.entries(wanted).flatMap(([name, type]) =>
        missing.includes(name) ? [[name, typeOf(type)]] : [],
      ),
    ),
  });
  await untilUsable(connection, namespace, missing);
  return missing;
}

/** Each part of the server learns of a new attribute by itself; the frontend can be asked, the others get as long. */
async function untilUsable(
  connection: Connection,
  namespace: string,
  names: readonly string[],
): Promise<void> {
  const query = names.map((name) => `${name} is null`).join(' and ');
  for (let tries = 0; ; tries++) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query });
      return await sleep(OTHER_PARTS_MS);
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(100);
    }
  }
}

/** Names the attributes a namespace lacks; undefined when there is no such namespace. */
export async function missingSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: SearchAttributes,
): Promise<string[] | undefined> {
  const known = await unlessNotFound(connection.operatorService.listSearchAttributes({ namespace }));
  if (known === undefined) return undefined;
  const types = { ...known.systemAttributes, ...known.customAttributes };
  return Object.entries(wanted).flatMap(([name, type]) => {
    if (types[name] === undefined) return [name];
    if (types[name] === typeOf(type)) return [];
    throw new Error(
      `The namespace ${namespace} has the search attribute ${name} with another type than ${type}. ` +
        'Run `npm run reset` to start with an empty Temporal, or remove that attribute.',
    );
  });
}

function typeOf(word: string): AttributeType {
  const type = attributeTypes.get(word);
  if (type === undefined) throw new Error(`Temporal has no search attributes of type ${word}.`);
  return type;
}

function describe(connection: Connection, namespace: string) {
  return unlessNotFound(connection.workflowService.describeNamespace({ namespace }));
}

async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return undefined;
    throw error;
  }
}
