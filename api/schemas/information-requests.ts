import { z } from 'zod';
import { REVIEW_OUTCOMES } from '../../domain/referral/agency-checks.ts';
import { REQUEST_ACTIONS } from '../../domain/information-request/commands.ts';
import { ANSWER_ROUTES, DISCLOSABLE, REQUEST_STAGES } from '../../domain/information-request/state.ts';
import { AGENCY_ANSWERS, LAWFUL_BASES, RAGS } from '../../domain/vocabulary.ts';
import { Words } from './commands.ts';
import { AgencyCode, ContactRef, InstantText, ReferralRef } from './common.ts';

export const RequestId = z
  .string()
  .regex(/^C-[0-9A-Z]{4}-[0-9A-Z]{4}\.[A-Z0-9][A-Z0-9_-]{0,63}(\.\d{1,3})?$/)
  .meta({ description: 'Contact and agency', examples: ['C-7K3M-Q9TX.POLICE'] });

export const RequestParams = z.object({ id: RequestId });
export const RequestPauseParams = RequestParams.extend({
  no: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: 'Number of the pause', examples: [1] }),
});
export const ReferralRequestParams = z.object({ ref: ReferralRef, id: RequestId });

export const InformationRequestBody = z
  .strictObject({
    agency: AgencyCode.meta({ description: 'One of the agencies of the hub' }),
    questions: Words,
    disclosed: z
      .array(z.enum(DISCLOSABLE))
      .min(1)
      .refine((fields) => new Set(fields).size === fields.length, 'Name each of them once')
      .meta({ description: 'What the agency may be told, so that it can look the child up; no more' }),
    basis: z.enum(LAWFUL_BASES),
    necessity: Words.meta({ description: 'Why it is necessary and proportionate to ask' }),
    critical: z
      .boolean()
      .default(false)
      .meta({ description: 'No decision of no further action while this answer is open' }),
  })
  .meta({
    id: 'InformationRequestToMake',
    examples: [
      {
        agency: 'POLICE',
        questions: 'Has the family come to notice in the last two years?',
        disclosed: ['NAMES', 'DATE_OF_BIRTH', 'ADDRESS'],
        basis: 'PUBLIC_TASK',
        necessity: 'Whether it is safe at home cannot be judged otherwise.',
      },
    ],
  });

const answerFields = {
  answer: z.enum(AGENCY_ANSWERS),
  partial: z.boolean().default(false).meta({ description: 'There is more to come; the time runs on' }),
  detail: Words.optional().meta({
    description: 'What is known; with REFUSED, the reason, which is required',
  }),
  corrects: z.int().positive().optional().meta({ description: 'Number of the answer this one corrects' }),
};

export const AnswerBody = z
  .strictObject(answerFields)
  .meta({ id: 'AnswerToGive', examples: [{ answer: 'NOTHING_KNOWN' }] });

export const RequestWithdrawalBody = z
  .strictObject({ reason: Words })
  .meta({ id: 'RequestWithdrawal', examples: [{ reason: 'The family has moved away.' }] });

export const ReviewBody = z
  .strictObject({
    answerNo: z.int().positive(),
    outcome: z.enum(REVIEW_OUTCOMES).meta({ description: 'Whether the late answer changes the decision' }),
    rationale: Words,
  })
  .meta({
    id: 'LateAnswerReview',
    examples: [{ answerNo: 1, outcome: 'NO_CHANGE', rationale: 'This was known from the school.' }],
  });

export const RequestListQuery = z.strictObject({
  status: z
    .enum(['open', 'overdue', 'closed'])
    .default('open')
    .meta({ description: '`overdue`: open, not answered, and past the instant it was due' }),
  agency: AgencyCode.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: RequestId.optional().meta({ description: 'The last request of the page before' }),
});

const GivenAnswerAnswer = z.object({
  no: z.number().int(),
  answer: z.enum(AGENCY_ANSWERS),
  partial: z.boolean(),
  detail: z.string().optional().meta({ description: 'Absent once erased' }),
  corrects: z.number().int().optional(),
  route: z.enum(ANSWER_ROUTES),
  answeredAt: InstantText,
  answeredBy: z.string(),
});

const Facts = z.array(z.object({ field: z.enum(DISCLOSABLE), value: z.string() }));
const DisclosureAnswer = z
  .object({ children: z.array(z.object({ facts: Facts })), family: Facts })
  .meta({ id: 'Disclosure', description: 'What the agency is told of the children and the family' });

