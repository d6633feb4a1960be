import { existsSync } from 'node:fs';
import { loadPolicy, shippedEditions } from '../../policy/editions.ts';
import type { PolicyEdition } from '../../policy/policy-edition.ts';

/** A policy edition from a file, or by its name, such as `merton`, if it is one that is shipped. */
export function policyAt(place: string): PolicyEdition {
  const shipped = shippedEditions().policies.find(({ name }) => name === place);
  return loadPolicy(shipped === undefined || existsSync(place) ? place : shipped.file);
}
