import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import { WITHHOLDING_REASONS } from '../../domain/referral/state.ts';
import { DELIVERY_METHODS } from '../../domain/vocabulary.ts';
import { METHOD_LABELS, WITHHOLDING_LABELS } from '../view-models/labels.ts';
import { type Choice, choices, type Field, oneOf, optionalWords } from './fields.ts';
import { gatherMoment, optionalMoment } from './moment.ts';
import { readForm, type Task } from './task.ts';

export const BY_HAND = ['PHONE', 'LETTER', 'IN_PERSON'] as const;

export const BY_HAND_CHOICES: readonly Choice[] = BY_HAND.map((method) => ({
  value: method,
  text: method === 'IN_PERSON' ? 'In person' : METHOD_LABELS[method].replace(/^by /, 'By '),
}));

/** The question when something was done by hand. */
export function whenField(name: string): Field {
  return {
    kind: 'moment',
    name,
    label: 'When did you tell the referrer? (optional)',
    hint: 'Leave this empty if it was just now. For example, 27 3 2027 at 14:05.',
  };
}

export const feedbackTask: Task = {
  path: 'feedback',
  title: () => 'Tell the referrer the outcome',
  submit: 'Record the feedback',
  fields: ({ referrerReach }) => [
    {
      kind: 'radios',
      name: 'method',
      label: 'How is the referrer told?',
      items:
        referrerReach === 'ELECTRONIC'
          ? [{ value: 'ELECTRONIC', text: 'Send it now by email' }, ...BY_HAND_CHOICES]
          : BY_HAND_CHOICES,
    },
    whenField('givenAt'),
  ],
  read: (body, { calendar }) => {
    const command = z
      .object({
        method: oneOf(DELIVERY_METHODS, 'Choose how the referrer is told'),
        givenAt: optionalMoment(calendar),
      })
      .transform(
        ({ method, givenAt }): WordedReferralCommand => ({
          type: 'giveFeedback',
          method,
          ...(givenAt !== undefined && method !== 'ELECTRONIC' && { givenAt }),
        }),
      );
    return readForm(command, gatherMoment(body, 'givenAt'));
  },
};

const withholding = z
  .object({
    reason: oneOf(WITHHOLDING_REASONS, 'Choose why the referrer is not told'),
    note: optionalWords,
  })
  .transform(
    ({ reason, note }): WordedReferralCommand => ({
      type: 'withholdFeedback',
      reason,
      ...(note !== undefined && { note }),
    }),
  );

export const withholdingTask: Task = {
  path: 'feedback-withholding',
  title: () => 'Withhold feedback from the referrer',
  submit: 'Withhold the feedback',
  fields: () => [
    {
      kind: 'radios',
      name: 'reason',
      label: 'Why is the referrer not told?',
      items: choices(WITHHOLDING_REASONS, WITHHOLDING_LABELS),
    },
    { kind: 'textarea', name: 'note', label: 'Anything else (optional)', rows: 4 },
  ],
  read: (body) => readForm(withholding, body),
};
