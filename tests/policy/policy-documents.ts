import { loadPolicy, shippedEditions } from '../../policy/editions.ts';
import type { PolicyEdition } from '../../policy/policy-edition.ts';

/** The policies that come with the project, by name. */
export const shippedPolicies: Readonly<Record<string, PolicyEdition>> = Object.fromEntries(
  shippedEditions().policies.map(({ name, file }) => [name, loadPolicy(file)]),
);

export const defaultPolicy = shippedPolicies['default'] as PolicyEdition;

/** A copy with the field at a dotted path replaced; `undefined` leaves it out. It may break any rule. */
export function policyWith(policy: PolicyEdition, path: string, value: unknown): unknown {
  const copy = structuredClone(policy) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce((inner, key) => inner[key] as Record<string, unknown>, copy);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}
