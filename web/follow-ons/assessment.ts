import { THRESHOLD_VIEWS, CHILD_ENDS } from '../../domain/assessment/state.ts';
import { ASSESSMENT_AGREEMENTS } from '../../domain/assessment/commands.ts';
import { URGENCIES } from '../../domain/child-protection/opening.ts';
import { AGREEMENT_GIVERS } from '../../domain/referral/agreement.ts';
import { DEATH_ROUTES } from '../../domain/referral/endings.ts';
import { choices } from '../forms/fields.ts';
import { DEATH_ROUTE_LABELS, GIVER_LABELS } from '../view-models/labels.ts';
import { ASSESSMENT_OUTCOME_FORMS } from './assessment-outcome.ts';
import {
  ASSESSMENT_AGREEMENT_WORDS,
  CHILD_END_WORDS,
  NEW_RISK_WORDS,
  THRESHOLD_WORDS,
} from './assessment-words.ts';
import { type CaseForm, type Question, simpleForm } from './form.ts';

/** The hint of a moment in the past. */
const WHEN_HINT = 'For example, 27 3 2027 at 14:05';

function words(name: string, label: string, hint?: string): Question {
  return { kind: 'textarea', name, label, rows: 4, ...(hint !== undefined && { hint }) };
}

const HAND_OVER_FORMS: Readonly<Record<string, CaseForm>> = {
  acceptAssessment: simpleForm(
    {
      title: 'Accept the child',
      submit: 'Accept the child',
      lead: 'From now on your team answers for the child. A threshold you dispute is settled beside the assessment, which goes on.',
      done: 'Your team has the child',
    },
    {
      kind: 'radios',
      name: 'threshold',
      label: 'Does your team agree with the threshold?',
      items: choices(THRESHOLD_VIEWS, THRESHOLD_WORDS),
    },
    words('reason', 'If you dispute it, why?', 'It goes into the dispute, which the other side reads.'),
    words('interimSafety', 'If you dispute it, what keeps the child safe until that is settled?'),
  ),
  returnToHub: simpleForm(
    {
      title: 'Return the child to the hub',
      submit: 'Return the child',
      lead: 'The hub keeps the child and decides afresh.',
      done: 'The child is back with the hub, which decides afresh',
    },
    words('reason', 'Why does your team not take the child?'),
  ),
  allocate: {
    title: 'Allocate to a social worker',
    submit: 'Allocate',
    done: 'The child is allocated',
    questions: () => [
      {
        kind: 'text',
        name: 'worker',
        label: 'Who carries the assessment out?',
        hint: 'Their user id. With the first allocation the time to see the child begins.',
      },
    ],
  },
};

