import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import type { CaseAction } from '../../domain/referral/commands.ts';
import { AGREEMENT_TASKS } from './agreement.ts';
import { AGENCY_CHECK_TASKS } from './agency-checks.ts';
import { CLARIFICATION_TASKS } from './clarification.ts';
import { decisionTask } from './decision.ts';
import { ENDING_TASKS } from './endings.ts';
import { LINKING_TASKS } from './linking.ts';
import { BY_HAND, BY_HAND_CHOICES, feedbackTask, whenField, withholdingTask } from './feedback.ts';
import { oneOf, requiredWords } from './fields.ts';
import { gatherMoment, optionalMoment } from './moment.ts';
import { ratingProposalTask, ratingTask } from './rating.ts';
import { OUT_OF_HOURS_TASKS } from './out-of-hours.ts';
import { REDIRECT_TASKS } from './redirects.ts';
import { RESTRICTION_TASKS } from './restriction.ts';
import { readForm, type Task } from './task.ts';
import { withdrawalApprovalTask } from './withdrawal.ts';

const acknowledgementTask: Task = {
  path: 'acknowledgement',
  title: () => 'Record that the referrer was acknowledged',
  submit: 'Record the acknowledgement',
  fields: () => [
    { kind: 'radios', name: 'method', label: 'How did you tell the referrer?', items: BY_HAND_CHOICES },
    whenField('acknowledgedAt'),
  ],
  read: (body, { calendar }) => {
    const command = z
      .object({
        method: oneOf(BY_HAND, 'Choose how you told the referrer'),
        acknowledgedAt: optionalMoment(calendar),
      })
      .transform(
        ({ method, acknowledgedAt }): WordedReferralCommand => ({
          type: 'acknowledge',
          method,
          ...(acknowledgedAt !== undefined && { acknowledgedAt }),
        }),
      );
    return readForm(command, gatherMoment(body, 'acknowledgedAt'));
  },
};

const handoverTask: Task = {
  path: 'handover-acceptance',
  title: () => 'Accept the child from the hub',
  submit: 'Accept the child',
  lead: 'From now on your team or agency is responsible for the next step.',
  fields: () => [],
  read: () => ({ command: { type: 'acceptHandover' } }),
};

/** A task whose only question is why. */
function reasoned(
  task: Pick<Task, 'path' | 'submit' | 'lead'> & { readonly heading: string; readonly question: string },
  message: string,
  command: (words: string) => WordedReferralCommand,
): Task {
  const schema = z.object({ words: requiredWords(message) }).transform(({ words }) => command(words));
  const { heading, question, ...rest } = task;
  return {
    ...rest,
    title: () => heading,
    fields: () => [{ kind: 'textarea', name: 'words', label: question, rows: 5 }],
    read: (body) => readForm(schema, body),
  };
}

/** What people may do with a case as a whole, each with its page. */
export const TASKS: Readonly<Record<CaseAction, Task>> = {
  acknowledge: acknowledgementTask,
  ...CLARIFICATION_TASKS,
  ...AGREEMENT_TASKS,
  proposeRating: ratingProposalTask,
  rate: ratingTask,
  ...AGENCY_CHECK_TASKS,
  decide: decisionTask,
  giveFeedback: feedbackTask,
  withholdFeedback: withholdingTask,
  acceptHandover: handoverTask,
  ...REDIRECT_TASKS,
  ...OUT_OF_HOURS_TASKS,
  ...ENDING_TASKS,
  ...LINKING_TASKS,
  ...RESTRICTION_TASKS,
  reopenReferral: reasoned(
    {
      path: 'reopening',
      heading: 'Open the referral again',
      question: 'What has become known since?',
      submit: 'Open the referral again',
      lead: 'The clock of a decision runs anew. Everything recorded stays as it is.',
    },
    'Enter what has become known since',
    (reason) => ({ type: 'reopenReferral', reason }),
  ),
  requestWithdrawal: reasoned(
    {
      path: 'withdrawal',
      heading: 'Ask to withdraw the referral',
      question: 'Why should the referral be withdrawn?',
      submit: 'Ask to withdraw',
      lead: 'A manager has to approve. The clocks run on until then.',
    },
    'Enter why the referral should be withdrawn',
    (reason) => ({ type: 'requestWithdrawal', reason }),
  ),
  approveWithdrawal: withdrawalApprovalTask,
  refuseWithdrawal: reasoned(
    {
      path: 'withdrawal-refusal',
      heading: 'Refuse the withdrawal',
      question: 'Why does the referral go on?',
      submit: 'Refuse the withdrawal',
    },
    'Enter why the referral goes on',
    (rationale) => ({ type: 'refuseWithdrawal', rationale }),
  ),
};
