import { z } from 'zod';
import type { WordedReferralCommand } from '../../api/referral-commands.ts';
import type { History } from '../../domain/matching/history.ts';
import { PATHWAYS } from '../../domain/referral/outcomes.ts';
import { latestDecision, type Referral } from '../../domain/referral/state.ts';
import {
  AGREEMENTS,
  LEVELS_OF_NEED,
  type LevelOfNeed,
  OUTCOMES,
  type Outcome,
} from '../../domain/vocabulary.ts';
import { AGREEMENT_LABELS, LEVEL_LABELS, OUTCOME_LABELS } from '../view-models/labels.ts';
import { anyOf, choices, type Field, oneOf, optionalWords, requiredWords } from './fields.ts';
import { readForm, type Task } from './task.ts';

/** Agencies whose answer may still be missing. A closed list, so that no person's name gets into a case. */
const AGENCIES = [
  'HEALTH',
  'POLICE',
  'EDUCATION',
  'HOUSING',
  'PROBATION',
  'EARLY_HELP',
  'ADULT_SERVICES',
] as const;
const AGENCY_LABELS: Readonly<Record<(typeof AGENCIES)[number], string>> = {
  HEALTH: 'Health',
  POLICE: 'Police',
  EDUCATION: 'Education',
  HOUSING: 'Housing',
  PROBATION: 'Probation',
  EARLY_HELP: 'Early Help',
  ADULT_SERVICES: 'Adult services',
};

const NEEDS_RECEIVER = 'Enter the code of the agency or authority that takes the child over';
const RECEIVER_FORM =
  'Use a code of letters, numbers and underscores, such as HEALTH; never the name of a person';

/** Whether an outcome hands over to somebody the decision has to name. */
function needsReceiver(outcome: Outcome): boolean {
  const { acceptedBy, receiver } = PATHWAYS[outcome];
  return acceptedBy.length > 0 && receiver === undefined;
}

const levels = { '1': 1, '2': 2, '3': 3, '4': 4 } as const satisfies Record<string, LevelOfNeed>;

const answers = z
  .object({
    outcome: oneOf(OUTCOMES, 'Choose what happens next'),
    receiver: z
      .string()
      .optional()
      .transform(
        (text) =>
          text
            ?.trim()
            .toUpperCase()
            .replaceAll(/[\s-]+/g, '_') || undefined,
      )
      .refine((code) => code === undefined || /^[A-Z][A-Z0-9_]{1,39}$/.test(code), RECEIVER_FORM),
    level: oneOf(['1', '2', '3', '4'], 'Choose the level of need').transform((level) => levels[level]),
    agreement: oneOf(AGREEMENTS, 'Choose whether the family agrees'),
    rationale: requiredWords('Enter the reasons for the decision'),
    evidenceConsidered: requiredWords('Enter the evidence you considered'),
    withoutAgreement: optionalWords,
    childsVoice: optionalWords,
    dissent: optionalWords,
    interimSafety: optionalWords,
    whatIsDifferent: optionalWords,
    agenciesMissing: anyOf(AGENCIES),
    supersedes: z
      .string()
      .regex(/^\d{1,6}$/)
      .transform(Number)
      .optional(),
  })
  .refine(({ outcome, receiver }) => receiver !== undefined || !needsReceiver(outcome), {
    path: ['receiver'],
    error: NEEDS_RECEIVER,
    when: ({ value }) => OUTCOMES.includes((value as { outcome?: Outcome }).outcome as Outcome),
  });

const command = answers.transform((given): WordedReferralCommand => {
  const { receiver, childsVoice, withoutAgreement, dissent, interimSafety, ...others } = given;
  const { whatIsDifferent, supersedes, ...content } = others;
  return {
    type: 'decide',
    ...content,
    ...(receiver !== undefined && { receiver }),
    ...(childsVoice !== undefined && { childsVoice }),
    ...(withoutAgreement !== undefined && { withoutAgreement }),
    ...(dissent !== undefined && { dissent }),
    ...(interimSafety !== undefined && { interimSafety }),
    ...(whatIsDifferent !== undefined && { whatIsDifferent }),
    ...(supersedes !== undefined && { supersedes }),
  };
});

const FIELDS: readonly Field[] = [
  {
    kind: 'radios',
    name: 'outcome',
    label: 'What happens next?',
    items: choices(OUTCOMES, OUTCOME_LABELS),
  },
  {
    kind: 'text',
    name: 'receiver',
    label: 'Who takes the child over? (needed for “One agency acts” and “another local authority”)',
    hint: 'The code of an agency or authority, such as HEALTH. Other outcomes know their team.',
  },
  {
    kind: 'radios',
    name: 'level',
    label: 'Level of need',
    items: LEVELS_OF_NEED.map((level) => ({ value: String(level), text: LEVEL_LABELS[level] })),
  },
  {
    kind: 'radios',
    name: 'agreement',
    label: 'Does the family agree?',
    hint: 'Agreement to a service. It is not the lawful basis for sharing information.',
    items: choices(AGREEMENTS, AGREEMENT_LABELS),
  },
  { kind: 'textarea', name: 'rationale', label: 'Reasons for the decision', rows: 6 },
  {
    kind: 'textarea',
    name: 'evidenceConsidered',
    label: 'Evidence you considered',
    hint: 'What you read, whom you spoke with, and what history you checked.',
    rows: 5,
  },
  {
    kind: 'textarea',
    name: 'withoutAgreement',
    label: 'Why would asking the family harm the child? (needed for an assessment without agreement)',
    rows: 3,
  },
  { kind: 'textarea', name: 'childsVoice', label: 'The child’s voice (optional)', rows: 3 },
  {
    kind: 'textarea',
    name: 'dissent',
    label: 'What does an agency that disagrees say? (optional)',
    hint: 'Name the agency, not a person.',
    rows: 3,
  },
  {
    kind: 'textarea',
    name: 'interimSafety',
    label: 'What keeps the child safe until that is settled? (needed where an agency disagrees)',
    rows: 3,
  },
  {
    kind: 'checkboxes',
    name: 'agenciesMissing',
    label: 'Agencies that have not answered yet (optional)',
    items: choices(AGENCIES, AGENCY_LABELS),
  },
];

/** Asked about a child who was referred a short time before; it must be answered once a person has confirmed that. */
function whatIsDifferent(reReferral: History['reReferral']): Field[] {
  if (reReferral === undefined) return [];
  const needed =
    reReferral.certainty === 'CONFIRMED' ? 'needed' : 'needed if the child is confirmed to be the same';
  return [
    {
      kind: 'textarea',
      name: 'whatIsDifferent',
      label: `What is different from ${reReferral.last}? (${needed})`,
      rows: 3,
    },
  ];
}

function title(referral: Referral): string {
  const earlier = latestDecision(referral);
  return earlier === undefined ? 'Decide the next steps' : `Replace decision ${earlier.no}`;
}

export const decisionTask: Task = {
  path: 'decision',
  title,
  submit: 'Record the decision',
  lead: 'A recorded decision is never edited. It can be replaced by another one, and both are kept.',
  fields: (_referral, _rules, { past }) => [...FIELDS, ...whatIsDifferent(past?.history.reReferral)],
  read: (body) => readForm(command, body),
};
