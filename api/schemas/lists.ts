import { z } from 'zod';
import {
  ARRIVAL_FLAGS,
  CHANNELS,
  CLOCK_KINDS,
  OUTCOMES,
  RAGS,
  ROLES,
  STAGES,
} from '../../domain/vocabulary.ts';
import { AgencyCode, ContactRef, InstantText, ReferralRef } from './common.ts';

export const ListQuery = z.strictObject({
  stage: z.enum(STAGES).optional(),
  overdue: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Whether an open clock is past its due instant now' }),
  dueBefore: InstantText.optional().meta({ description: 'An open clock is due before this instant' }),
  rag: z.enum(RAGS).optional(),
  localAuthority: AgencyCode.optional(),
  agency: AgencyCode.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional().meta({ description: 'From the `next` link of a page' }),
});

export const ListedReferral = z
  .object({
    referralRef: ReferralRef,
    contactRef: ContactRef,
    version: z.number().int(),
    stage: z.enum(STAGES),
    rag: z.enum(RAGS).optional(),
    localAuthority: z.string(),
    agency: z.string().optional(),
    channel: z.enum(CHANNELS),
    sourceCode: z.string(),
    child: z.object({ displayName: z.string(), dateOfBirth: z.string().optional() }),
    flags: z.array(z.enum(ARRIVAL_FLAGS)).meta({ description: 'What stands out about its arrival' }),
    receivedAt: InstantText,
    decisionDueAt: InstantText,
    nextDueAt: InstantText.optional().meta({ description: 'Earliest due instant of an open clock' }),
    isOverdue: z.boolean(),
    outcome: z.enum(OUTCOMES).optional(),
    decidedAt: InstantText.optional(),
    closedAt: InstantText.optional(),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'ListedReferral' });

export const ListAnswer = z
  .object({
    referrals: z.array(ListedReferral),
    asOf: InstantText,
    links: z.object({ next: z.string().optional().meta({ description: 'Absent on the last page' }) }),
  })
  .meta({
    id: 'ReferralList',
    description: 'What is due first comes first; what has no open clock comes last',
  });

export const OverdueQuery = z.strictObject({
  within: z.coerce
    .number()
    .int()
    .min(1)
    .max(240)
    .default(24)
    .meta({ description: 'Hours from now within which a clock counts as due soon' }),
});

const OpenClock = z
  .object({
    referralRef: ReferralRef,
    localAuthority: z.string(),
    clock: z.string(),
    kind: z.enum(CLOCK_KINDS),
    dueAt: InstantText,
    timeLeft: z.string().meta({ examples: ['late by 3 working hours', '2 working hours 10 minutes left'] }),
    rag: z.enum(RAGS).optional(),
    lastTold: z
      .object({ role: z.enum(ROLES), what: z.enum(['WARNING', 'BREACH', 'ESCALATION']), at: InstantText })
      .optional()
      .meta({ description: 'Who was told last about this clock' }),
    nextAction: z.object({ action: z.string(), by: z.enum(ROLES), words: z.string() }).optional(),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'OpenClock' });

export const OverdueAnswer = z
  .object({
    asOf: InstantText,
    lateTotal: z.number().int().meta({ description: 'All that are late; the list names the 200 latest' }),
    late: z.array(OpenClock).meta({ description: 'Most late first' }),
    dueSoon: z.array(OpenClock).meta({ description: 'Due first comes first' }),
  })
  .meta({ id: 'Overdue' });
