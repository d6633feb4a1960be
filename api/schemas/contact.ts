import { z } from 'zod';
import { QUALITY_POINTS } from '../../domain/quality.ts';
import { CHANNELS, SOURCE_CODES } from '../../domain/vocabulary.ts';
import { AgencyCode, ContactRef, InstantText, MarkAnswer, ReferralRef } from './common.ts';
import { Child, PARTS, Referrer } from './contact-form.ts';

const SOURCES = Object.keys(SOURCE_CODES);

/**
 * The shape the hub asks for. It documents and does not guard: what is missing or odd is kept and marked, because
 * a worry about a child is never turned away for its form.
 */
export const ContactBody = z
  .object({
    receivedAt: InstantText.optional().meta({
      description: 'When the hub was told; absent means now. Not in the future.',
    }),
    channel: z.enum(CHANNELS).meta({ description: 'Another word is kept as OTHER, with a mark' }),
    sourceCode: z
      .string()
      .meta({ enum: SOURCES, description: 'CIN census item N00152; anything else is kept as 10, unknown' }),
    localAuthority: z.string().meta({ examples: ['HARTLEPOOL'] }),
    agency: AgencyCode.optional().meta({
      description: 'Referring agency, when hub staff write the contact up',
    }),
    sourceAgencyId: AgencyCode.optional().meta({ description: 'The hub’s own code of the source' }),
    follows: z
      .string()
      .optional()
      .meta({ examples: ['E-7K3M-Q9TX'], description: 'The enquiry or notification it comes out of' }),
    immediateRisk: z.boolean().optional().meta({
      description:
        'A child may come to harm before the hub opens again. Written by a school after closing, it is handed to the out-of-hours team at once; in danger ring 999',
    }),
    referrer: Referrer,
    concern: z.string().meta({ description: 'What the referrer is worried about, in their words' }),
    email: z
      .object({ subject: z.string().optional(), text: z.string().optional() })
      .optional()
      .meta({ description: 'An email as it came, where there is nothing else; its text is the concern' }),
    ...PARTS,
    children: z.array(Child).max(100).meta({ description: 'One referral is begun for each' }),
  })
  .meta({
    id: 'Contact',
    description: 'What is missing or odd is kept and marked. Fields unknown to the hub are kept as received.',
    examples: [
      {
        channel: 'FORM',
        sourceCode: '2A',
        localAuthority: 'HARTLEPOOL',
        referrer: {
          name: 'Sample Headteacher',
          organisation: 'Example Primary',
          email: 'head@school.example',
        },
        concern: 'Has come to school hungry every day this week.',
        familyAgreement: 'GIVEN',
        children: [{ givenName: 'Testa', familyName: 'Sampleton', dateOfBirth: '2019-04-30' }],
      },
    ],
  });

const QualityAnswer = z
  .object({
    score: z.int().min(0).max(100),
    words: z.array(z.string()).meta({ description: 'What would make the contact better' }),
    missing: z.array(z.enum(QUALITY_POINTS)),
  })
  .meta({
    id: 'Quality',
    description: 'How well the contact tells what the hub needs. It decides nothing about the child.',
  });

export const ContactReceipt = z
  .object({
    contactRef: ContactRef,
    receivedAt: InstantText,
    decisionDueAt: InstantText.meta({ description: 'When a manager must have decided' }),
    referrals: z.array(z.object({ referralRef: ReferralRef, links: z.object({ self: z.string() }) })),
    marks: z.array(MarkAnswer),
    quality: QualityAnswer.optional().meta({ description: 'Absent where the hub keeps no score' }),
    urgent: z
      .object({ words: z.array(z.string()), phone: z.string().optional() })
      .optional()
      .meta({ description: 'What to do now: the contact came from a school while the hub was shut' }),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'ContactReceipt' });

/** How a submission stands, as far as anyone outside the hub may know. */
export const SUBMISSION_STATUSES = [
  'RECEIVED',
  'ACKNOWLEDGED',
  'DECIDED',
  'OUTCOME_TOLD',
  'WITHDRAWN',
] as const;

export const SubmissionStatus = z
  .object({
    contactRef: ContactRef,
    receivedAt: InstantText,
    referrals: z.array(z.object({ referralRef: ReferralRef, status: z.enum(SUBMISSION_STATUSES) })),
  })
  .meta({ id: 'SubmissionStatus', description: 'What a referrer sees of their own contact' });

export const ContactAnswer = z
  .object({
    contactRef: ContactRef,
    receivedAt: InstantText,
    recordedAt: InstantText,
    channel: z.enum(CHANNELS),
    sourceCode: z.string(),
    localAuthority: z.string(),
    agency: z.string().optional(),
    submittedBy: z.string(),
    form: z
      .object({
        referrer: Referrer.extend({ anonymous: z.boolean() }),
        concern: z.string(),
        ...PARTS,
        children: z.array(Child),
      })
      .optional()
      .meta({ description: 'Absent once erased' }),
    sourceAgencyId: z.string().optional(),
    follows: z.string().optional(),
    marks: z.array(MarkAnswer),
    quality: QualityAnswer.optional(),
    referrals: z.array(z.object({ referralRef: ReferralRef, links: z.object({ self: z.string() }) })),
  })
  .meta({ id: 'ContactRecord', description: 'A contact as hub staff see it' });
