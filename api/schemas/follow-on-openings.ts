import { z } from 'zod';
import { URGENCIES } from '../../domain/child-protection/opening.ts';
import { DISPUTE_LANES, DISPUTE_SUBJECTS } from '../../domain/dispute/opening.ts';
import { Moment } from '../follow-ons/fields.ts';
import { Words } from './commands.ts';
import { ReferralRef } from './common.ts';
import { FollowOnId } from './follow-ons.ts';

export const StrategyToConvene = z
  .strictObject({
    referralRef: ReferralRef,
    siblings: z
      .array(ReferralRef)
      .max(30)
      .exactOptional()
      .meta({ description: 'Other children of the same contact it covers' }),
    reasonableCauseAt: Moment.exactOptional().meta({
      description: 'When reasonable cause appeared; absent means now',
    }),
    urgency: z.enum(URGENCIES).default('ORDINARY').meta({
      description: '`SAME_DAY` for serious injury or recent sexual abuse',
    }),
    reason: Words,
  })
  .meta({
    id: 'StrategyToConvene',
    examples: [{ referralRef: 'R-4HD2-9WBN', urgency: 'SAME_DAY', reason: 'A burn that nobody explains.' }],
  });

export const DisputeToOpen = z
  .strictObject({
    referralRef: ReferralRef.exactOptional().meta({
      description: 'The referral whose decision or closure is disputed',
    }),
    caseId: FollowOnId.exactOptional().meta({
      description: 'Or the case that follows a decision, whose step is disputed',
    }),
    subject: z.enum(DISPUTE_SUBJECTS).default('DECISION'),
    lane: z.enum(DISPUTE_LANES).default('ORDINARY').meta({
      description: '`CHILD_SAFETY` where a child may come to harm: all stages in 24 hours',
    }),
    reason: Words.meta({ description: 'What is disputed, and why' }),
    outcomeSought: Words,
    interimSafety: Words.meta({
      description: 'The more protective of the two positions, which keeps the child safe meanwhile',
    }),
  })
  .refine(({ referralRef, caseId }) => (referralRef === undefined) !== (caseId === undefined), {
    error: 'Name either the referral or the case',
    path: ['referralRef'],
  })
  .meta({
    id: 'DisputeToOpen',
    examples: [
      {
        referralRef: 'R-4HD2-9WBN',
        reason: 'The school has seen more than the decision considers.',
        outcomeSought: 'An assessment.',
        interimSafety: 'The school sees the child every morning.',
      },
    ],
  });