export const ListedRequest = z
  .object({
    requestId: RequestId,
    contactRef: ContactRef,
    agency: z.string(),
    localAuthority: z.string(),
    stage: z.enum(REQUEST_STAGES),
    openedAt: InstantText,
    dueAt: InstantText,
    isOverdue: z.boolean(),
    isPaused: z.boolean(),
    answer: z.enum(AGENCY_ANSWERS).optional(),
    answeredAt: InstantText.optional(),
    closedAt: InstantText.optional(),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'ListedInformationRequest' });

export const RequestListAnswer = z
  .object({
    requests: z.array(ListedRequest),
    asOf: InstantText,
    links: z.object({ next: z.string().optional() }),
  })
  .meta({ id: 'InformationRequestList' });

export const RequestAnswer = z
  .object({
    requestId: RequestId,
    contactRef: ContactRef,
    version: z.number().int(),
    agency: z.string(),
    localAuthority: z.string(),
    stage: z.enum(REQUEST_STAGES),
    referralRefs: z.array(ReferralRef).optional().meta({ description: 'For the staff of the hub' }),
    rag: z.enum(RAGS).optional().meta({ description: 'For the staff of the hub' }),
    critical: z.boolean().optional().meta({ description: 'For the staff of the hub' }),
    necessity: z.string().optional().meta({ description: 'For the staff of the hub' }),
    questions: z.string().optional().meta({ description: 'Absent once erased' }),
    disclosed: z.array(z.enum(DISCLOSABLE)),
    disclosure: DisclosureAnswer.optional(),
    basis: z.enum(LAWFUL_BASES),
    openedAt: InstantText,
    dueAt: InstantText,
    pauses: z
      .array(z.object({ no: z.number().int(), from: InstantText, reason: z.string().optional() }))
      .meta({
        description: 'What holds the time of the agency still; their reasons for the staff of the hub',
      }),
    listedMissingAt: InstantText.optional(),
    closedAt: InstantText.optional(),
    answers: z.array(GivenAnswerAnswer),
    allowedActions: z.array(z.enum(REQUEST_ACTIONS)),
    asOf: InstantText,
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'InformationRequest' });

const LateAnswer = z.object({
  answerNo: z.number().int(),
  reviewDueAt: InstantText.optional(),
  outcome: z
    .enum(REVIEW_OUTCOMES)
    .optional()
    .meta({ description: 'Absent until a manager has looked at it' }),
  reviewedAt: InstantText.optional(),
  reviewedBy: z.string().optional(),
});

const RequestOfChild = ListedRequest.extend({
  critical: z.boolean(),
  listedMissingAt: InstantText.optional(),
  lateAnswers: z.array(LateAnswer).meta({ description: 'Answers that came after the decision' }),
}).meta({ id: 'InformationRequestOfReferral' });

export const ReferralRequestsAnswer = z
  .object({ requests: z.array(RequestOfChild), asOf: InstantText })
  .meta({ id: 'InformationRequestsOfReferral' });

export const PendingAnswer = z.object({ status: z.literal('PENDING'), words: z.string() }).meta({
  id: 'PendingRequestCommand',
  description:
    'Nobody answered in time; the command is kept and will be sent. The same request again is safe.',
});

export const TokenParams = z.object({
  token: z.string().meta({ description: 'The last part of the link the agency was sent' }),
});

export const LinkedRequestAnswer = z
  .object({
    reference: ContactRef,
    agency: z.string(),
    stage: z.enum(REQUEST_STAGES),
    questions: z.string().optional().meta({ description: 'Absent once erased' }),
    basis: z.enum(LAWFUL_BASES),
    disclosure: DisclosureAnswer.optional().meta({
      description: 'Absent once nothing can be answered any more',
    }),
    dueAt: InstantText,
    linkExpiresAt: InstantText,
    answers: z.array(
      z.object({
        no: z.number().int(),
        answer: z.enum(AGENCY_ANSWERS),
        partial: z.boolean(),
        answeredAt: InstantText,
      }),
    ),
    mayAnswer: z.boolean(),
    asOf: InstantText,
  })
  .meta({ id: 'LinkedRequest', description: 'What a link shows: one request, and how it was answered' });

export const AnswerLinkAnswer = z
  .object({
    link: z.string().meta({ description: 'To be given to the agency and to nobody else' }),
    expiresAt: InstantText,
  })
  .meta({ id: 'AnswerLink' });

export const AnswerLinkBody = z.strictObject({}).meta({ id: 'AnswerLinkToMake' });
