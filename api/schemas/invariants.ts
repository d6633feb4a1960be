import { z } from 'zod';
import { INVARIANT_RULES } from '../../domain/invariant.ts';
import { InstantText, ReferralRef } from './common.ts';

const BrokenRule = z
  .object({
    case: z.string().meta({
      description: 'Stream of the case, which is also its workflow id',
      examples: ['referral:R-4HD2-9WBN'],
    }),
    referralRef: ReferralRef.optional(),
    rule: z.enum(INVARIANT_RULES),
    words: z.string().meta({ description: 'What is wrong' }),
    cure: z.string().meta({ description: 'What puts it right' }),
    localAuthority: z.string().optional(),
    foundAt: InstantText,
    links: z.object({
      referral: z.string().optional(),
      case: z.string().optional().meta({ description: 'The case after a decision' }),
    }),
  })
  .meta({ id: 'BrokenRule' });

export const InvariantsAnswer = z
  .object({
    asOf: InstantText,
    total: z.number().int().meta({ description: 'All broken rules; the list names the 200 oldest' }),
    lastRun: z
      .object({ startedAt: InstantText, finishedAt: InstantText, checked: z.number().int() })
      .optional()
      .meta({ description: 'The last time every open case was looked at; absent before the first' }),
    isStale: z.boolean().meta({ description: 'The last run is more than 15 minutes ago, or there was none' }),
    byRule: z.array(
      z.object({
        rule: z.enum(INVARIANT_RULES),
        count: z.number().int(),
        words: z.string(),
        cure: z.string(),
      }),
    ),
    violations: z.array(BrokenRule).meta({ description: 'Found first comes first' }),
  })
  .meta({
    id: 'Invariants',
    description:
      'Open cases that break what must hold of every one: one owner, a clock or a reason for none, a next step, and a workflow',
  });
