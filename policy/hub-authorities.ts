import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { HubAuthorities } from '../domain/hub-authorities.ts';
import { localDate, words } from './edition-fields.ts';

/** The form of the document; a later form would be written `/2`. */
export const HUB_AUTHORITIES_FORMAT = 'front-door/hub-authorities/1';

const code = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9_-]{0,63}$/, 'must be a code of capital letters, digits, dash and underscore');
const district = z
  .string()
  .regex(/^[A-Z]{1,2}\d[A-Z\d]?$/, 'must be the part of a postcode before the space, such as TS18');
const dates = {
  from: localDate.meta({ description: 'First day.' }),
  to: localDate.exactOptional().meta({ description: 'Last day, included; absent while it still holds.' }),
};

export const hubAuthoritiesSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  format: z.literal(HUB_AUTHORITIES_FORMAT),
  edition: words,
  source: words,
  authorities: z
    .array(z.strictObject({ code, ...dates }))
    .min(1)
    .meta({ description: 'Authorities the hub serves; one that left and came back stands twice.' }),
  districts: z
    .array(z.strictObject({ district, authority: code, ...dates }))
    .meta({ description: 'Whose a postcode district is, also of authorities the hub does not serve.' }),
});

type Span = { readonly from: string; readonly to?: string };

/**
 * Reads which authorities a hub serves, and whose each postcode district is.
 * @throws Error naming the file and what does not hold
 */
export function readHubAuthorities(file: string | URL): HubAuthorities {
  return parseHubAuthorities(JSON.parse(readFileSync(file, 'utf8')), String(file));
}

/** @throws Error naming the document and what does not hold */
export function parseHubAuthorities(document: unknown, name: string): HubAuthorities {
  const parsed = hubAuthoritiesSchema.safeParse(document);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`${name}: ${faults.join('; ')}`);
  }
  const { edition, source, authorities, districts } = parsed.data;
  assertOnce(name, 'authorities', authorities, (it) => it.code);
  assertOnce(name, 'districts', districts, (it) => it.district);
  return { edition, source, authorities, districts };
}

/** No day may have two answers. */
function assertOnce<Entry extends Span>(
  name: string,
  list: string,
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
): void {
  for (const [index, entry] of entries.entries()) {
    if (entry.to !== undefined && entry.to < entry.from) {
      throw new Error(`${name}: ${list}.${index}.to: must not be before from`);
    }
    const clash = entries
      .slice(0, index)
      .find((other) => keyOf(other) === keyOf(entry) && overlap(other, entry));
    if (clash !== undefined) {
      throw new Error(`${name}: ${list}.${index}: ${keyOf(entry)} stands twice for the same day`);
    }
  }
}

function overlap(a: Span, b: Span): boolean {
  return (a.to === undefined || b.from <= a.to) && (b.to === undefined || a.from <= b.to);
}
