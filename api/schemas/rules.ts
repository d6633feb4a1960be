import { z } from 'zod';
import { EDITION_KINDS } from '../../domain/rulebook/rulebook.ts';
import { TIME_UNITS } from '../../domain/policy.ts';
import { CLOCK_KINDS } from '../../domain/vocabulary.ts';
import { InstantText, ReferralRef } from './common.ts';
import { FollowOnId } from './follow-ons.ts';

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const EditionParams = z.object({ sha256: Sha256 });
export const ProposalParams = z.object({ no: z.coerce.number().int().min(1) });
export const PublicationParams = ProposalParams;

const Edition = z
  .object({
    kind: z.enum(EDITION_KINDS),
    edition: z.string(),
    sha256: Sha256.meta({ description: 'SHA-256 of the document in canonical JSON, RFC 8785' }),
    effectiveFrom: z.string().optional().meta({ description: 'For contacts received from this date on' }),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'Edition' });

const Change = z.union([
  z.object({ type: z.literal('PUBLISH'), edition: Edition }),
  z.object({ type: z.literal('WITHDRAW'), publication: z.number().int() }),
]);

export const ProposalBody = z
  .union([
    z.strictObject({
      kind: z.enum(EDITION_KINDS),
      document: z.record(z.string(), z.unknown()).meta({ description: 'A policy or calendar edition' }),
    }),
    z.strictObject({ withdraw: z.number().int().min(1).meta({ description: 'Number of a publication' }) }),
  ])
  .meta({ id: 'ProposalBody' });

/** An answer to a proposal says nothing but yes or no. */
export const NothingMore = z.strictObject({});

export const ProposalAnswer = z
  .object({
    no: z.number().int(),
    status: z.enum(['OPEN', 'AGREED', 'REJECTED']),
    change: Change,
    proposedAt: InstantText,
    proposedBy: z.string(),
    supporters: z.array(z.string()).meta({ description: 'Who is for it; two people publish it' }),
    publication: z.number().int().optional(),
    rejectedBy: z.string().optional(),
    links: z.object({ self: z.string(), preview: z.string(), publication: z.string().optional() }),
  })
  .meta({ id: 'Proposal' });

export const PublicationAnswer = z
  .object({
    no: z.number().int(),
    change: Change,
    publishedAt: InstantText,
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'Publication' });

export const RulesAnswer = z
  .object({
    inForce: z.object({ policy: Edition, calendar: Edition, publication: z.number().int() }),
    calendarAlarm: z
      .object({ officialUntil: z.string(), words: z.string() })
      .optional()
      .meta({ description: 'Present when fewer than six months of official bank holidays remain' }),
    proposals: z.array(ProposalAnswer),
    publications: z.array(PublicationAnswer),
  })
  .meta({ id: 'Rules' });

export const PublicationProgressAnswer = PublicationAnswer.extend({
  isDone: z.boolean(),
  casesToTell: z.number().int().meta({ description: 'Open cases that do not go by the rules in force yet' }),
  openCases: z.number().int(),
}).meta({ id: 'PublicationProgress' });

export const PreviewAnswer = z
  .object({
    proposal: z.number().int(),
    asOf: InstantText,
    cases: z.number().int().meta({ description: 'Open cases that were counted anew' }),
    moves: z.array(
      z.object({
        referralRef: ReferralRef,
        caseId: FollowOnId.optional().meta({ description: 'Of a case that follows a decision' }),
        clock: z.string(),
        kind: z.enum(CLOCK_KINDS),
        limit: z.object({ amount: z.number(), unit: z.enum(TIME_UNITS), at: z.string().optional() }),
        dueAt: InstantText,
        wouldBeDueAt: InstantText,
      }),
    ),
    unknown: z
      .array(z.union([ReferralRef, FollowOnId]))
      .meta({ description: 'Cases under editions that are not at hand' }),
  })
  .meta({ id: 'RulesPreview' });

export const EditionAnswer = z
  .record(z.string(), z.unknown())
  .meta({ description: 'The edition as it was published, in canonical JSON' });
