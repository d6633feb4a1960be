import type { Instant } from '../instant.ts';
import type { Opening } from './openings.ts';
import type { FollowOnName } from './state.ts';

/** What a case tells the one it came out of. */
export const CASE_NEWS = ['OPENED', 'ACCEPTED', 'RETURNED', 'ENDED'] as const;

/** News of one case, told to the case it came out of, or stands beside. */
export type CaseNews = {
  readonly type: 'noteNews';
  readonly caseId: string;
  readonly kind: FollowOnName;
  readonly news: (typeof CASE_NEWS)[number];
  readonly at: Instant;
  /** Who accepted it, and for which team or agency. */
  readonly by?: string;
  readonly receiver?: string;
  /** The decision it answers, from a case that several decisions may join; left out, that which the case follows. */
  readonly decisionNo?: number;
  /** Code of what it ended in, or why it came back. */
  readonly outcome?: string;
};

/** The receiving team has accepted the child on the referral. */
export type AcceptedWord = {
  readonly type: 'noteAccepted';
  readonly receiver: string;
  readonly acceptedBy: string;
  readonly acceptedAt: Instant;
};

/** A later decision took another way; the case that follows that one, where there is one, has been accepted. */
export type SupersededWord = {
  readonly type: 'noteSuperseded';
  readonly decisionNo: number;
  readonly followedBy?: string;
  /** The child whose decision it is, where the case may be about several. */
  readonly referralRef?: string;
};

/** Somebody began what is under way already: the case takes the further child or ground on. */
export type OpeningWord = { readonly type: 'noteOpening'; readonly opening: Opening };

/** What one case may tell another. Given by the system alone, once for its key. */
export type WordBetweenCases = CaseNews | AcceptedWord | SupersededWord | OpeningWord;

export const WORDS_BETWEEN_CASES = [
  'noteNews',
  'noteAccepted',
  'noteSuperseded',
  'noteOpening',
] as const satisfies readonly WordBetweenCases['type'][];
