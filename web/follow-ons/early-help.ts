import {
  CLOSING_OUTCOMES,
  EARLY_HELP_ENDINGS,
  ENGAGEMENT_DECISIONS,
  NO_ENGAGE_REASONS,
  ROUTING_FEEDBACK,
} from '../../domain/early-help/state.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import { AGREEMENT_GIVERS } from '../../domain/referral/agreement.ts';
import { DELIVERY_METHODS } from '../../domain/vocabulary.ts';
import { choices } from '../forms/fields.ts';
import { GIVER_LABELS, METHOD_CHOICES } from '../view-models/labels.ts';
import {
  CLOSING_WORDS,
  ENDING_WORDS,
  ENGAGEMENT_WORDS,
  FEEDBACK_WORDS,
  NO_ENGAGE_WORDS,
} from './early-help-words.ts';
import { type CaseForm, type Question, simpleForm } from './form.ts';

const LEAD: Question = {
  kind: 'text',
  name: 'leadPractitioner',
  label: 'Who is the lead practitioner?',
  hint: 'Their user id',
};
const METHOD: Question = {
  kind: 'radios',
  name: 'method',
  label: 'How?',
  items: choices(DELIVERY_METHODS, METHOD_CHOICES),
};
const WHEN_HINT = 'For example, 27 3 2027 at 14:05';
const URGENT: Question = {
  kind: 'yesOrNo',
  name: 'isUrgent',
  label: 'Do you suspect significant harm?',
  hint: 'If so, a strategy discussion is begun beside the new referral, at once.',
};

/** What the inspectorate's return asks of a family whose help has ended; the team itself unless another led. */
function closingQuestions(state: FollowOn, onlyIf = ''): readonly Question[] {
  const start = state.kind === 'EARLY_HELP' ? state.receiver : '';
  return [
    {
      kind: 'day',
      name: 'endedOn',
      label: `Which was the last day?${onlyIf}`,
      hint: 'Today if you leave this empty. For example, 27/3/2027',
    },
    {
      kind: 'text',
      name: 'organisation',
      label: `Which organisation completed the assessment, or else led the help?${onlyIf}`,
      hint: 'Its code, such as EARLY_HELP or HEALTH',
      start,
    },
    {
      kind: 'day',
      name: 'assessmentCompletedOn',
      label: `On which day was the assessment completed? (if it was)`,
      hint: 'For example, 27/3/2027',
    },
  ];
}

