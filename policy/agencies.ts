import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** How an agency takes part in the hub: a desk there, a link from outside, or neither. */
export const PRESENCES = ['CO_LOCATED', 'VIRTUAL', 'NONE'] as const;

const Agency = z.strictObject({
  /** As tokens and the ledger name it. */
  code: z.string().regex(/^[A-Z0-9][A-Z0-9_-]{0,63}$/),
  name: z.string().min(1).max(200),
  presence: z.enum(PRESENCES),
  /** A mailbox of the agency, not of one person: requests and reminders go there. */
  mailbox: z.email(),
  /** Told when an answer is overdue. */
  safeguardingLead: z.email(),
});
export type Agency = z.output<typeof Agency>;

/** The agencies a hub asks, by code, in the order of its list. */
export type Agencies = ReadonlyMap<string, Agency>;

const Agencies = z
  .array(Agency)
  .min(1)
  .refine((list) => new Set(list.map(({ code }) => code)).size === list.length, 'A code stands twice');

const DEFAULT = new URL('./agencies/default.json', import.meta.url);

/**
 * Reads the agencies of a hub; absent, the usual partners under invented addresses.
 * @throws ZodError naming what does not hold
 */
export function readAgencies(file: string | URL = DEFAULT): Agencies {
  const list = Agencies.parse(JSON.parse(readFileSync(file, 'utf8')));
  return new Map(list.map((agency) => [agency.code, agency]));
}
