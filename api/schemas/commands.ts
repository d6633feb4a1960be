import { z } from 'zod';
import { WITHHOLDING_REASONS } from '../../domain/referral/state.ts';
import { AGREEMENTS, DELIVERY_METHODS, LEVELS_OF_NEED, OUTCOMES, RAGS } from '../../domain/vocabulary.ts';
import { AgencyCode, InstantText, ReferralRef } from './common.ts';

const MOST_LETTERS = 100_000;

/** Words a person writes; sealed before they reach a case. */
export const Words = z
  .string()
  .max(MOST_LETTERS, `At most ${MOST_LETTERS} characters`)
  .refine((text) => text.trim() !== '', 'This may not be blank');

const ByHand = z.enum(DELIVERY_METHODS).exclude(['ELECTRONIC']);

export const AcknowledgementBody = z
  .strictObject({
    method: ByHand,
    acknowledgedAt: InstantText.optional().meta({
      description: 'When the referrer was told; absent means now',
    }),
  })
  .meta({ id: 'Acknowledgement', examples: [{ method: 'PHONE' }] });

export const RatingBody = z
  .strictObject({ rag: z.enum(RAGS), reason: Words })
  .meta({ id: 'Rating', examples: [{ rag: 'AMBER', reason: 'Second contact in a month.' }] });

export const DecisionBody = z
  .strictObject({
    outcome: z.enum(OUTCOMES),
    level: z.literal(LEVELS_OF_NEED),
    rationale: Words,
    evidenceConsidered: Words,
    agreement: z.enum(AGREEMENTS),
    childsVoice: Words.optional(),
    withoutAgreement: Words.optional().meta({
      description: 'Why seeking the family’s agreement would harm the child, where the outcome would need it',
    }),
    dissent: Words.optional().meta({ description: 'What an agency that sees it otherwise says' }),
    interimSafety: Words.optional().meta({
      description: 'What keeps the child safe until that is settled; needed with `dissent`',
    }),
    whatIsDifferent: Words.optional().meta({
      description:
        'What is different from the referral before; needed where `history.reReferral` is CONFIRMED, and no earlier decision of this referral says it',
    }),
    agenciesMissing: z.array(AgencyCode).max(30).optional(),
    receiver: AgencyCode.optional().meta({
      description: 'Who takes the child over, where the outcome needs it',
    }),
    supersedes: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'Number of the decision this one replaces' }),
  })
  .meta({
    id: 'DecisionToMake',
    examples: [
      {
        outcome: 'ASSESSMENT_S17',
        level: 3,
        rationale: 'Needs are complex and rising; a social worker should assess.',
        evidenceConsidered: 'School report, attendance, two earlier contacts.',
        agreement: 'GIVEN',
      },
    ],
  });

export const FeedbackBody = z
  .strictObject({
    method: z.enum(DELIVERY_METHODS).optional(),
    givenAt: InstantText.optional().meta({
      description: 'When the referrer was told by hand; absent means now',
    }),
    withhold: z
      .strictObject({ reason: z.enum(WITHHOLDING_REASONS), note: Words.optional() })
      .optional()
      .meta({ description: 'Why the referrer is not told; instead of a method' }),
  })
  .refine(({ method, withhold }) => (method === undefined) !== (withhold === undefined), {
    error: 'Say either by which method the referrer was told, or why this is withheld',
    path: ['method'],
  })
  .refine(
    ({ givenAt, method }) => givenAt === undefined || (method !== undefined && method !== 'ELECTRONIC'),
    {
      error: 'An instant is given only for what was told by hand',
      path: ['givenAt'],
    },
  )
  .meta({
    id: 'FeedbackToGive',
    examples: [{ method: 'ELECTRONIC' }, { withhold: { reason: 'NO_SAFE_CONTACT' } }],
  });

export const HandoverAcceptanceBody = z.strictObject({}).meta({ id: 'HandoverAcceptance' });

export const WithdrawalBody = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.literal('REQUEST'), reason: Words }),
    z.strictObject({
      action: z.literal('APPROVE'),
      rationale: Words,
      noDutyArises: z.boolean().optional().meta({
        description:
          'The risk is assessed and no duty towards the child arises; without it nothing is withdrawn',
      }),
    }),
    z.strictObject({ action: z.literal('REFUSE'), rationale: Words }),
  ])
  .meta({
    id: 'Withdrawal',
    examples: [{ action: 'REQUEST', reason: 'Handed in twice by mistake.' }],
  });

export const PauseBody = z
  .strictObject({ reason: Words.meta({ description: 'Why the clock should stand still' }) })
  .meta({ id: 'Pause', examples: [{ reason: 'The school is shut and nobody there can be asked.' }] });

export const PauseEndBody = z.strictObject({}).meta({ id: 'PauseEnd' });

const ClockId = z
  .string()
  .regex(/^[A-Z][A-Z0-9_-]{0,63}$/)
  .meta({ description: 'Id of a clock of the referral, as the referral names it', examples: ['RAG_TARGET'] });
export const ClockParams = z.object({ ref: ReferralRef, clockId: ClockId });
export const PauseParams = ClockParams.extend({
  no: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: 'Number of the pause', examples: [1] }),
});

export const CommandStatusAnswer = z
  .object({
    commandId: z.string(),
    status: z.enum(['PENDING', 'RECORDED', 'REFUSED']),
    words: z.string(),
    version: z.number().int().optional().meta({ description: 'Of the case, once recorded' }),
    refusal: z
      .object({ type: z.string(), code: z.string(), detail: z.string() })
      .optional()
      .meta({ description: 'Why the command was refused in the end' }),
    links: z.object({ self: z.string(), referral: z.string() }),
  })
  .meta({
    id: 'CommandStatus',
    description:
      'What became of a command that nobody answered in time. It is kept and sent until it is answered. The same request with the same Idempotency-Key is safe and gives its answer.',
  });

export const CommandId = z.string().regex(/^[0-9a-f]{32}$/);

export const CommandParams = z.object({ ref: ReferralRef, commandId: CommandId });
