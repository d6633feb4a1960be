import type { CaseToTell } from '../case.ts';
import type { AnyFollowOn } from './state.ts';
import type { CaseNews } from './words-between.ts';

/** What the case it came out of is told; nothing where a person began it. The key has the news in it: each is told once. */
export function newsTo(
  state: Pick<AnyFollowOn, 'id' | 'kind' | 'contactRef' | 'from'>,
  news: Omit<CaseNews, 'type' | 'caseId' | 'kind'>,
  to: string | undefined = state.from,
): CaseToTell[] {
  const { id, kind, contactRef } = state;
  if (to === undefined) return [];
  const command: CaseNews = { type: 'noteNews', caseId: id, kind, ...news };
  return [{ key: `${id}/${news.news}/${to}`, message: 'CASE_TO_TELL', contactRef, to, command }];
}
