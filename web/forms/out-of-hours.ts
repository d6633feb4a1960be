import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import type { OutOfHoursCommand } from '../../domain/referral/out-of-hours.ts';
import { oneOf, requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

const handing = z
  .object({
    immediateRisk: oneOf(['yes', 'no'], 'Choose whether the child may come to harm before the hub opens'),
    reason: requiredWords('Enter what the out-of-hours team needs to do'),
  })
  .transform(
    ({ immediateRisk, reason }): WordedReferralCommand => ({
      type: 'handToOutOfHours',
      immediateRisk: immediateRisk === 'yes',
      reason,
    }),
  );

const handingBack = z
  .object({ note: requiredWords('Enter what was done out of hours') })
  .transform(({ note }): WordedReferralCommand => ({ type: 'handBackToDay', note }));

/** Hand-over for the night and back, each step with its page. */
export const OUT_OF_HOURS_TASKS: Readonly<Record<OutOfHoursCommand['type'], Task>> = {
  handToOutOfHours: {
    path: 'out-of-hours',
    title: () => 'Hand over to the out-of-hours team',
    submit: 'Hand over',
    lead: 'The hub stays responsible until that team takes the child on. If it does not within the time the rules give, the duty manager is told.',
    fields: () => [
      {
        kind: 'radios',
        name: 'immediateRisk',
        label: 'May the child come to harm before the hub opens again?',
        hint: 'Work that came in while the hub was open stays with the day team otherwise',
        items: [
          { value: 'yes', text: 'Yes' },
          { value: 'no', text: 'No' },
        ],
      },
      { kind: 'textarea', name: 'reason', label: 'What needs to be done tonight?', rows: 4 },
    ],
    read: (body) => readForm(handing, body),
  },
  acknowledgeOutOfHours: {
    path: 'out-of-hours-acknowledgement',
    title: () => 'Take the child on out of hours',
    submit: 'Take the child on',
    lead: 'From now on the out-of-hours team is responsible, until the day team takes the child back.',
    fields: () => [],
    read: () => ({ command: { type: 'acknowledgeOutOfHours' } }),
  },
  handBackToDay: {
    path: 'hand-back',
    title: () => 'Hand back to the day team',
    submit: 'Hand back',
    lead: 'The out-of-hours team stays responsible until the day team has read this and takes the child back.',
    fields: () => [{ kind: 'textarea', name: 'note', label: 'What was done, and what is left?', rows: 6 }],
    read: (body) => readForm(handingBack, body),
  },
  acknowledgeHandBack: {
    path: 'hand-back-acknowledgement',
    title: () => 'Take the child back from the out-of-hours team',
    submit: 'Take the child back',
    lead: 'Read first what was done out of hours. From now on the day team is responsible.',
    fields: () => [],
    read: () => ({ command: { type: 'acknowledgeHandBack' } }),
  },
};
