import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import { type ClarificationCommand, questionTemplate } from '../../domain/referral/clarification.ts';
import { DELIVERY_METHODS } from '../../domain/vocabulary.ts';
import { METHOD_CHOICES } from '../view-models/labels.ts';
import { choices, oneOf, requiredWords } from './fields.ts';
import { whenField } from './feedback.ts';
import { gatherMoment, optionalMoment } from './moment.ts';
import { readForm, type Task } from './task.ts';

const asking = z
  .object({ question: requiredWords('Enter the question to the referrer') })
  .transform(({ question }): WordedReferralCommand => ({ type: 'askReferrer', question }));

const givingUp = z
  .object({ reason: requiredWords('Enter why the hub goes on without an answer') })
  .transform(({ reason }): WordedReferralCommand => ({ type: 'decideOnWhatIsKnown', reason }));

/** Questions to the referrer, each step with its page. */
export const CLARIFICATION_TASKS: Readonly<Record<ClarificationCommand['type'], Task>> = {
  askReferrer: {
    path: 'clarification',
    title: () => 'Ask the referrer a question',
    submit: 'Record the question',
    lead: 'The time for the decision runs on while the referrer is asked.',
    fields: ({ marks, referrerReach }) => {
      const start = questionTemplate(marks);
      return [
        {
          kind: 'textarea',
          name: 'question',
          label: 'What do you need to know?',
          hint:
            referrerReach === 'ELECTRONIC'
              ? 'It is sent to the referrer by email as you write it. Name nobody who could be harmed by that.'
              : 'Nothing is sent: this referrer is asked by a person.',
          rows: 8,
          ...(start !== undefined && { start }),
        },
      ];
    },
    read: (body) => readForm(asking, body),
  },
  logAttempt: {
    path: 'clarification-attempt',
    title: () => 'Log an attempt to reach the referrer',
    submit: 'Log the attempt',
    fields: () => [
      {
        kind: 'radios',
        name: 'method',
        label: 'How did you try?',
        items: choices(DELIVERY_METHODS, METHOD_CHOICES),
      },
      {
        kind: 'radios',
        name: 'reached',
        label: 'Did you reach them?',
        items: [
          { value: 'yes', text: 'Yes' },
          { value: 'no', text: 'No' },
        ],
      },
      whenField('triedAt'),
    ],
    read: (body, { calendar }) => {
      const command = z
        .object({
          method: oneOf(DELIVERY_METHODS, 'Choose how you tried'),
          reached: oneOf(['yes', 'no'], 'Choose whether you reached the referrer'),
          triedAt: optionalMoment(calendar),
        })
        .transform(
          ({ method, reached, triedAt }): WordedReferralCommand => ({
            type: 'logAttempt',
            method,
            reached: reached === 'yes',
            ...(triedAt !== undefined && { triedAt }),
          }),
        );
      return readForm(command, gatherMoment(body, 'triedAt'));
    },
  },
  recordReferrerAnswer: {
    path: 'clarification-answer',
    title: () => 'Record the referrer’s answer',
    submit: 'Record the answer',
    fields: () => [
      { kind: 'textarea', name: 'answer', label: 'What did the referrer say?', rows: 6 },
      whenField('answeredAt'),
    ],
    read: (body, { calendar }) => {
      const command = z
        .object({
          answer: requiredWords('Enter what the referrer said'),
          answeredAt: optionalMoment(calendar),
        })
        .transform(
          ({ answer, answeredAt }): WordedReferralCommand => ({
            type: 'recordReferrerAnswer',
            answer,
            ...(answeredAt !== undefined && { answeredAt }),
          }),
        );
      return readForm(command, gatherMoment(body, 'answeredAt'));
    },
  },
  decideOnWhatIsKnown: {
    path: 'clarification-end',
    title: () => 'Go on without the referrer’s answer',
    submit: 'Go on with what is known',
    fields: () => [
      { kind: 'textarea', name: 'reason', label: 'Why does the hub go on without an answer?', rows: 4 },
    ],
    read: (body) => readForm(givingUp, body),
  },
};
