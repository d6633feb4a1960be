import { DISPUTE_FINDINGS, PARTICIPANT_ROLES } from '../../domain/dispute/state.ts';
import { choices } from '../forms/fields.ts';
import { FINDING_WORDS, PARTICIPANT_WORDS } from './dispute-words.ts';
import { agencyChoices, type CaseForm, type Question, simpleForm } from './form.ts';

/** As many as usually sit round the table; more are said in the reasons. */
const PEOPLE_ASKED = 6;

const WHY: Question = { kind: 'textarea', name: 'reason', label: 'Why?', rows: 4 };

export const DISPUTE_FORMS: Readonly<Record<string, CaseForm>> = {
  joinDispute: simpleForm(
    {
      title: 'Disagree, too',
      submit: 'Join the dispute',
      lead: 'You become one of those who object. What keeps the child safe in your view holds beside what holds already.',
      done: 'You have joined the dispute',
    },
    { kind: 'textarea', name: 'reason', label: 'What do you disagree with, and why?', rows: 5 },
    {
      kind: 'textarea',
      name: 'interimSafety',
      label: 'What keeps the child safe meanwhile? (optional)',
      hint: 'Beside what holds already.',
      rows: 4,
    },
  ),
  respondToDispute: simpleForm(
    {
      title: 'Give a position',
      submit: 'Record the position',
      lead: 'What one side says at this stage. Everybody who settles the dispute reads it.',
      done: 'The position is recorded',
    },
    { kind: 'textarea', name: 'position', label: 'What is your position?', rows: 6 },
  ),
  raiseDispute: simpleForm(
    {
      title: 'Raise the dispute',
      submit: 'Raise it',
      lead: 'To those above, with a time of their own. The decision stands and the clocks of its case run on.',
      done: 'The dispute is raised',
    },
    WHY,
  ),
  makeChildSafety: simpleForm(
    {
      title: 'A child may come to harm',
      submit: 'Make it urgent',
      lead: 'Is a child in danger now? Call 999 first. From now on all stages together have one short time, also at night and over a weekend.',
      done: 'The dispute is about a child’s safety now',
    },
    { ...WHY, label: 'What may happen to the child?' },
  ),
  changeInterim: simpleForm(
    {
      title: 'Change what keeps the child safe meanwhile',
      submit: 'Change it',
      lead: 'One position in place of all that hold now, in your name. Hold to the more protective one. What held before stays on record.',
      done: 'What keeps the child safe meanwhile is changed',
    },
    { kind: 'textarea', name: 'interimSafety', label: 'What holds from now on?', rows: 5 },
  ),
  resolveDispute: {
    title: 'Decide the dispute',
    submit: 'Record what was decided',
    lead: 'Where it is upheld, a manager decides anew on the child: the decision in dispute is never edited.',
    done: 'The dispute is decided',
    questions: (_state, { agencies }) => [
      {
        kind: 'radios',
        name: 'outcome',
        label: 'What did you find?',
        items: choices(DISPUTE_FINDINGS, FINDING_WORDS),
      },
      { kind: 'textarea', name: 'rationale', label: 'Why?', rows: 6 },
      {
        kind: 'rows',
        name: 'people',
        label: 'Who took part?',
        hint: 'By agency and capacity; at least one. Leave the rest empty.',
        count: PEOPLE_ASKED,
        columns: [
          { kind: 'select', name: 'agency', label: 'Agency', items: agencyChoices(agencies) },
          {
            kind: 'select',
            name: 'role',
            label: 'Capacity',
            items: choices(PARTICIPANT_ROLES, PARTICIPANT_WORDS),
          },
        ],
      },
    ],
  },
  withdrawDispute: simpleForm(
    {
      title: 'Let go of your objection',
      submit: 'Withdraw it',
      lead: 'Others who object keep the dispute open. You can still read what comes of it.',
      done: 'Your objection is withdrawn',
    },
    WHY,
  ),
};
