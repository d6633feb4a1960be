import { isBeforeS47, isConcluded } from '../../domain/child-protection/children.ts';
import {
  ATTENDANCES,
  ATTENDEE_KINDS,
  CHAIR_ROLES,
  DISCUSSION_FORMS,
  PROTECTION_WAYS_ON,
  type WayOn,
} from '../../domain/child-protection/codes.ts';
import { isToBeHeld } from '../../domain/child-protection/convening.ts';
import type { ChildProtection } from '../../domain/child-protection/state.ts';
import { type Choice, choices } from '../forms/fields.ts';
import { ROLE_LABELS } from '../view-models/labels.ts';
import {
  ALWAYS_ASKED,
  AT,
  childChoices,
  kindOfAgency,
  MODE,
  numberOf,
  protectionOf,
  whichDiscussion,
} from './child-protection-choices.ts';
import { ATTENDANCE_WORDS, FORM_WORDS, KIND_WORDS, WAY_ON_WORDS } from './child-protection-words.ts';
import { agencyChoices, type CaseForm, type FormContext, type Question, type RowStart } from './form.ts';

const UNPLANNED: Choice = { value: 'UNPLANNED', text: 'None of these: a call that nobody had planned' };
const ROWS_BESIDE_THOSE_ASKED = 4;

/** Who was asked stands there already. */
function attendance(state: ChildProtection, { agencies }: FormContext): Question {
  const invited = state.discussions.filter(isToBeHeld).flatMap(({ planned }) => planned?.invited ?? []);
  const asked = [...new Map(invited.map((one) => [one.agency, one])).values()];
  const known = agencyChoices(agencies);
  const others = asked.filter(({ agency }) => !agencies.has(agency));
  return {
    kind: 'rows',
    name: 'attendance',
    label: 'Who was there?',
    hint: 'Every agency that was asked is accounted for. Sending information is not being there.',
    count: Math.max(asked.length, ALWAYS_ASKED.length) + ROWS_BESIDE_THOSE_ASKED,
    starts: (asked.length > 0 ? asked : ALWAYS_ASKED.map((agency) => ({ agency }))).map(
      ({ agency, ...rest }): RowStart => {
        const kind = 'kind' in rest && rest.kind ? rest.kind : kindOfAgency(agency);
        return { values: { agency, ...(kind !== undefined && { kind }) } };
      },
    ),
    columns: [
      {
        kind: 'select',
        name: 'agency',
        label: 'Agency',
        items: [...known, ...others.map(({ agency }) => ({ value: agency, text: agency }))],
      },
      { kind: 'select', name: 'kind', label: 'Attends as', items: choices(ATTENDEE_KINDS, KIND_WORDS) },
      {
        kind: 'select',
        name: 'attendance',
        label: 'Was it there?',
        items: choices(ATTENDANCES, ATTENDANCE_WORDS),
      },
      { kind: 'text', name: 'role', label: 'As who? (optional)', hint: 'As a code, such as SERGEANT' },
      { kind: 'textarea', name: 'information', label: 'What did it share?', rows: 3 },
    ],
  };
}

/** One row for each child; one left empty was not talked about. */
function decisions(state: ChildProtection, context: FormContext): Question {
  const children = state.children.filter((child) => !isConcluded(child));
  const names = new Map(
    childChoices(state, AT.notConcluded, context).map(({ value, text }) => [value, text]),
  );
  return {
    kind: 'rows',
    name: 'children',
    label: 'What is decided about each child?',
    hint: 'Leave a child empty whom it did not cover.',
    count: children.length,
    starts: children.map(({ referralRef }) => ({
      legend: names.get(referralRef) ?? referralRef,
      fixed: { referralRef },
    })),
    columns: [
      {
        kind: 'radios',
        name: 'decision',
        label: 'Decision',
        items: [
          ...(children.some((child) => isBeforeS47(child) || child.s47?.isEmergency === true) ? STARTS : []),
          { value: 'CONTINUE', text: 'Talk again; or go on with the enquiries' },
          ...(children.some(isBeforeS47) ? NO_ENQUIRIES : []),
        ],
      },
      { kind: 'textarea', name: 'rationale', label: 'If no enquiries begin: why not?', rows: 3 },
      {
        kind: 'yesOrNo',
        name: 'familyAgreed',
        label: 'Has the family said yes to Early Help? (if it is Early Help)',
      },
    ],
  };
}

const STARTS: readonly Choice[] = [
  { value: 'START_S47.JOINT', text: 'Enquiries under section 47, together with the police' },
  { value: 'START_S47.SINGLE', text: 'Enquiries under section 47, by social care alone' },
];
const NO_ENQUIRIES: readonly Choice[] = PROTECTION_WAYS_ON.map((wayOn) => ({
  value: `NO_S47.${wayOn}`,
  text: `No enquiries. Who goes on: ${WAY_ON_WORDS[wayOn].charAt(0).toLowerCase()}${WAY_ON_WORDS[wayOn].slice(1)}`,
}));

type Answers = Readonly<Record<string, unknown>>;