export const EARLY_HELP_FORMS: Readonly<Record<string, CaseForm>> = {
  acceptFamily: simpleForm(
    {
      title: 'Accept the family',
      submit: 'Accept',
      lead: 'Your team has the family once it has agreed too. What social care steps down stays with social care until the hand-over meeting has been held.',
      done: 'The family is accepted',
    },
    LEAD,
    {
      kind: 'day',
      name: 'assessmentOn',
      label: 'When is the Early Help assessment? (optional)',
      hint: 'For example, 27/3/2027',
    },
  ),
  recordFamilyAnswer: simpleForm(
    {
      title: 'Record what the family answers',
      submit: 'Record the answer',
      lead: 'A family that declines goes back to whoever decides, for a fresh decision.',
      done: 'The family’s answer is recorded',
    },
    {
      kind: 'radios',
      name: 'answer',
      label: 'Does the family agree to Early Help?',
      items: [
        { value: 'GIVEN', text: 'Yes' },
        { value: 'DECLINED', text: 'No' },
      ],
    },
    {
      kind: 'radios',
      name: 'givenBy',
      label: 'Who answered?',
      items: choices(AGREEMENT_GIVERS, GIVER_LABELS),
    },
    { ...METHOD, label: 'How did they answer?' },
    {
      kind: 'moment',
      name: 'answeredAt',
      label: 'When was that? (optional)',
      hint: `Leave this empty if it was just now. ${WHEN_HINT}`,
    },
    {
      kind: 'textarea',
      name: 'reason',
      label: 'Why does the family decline, or why can the young person decide? (needed for these)',
      rows: 4,
    },
  ),
  recordHandoverMeeting: simpleForm(
    {
      title: 'Record the hand-over meeting',
      submit: 'Record the meeting',
      lead: 'It counts with the social worker, the lead practitioner and the family there. From then on Early Help answers for the family, and social care may close.',
      done: 'The meeting is recorded; Early Help has the family',
    },
    { kind: 'moment', name: 'heldAt', label: 'When was it held?', hint: WHEN_HINT },
    { kind: 'yesOrNo', name: 'socialWorkerPresent', label: 'Was the social worker there?' },
    { kind: 'yesOrNo', name: 'leadPractitionerPresent', label: 'Was the lead practitioner there?' },
    { kind: 'yesOrNo', name: 'familyPresent', label: 'Was the family there?' },
    { kind: 'textarea', name: 'plan', label: 'What is the plan?', rows: 5 },
    { kind: 'textarea', name: 'outstandingActions', label: 'What is still to be done, by whom?', rows: 4 },
    {
      kind: 'textarea',
      name: 'contingency',
      label: 'What would make Early Help step the family up again?',
      rows: 4,
    },
    {
      kind: 'day',
      name: 'reviewOn',
      label: 'When is the plan reviewed? (optional)',
      hint: 'The clock sets the latest day. For example, 27/3/2027',
    },
  ),
  refuseFamily: simpleForm(
    {
      title: 'Send the family back',
      submit: 'Send it back',
      lead: 'Whoever had the family decides afresh. The family was theirs throughout.',
      done: 'The family went back for a fresh decision',
    },
    { kind: 'yesOrNo', name: 'thresholdHigher', label: 'Does the family need more than Early Help?' },
    { kind: 'textarea', name: 'reason', label: 'Why can Early Help not take the family?', rows: 4 },
    {
      kind: 'radios',
      name: 'feedback',
      label: 'What do you think of the route it came by? (optional)',
      items: choices(ROUTING_FEEDBACK, FEEDBACK_WORDS),
    },
  ),
  logContact: simpleForm(
    {
      title: 'Log a try to reach the family',
      submit: 'Log it',
      done: 'The try is logged',
    },
    { kind: 'moment', name: 'at', label: 'When was that?', hint: WHEN_HINT },
    METHOD,
    { kind: 'yesOrNo', name: 'reached', label: 'Was the family reached?' },
    { kind: 'textarea', name: 'note', label: 'Anything to note (optional)', rows: 3 },
  ),
  recordLetterSent: simpleForm(
    { title: 'Record the letter to the family', submit: 'Record the letter', done: 'The letter is recorded' },
    { kind: 'moment', name: 'at', label: 'When was it sent?', hint: WHEN_HINT },
    { kind: 'textarea', name: 'note', label: 'What does it say? (optional)', rows: 4 },
  ),
  recordReview: simpleForm(
    {
      title: 'Record a review',
      submit: 'Record the review',
      lead: 'Of the team around the family. The time to the next one begins with it.',
      done: 'The review is recorded',
    },
    { kind: 'moment', name: 'heldAt', label: 'When was it held?', hint: WHEN_HINT },
    { kind: 'textarea', name: 'outcome', label: 'What came of it?', rows: 5 },
  ),
  recordNotEngaging: simpleForm(
    {
      title: 'Say that the family does not engage',
      submit: 'Record it',
      lead: 'Nothing closes by this. A manager of the hub looks at it; where the help had not begun, the hub decides afresh.',
      done: 'It is recorded; a manager looks at it',
    },
    { kind: 'radios', name: 'reason', label: 'Why?', items: choices(NO_ENGAGE_REASONS, NO_ENGAGE_WORDS) },
    { kind: 'textarea', name: 'note', label: 'What has happened?', rows: 4 },
  ),
  reviewEngagement: {
    title: 'Look at a family that does not engage',
    submit: 'Record what becomes of it',
    lead: 'For a manager of the hub, never for the team that the family does not engage with.',
    done: 'The review is recorded',
    questions: (state) => [
      {
        kind: 'radios',
        name: 'decision',
        label: 'What becomes of it?',
        items: choices(ENGAGEMENT_DECISIONS, ENGAGEMENT_WORDS).filter(
          ({ value }) =>
            value !== 'RETURN_TO_HUB' || state.kind !== 'EARLY_HELP' || state.route === 'DECISION',
        ),
      },
      { kind: 'textarea', name: 'rationale', label: 'Why?', rows: 4 },
      { ...URGENT, label: `${URGENT.label} (if you step up)` },
      ...closingQuestions(state, ' (if you close)'),
    ],
    body: ({ decision, rationale, isUrgent, endedOn, organisation, assessmentCompletedOn }) => ({
      decision,
      rationale,
      ...(decision === 'STEP_UP' && isUrgent !== undefined && { isUrgent }),
      ...(decision === 'CLOSE' && {
        ...(endedOn !== undefined && { endedOn }),
        ...(organisation !== undefined && { organisation }),
        ...(assessmentCompletedOn !== undefined && { assessmentCompletedOn }),
      }),
    }),
  },
  changeLeadPractitioner: simpleForm(
    {
      title: 'Name another lead practitioner',
      submit: 'Name them',
      done: 'The lead practitioner has changed',
    },
    LEAD,
    { kind: 'textarea', name: 'reason', label: 'Why?', rows: 3 },
  ),
  giveRoutingFeedback: simpleForm(
    {
      title: 'Say what you think of the route',
      submit: 'Record it',
      lead: 'Said once. It is counted, so that the hub learns which families could have come straight to you, and which should have gone to social care.',
      done: 'What you think of the route is recorded',
    },
    {
      kind: 'radios',
      name: 'code',
      label: 'Did the family come by the right route?',
      items: choices(ROUTING_FEEDBACK, FEEDBACK_WORDS),
    },
    { kind: 'textarea', name: 'note', label: 'Why? (optional)', rows: 3 },
  ),
  stepUp: simpleForm(
    {
      title: 'Step the family up to the hub',
      submit: 'Step the family up',
      lead: 'The hub has the child as a new referral with everything it knew, so that nothing is typed again. Early Help answers for the family until then. Is a child in danger now? Call 999 first.',
      done: 'The hub takes the family on as a new referral',
    },
    { kind: 'textarea', name: 'reason', label: 'What worries you now?', rows: 5 },
    URGENT,
  ),
  closeEarlyHelp: {
    title: 'Close Early Help',
    submit: 'Close it',
    lead: 'A family that stopped taking part is not closed here: say that it does not engage, and a manager of the hub looks at it.',
    done: 'Early Help is closed',
    questions: (state) => [
      {
        kind: 'radios',
        name: 'outcome',
        label: 'Why does it close?',
        items: choices(
          CLOSING_OUTCOMES.filter((outcome) => outcome !== 'FAMILY_STOPPED'),
          CLOSING_WORDS,
        ),
      },
      { kind: 'textarea', name: 'summary', label: 'What has been reached?', rows: 5 },
      ...closingQuestions(state),
    ],
  },
  endForChild: simpleForm(
    {
      title: 'End it for the child',
      submit: 'End it',
      lead: 'Somebody goes on for a child who moves or grows up, and has said so in writing.',
      done: 'It has ended',
    },
    { kind: 'radios', name: 'how', label: 'Why?', items: choices(EARLY_HELP_ENDINGS, ENDING_WORDS) },
    { kind: 'textarea', name: 'reason', label: 'What has happened?', rows: 4 },
    {
      kind: 'text',
      name: 'handedTo',
      label: 'Who goes on? (unless the child has died)',
      hint: 'Code of the service or authority, such as ADULT_SERVICES',
    },
  ),
};
