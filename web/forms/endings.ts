import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import { DEATH_ROUTES, type EndingCommand, ENDINGS } from '../../domain/referral/endings.ts';
import { WITHHOLDING_REASONS } from '../../domain/referral/state.ts';
import type { TransferCommand } from '../../domain/referral/transfers.ts';
import {
  DEATH_ROUTE_LABELS,
  ENDING_LABELS,
  METHOD_CHOICES,
  WITHHOLDING_LABELS,
} from '../view-models/labels.ts';
import { optionalCode, requiredCode } from './codes.ts';
import { BY_HAND } from './feedback.ts';
import { anyOf, choices, oneOf, optionalWords, requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

const ending = z
  .object({
    ending: oneOf(ENDINGS, 'Choose what has happened'),
    rationale: requiredWords('Enter why the referral ends'),
    handedTo: optionalCode,
    routes: anyOf(DEATH_ROUTES),
  })
  .refine((given) => given.ending !== 'CHILD_TURNED_18' || given.handedTo !== undefined, {
    path: ['handedTo'],
    error: 'Enter the code of the service that goes on with the risk',
  })
  .refine((given) => given.ending !== 'CHILD_DIED' || given.routes.includes('CHILD_DEATH_REVIEW'), {
    path: ['routes'],
    error: 'Tell the child death review before the record is frozen',
  })
  .transform(
    ({ handedTo, routes, ...given }): WordedReferralCommand => ({
      type: 'endReferral',
      ...given,
      ...(handedTo !== undefined && { handedTo }),
      ...(routes.length > 0 && { routes }),
    }),
  );

const transfer = z
  .object({
    to: requiredCode('Enter the code of the other authority'),
    withinHub: oneOf(['yes', 'no'], 'Choose whether the other authority is one of this hub'),
    rationale: requiredWords('Enter why the child moves to the other authority'),
    told: z.enum(BY_HAND).optional(),
    withheld: z.enum(WITHHOLDING_REASONS).optional(),
  })
  .transform(
    ({ withinHub, told, withheld, ...given }): WordedReferralCommand => ({
      type: 'transferAuthority',
      ...given,
      withinHub: withinHub === 'yes',
      ...(told && { told }),
      ...(withheld && { withheld }),
    }),
  );

const acceptance = z
  .object({ note: optionalWords })
  .transform(({ note }): WordedReferralCommand => ({ type: 'acceptTransfer', ...(note && { note }) }));

/** Ends that come from outside, and moves to another authority, each with its page. */
export const ENDING_TASKS: Readonly<Record<EndingCommand['type'] | TransferCommand['type'], Task>> = {
  transferAuthority: {
    path: 'transfer',
    title: () => 'Ask another authority to take the child',
    submit: 'Ask the other authority',
    lead: 'This authority stays responsible, and the clocks run on, until the other one accepts.',
    fields: () => [
      { kind: 'text', name: 'to', label: 'Code of the other authority' },
      {
        kind: 'radios',
        name: 'withinHub',
        label: 'Is it one of this hub?',
        items: [
          { value: 'yes', text: 'Yes, the referral goes on here' },
          { value: 'no', text: 'No, the child leaves the hub' },
        ],
      },
      { kind: 'textarea', name: 'rationale', label: 'Why does the child move?', rows: 4 },
      {
        kind: 'radios',
        name: 'told',
        label: 'How was the referrer told, if the child leaves the hub?',
        items: choices(BY_HAND, METHOD_CHOICES),
      },
      {
        kind: 'radios',
        name: 'withheld',
        label: 'Or why is the referrer not told?',
        items: choices(WITHHOLDING_REASONS, WITHHOLDING_LABELS),
      },
    ],
    read: (body) => readForm(transfer, body),
  },
  acceptTransfer: {
    path: 'transfer-acceptance',
    title: () => 'Accept the child for the other authority',
    submit: 'Accept the child',
    fields: () => [
      {
        kind: 'textarea',
        name: 'note',
        label: 'Who accepted, and in which writing?',
        hint: 'Only when this side records it for an authority outside the hub',
        rows: 3,
      },
    ],
    read: (body) => readForm(acceptance, body),
  },
  endReferral: {
    path: 'ending',
    title: () => 'End the referral: turned 18, died, or not born',
    submit: 'End the referral',
    lead: 'This closes the referral and stops its clocks. It cannot be undone. The record of a child who has died is frozen. After a loss, the family is asked for nothing.',
    fields: () => [
      { kind: 'radios', name: 'ending', label: 'What has happened?', items: choices(ENDINGS, ENDING_LABELS) },
      {
        kind: 'text',
        name: 'handedTo',
        label: 'Turned 18: code of the service that goes on with the risk',
        hint: 'Such as ADULT_SERVICES or TRANSITION_TEAM',
      },
      {
        kind: 'checkboxes',
        name: 'routes',
        label: 'Died: who has been told?',
        items: choices(DEATH_ROUTES, DEATH_ROUTE_LABELS),
      },
      { kind: 'textarea', name: 'rationale', label: 'What is known, and what follows?', rows: 5 },
    ],
    read: (body) => readForm(ending, body),
  },
};
