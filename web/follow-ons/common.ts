import { simpleForm, type CaseForm, agencyChoices } from './form.ts';

const actionNumber = {
  kind: 'number',
  name: 'no',
  label: 'Number of the action',
  hint: 'As in the table of the plan',
} as const;

/** Forms of the coordinated plan, and of one clock; the same for every kind of case. */
export const COMMON_FORMS: Readonly<Record<string, CaseForm>> = {
  proposePlanAction: {
    title: 'Add to the plan',
    submit: 'Propose it',
    lead: 'The agency has to agree. It sees what it is to do; the others see that it is there.',
    done: 'It is proposed. The agency has to agree',
    questions: (_state, { agencies }) => [
      { kind: 'radios', name: 'agency', label: 'Who does it?', items: agencyChoices(agencies) },
      { kind: 'textarea', name: 'what', label: 'What is to be done?', rows: 4 },
      { kind: 'day', name: 'dueOn', label: 'By when?', hint: 'For example, 27/3/2027' },
      { kind: 'yesOrNo', name: 'isShared', label: 'May the other agencies read what it says?' },
    ],
  },
  agreePlanAction: simpleForm(
    { title: 'Agree to an action of the plan', submit: 'Agree', done: 'It is agreed' },
    actionNumber,
  ),
  declinePlanAction: simpleForm(
    { title: 'Decline an action of the plan', submit: 'Decline', done: 'It is declined' },
    actionNumber,
    { kind: 'textarea', name: 'reason', label: 'Why?', rows: 4 },
  ),
  reportPlanAction: simpleForm(
    { title: 'Report on an action of the plan', submit: 'Record', done: 'It is recorded' },
    actionNumber,
    { kind: 'yesOrNo', name: 'done', label: 'Was it done?' },
    { kind: 'textarea', name: 'note', label: 'Anything to add (optional)', rows: 4 },
  ),
  pauseClock: simpleForm(
    {
      title: 'Let a clock stand still',
      submit: 'Pause this clock',
      lead: 'Only where the policy of the hub lets it pause.',
      done: 'The clock is paused',
    },
    { kind: 'text', name: 'clock', label: 'Which clock?' },
    { kind: 'textarea', name: 'reason', label: 'Why should the clock stand still?', rows: 4 },
  ),
  endPause: simpleForm(
    { title: 'Let a clock run on', submit: 'End the pause', done: 'The pause has ended' },
    { kind: 'text', name: 'clock', label: 'Which clock?' },
    { kind: 'number', name: 'pause', label: 'Which pause?' },
  ),
};
