import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import {
  BREAK_GLASS_FINDINGS,
  openBreakGlass,
  type RestrictionCommand,
} from '../../domain/referral/restriction.ts';
import { FINDING_LABELS } from '../view-models/labels.ts';
import { choices, oneOf, requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

const readers = requiredWords('Enter the user ids of those who may read the record')
  .transform((text) => text.split(/[\s,;]+/).filter((id) => id !== ''))
  .refine((ids) => ids.length <= 200 && ids.every((id) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id)), {
    message: 'Enter user ids, such as sw-hartlepool, one on each line',
  });

const READERS_FIELD = {
  kind: 'textarea',
  name: 'readers',
  label: 'Who may read the record?',
  hint: 'User ids, one on each line. You are on the list as well.',
  rows: 4,
} as const;

const why = (label: string) => ({ kind: 'textarea', name: 'reason', label, rows: 4 }) as const;

/** Restricting a record and opening it in an emergency, each step with its page. */
export const RESTRICTION_TASKS: Readonly<Record<RestrictionCommand['type'], Task>> = {
  restrictRecord: {
    path: 'restriction',
    title: () => 'Restrict the record to named readers',
    submit: 'Restrict the record',
    lead: 'Everybody else sees that there is a case and when it is due, without the child’s name. The address is kept from everybody not on the list.',
    fields: () => [READERS_FIELD, why('Why is the record restricted?')],
    read: (body) => readForm(withReaders('restrictRecord'), body),
  },
  changeReaders: {
    path: 'readers',
    title: () => 'Change who may read the record',
    submit: 'Change the list',
    fields: ({ restriction }) => [
      { ...READERS_FIELD, start: restriction?.readers.join('\n') ?? '' },
      why('Why is the list changed?'),
    ],
    read: (body) => readForm(withReaders('changeReaders'), body),
  },
  liftRestriction: {
    path: 'restriction-end',
    title: () => 'Lift the restriction',
    submit: 'Lift the restriction',
    lead: 'Everybody whose role reads such a case may read it again.',
    fields: () => [why('Why may others read the record again?')],
    read: (body) => readForm(withReason('liftRestriction'), body),
  },
  breakGlass: {
    path: 'break-glass',
    title: () => 'Open the restricted record in an emergency',
    submit: 'Open the record',
    lead: 'Your name, the time and your reason are recorded. Another manager reviews this within one working day.',
    fields: () => [why('Why can this not wait for somebody on the list?')],
    read: (body) => readForm(withReason('breakGlass'), body),
  },
  reviewBreakGlass: {
    path: 'break-glass-review',
    title: () => 'Review who opened the restricted record',
    submit: 'Record the review',
    lead: 'Somebody else than the one who opened it reviews. Where it was not justified, they read the record no longer.',
    fields: (referral) => [
      {
        kind: 'radios',
        name: 'no',
        label: 'Which opening?',
        items: openBreakGlass(referral).map(({ no, brokenBy }) => ({
          value: String(no),
          text: `${no}, by ${brokenBy}`,
        })),
      },
      {
        kind: 'radios',
        name: 'finding',
        label: 'What do you find?',
        items: choices(BREAK_GLASS_FINDINGS, FINDING_LABELS),
      },
      { kind: 'textarea', name: 'note', label: 'How do you come to that?', rows: 4 },
    ],
    read: (body) => readForm(review, body),
  },
};

const review = z
  .object({
    no: z
      .string({ error: 'Choose which opening' })
      .regex(/^\d{1,6}$/, 'Choose which opening')
      .transform(Number),
    finding: oneOf(BREAK_GLASS_FINDINGS, 'Choose what you find'),
    note: requiredWords('Enter how you come to that'),
  })
  .transform((given): WordedReferralCommand => ({ type: 'reviewBreakGlass', ...given }));

function withReaders(type: 'restrictRecord' | 'changeReaders') {
  return z
    .object({ readers, reason: requiredWords('Enter why') })
    .transform((given): WordedReferralCommand => ({ type, ...given }));
}

function withReason(type: 'liftRestriction' | 'breakGlass') {
  return z
    .object({ reason: requiredWords('Enter why') })
    .transform(({ reason }): WordedReferralCommand => ({ type, reason }));
}
