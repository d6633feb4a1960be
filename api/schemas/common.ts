import { z } from 'zod';
import { PROBLEMS, type ProblemCode, problemType } from '../problems.ts';

/** An instant in an answer or a request: ISO 8601 with its offset. */
export const InstantText = z.iso
  .datetime({ offset: true, error: 'Write the instant in ISO 8601 with its offset' })
  .meta({ examples: ['2027-03-25T16:59:00+00:00'] });

export const AsOfQuery = z.strictObject({
  asOf: InstantText.optional().meta({ description: 'What had been recorded by this instant' }),
});

export const ContactRef = z
  .string()
  .regex(/^C-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .meta({ examples: ['C-7K3M-Q9TX'] });
export const ReferralRef = z
  .string()
  .regex(/^R-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .meta({ examples: ['R-4HD2-9WBN'] });

export const ReferralParams = z.object({ ref: ReferralRef });

/** Code of an agency, team or authority: it enters the ledger, so it can hold no free text. */
export const AGENCY_CODE = /^[A-Z0-9][A-Z0-9_-]{0,63}$/;
export const AgencyCode = z
  .string()
  .regex(AGENCY_CODE, 'A code has capital letters, digits, dash and underscore, 64 at most')
  .meta({ examples: ['POLICE'] });

export const IdempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string({ error: 'Send an Idempotency-Key: any text that you use for this one request only' })
    .regex(/^[\x21-\x7e]{1,200}$/, 'An Idempotency-Key has 1 to 200 visible ASCII characters')
    .meta({
      description: 'Names this one request. The same key with the same body gives the first answer again.',
      examples: ['7f1c9a52-5f0e-4a9e-8a44-0d6c3e0f6f11'],
    }),
});

export const VersionedHeaders = IdempotencyHeaders.extend({
  'if-match': z
    .string()
    .regex(/^"\d{1,9}"$/, 'If-Match carries the ETag of the referral as you read it, such as "3"')
    .optional()
    .meta({ description: 'The ETag of the referral as you read it.', examples: ['"3"'] }),
});

export const MarkAnswer = z
  .object({
    pointer: z.string().meta({ description: 'JSON Pointer into the contact' }),
    rule: z.string(),
    words: z.string().meta({ description: 'What to do about it' }),
  })
  .meta({ id: 'Mark', description: 'A rule the contact does not meet. The contact was kept all the same.' });

export const ProblemAnswer = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string().meta({ description: 'Names this request in the log of the hub' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional(),
          parameter: z.string().optional(),
          detail: z.string(),
        }),
      )
      .optional(),
    current: z
      .looseObject({ referralRef: z.string(), version: z.number().int(), stage: z.string() })
      .optional()
      .meta({ description: 'Where the referral stands now, with the decision in force' }),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem document',
    examples: [
      {
        type: problemType('STALE_VERSION'),
        title: PROBLEMS.STALE_VERSION.title,
        status: 412,
        code: 'STALE_VERSION',
        detail: 'The case has changed since it was read',
        instance: 'urn:uuid:5cf0c2c8-6f7a-4df2-9d61-1d6a1c1b3c55',
      },
    ],
  });

const EVERYWHERE = ['UNAUTHENTICATED', 'NOT_PERMITTED', 'INTERNAL', 'UNAVAILABLE'] as const;

/** Documented problem answers of a route, by status; those any protected route can give are included. */
export function problems(...codes: ProblemCode[]) {
  const statuses = new Map<number, string[]>();
  for (const code of [...EVERYWHERE, ...codes]) {
    const { status, title } = PROBLEMS[code];
    statuses.set(status, [...(statuses.get(status) ?? []), title]);
  }
  return Object.fromEntries(
    [...statuses].map(([status, titles]) => [
      status,
      {
        description: titles.join('; '),
        content: { 'application/problem+json': { schema: ProblemAnswer } },
      },
    ]),
  );
}