/** A row of the form as the decision about its child. */
function decisionOf({ referralRef, decision, rationale, familyAgreed }: Answers): Answers {
  const [what, how] = typeof decision === 'string' ? decision.split('.', 2) : [];
  switch (what) {
    case 'START_S47':
      return { referralRef, decision: what, enquiry: how };
    case 'NO_S47':
      return {
        referralRef,
        decision: what,
        wayOn: how,
        ...(rationale !== undefined && { rationale }),
        ...(how === ('EARLY_HELP' satisfies WayOn) && familyAgreed !== undefined && { familyAgreed }),
      };
    default:
      return { referralRef, decision };
  }
}

function recordOf(answers: Answers): Answers {
  const { no, children, allAgree, dissent, emergency, ...rest } = answers;
  const { 'medical-needed': needed, 'medical-when': when, ...record } = rest;
  const isEmergency = Array.isArray(emergency) && emergency.length > 0;
  return {
    ...record,
    ...(no !== UNPLANNED.value && { no: numberOf(no) }),
    children: Array.isArray(children) ? children.map((row: Answers) => decisionOf(row)) : children,
    medical: { needed, ...(when !== undefined && { when }) },
    ...((dissent !== undefined || allAgree === true) && { dissent: dissent ?? 'NONE' }),
    ...(isEmergency && { isEmergency: true }),
  };
}

const MOST_ACTIONS = 6;

/** The record of a strategy discussion, with everything every record has. */
export const RECORD_PAGE: CaseForm = {
  title: 'Record a strategy discussion',
  submit: 'Record the discussion',
  lead: 'Whether it was quorate follows from who was there. Without its quorum it decides nothing but to talk again, or, in an emergency, to begin.',
  done: 'The discussion is recorded',
  questions: (state, context) => {
    const protection = protectionOf(state);
    return [
      whichDiscussion(protection, isToBeHeld, context, UNPLANNED),
      {
        kind: 'radios',
        name: 'heldAs',
        label: 'What was it?',
        items: choices(DISCUSSION_FORMS, FORM_WORDS),
      },
      { ...MODE, label: 'How was it held?' },
      { kind: 'moment', name: 'startedAt', label: 'When did it begin?' },
      { kind: 'moment', name: 'endedAt', label: 'When did it end?' },
      { kind: 'text', name: 'chair', label: 'Who was in the chair?', hint: 'Their user id' },
      {
        kind: 'radios',
        name: 'chairRole',
        label: 'As what?',
        items: choices(CHAIR_ROLES, ROLE_LABELS),
      },
      attendance(protection, context),
      {
        kind: 'textarea',
        name: 'thresholdAnalysis',
        label: 'What was weighed, and is the threshold met?',
        rows: 6,
      },
      decisions(protection, context),
      {
        kind: 'textarea',
        name: 'enquiryPlan',
        label: 'If enquiries begin: who does what, and when?',
        rows: 4,
      },
      {
        kind: 'textarea',
        name: 'criminalInvestigation',
        label: 'When is the criminal investigation, or is there none?',
        rows: 3,
      },
      { kind: 'yesOrNo', name: 'medical-needed', label: 'Is a medical needed?' },
      { kind: 'textarea', name: 'medical-when', label: 'When, and where? (if it is needed)', rows: 2 },
      { kind: 'textarea', name: 'safetyPlan', label: 'What keeps the child safe now?', rows: 4 },
      { kind: 'textarea', name: 'whatFamilyIsTold', label: 'What is the family told?', rows: 3 },
      { kind: 'textarea', name: 'toldBy', label: 'By whom?', rows: 2 },
      { kind: 'yesOrNo', name: 'siblingsConsidered', label: 'Were brothers and sisters thought of?' },
      { kind: 'yesOrNo', name: 'allAgree', label: 'Do all agencies agree?' },
      {
        kind: 'textarea',
        name: 'dissent',
        label: 'If not: what does the agency say that disagrees?',
        rows: 3,
      },
      {
        kind: 'rows',
        name: 'actions',
        label: 'Who does what by when?',
        hint: 'Each becomes an action of the plan, and its agency is told.',
        count: MOST_ACTIONS,
        columns: [
          { kind: 'textarea', name: 'what', label: 'What', rows: 2 },
          { kind: 'select', name: 'agency', label: 'Who', items: agencyChoices(context.agencies) },
          { kind: 'day', name: 'dueOn', label: 'By when?', hint: 'For example, 27/3/2027' },
        ],
      },
      {
        kind: 'moment',
        name: 'nextDiscussionAt',
        label: 'When is the next one? (if children are talked about again)',
      },
      {
        kind: 'textarea',
        name: 'inquorateReason',
        label: 'If an agency of the quorum was missing: why was it held without it?',
        rows: 3,
      },
      {
        kind: 'checkboxes',
        name: 'emergency',
        label: 'Is it an emergency?',
        items: [
          {
            value: 'yes',
            text: 'Yes: enquiries begin now without the quorum, and a quorate discussion follows',
          },
        ],
      },
    ];
  },
  body: recordOf,
};
