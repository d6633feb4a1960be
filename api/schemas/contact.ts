import { z } from 'zod';
import { CHANNELS, SOURCE_CODES } from '../../domain/vocabulary.ts';
import { AgencyCode, ContactRef, InstantText, MarkAnswer, ReferralRef } from './common.ts';

const SOURCES = Object.keys(SOURCE_CODES);

const Child = z
  .object({
    givenName: z.string().optional(),
    familyName: z.string().optional(),
    dateOfBirth: z
      .string()
      .optional()
      .meta({ examples: ['2019-04-30'] }),
    expectedDateOfBirth: z.string().optional(),
    sex: z.string().optional(),
    nhsNumber: z.string().optional(),
    upn: z.string().optional(),
    address: z.string().optional(),
    postcode: z.string().optional(),
  })
  .meta({ id: 'Child' });

const Referrer = z
  .object({
    anonymous: z.boolean().optional(),
    name: z.string().optional(),
    organisation: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
  })
  .meta({ id: 'Referrer' });

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
    referrer: Referrer,
    concern: z.string().meta({ description: 'What the referrer is worried about, in their words' }),
    expectedResponse: z.string().optional(),
    familyAgreement: z
      .string()
      .optional()
      .meta({ examples: ['GIVEN', 'NOT_SOUGHT'] }),
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

export const ContactReceipt = z
  .object({
    contactRef: ContactRef,
    receivedAt: InstantText,
    decisionDueAt: InstantText.meta({ description: 'When a manager must have decided' }),
    referrals: z.array(z.object({ referralRef: ReferralRef, links: z.object({ self: z.string() }) })),
    marks: z.array(MarkAnswer),
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
        expectedResponse: z.string().optional(),
        familyAgreement: z.string().optional(),
        children: z.array(Child),
      })
      .optional()
      .meta({ description: 'Absent once erased' }),
    marks: z.array(MarkAnswer),
    referrals: z.array(z.object({ referralRef: ReferralRef, links: z.object({ self: z.string() }) })),
  })
  .meta({ id: 'ContactRecord', description: 'A contact as hub staff see it' });
