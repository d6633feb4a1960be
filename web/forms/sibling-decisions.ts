import { type ConfirmedChild, MOST_SIBLINGS } from '../../api/sibling-decisions.ts';
import type { FormBody } from './fields.ts';
import { decisionTask } from './decision.ts';
import type { Task } from './task.ts';

/** A child of the contact that waits for its decision. */
export type UndecidedChild = ConfirmedChild & { readonly displayName: string };

const CONFIRMED = /^(R-[0-9A-Z]{4}-[0-9A-Z]{4})\.(\d{1,9})$/;

/** The page of one decision for several children: none is ticked before somebody ticks it. */
export function siblingDecisionTask(children: readonly UndecidedChild[]): Task {
  return {
    path: 'sibling-decisions',
    title: () => 'Decide for siblings together',
    submit: 'Record a decision for each child ticked',
    lead: 'Each child gets a decision of its own, with these reasons. Tick a child only if every word is true of that child.',
    fields: (...about) => [
      {
        kind: 'checkboxes',
        name: 'children',
        label: 'For which children?',
        items: children.map(({ referralRef, version, displayName }) => ({
          value: `${referralRef}.${version}`,
          text: `${displayName}, ${referralRef}`,
        })),
      },
      ...decisionTask.fields(...about),
    ],
    read: (body, rules, around) => {
      const reading = decisionTask.read(body, rules, around);
      if (confirmedChildren(body).length > 0) return reading;
      const none = { field: 'children', words: 'Tick each child this is the decision for' };
      return { problems: 'problems' in reading ? [none, ...reading.problems] : [none] };
    },
  };
}

/** The children that were ticked, with the version of each referral that was shown. */
export function confirmedChildren({ children }: FormBody): ConfirmedChild[] {
  return [children ?? []]
    .flat()
    .slice(0, MOST_SIBLINGS)
    .flatMap((value) => {
      const [, referralRef, version] = CONFIRMED.exec(value) ?? [];
      return referralRef === undefined ? [] : [{ referralRef, version: Number(version) }];
    });
}
