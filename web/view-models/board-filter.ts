import { z } from 'zod';
import { RAGS, STAGES } from '../../domain/vocabulary.ts';
import { URGENCIES } from './urgency.ts';

export const SORT_KEYS = ['due', 'child', 'rag', 'stage', 'received', 'authority'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

const orNothing = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** The query string of the board. What is odd in it is left out, never refused. */
export const boardFilterSchema = z.object({
  urgency: orNothing(z.enum(URGENCIES)),
  stage: orNothing(z.enum(STAGES)),
  rag: orNothing(z.enum([...RAGS, 'NONE'])),
  authority: orNothing(z.string().regex(/^[A-Z0-9_-]{1,60}$/)),
  sort: z.enum(SORT_KEYS).catch('due'),
  order: z.enum(['asc', 'desc']).catch('asc'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type BoardFilter = z.infer<typeof boardFilterSchema>;

/** The address of the board with some of its filter changed; anything but a page change goes to page 1. */
export function boardAddress(filter: BoardFilter, change: Partial<BoardFilter> = {}): string {
  const { urgency, stage, rag, authority, sort, order, page } = { ...filter, page: 1, ...change };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ urgency, stage, rag, authority })) {
    if (value !== undefined) query.set(name, value);
  }
  if (sort !== 'due' || order !== 'asc') query.set('sort', sort);
  if (order !== 'asc') query.set('order', order);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text === '' ? '/' : `/?${text}`;
}
