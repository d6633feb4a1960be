import * as fc from 'fast-check';
import { CASE_NEWS } from '../../../domain/follow-on/words-between.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { MON_TEN, sealed } from './story.ts';

/** What a manager may try once something has become known. */
export const reopen: fc.Arbitrary<ReferralCommand> = fc.constant<ReferralCommand>({
  type: 'reopenReferral',
  reason: sealed('reason'),
});

/** What the cases that follow the decisions, or a dispute beside them, may tell, at any time and more than once. */
export const followOnNews: fc.Arbitrary<ReferralCommand> = fc
  .record({
    of: fc.constantFrom(
      { kind: 'ASSESSMENT', caseId: 'R-TEST-0001.A1' } as const,
      { kind: 'CHILD_PROTECTION', caseId: 'R-TEST-0001.P1' } as const,
      { kind: 'EARLY_HELP', caseId: 'R-TEST-0001.H1' } as const,
      { kind: 'AGENCY_ACTION', caseId: 'R-TEST-0001.S1' } as const,
      { kind: 'DISPUTE', caseId: 'R-TEST-0001.D1' } as const,
    ),
    news: fc.constantFrom(...CASE_NEWS),
    outcome: fc.constantFrom('UPHELD', 'NOT_UPHELD', undefined),
  })
  .map(
    ({ of, news, outcome }): ReferralCommand => ({
      type: 'noteNews',
      ...of,
      news,
      at: MON_TEN,
      ...(news === 'ACCEPTED' && { receiver: 'POLICE', by: 'synthetic-receiver' }),
      ...(outcome !== undefined && { outcome }),
    }),
  );
