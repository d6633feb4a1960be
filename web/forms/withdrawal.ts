import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import { anyOf, requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

const approving = z
  .object({
    noDutyArises: anyOf(['yes']).refine(
      (given) => given.length > 0,
      'Record that the risk is assessed and that no duty towards the child arises',
    ),
    rationale: requiredWords('Enter why the referral may be withdrawn'),
  })
  .transform(
    ({ rationale }): WordedReferralCommand => ({ type: 'approveWithdrawal', rationale, noDutyArises: true }),
  );

export const withdrawalApprovalTask: Task = {
  path: 'withdrawal-approval',
  title: () => 'Approve the withdrawal',
  submit: 'Withdraw the referral',
  lead: 'This closes the referral and stops its clocks. It cannot be undone.',
  fields: () => [
    {
      kind: 'checkboxes',
      name: 'noDutyArises',
      label: 'Before it is withdrawn',
      items: [{ value: 'yes', text: 'The risk is assessed, and no duty towards the child arises' }],
    },
    { kind: 'textarea', name: 'rationale', label: 'Why may the referral be withdrawn?', rows: 5 },
  ],
  read: (body) => readForm(approving, body),
};
