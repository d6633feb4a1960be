import {
  CHILD_ENDINGS,
  ENQUIRY_KINDS,
  EPO_ENDS,
  PLAN_CATEGORIES,
  POLICE_PROTECTION_ENDS,
  S47_OUTCOMES,
} from '../../domain/child-protection/codes.ts';
import { DEATH_ROUTES } from '../../domain/referral/endings.ts';
import { choices } from '../forms/fields.ts';
import { DEATH_ROUTE_LABELS } from '../view-models/labels.ts';
import { AT, childChoices, onwardQuestions, protectionOf, whichChild } from './child-protection-choices.ts';
import { DISCUSSION_PAGES } from './child-protection-discussion-forms.ts';
import {
  CATEGORY_WORDS,
  CHILD_ENDING_WORDS,
  ENQUIRY_WORDS,
  EPO_END_WORDS,
  OUTCOME_WORDS,
  POLICE_END_WORDS,
} from './child-protection-words.ts';
import { type CaseForm, type Question, simpleForm } from './form.ts';

const INTERIM_PLAN: Question = {
  kind: 'textarea',
  name: 'interimProtectionPlan',
  label: 'What keeps the child safe until the conference?',
  rows: 4,
};
const NOW_IF_EMPTY = 'Leave this empty if it was just now. For example, 27 3 2027 at 14:05';

/** A page about one child. */
function aboutChild(
  isAt: (typeof AT)[keyof typeof AT],
  words: Pick<CaseForm, 'title' | 'submit' | 'done'> & { readonly lead?: string },
  ...questions: readonly Question[]
): CaseForm {
  return { ...words, questions: (state, context) => [whichChild(state, isAt, context), ...questions] };
}

const ENQUIRY_PAGES: Readonly<Record<string, CaseForm>> = {
  startEmergencyS47: {
    title: 'Begin enquiries in an emergency',
    submit: 'Begin the enquiries',
    lead: 'Before any discussion, because a child cannot wait. A quorate strategy discussion follows within its limit. In danger ring 999 first.',
    done: 'The enquiries have begun',
    questions: (state, context) => {
      const items = childChoices(protectionOf(state), AT.beforeS47, context);
      return [
        {
          kind: 'checkboxes',
          name: 'referralRefs',
          label: 'Which children?',
          items,
          starts: items.length === 1 ? items.map(({ value }) => value) : [],
        },
        {
          kind: 'radios',
          name: 'enquiry',
          label: 'Who enquires?',
          items: choices(ENQUIRY_KINDS, {
            SINGLE: `Social care, ${ENQUIRY_WORDS.SINGLE.replace('by social care ', '')}`,
            JOINT: `Social care, ${ENQUIRY_WORDS.JOINT}`,
          }),
        },
        { kind: 'textarea', name: 'reason', label: 'Why can it not wait?', rows: 4 },
        { kind: 'textarea', name: 'action', label: 'What is done at once?', rows: 4 },
      ];
    },
  },
  recordChildSeen: aboutChild(
    AT.inS47,
    {
      title: 'Record that the child was seen',
      submit: 'Record the visit',
      lead: 'The first visit stops the clock, at the time of the visit.',
      done: 'The visit is recorded',
    },
    { kind: 'moment', name: 'seenAt', label: 'When was that? (optional)', hint: NOW_IF_EMPTY },
    { kind: 'yesOrNo', name: 'alone', label: 'Was the child seen without the parents?' },
    { kind: 'textarea', name: 'note', label: 'How is the child, and what do they say?', rows: 6 },
  ),
  concludeS47: aboutChild(
    AT.inEnquiry,
    {
      title: 'Say what the enquiries came to',
      submit: 'Record the outcome',
      lead: 'A conference keeps its day, counted from the discussion that began the enquiries.',
      done: 'The outcome is recorded',
    },
    {
      kind: 'radios',
      name: 'outcome',
      label: 'What did they come to?',
      items: choices(S47_OUTCOMES, OUTCOME_WORDS),
    },
    { kind: 'textarea', name: 'rationale', label: 'Why?', rows: 6 },
    { kind: 'textarea', name: 'notSeenReason', label: 'If nobody has seen the child: why not?', rows: 3 },
    { ...INTERIM_PLAN, label: `${INTERIM_PLAN.label} (with a conference)` },
    { kind: 'moment', name: 'conferenceAt', label: 'When is the conference? (if it is booked)' },
    ...onwardQuestions(' (without a conference)'),
  ),
  bookConference: aboutChild(
    AT.awaitsConference,
    {
      title: 'Book the conference',
      submit: 'Book it',
      lead: 'The day by which it is due does not move.',
      done: 'The conference is booked',
    },
    { kind: 'moment', name: 'conferenceAt', label: 'When is it?' },
    { ...INTERIM_PLAN, label: `${INTERIM_PLAN.label} (if that has changed)` },
  ),
  recordConference: aboutChild(
    AT.conferenceBooked,
    {
      title: 'Record the conference',
      submit: 'Record the conference',
      lead: 'The child passes to the child protection system, plan or none.',
      done: 'The conference is recorded',
    },
    { kind: 'moment', name: 'heldAt', label: 'When was it held?' },
    { kind: 'yesOrNo', name: 'planMade', label: 'Was a child protection plan made?' },
    {
      kind: 'radios',
      name: 'category',
      label: 'Under which category? (of a plan)',
      items: choices(PLAN_CATEGORIES, CATEGORY_WORDS),
    },
    { kind: 'textarea', name: 'outcome', label: 'What came of it?', rows: 5 },
    { kind: 'textarea', name: 'lateReason', label: 'If it was held after its limit: why?', rows: 3 },
  ),
  recordConferenceNotRequired: aboutChild(
    AT.awaitsConference,
    {
      title: 'Find that no conference is needed',
      submit: 'Record it',
      lead: 'Who goes on with the child has to accept first.',
      done: 'It is recorded that no conference is needed',
    },
    { kind: 'textarea', name: 'reason', label: 'Why is none needed?', rows: 5 },
    ...onwardQuestions(),
  ),
};

