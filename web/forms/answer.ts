import { z } from 'zod';
import type { GivenAnswer } from '../../api/request-commands.ts';
import { AGENCY_ANSWERS } from '../../domain/vocabulary.ts';
import { ANSWER_HINTS, ANSWER_LABELS } from '../view-models/request-labels.ts';
import {
  choices,
  type Field,
  type FormBody,
  oneOf,
  optionalWords,
  type Problem,
  requiredWords,
} from './fields.ts';

/** The questions to an agency that answers. */
export const ANSWER_FIELDS: readonly Field[] = [
  {
    kind: 'radios',
    name: 'answer',
    label: 'What does your agency know?',
    items: choices(AGENCY_ANSWERS, ANSWER_LABELS).map((item) => ({
      ...item,
      hint: { text: ANSWER_HINTS[item.value as keyof typeof ANSWER_HINTS] },
    })),
  },
  {
    kind: 'textarea',
    name: 'detail',
    label: 'What you know, or why you do not share it',
    hint: 'Only what helps to answer the questions.',
    rows: 8,
  },
  {
    kind: 'checkboxes',
    name: 'partial',
    label: 'Is there more to come?',
    items: [{ value: 'yes', text: 'Yes, this is only a part of our answer' }],
  },
];

/** Why an agency is no longer asked. */
export const WITHDRAWAL_FIELD: Field = {
  kind: 'textarea',
  name: 'reason',
  label: 'Why is this agency no longer asked?',
  rows: 3,
};

export const PAUSE_FIELD: Field = {
  kind: 'textarea',
  name: 'pauseReason',
  label: 'Why should the time of this agency stand still?',
  rows: 3,
};

const NEEDS_DETAIL = 'Enter what you know, or why you do not share it';

const form = z
  .object({
    answer: oneOf(AGENCY_ANSWERS, 'Choose what your agency knows'),
    detail: optionalWords,
    partial: z.preprocess((value) => value !== undefined, z.boolean()),
    corrects: z.coerce.number().int().positive().optional(),
  })
  .refine(({ answer, detail }) => answer === 'NOTHING_KNOWN' || detail !== undefined, {
    error: NEEDS_DETAIL,
    path: ['detail'],
  })
  .transform(
    ({ answer, detail, partial, corrects }): GivenAnswer => ({
      answer,
      partial,
      ...(detail !== undefined && { detail }),
      ...(corrects !== undefined && { corrects }),
    }),
  );

/** Reads the form of an answer: the answer, or every problem in the order of the questions. */
export function readAnswer(
  body: FormBody,
): { readonly answer: GivenAnswer } | { readonly problems: readonly Problem[] } {
  const result = form.safeParse(body);
  if (result.success) return { answer: result.data };
  return {
    problems: result.error.issues.map(({ path, message }) => ({
      field: String(path[0] ?? '') || undefined,
      words: message,
    })),
  };
}

const withdrawal = z.object({ reason: requiredWords('Enter why the agency is no longer asked') });

/** Reads why an agency is no longer asked. */
export function readWithdrawal(
  body: FormBody,
): { readonly reason: string } | { readonly problems: readonly Problem[] } {
  const result = withdrawal.safeParse(body);
  if (result.success) return result.data;
  return { problems: result.error.issues.map(({ message }) => ({ field: 'reason', words: message })) };
}

const pause = z.object({ pauseReason: requiredWords('Enter why the time should stand still') });

/** Reads why the time of an agency stands still. */
export function readPause(
  body: FormBody,
): { readonly reason: string } | { readonly problems: readonly Problem[] } {
  const result = pause.safeParse(body);
  if (result.success) return { reason: result.data.pauseReason };
  return { problems: result.error.issues.map(({ message }) => ({ field: 'pauseReason', words: message })) };
}

/** What of a form is worth keeping as a draft. */
export function draftOf({ answer, detail, partial }: FormBody): FormBody {
  return {
    ...(typeof answer === 'string' && { answer }),
    ...(typeof detail === 'string' && { detail: detail.slice(0, 20_000) }),
    ...(partial !== undefined && { partial: 'yes' }),
  };
}
