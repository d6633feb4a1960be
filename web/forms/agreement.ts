import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import { AGREEMENT_GIVERS, type AgreementCommand, CONSENT_WARNING } from '../../domain/referral/agreement.ts';
import { AGREEMENTS, DELIVERY_METHODS, LAWFUL_BASES } from '../../domain/vocabulary.ts';
import { AGREEMENT_LABELS, BASIS_LABELS, GIVER_LABELS, METHOD_CHOICES } from '../view-models/labels.ts';
import { choices, type Field, oneOf, optionalWords, requiredWords } from './fields.ts';
import { gatherMoment, optionalMoment } from './moment.ts';
import { readForm, type Task } from './task.ts';

const AGREEMENT_FIELDS: readonly Field[] = [
  {
    kind: 'radios',
    name: 'status',
    label: 'Does the family agree to a service?',
    items: choices(AGREEMENTS, AGREEMENT_LABELS),
  },
  {
    kind: 'radios',
    name: 'givenBy',
    label: 'Who answered? (if somebody did)',
    hint: 'A young person who can decide for themselves counts even where a parent disagrees. From 16 they are presumed to.',
    items: choices(AGREEMENT_GIVERS, GIVER_LABELS),
  },
  {
    kind: 'radios',
    name: 'method',
    label: 'How did they answer? (if somebody did)',
    items: choices(DELIVERY_METHODS, METHOD_CHOICES),
  },
  {
    kind: 'moment',
    name: 'agreedAt',
    label: 'When was that? (optional)',
    hint: 'Leave this empty if it was just now. For example, 27 3 2027 at 14:05.',
  },
  {
    kind: 'textarea',
    name: 'reason',
    label: 'Why is there no agreement, or why can the young person decide? (needed for these)',
    rows: 4,
  },
];

const lawfulBasis = z
  .object({
    basis: oneOf(LAWFUL_BASES, 'Choose the lawful basis'),
    purpose: requiredWords('Enter what the information is shared for'),
    necessity: requiredWords('Enter why nothing less would do'),
  })
  .transform((given): WordedReferralCommand => ({ type: 'recordLawfulBasis', ...given }));

const authorisation = z
  .object({ reason: requiredWords('Enter why agencies are asked without the family’s knowledge') })
  .transform(({ reason }): WordedReferralCommand => ({ type: 'authoriseWithoutKnowledge', reason }));

/** The family's agreement, the lawful basis, and checks without the family's knowledge, each with its page. */
export const AGREEMENT_TASKS: Readonly<Record<AgreementCommand['type'], Task>> = {
  recordAgreement: {
    path: 'agreement',
    title: () => 'Record whether the family agrees',
    submit: 'Record the agreement',
    lead: 'Agreement to a service. It is not the lawful basis for sharing information, which has a record of its own.',
    fields: () => AGREEMENT_FIELDS,
    read: (body, { calendar }) => {
      const command = z
        .object({
          status: oneOf(AGREEMENTS, 'Choose whether the family agrees'),
          givenBy: oneOf(AGREEMENT_GIVERS, 'Choose who answered').optional(),
          method: oneOf(DELIVERY_METHODS, 'Choose how they answered').optional(),
          agreedAt: optionalMoment(calendar),
          reason: optionalWords,
        })
        .transform(
          ({ status, givenBy, method, agreedAt, reason }): WordedReferralCommand => ({
            type: 'recordAgreement',
            status,
            ...(givenBy !== undefined && { givenBy }),
            ...(method !== undefined && { method }),
            ...(agreedAt !== undefined && { agreedAt }),
            ...(reason !== undefined && { reason }),
          }),
        );
      return readForm(command, gatherMoment(body, 'agreedAt'));
    },
  },
  recordLawfulBasis: {
    path: 'lawful-basis',
    title: () => 'Record the lawful basis for sharing information',
    submit: 'Record the lawful basis',
    lead: 'Why information about this family may be shared. It is not the family’s agreement to a service.',
    fields: () => [
      {
        kind: 'radios',
        name: 'basis',
        label: 'What is the lawful basis?',
        hint: `${CONSENT_WARNING}.`,
        items: choices(LAWFUL_BASES, BASIS_LABELS),
      },
      { kind: 'textarea', name: 'purpose', label: 'What is the information shared for?', rows: 3 },
      { kind: 'textarea', name: 'necessity', label: 'Why would nothing less do?', rows: 3 },
    ],
    read: (body) => readForm(lawfulBasis, body),
  },
  authoriseWithoutKnowledge: {
    path: 'checks-without-knowledge',
    title: () => 'Authorise checks without the family’s knowledge',
    submit: 'Authorise the checks',
    lead: 'Only a manager does this. The reason stays on the record.',
    fields: () => [
      {
        kind: 'textarea',
        name: 'reason',
        label: 'Why are agencies asked without the family’s knowledge?',
        rows: 4,
      },
    ],
    read: (body) => readForm(authorisation, body),
  },
};
