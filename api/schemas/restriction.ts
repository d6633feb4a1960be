import { z } from 'zod';
import { BREAK_GLASS_FINDINGS } from '../../domain/referral/restriction.ts';
import { Words } from './commands.ts';
import { InstantText } from './common.ts';

const UserId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'must be a user id: letters, digits, dots, hyphens, underscores',
  );
const Readers = z
  .array(UserId)
  .max(200)
  .meta({ description: 'User ids that may read the record; whoever sets the list is added to it' });

export const RestrictionBody = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.literal('RESTRICT'), reason: Words, readers: Readers }),
    z.strictObject({ action: z.literal('CHANGE_READERS'), reason: Words, readers: Readers }),
    z.strictObject({ action: z.literal('LIFT'), reason: Words }),
  ])
  .meta({
    id: 'RestrictionToSet',
    examples: [{ action: 'RESTRICT', reason: 'Child of a member of staff.', readers: ['sw-hartlepool'] }],
  });

export const BreakGlassBody = z
  .strictObject({ reason: Words.meta({ description: 'Why it cannot wait for somebody on the list' }) })
  .meta({ id: 'GlassToBreak', examples: [{ reason: 'Police ask where the child is tonight.' }] });

export const BreakGlassReviewBody = z
  .strictObject({ finding: z.enum(BREAK_GLASS_FINDINGS), note: Words })
  .meta({
    id: 'BreakGlassToReview',
    examples: [{ finding: 'JUSTIFIED', note: 'The police call is on the log.' }],
  });

export const RestrictionAnswer = z.object({
  readers: z.array(z.string()),
  since: InstantText,
  setBy: z.string(),
  reason: z.string().optional(),
});

export const BreakGlassAnswer = z.object({
  no: z.number().int(),
  brokenAt: InstantText,
  brokenBy: z.string(),
  reason: z.string().optional(),
  finding: z.enum(BREAK_GLASS_FINDINGS).optional(),
  note: z.string().optional(),
  reviewedAt: InstantText.optional(),
  reviewedBy: z.string().optional(),
});