const PROTECTION_PAGES: Readonly<Record<string, CaseForm>> = {
  recordPoliceProtection: aboutChild(
    AT.notInPoliceProtection,
    {
      title: 'Record police protection',
      submit: 'Record it',
      lead: 'You are told before its time ends, so that what comes next is ready.',
      done: 'Police protection is recorded',
    },
    { kind: 'moment', name: 'from', label: 'Since when?' },
    { kind: 'textarea', name: 'reason', label: 'Why?', rows: 4 },
  ),
  endPoliceProtection: aboutChild(
    AT.inPoliceProtection,
    {
      title: 'Say how police protection ended',
      submit: 'Record it',
      done: 'It is recorded how police protection ended',
    },
    {
      kind: 'radios',
      name: 'how',
      label: 'How did it end?',
      items: choices(POLICE_PROTECTION_ENDS, POLICE_END_WORDS),
    },
    { kind: 'moment', name: 'endedAt', label: 'When? (optional)', hint: NOW_IF_EMPTY },
  ),
  recordEpo: aboutChild(
    AT.underNoOrder,
    {
      title: 'Record an emergency protection order',
      submit: 'Record it',
      lead: 'You are told before its time ends.',
      done: 'The order is recorded',
    },
    { kind: 'moment', name: 'madeAt', label: 'When did the court make it?' },
    {
      kind: 'moment',
      name: 'expiresAt',
      label: 'When does it end? (if the court set an earlier end than the law)',
    },
  ),
  extendEpo: aboutChild(
    AT.underFirstOrder,
    {
      title: 'Record that the court extended the order',
      submit: 'Record it',
      lead: 'Once at most.',
      done: 'The extension is recorded',
    },
    {
      kind: 'moment',
      name: 'expiresAt',
      label: 'When does it end now? (if the court set an earlier end than the law)',
    },
  ),
  endEpo: aboutChild(
    AT.underOrder,
    {
      title: 'Say how the order ended',
      submit: 'Record it',
      done: 'It is recorded how the order ended',
    },
    { kind: 'radios', name: 'how', label: 'How did it end?', items: choices(EPO_ENDS, EPO_END_WORDS) },
    { kind: 'moment', name: 'endedAt', label: 'When? (optional)', hint: NOW_IF_EMPTY },
  ),
  decideReturned: aboutChild(
    AT.returned,
    {
      title: 'Decide who goes on with the child',
      submit: 'Record the decision',
      lead: 'Whoever was to go on has sent the child back.',
      done: 'It is decided who goes on',
    },
    { kind: 'textarea', name: 'rationale', label: 'Why?', rows: 4 },
    ...onwardQuestions(),
  ),
  endForChild: aboutChild(
    AT.notEnded,
    {
      title: 'End it for one child',
      submit: 'End it',
      lead: 'Brothers and sisters go on.',
      done: 'It has ended for this child',
    },
    { kind: 'radios', name: 'how', label: 'Why?', items: choices(CHILD_ENDINGS, CHILD_ENDING_WORDS) },
    { kind: 'textarea', name: 'reason', label: 'What has happened?', rows: 4 },
    {
      kind: 'text',
      name: 'handedTo',
      label: 'Who goes on? (at 18, and of a move)',
      hint: 'Code of the service or authority, such as ADULT_SERVICES',
    },
    {
      kind: 'textarea',
      name: 'acceptance',
      label: 'Who of the other authority accepted in writing, and where is that kept? (of a move)',
      rows: 3,
    },
    {
      kind: 'checkboxes',
      name: 'routes',
      label: 'Who has been told? (of a death)',
      items: choices(DEATH_ROUTES, DEATH_ROUTE_LABELS),
    },
  ),
};

export const CHILD_PROTECTION_FORMS: Readonly<Record<string, CaseForm>> = {
  acceptProtection: simpleForm({
    title: 'Accept the family',
    submit: 'Accept',
    lead: 'From now on the protection team answers for the family, and the hub lets go of what it decided.',
    done: 'The family is accepted',
  }),
  ...DISCUSSION_PAGES,
  ...ENQUIRY_PAGES,
  ...PROTECTION_PAGES,
};
