import type { Connection } from '@temporalio/client';
import { type SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import proto from '@temporalio/proto';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { isGrpcError } from './grpc-errors.ts';

const { IndexedValueType } = proto.temporal.api.enums.v1;

/** Name and type of every search attribute of the hub, the type in the words of the Temporal CLI. */
export const searchAttributeTypes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(searchAttributes).map(({ name, type }) => [name, TypedSearchAttributes.toMetadataType(type)]),
);

/**
 * Registers the hub's search attributes that the namespace lacks. Safe to repeat and to run from several
 * processes at once.
 *
 * @returns the names it added.
 * @throws Error when an attribute of the same name has another type.
 */
export async function ensureSearchAttributes(
  connection: Pick<Connection, 'operatorService'>,
  namespace: string,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter(({ name, type }) => {
    const registered = customAttributes[name];
    if (registered !== undefined && registered !== indexedType(type)) {
      throw new Error(
        `Search attribute ${name} is registered as ${IndexedValueType[registered]}, not ${type}.`,
      );
    }
    return registered === undefined;
  });
  if (missing.length === 0) return [];
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, indexedType(type)])),
    });
  } catch (error) {
    // Another process registered them between the two calls.
    if (!isGrpcError(error, 'alreadyExists')) throw error;
  }
  return missing.map(({ name }) => name);
}

function indexedType(type: SearchAttributeType): proto.temporal.api.enums.v1.IndexedValueType {
  return IndexedValueType[`INDEXED_VALUE_TYPE_${type}`];
}
