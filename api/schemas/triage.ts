import { z } from 'zod';
import { AGREEMENT_GIVERS } from '../../domain/referral/agreement.ts';
import { AGREEMENTS, DELIVERY_METHODS, LAWFUL_BASES, RAGS } from '../../domain/vocabulary.ts';
import { Words } from './commands.ts';
import { InstantText } from './common.ts';

export const QuestionBody = z.strictObject({ question: Words }).meta({
  id: 'QuestionToReferrer',
  description: 'Sent to the referrer as it is written where they can be reached electronically',
  examples: [{ question: 'Where is the child staying tonight?' }],
});

export const AttemptBody = z
  .strictObject({
    method: z.enum(DELIVERY_METHODS),
    reached: z.boolean(),
    triedAt: InstantText.optional().meta({ description: 'When it was tried; absent means now' }),
  })
  .meta({ id: 'AttemptToReachReferrer', examples: [{ method: 'PHONE', reached: false }] });

export const ReferrerAnswerBody = z
  .strictObject({
    answer: Words,
    answeredAt: InstantText.optional().meta({ description: 'When they answered; absent means now' }),
  })
  .meta({ id: 'ReferrersAnswer', examples: [{ answer: 'At the grandmother’s.' }] });

export const QuestionEndBody = z
  .strictObject({ reason: Words })
  .meta({ id: 'GoingOnWithoutAnswer', examples: [{ reason: 'Two calls, no answer.' }] });

export const AgreementBody = z
  .strictObject({
    status: z.enum(AGREEMENTS),
    givenBy: z
      .enum(AGREEMENT_GIVERS)
      .optional()
      .meta({ description: 'Who answered; needed where the family agreed, refused or withdrew' }),
    method: z
      .enum(DELIVERY_METHODS)
      .optional()
      .meta({ description: 'How they answered; needed where they did' }),
    agreedAt: InstantText.optional().meta({ description: 'When they answered; absent means now' }),
    reason: Words.optional().meta({
      description: 'Needed where the family did not agree, and where a young person did',
    }),
  })
  .meta({
    id: 'AgreementToRecord',
    description: 'The family’s agreement to a service. It is not the lawful basis for sharing information.',
    examples: [{ status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY', method: 'PHONE' }],
  });

export const LawfulBasisBody = z
  .strictObject({ basis: z.enum(LAWFUL_BASES), purpose: Words, necessity: Words })
  .meta({
    id: 'LawfulBasisToRecord',
    description: 'Why information may be shared. CONSENT is taken, and answered with a warning.',
    examples: [
      {
        basis: 'PUBLIC_TASK',
        purpose: 'To decide what help the child needs.',
        necessity: 'What the school knows does not show whether the child is safe at home.',
      },
    ],
  });

export const AuthorisationBody = z.strictObject({ reason: Words }).meta({
  id: 'ChecksWithoutKnowledge',
  examples: [{ reason: 'Asking the family first would put the child at risk.' }],
});

const Attempt = z.object({
  triedAt: InstantText,
  method: z.enum(DELIVERY_METHODS),
  reached: z.boolean(),
  triedBy: z.string(),
});

export const ClarificationAnswer = z
  .object({
    no: z.number().int(),
    askedAt: InstantText,
    askedBy: z.string(),
    sentAt: InstantText.optional().meta({ description: 'When it left by itself as a message' }),
    attempts: z.array(Attempt),
    attemptsNeeded: z.number().int().optional(),
    attemptsDueAt: InstantText.optional(),
    endedAt: InstantText.optional(),
    end: z.enum(['ANSWERED', 'DECIDED_ON_WHAT_IS_KNOWN']).optional(),
    question: z.string().optional(),
    answer: z.string().optional(),
  })
  .meta({ id: 'Clarification', description: 'A question to the referrer. No clock stops while it is open.' });

export const TimeLostAnswer = z
  .object({
    questionNo: z.number().int(),
    from: InstantText,
    to: InstantText.optional(),
    workingMinutes: z.number().int(),
    attributedTo: z.literal('REFERRER'),
  })
  .meta({ id: 'TimeLost', description: 'Minutes of hub hours in which the hub waited for the referrer' });

export const CheckAnswer = z.object({
  opens: z.boolean().meta({ description: 'Whether agencies are asked under this rating' }),
  rule: z.string(),
  source: z.string().optional(),
});

export const RatingProposalAnswer = z.object({
  rag: z.enum(RAGS),
  proposedAt: InstantText,
  proposedBy: z.string(),
  reason: z.string().optional(),
});

export const AgreementAnswer = z
  .object({
    status: z.enum(AGREEMENTS),
    givenBy: z.enum(AGREEMENT_GIVERS).optional(),
    method: z.enum(DELIVERY_METHODS).optional(),
    at: InstantText,
    recordedBy: z.string(),
    isInForce: z.boolean(),
    reason: z.string().optional(),
  })
  .meta({ id: 'Agreement' });

export const LawfulBasisAnswer = z
  .object({
    basis: z.enum(LAWFUL_BASES),
    at: InstantText,
    recordedBy: z.string(),
    warning: z.string().optional(),
    purpose: z.string().optional(),
    necessity: z.string().optional(),
  })
  .meta({ id: 'LawfulBasis' });

export const AuthorisationAnswer = z.object({
  at: InstantText,
  authorisedBy: z.string(),
  reason: z.string().optional(),
});
