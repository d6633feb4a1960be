import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import { DISCLOSABLE } from '../../domain/information-request/state.ts';
import { openReviews, REVIEW_OUTCOMES, type ReviewOutcome } from '../../domain/referral/agency-checks.ts';
import { LAWFUL_BASES } from '../../domain/vocabulary.ts';
import type { Agencies } from '../../policy/agencies.ts';
import { agencyName, newsId } from '../view-models/agency-checks.ts';
import { BASIS_LABELS } from '../view-models/labels.ts';
import { ANSWER_LABELS, DISCLOSED_LABELS } from '../view-models/request-labels.ts';
import { anyOf, choices, oneOf, requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

const asking = ({ agencies }: { readonly agencies: Agencies }) =>
  z
    .object({
      agency: z
        .string({ error: 'Choose an agency' })
        .refine((code) => agencies.has(code), 'Choose an agency from the list'),
      questions: requiredWords('Enter what you want to know'),
      disclosed: anyOf(DISCLOSABLE).refine((fields) => fields.length > 0, 'Choose what the agency is told'),
      basis: oneOf(LAWFUL_BASES, 'Choose the lawful basis'),
      necessity: requiredWords('Enter why it is necessary to ask'),
      critical: z.preprocess((value) => value !== undefined, z.boolean()),
    })
    .transform((given): WordedReferralCommand => ({ type: 'requestInformation', ...given }));

const OUTCOME_LABELS: Readonly<Record<ReviewOutcome, string>> = {
  NO_CHANGE: 'It does not change the decision',
  CHANGED: 'It changes the decision: the child is decided on again',
};

const reviewing = z
  .object({
    answer: z
      .string({ error: 'Choose the answer' })
      .regex(/^[\w.-]{1,100}\/\d{1,4}$/, 'Choose the answer from the list'),
    outcome: oneOf(REVIEW_OUTCOMES, 'Choose whether it changes the decision'),
    rationale: requiredWords('Enter why'),
  })
  .transform(({ answer, ...given }): WordedReferralCommand => {
    const [requestId = '', no] = answer.split('/', 2);
    return { type: 'reviewLateAnswer', requestId, answerNo: Number(no), ...given };
  });

/** Asking agencies, and looking again at a decision when one answers late. */
export const AGENCY_CHECK_TASKS: Readonly<Record<'requestInformation' | 'reviewLateAnswer', Task>> = {
  requestInformation: {
    path: 'information-request',
    title: () => 'Ask an agency',
    submit: 'Ask this agency',
    lead: 'The agency is sent a link to answer by. The time for the decision runs on. Siblings of the same contact share the request.',
    fields: (_referral, _rules, { agencies }) => [
      {
        kind: 'radios',
        name: 'agency',
        label: 'Which agency?',
        items: [...agencies.values()].map(({ code, name }) => ({ value: code, text: name })),
      },
      { kind: 'textarea', name: 'questions', label: 'What do you want to know?', rows: 5 },
      {
        kind: 'checkboxes',
        name: 'disclosed',
        label: 'What may the agency be told, so that it can look the child up?',
        hint: 'No more than it needs.',
        items: choices(DISCLOSABLE, DISCLOSED_LABELS),
      },
      {
        kind: 'radios',
        name: 'basis',
        label: 'Lawful basis for sharing',
        hint: 'Consent is seldom the right basis for safeguarding.',
        items: choices(LAWFUL_BASES, BASIS_LABELS),
      },
      {
        kind: 'textarea',
        name: 'necessity',
        label: 'Why is it necessary and proportionate to ask?',
        rows: 4,
      },
      {
        kind: 'checkboxes',
        name: 'critical',
        label: 'Does the decision hang on it?',
        items: [{ value: 'yes', text: 'Yes: no decision of no further action while this answer is open' }],
      },
    ],
    read: (body, _rules, hub) => readForm(asking(hub), body),
  },
  reviewLateAnswer: {
    path: 'late-answer-review',
    title: () => 'Look again at the decision after a late answer',
    submit: 'Record the review',
    fields: (referral, _rules, { agencies }) => [
      {
        kind: 'radios',
        name: 'answer',
        label: 'Which answer have you looked at?',
        items: openReviews(referral).map(({ check, answer }) => ({
          value: newsId(check, answer),
          text: `${agencyName(agencies, check.agency)}: ${ANSWER_LABELS[answer.answer]}`,
        })),
      },
      {
        kind: 'radios',
        name: 'outcome',
        label: 'Does it change the decision?',
        items: choices(REVIEW_OUTCOMES, OUTCOME_LABELS),
      },
      { kind: 'textarea', name: 'rationale', label: 'Why?', rows: 4 },
    ],
    read: (body) => readForm(reviewing, body),
  },
};