const COURSE_FORMS: Readonly<Record<string, CaseForm>> = {
  setTimescale: simpleForm(
    {
      title: 'Set a time for this child',
      submit: 'Set this time',
      lead: 'It counts from the receipt of the referral and is never longer than the policy allows.',
      done: 'The time for this child is set',
    },
    {
      kind: 'number',
      name: 'workingDays',
      label: 'How many working days, from the receipt of the referral?',
      hint: 'A whole number, such as 20',
    },
    words('reason', 'Why this time?'),
  ),
  recordAgreement: simpleForm(
    {
      title: 'Write down the family’s answer',
      submit: 'Record the answer',
      lead: 'A refusal is no evidence of harm. An assessment needs agreement, unless harm is enquired into under section 47.',
      done: 'The family’s answer is recorded',
    },
    {
      kind: 'radios',
      name: 'status',
      label: 'What does the family say to being assessed?',
      items: choices(ASSESSMENT_AGREEMENTS, ASSESSMENT_AGREEMENT_WORDS),
    },
    {
      kind: 'radios',
      name: 'givenBy',
      label: 'Who said so?',
      items: choices(AGREEMENT_GIVERS, GIVER_LABELS),
    },
    words('reason', 'If the family does not agree, why not?'),
  ),
  recordChildSeen: simpleForm(
    {
      title: 'Write down that the child was seen',
      submit: 'Record the visit',
      lead: 'The visit counts when it was made, not when it is written down.',
      done: 'The visit is recorded',
    },
    { kind: 'moment', name: 'seenAt', label: 'When was the child seen?', hint: WHEN_HINT },
    { kind: 'yesOrNo', name: 'alone', label: 'Was the child seen without a parent or carer?' },
    words('note', 'What was seen and heard?'),
  ),
  reviewCheckpoint: simpleForm(
    {
      title: 'Review the assessment at its checkpoint',
      submit: 'Record the review',
      done: 'The review is recorded',
    },
    words('note', 'How far has it come, and what is still to be done?'),
  ),
  explainOverrun: simpleForm(
    {
      title: 'Say why it takes longer',
      submit: 'Record the reason',
      lead: 'The clock does not move: the assessment counts as late. A reason given before the time is up is kept as given in time.',
      done: 'The reason is recorded',
    },
    words('reason', 'Why does it take longer than its time?'),
    { kind: 'day', name: 'newDate', label: 'When will it be done?', hint: 'For example, 27/3/2027' },
  ),
  reportNewRisk: simpleForm(
    {
      title: 'Report that significant harm is suspected',
      submit: 'Report it and begin child protection',
      lead: 'A strategy discussion becomes due at once. The assessment goes on beside it.',
      done: 'It is reported, and child protection begins',
    },
    words('reason', 'What has happened, or become known?'),
    {
      kind: 'radios',
      name: 'urgency',
      label: 'How soon must the strategy discussion be held?',
      items: choices(URGENCIES, NEW_RISK_WORDS),
    },
    {
      kind: 'moment',
      name: 'reasonableCauseAt',
      label: 'When did reasonable cause to suspect significant harm appear?',
      hint: WHEN_HINT,
    },
  ),
};

const END_FORMS: Readonly<Record<string, CaseForm>> = {
  closeBeforeAssessment: simpleForm(
    {
      title: 'Close it before an assessment',
      submit: 'Close with no further action',
      lead: 'Only while nobody has seen the child. It is counted apart from an assessment that ends without further action.',
      done: 'It is closed before an assessment',
    },
    words('rationale', 'Why is no assessment needed?'),
    { kind: 'yesOrNo', name: 'unmetNeed', label: 'Does the family have a need that is not met?' },
    words(
      'helpOffered',
      'Which help was the family offered?',
      'Needed where a need is not met, or the family refuses to be assessed.',
    ),
  ),
  passToChildProtection: simpleForm(
    {
      title: 'Pass the child on after the conference',
      submit: 'Pass the child on',
      lead: 'The child goes on with the child protection plan, and the assessment ends here.',
      done: 'The child is passed on to the child protection plan',
    },
    words('rationale', 'Why?'),
  ),
  endForChild: {
    title: 'End it for the child',
    submit: 'End the assessment',
    lead: 'For a child who has turned 18, has died, or whom another authority has accepted in writing.',
    done: 'The assessment has ended',
    questions: () => [
      {
        kind: 'radios',
        name: 'how',
        label: 'What has happened?',
        items: choices(CHILD_ENDS, CHILD_END_WORDS),
      },
      words('reason', 'What is on record about it?'),
      {
        kind: 'text',
        name: 'handedTo',
        label: 'Who goes on?',
        hint: 'At 18, the code of the service that goes on with the risk: ADULT_SERVICES for adult care. For a transfer, the code of the other authority.',
      },
      words('acceptedBy', 'For a transfer: who of the other authority accepted, and where is that written?'),
      {
        kind: 'checkboxes',
        name: 'routes',
        label: 'When the child has died: who has been told?',
        items: choices(DEATH_ROUTES, DEATH_ROUTE_LABELS),
      },
    ],
    body: ({ routes, ...answers }) => ({
      ...answers,
      ...(Array.isArray(routes) && routes.length > 0 && { routes }),
    }),
  },
};

/** The page of every command to an assessment. */
export const ASSESSMENT_FORMS: Readonly<Record<string, CaseForm>> = {
  ...HAND_OVER_FORMS,
  ...COURSE_FORMS,
  ...END_FORMS,
  ...ASSESSMENT_OUTCOME_FORMS,
};
