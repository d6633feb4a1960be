import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import type { HubRules } from '../../domain/policy.ts';
import { checkRule } from '../../domain/referral/rating.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { RAGS } from '../../domain/vocabulary.ts';
import { RAG_LABELS } from '../view-models/labels.ts';
import { type Choice, choices, type Field, oneOf, requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

const given = z.object({
  rag: oneOf(RAGS, 'Choose a rating'),
  reason: requiredWords('Enter the reason for the rating'),
});
const rating = given.transform((it): WordedReferralCommand => ({ type: 'rate', ...it }));
const proposal = given.transform((it): WordedReferralCommand => ({ type: 'proposeRating', ...it }));

/** Each rating with what it means for the agencies, where the rules say. */
function ratingChoices({ policy }: HubRules): Choice[] {
  return choices(RAGS, RAG_LABELS).map((choice, index) => {
    const rag = RAGS[index];
    const check = rag && checkRule(rag, policy.triage);
    return check === undefined
      ? choice
      : {
          ...choice,
          hint: {
            text: check.opens ? 'Opens a check with the agencies' : 'Rated on the first information alone',
          },
        };
  });
}

function fields(_referral: Referral, rules: HubRules): readonly Field[] {
  const { triage } = rules.policy;
  const closed = RAGS.map((rag) => checkRule(rag, triage)).find((rule) => rule?.opens === false);
  return [
    {
      kind: 'radios',
      name: 'rag',
      label: 'How urgent is it?',
      ...(closed && { hint: [closed.rule, closed.source].filter((part) => part !== undefined).join('. ') }),
      items: ratingChoices(rules),
    },
    { kind: 'textarea', name: 'reason', label: 'Reason for the rating', rows: 4 },
  ];
}

export const ratingTask: Task = {
  path: 'rating',
  title: (referral) => (referral.rating === undefined ? 'Rate the referral' : 'Change the rating'),
  submit: 'Record the rating',
  fields,
  read: (body) => readForm(rating, body),
};

export const ratingProposalTask: Task = {
  path: 'rating-proposal',
  title: () => 'Suggest a rating',
  submit: 'Suggest the rating',
  lead: 'A social worker or a manager decides on the rating. Until then no clock changes.',
  fields,
  read: (body) => readForm(proposal, body),
};
