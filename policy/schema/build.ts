/**
 * Writes the JSON Schema of policies, of calendars and of a hub's authorities, for editors and for those who write their own:
 * `npx tsx policy/schema/build.ts`. Run it after a change to either schema.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { calendarSchema } from '../calendar-schema.ts';
import { hubAuthoritiesSchema } from '../hub-authorities.ts';
import { policySchema } from '../policy-schema.ts';

type Published = { readonly file: URL; readonly title: string; readonly schema: z.ZodType };

/** Every schema this project publishes, and where its text is committed. */
export const PUBLISHED: readonly Published[] = [
  {
    file: new URL('policy-edition.schema.json', import.meta.url),
    title: 'Policy edition of a front door',
    schema: policySchema,
  },
  {
    file: new URL('calendar-edition.schema.json', import.meta.url),
    title: 'Calendar edition of a front door',
    schema: calendarSchema,
  },
  {
    file: new URL('hub-authorities.schema.json', import.meta.url),
    title: 'Authorities of a front door',
    schema: hubAuthoritiesSchema,
  },
];

/** The text of a schema file, JSON Schema draft 2020-12. */
export function schemaText({ title, schema }: Published): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

const isRunDirectly = import.meta.url === pathToFileURL(process.argv[1] ?? '').href;
if (isRunDirectly) {
  for (const published of PUBLISHED) writeFileSync(published.file, schemaText(published));
}
