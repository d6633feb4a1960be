import { AGREEMENTS, CHANNELS, SOURCE_CODES, type SourceCode } from '../../domain/vocabulary.ts';
import { AGREEMENT_LABELS, CHANNEL_LABELS, codeWords } from '../view-models/labels.ts';
import { choices, type Choice } from './fields.ts';

/** One control of the form in which staff write a contact up. */
export type ContactField = {
  readonly kind: 'text' | 'date' | 'email' | 'tel' | 'textarea' | 'select' | 'yesOrNo' | 'checkbox';
  /** Name of the control, and of the field of the contact. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly items?: readonly Choice[];
};

const sources = Object.entries(SOURCE_CODES) as [SourceCode, string][];
const NOT_SAID: Choice = { value: '', text: 'Not said' };
const YES_OR_NO: readonly Choice[] = [
  NOT_SAID,
  { value: 'true', text: 'Yes' },
  { value: 'false', text: 'No' },
];

/** How the contact came. */
export function arrivalFields(authorities: readonly string[]): readonly ContactField[] {
  return [
    { kind: 'select', name: 'channel', label: 'How it came', items: channelChoices() },
    {
      kind: 'select',
      name: 'sourceCode',
      label: 'Source',
      items: sources.map(([value, text]) => ({ value, text: `${value} ${text}` })),
    },
    {
      kind: 'select',
      name: 'localAuthority',
      label: 'Local authority',
      items: authorities.map((value) => ({ value, text: codeWords(value) })),
    },
    {
      kind: 'text',
      name: 'agency',
      label: 'Referring agency',
      hint: 'Its code, such as POLICE. Leave empty for members of the public.',
    },
    { kind: 'text', name: 'sourceAgencyId', label: 'The hub’s own code of the source' },
    {
      kind: 'yesOrNo',
      name: 'immediateRisk',
      label: 'May a child come to harm before the hub opens again?',
      items: YES_OR_NO,
    },
    { kind: 'text', name: 'backdatingReason', label: 'Why it is entered later, if it is' },
  ];
}

function channelChoices(): Choice[] {
  return choices(CHANNELS, CHANNEL_LABELS).map(({ value, text }) => ({
    value,
    text: text.charAt(0).toUpperCase() + text.slice(1),
  }));
}

export const REFERRER_FIELDS: readonly ContactField[] = [
  { kind: 'checkbox', name: 'anonymous', label: 'Wishes to stay anonymous' },
  { kind: 'text', name: 'name', label: 'Name' },
  { kind: 'text', name: 'organisation', label: 'Organisation' },
  { kind: 'text', name: 'role', label: 'Role' },
  { kind: 'tel', name: 'phone', label: 'Telephone' },
  { kind: 'email', name: 'email', label: 'Email' },
];

export const SAFE_FIELDS: readonly ContactField[] = [
  {
    kind: 'select',
    name: 'method',
    label: 'Safe way to reach them',
    hint: 'The system writes by itself only where email is safe or nothing is said.',
    items: [
      NOT_SAID,
      { value: 'email', text: 'Email' },
      { value: 'phone', text: 'Telephone' },
      { value: 'letter', text: 'Letter' },
      { value: 'in person', text: 'In person' },
    ],
  },
  { kind: 'text', name: 'times', label: 'Safe times' },
  { kind: 'checkbox', name: 'leaveNoMessage', label: 'Do not leave a message' },
];

export const CONCERN_FIELDS: readonly ContactField[] = [
  {
    kind: 'textarea',
    name: 'situation',
    label: 'Situation',
    hint: 'What happened, when, and what worries the referrer.',
  },
  {
    kind: 'textarea',
    name: 'familyCircumstances',
    label: 'Family',
    hint: 'What is known of the family, and what goes well.',
  },
  { kind: 'textarea', name: 'expectedResponse', label: 'What the referrer hopes will happen' },
  {
    kind: 'select',
    name: 'familyAgreement',
    label: 'Does the family know and agree?',
    items: [NOT_SAID, ...choices(AGREEMENTS, AGREEMENT_LABELS)],
  },
  { kind: 'text', name: 'noAgreementReason', label: 'If it was not asked, why not' },
  { kind: 'text', name: 'thresholdDocument', label: 'Threshold document named by the referrer' },
  {
    kind: 'select',
    name: 'thresholdLevel',
    label: 'Level named by the referrer',
    items: [NOT_SAID, ...['1', '2', '3', '4'].map((value) => ({ value, text: `Level ${value}` }))],
  },
  { kind: 'text', name: 'interpreter', label: 'Language the family needs an interpreter for' },
];

export const CHILD_FIELDS: readonly ContactField[] = [
  { kind: 'text', name: 'givenName', label: 'Given name' },
  { kind: 'text', name: 'familyName', label: 'Family name' },
  { kind: 'date', name: 'dateOfBirth', label: 'Date of birth' },
  { kind: 'date', name: 'expectedDateOfBirth', label: 'Expected date, if unborn' },
  { kind: 'text', name: 'motherName', label: 'Mother, if unborn' },
  { kind: 'text', name: 'sex', label: 'Sex', hint: 'M, F or U' },
  { kind: 'text', name: 'address', label: 'Address' },
  { kind: 'text', name: 'postcode', label: 'Postcode' },
  { kind: 'text', name: 'school', label: 'School or nursery' },
  { kind: 'text', name: 'nhsNumber', label: 'NHS number' },
  { kind: 'text', name: 'upn', label: 'Unique pupil number' },
  { kind: 'text', name: 'locationNow', label: 'Where the child is now' },
  { kind: 'textarea', name: 'voice', label: 'What the child says or shows' },
  { kind: 'text', name: 'noVoiceReason', label: 'If that is not known, why not' },
  { kind: 'text', name: 'communicationNeed', label: 'Disability or communication need' },
];

export const MEMBER_FIELDS: readonly ContactField[] = [
  { kind: 'text', name: 'name', label: 'Name' },
  { kind: 'text', name: 'role', label: 'Role', hint: 'Such as mother, sibling or lodger' },
  { kind: 'date', name: 'dateOfBirth', label: 'Date of birth' },
  { kind: 'text', name: 'relationship', label: 'Relationship to the child' },
  { kind: 'yesOrNo', name: 'inHousehold', label: 'Lives with the child', items: YES_OR_NO },
];
