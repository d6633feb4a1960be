import { and, eq } from 'drizzle-orm';
import type { Services } from '../../api/services.ts';
import { messages } from '../../db/schema.ts';

/** What the link in the first message about a request says after `/answer/`. */
export async function tokenSent({ db }: Services, contactRef: string): Promise<string> {
  const [message] = await db
    .select({ body: messages.body })
    .from(messages)
    .where(and(eq(messages.contactRef, contactRef), eq(messages.template, 'AGENCY_REQUEST')));
  const [, token] = /\/answer\/(\S+)/.exec(message?.body ?? '') ?? [];
  if (token === undefined) throw new Error(`no link was sent about ${contactRef}`);
  return token;
}

/** The same token with one letter of it changed. */
export function altered(token: string, at: number): string {
  const letter = token[at] === 'A' ? 'B' : 'A';
  return token.slice(0, at) + letter + token.slice(at + 1);
}
