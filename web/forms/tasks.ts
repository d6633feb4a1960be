import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import type { CaseAction } from '../../domain/referral/commands.ts';
import { RAGS } from '../../domain/vocabulary.ts';
import { RAG_LABELS } from '../view-models/labels.ts';
import { CLARIFICATION_TASKS } from './clarification.ts';
import { decisionTask } from './decision.ts';
import { BY_HAND, BY_HAND_CHOICES, feedbackTask, whenField, withholdingTask } from './feedback.ts';
import { choices, oneOf, requiredWords } from './fields.ts';
import { gatherMoment, optionalMoment } from './moment.ts';
import { readForm, type Task } from './task.ts';

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

const rating = z
  .object({ rag: oneOf(RAGS, 'Choose a rating'), reason: requiredWords('Enter the reason for the rating') })
  .transform((given): WordedReferralCommand => ({ type: 'rate', ...given }));

const ratingTask: Task = {
  path: 'rating',
  title: (referral) => (referral.rating === undefined ? 'Rate the referral' : 'Change the rating'),
  submit: 'Record the rating',
  fields: () => [
    { kind: 'radios', name: 'rag', label: 'How urgent is it?', items: choices(RAGS, RAG_LABELS) },
    { kind: 'textarea', name: 'reason', label: 'Reason for the rating', rows: 4 },
  ],
  read: (body) => readForm(rating, body),
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
  rate: ratingTask,
  decide: decisionTask,
  giveFeedback: feedbackTask,
  withholdFeedback: withholdingTask,
  acceptHandover: handoverTask,
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
  approveWithdrawal: reasoned(
    {
      path: 'withdrawal-approval',
      heading: 'Approve the withdrawal',
      question: 'Why may the referral be withdrawn?',
      submit: 'Withdraw the referral',
      lead: 'This closes the referral and stops its clocks. It cannot be undone.',
    },
    'Enter why the referral may be withdrawn',
    (rationale) => ({ type: 'approveWithdrawal', rationale }),
  ),
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
