import { z } from 'zod';
import { ROUTING_FEEDBACK } from '../../domain/early-help/state.ts';
import { WITHHOLDING_REASONS } from '../../domain/referral/state.ts';
import { REFERRER_KINDS } from '../../domain/referrer-kind.ts';
import { DELIVERY_METHODS, OUTCOMES } from '../../domain/vocabulary.ts';
import { Moment } from '../follow-ons/fields.ts';
import { InstantText, ReferralRef } from './common.ts';
import { FollowOnId } from './follow-ons.ts';

export const FeedbackListQuery = z.strictObject({
  status: z
    .enum(['outstanding', 'settled'])
    .default('outstanding')
    .meta({ description: '`settled`: the referrer was told, or the reason for silence is on record' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: ReferralRef.optional().meta({ description: 'The last referral of the page before' }),
});

export const FeedbackListAnswer = z
  .object({
    feedback: z.array(
      z.object({
        referralRef: ReferralRef,
        decisionNo: z.number().int().meta({ description: 'A later decision owes an amended outcome' }),
        outcome: z.enum(OUTCOMES),
        agency: z.string().optional().meta({ description: 'The agency that referred; absent for people' }),
        toldAs: z.enum(REFERRER_KINDS).meta({
          description:
            'What the words of the outcome are made for; the public is told nothing of what follows',
        }),
        reach: z
          .enum(['ELECTRONIC', 'BY_HAND', 'UNREACHABLE'])
          .meta({ description: 'How the referrer can be told' }),
        status: z.enum(['OUTSTANDING', 'REQUESTED', 'SENT', 'WITHHELD']),
        dueAt: InstantText.optional(),
        isOverdue: z.boolean(),
        settledAt: InstantText.optional(),
        method: z.enum(DELIVERY_METHODS).optional(),
        withheldFor: z.enum(WITHHOLDING_REASONS).optional(),
        appropriateness: FollowOnId.optional().meta({
          description: 'The question to the referring agency whether its referral was appropriate',
        }),
        links: z.object({ self: z.string(), appropriateness: z.string().optional() }),
      }),
    ),
    asOf: InstantText,
    links: z.object({ next: z.string().optional() }),
  })
  .meta({ id: 'FeedbackList' });

export const CountsQuery = z.strictObject({
  from: Moment.exactOptional().meta({ description: 'Begun from this instant on' }),
  to: Moment.exactOptional().meta({ description: 'Begun before this instant' }),
});

export const AppropriatenessAnswer = z
  .object({
    agencies: z.array(
      z.object({
        agency: z.string(),
        returned: z.number().int(),
        appropriate: z.number().int(),
        inappropriate: z.number().int(),
        noReply: z.number().int(),
        awaited: z.number().int(),
        appropriatePercent: z.number().nullable(),
      }),
    ),
    asOf: InstantText,
  })
  .meta({ id: 'Appropriateness', description: 'K11, for each agency that referred' });

export const AgencyCountsAnswer = z
  .object({
    agencies: z.array(
      z.object({
        agency: z.string(),
        asked: z.number().int(),
        done: z.number().int(),
        notDone: z.record(z.string(), z.number().int()),
        awaited: z.number().int(),
        ended: z.number().int(),
        confirmedPercent: z.number().nullable(),
      }),
    ),
    asOf: InstantText,
  })
  .meta({ id: 'AgencyCounts', description: 'K12, for each agency that was asked to act' });

export const DisputeCountsAnswer = z
  .object({
    disputes: z.array(
      z.object({
        stageReached: z.number().int(),
        lane: z.string(),
        outcome: z.string().optional().meta({ description: 'Absent while they are open' }),
        disputes: z.number().int(),
      }),
    ),
    asOf: InstantText,
  })
  .meta({ id: 'DisputeCounts', description: 'K13: disputes by the stage they reached' });

export const EarlyHelpCountsAnswer = z
  .object({
    families: z.array(
      z.object({
        route: z.string(),
        outcome: z.string().optional().meta({ description: 'Absent while it goes on' }),
        routing: z.enum(ROUTING_FEEDBACK).optional().meta({
          description: 'What Early Help says of the route the family came by; absent while it has not said',
        }),
        families: z.number().int(),
      }),
    ),
    asOf: InstantText,
  })
  .meta({ id: 'EarlyHelpCounts' });
