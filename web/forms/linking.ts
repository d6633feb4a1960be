import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import { USER_ID } from '../../api/schemas/linking.ts';
import type { JoiningCommand } from '../../domain/referral/joining.ts';
import { CASE_REFERENCE, type LinkingCommand } from '../../domain/referral/linking.ts';
import type { SYSTEM_ACTIONS } from '../../domain/referral/commands.ts';
import { requiredCode } from './codes.ts';
import { type Field, requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

const userId = (message: string) => z.string({ error: message }).trim().regex(USER_ID, message);
const referral = z
  .string({ error: 'Enter the reference of the other referral' })
  .trim()
  .toUpperCase()
  .regex(/^R-[0-9A-Z]{4}-[0-9A-Z]{4}$/, 'Enter the reference of the other referral, such as R-4HD2-9WBN');
const reason = requiredWords('Enter the reason');

const openCase = z
  .object({
    worker: userId('Enter the user id of the allocated worker'),
    manager: userId('Enter the user id of the worker’s manager'),
    team: requiredCode('Enter the code of their team'),
    caseReference: z
      .string({ error: 'Enter the reference of the open case' })
      .trim()
      .toUpperCase()
      .regex(CASE_REFERENCE, 'Enter the reference of the open case'),
  })
  .transform((given): WordedReferralCommand => ({ type: 'linkToOpenCase', ...given, byMessage: true }));
const linkEnd = z
  .object({ reason })
  .transform((given): WordedReferralCommand => ({ type: 'withdrawLink', ...given }));
const duplicate = z
  .object({ of: referral, reason })
  .transform((given): WordedReferralCommand => ({ type: 'markDuplicate', ...given }));
const join = z
  .object({ to: referral, reason })
  .transform((given): WordedReferralCommand => ({ type: 'joinReferral', ...given }));
const leave = z
  .object({ reason })
  .transform((given): WordedReferralCommand => ({ type: 'leaveReferral', ...given }));

const why = (label: string): Field => ({ kind: 'textarea', name: 'reason', label, rows: 4 });

type ByPeople = Exclude<(LinkingCommand | JoiningCommand)['type'], (typeof SYSTEM_ACTIONS)[number]>;

/** Linking to an open case, to a contact made before and to a referral of another source, each with its page. */
export const LINKING_TASKS: Readonly<Record<ByPeople, Task>> = {
  linkToOpenCase: {
    path: 'open-case',
    title: () => 'Send it to the worker of an open case',
    submit: 'Send it to the worker',
    lead: 'The hub stays responsible, and the clocks run on, until the worker or their manager confirms.',
    fields: () => [
      { kind: 'text', name: 'worker', label: 'User id of the allocated worker' },
      { kind: 'text', name: 'manager', label: 'User id of their manager' },
      { kind: 'text', name: 'team', label: 'Code of their team' },
      { kind: 'text', name: 'caseReference', label: 'Reference of the open case' },
    ],
    read: (body) => readForm(openCase, body),
  },
  confirmReceipt: {
    path: 'open-case-confirmation',
    title: () => 'Confirm that the allocated worker has it',
    submit: 'Confirm',
    lead: 'The referral then goes on in the open case and closes here.',
    fields: () => [],
    read: () => ({ command: { type: 'confirmReceipt' } }),
  },
  withdrawLink: {
    path: 'open-case-withdrawal',
    title: () => 'Take back the link to the open case',
    submit: 'Take it back',
    fields: () => [why('Why is it not for that worker?')],
    read: (body) => readForm(linkEnd, body),
  },
  markDuplicate: {
    path: 'duplicate',
    title: () => 'Close it as a duplicate',
    submit: 'Close it as a duplicate',
    lead: 'Only for the same child, the same incident and the same source. The referrer is still acknowledged.',
    fields: () => [
      { kind: 'text', name: 'of', label: 'Reference of the first referral' },
      why('How do you know that it is the same?'),
    ],
    read: (body) => readForm(duplicate, body),
  },
  joinReferral: {
    path: 'join',
    title: () => 'Decide it together with an earlier referral',
    submit: 'Join the earlier referral',
    lead: 'For another source about the same incident. This referrer keeps their own acknowledgement and is told the outcome.',
    fields: () => [
      { kind: 'text', name: 'to', label: 'Reference of the earlier referral' },
      why('How do you know that it is the same incident?'),
    ],
    read: (body) => readForm(join, body),
  },
  leaveReferral: {
    path: 'join-end',
    title: () => 'Decide it by itself again',
    submit: 'Decide it by itself',
    fields: () => [why('Why is it not the same incident?')],
    read: (body) => readForm(leave, body),
  },
};
