import type { SourceCode } from './vocabulary.ts';

/**
 * Who told the hub, as far as it decides what they may be told: somebody who works with children, the young person, a
 * parent or relative, or a member of the public.
 */
export const REFERRER_KINDS = ['PROFESSIONAL', 'YOUNG_PERSON', 'FAMILY', 'PUBLIC'] as const;
export type ReferrerKind = (typeof REFERRER_KINDS)[number];

/** By source of the CIN census, N00152. Unknown and anonymous sources are told as little as the public. */
export function referrerKindOf(source: SourceCode): ReferrerKind {
  switch (source) {
    case '1A':
      return 'FAMILY';
    case '1C':
      return 'YOUNG_PERSON';
    case '1B':
    case '1D':
    case '9':
    case '10':
      return 'PUBLIC';
    default:
      return 'PROFESSIONAL';
  }
}
