import { z } from 'zod';
import { CLOCK_STATUSES, STOP_REASONS } from '../../domain/clock.ts';
import { FOLLOW_ON_NAMES } from '../../domain/follow-on/state.ts';
import { CLOCK_KINDS, ROLES } from '../../domain/vocabulary.ts';
import { ClockRow } from './clock.ts';
import { CommandId, CommandStatusAnswer } from './commands.ts';
import { AgencyCode, ContactRef, InstantText, ReferralRef } from './common.ts';

export const FollowOnId = z
  .string()
  .regex(/^R-[0-9A-Z]{4}-[0-9A-Z]{4}\.[A-Z]\d{1,4}$/)
  .meta({
    description: 'The child’s referral, a letter for the kind, a number',
    examples: ['R-4HD2-9WBN.A1'],
  });
export const FollowOnParams = z.object({ id: FollowOnId });
export const FollowOnClockParams = FollowOnParams.extend({ clockId: z.string().max(200) });

const Owner = z
  .object({ team: z.string(), role: z.enum(ROLES), since: InstantText, userId: z.string().optional() })
  .meta({ id: 'CaseOwner', description: 'Who answers for the case; exactly one at every instant' });

const CaseClock = z
  .object({
    id: z.string(),
    kind: z.enum(CLOCK_KINDS),
    name: z.string(),
    status: z.enum(CLOCK_STATUSES),
    startedAt: InstantText,
    dueAt: InstantText.meta({ description: 'Exactly then is on time; one millisecond later is late' }),
    isLate: z.boolean(),
    stoppedAt: InstantText.optional(),
    stoppedBy: z.enum(STOP_REASONS).optional(),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'CaseClock' });

export const FollowOnAnswer = z
  .object({
    id: FollowOnId,
    kind: z.enum(FOLLOW_ON_NAMES),
    contactRef: ContactRef,
    referralRefs: z.array(ReferralRef),
    localAuthority: z.string(),
    stage: z.string(),
    stageWords: z.string(),
    version: z.number().int(),
    openedAt: InstantText,
    closedAt: InstantText.optional(),
    owner: Owner,
    owners: z.array(Owner).meta({ description: 'Everybody who has answered for it, in order' }),
    next: z.object({ action: z.string(), by: z.enum(ROLES), words: z.string() }).optional(),
    clocks: z.array(CaseClock),
    facts: z
      .looseObject({})
      .meta({ description: 'What is on record, by kind of case; as far as the reader may see it' }),
    allowedActions: z.array(z.string()),
    asOf: InstantText,
    links: z.object({
      self: z.string(),
      family: z.string().optional().meta({ description: 'Everything about the family in one place' }),
      referrals: z.array(z.string()).optional(),
      from: z.string().optional().meta({ description: 'The case it came out of' }),
      ledTo: z.array(z.string()).optional().meta({ description: 'The cases that came out of it' }),
      temporal: z.string().optional(),
    }),
  })
  .meta({ id: 'FollowOn', description: 'A case that follows a decision, or stands beside one' });

export const FollowOnCommandStatus = CommandStatusAnswer.extend({
  links: z.object({ self: z.string(), case: z.string() }),
}).meta({
  id: 'FollowOnCommandStatus',
  description: 'What became of a command to a case that nobody answered in time',
});

export const FollowOnCommandParams = FollowOnParams.extend({ commandId: CommandId });

export const ListedFollowOn = z
  .object({
    id: FollowOnId,
    kind: z.enum(FOLLOW_ON_NAMES),
    contactRef: ContactRef,
    referralRefs: z.array(ReferralRef),
    localAuthority: z.string(),
    stage: z.string(),
    stageWords: z.string(),
    owner: z.object({ team: z.string(), role: z.enum(ROLES), userId: z.string().optional() }),
    openedAt: InstantText,
    nextDueAt: InstantText.optional(),
    isOverdue: z.boolean(),
    outcome: z.string().optional(),
    closedAt: InstantText.optional(),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'ListedFollowOn' });

export const FollowOnListQuery = z.strictObject({
  status: z
    .enum(['open', 'overdue', 'closed'])
    .default('open')
    .meta({ description: '`overdue`: open, and a clock is past the instant it was due' }),
  party: AgencyCode.optional().meta({ description: 'An agency that is part of it' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: FollowOnId.optional().meta({ description: 'The last case of the page before' }),
});

export const FollowOnListAnswer = z
  .object({
    cases: z.array(ListedFollowOn),
    asOf: InstantText,
    links: z.object({ next: z.string().optional() }),
  })
  .meta({ id: 'FollowOnList' });

export const FollowOnClockExplanation = z
  .object({
    id: FollowOnId,
    clock: CaseClock.omit({ name: true, links: true, stoppedAt: true, stoppedBy: true }),
    sentence: z.string(),
    rows: z.array(ClockRow),
    asOf: InstantText,
    links: z.object({ self: z.string(), case: z.string() }),
  })
  .meta({ id: 'CaseClockExplanation' });
