import {
  DISPUTE_LANES,
  DISPUTE_SUBJECTS,
  type DisputeLane,
  type DisputeSubject,
} from '../../domain/dispute/opening.ts';
import { URGENCIES, type Urgency } from '../../domain/child-protection/opening.ts';
import { DisputeToOpen, StrategyToConvene } from '../../api/schemas/follow-on-openings.ts';
import type { CommandEntry } from '../../api/follow-ons/command-entry.ts';
import { choices } from '../forms/fields.ts';
import type { Question } from './form.ts';

const URGENCY_WORDS: Readonly<Record<Urgency, string>> = {
  ORDINARY: 'As soon as possible, within the hub’s limit',
  SAME_DAY: 'Today: serious injury, or recent sexual abuse',
};
const SUBJECT_WORDS: Readonly<Record<DisputeSubject, string>> = {
  DECISION: 'The decision of the hub',
  THRESHOLD: 'The threshold at a hand-over',
  CLOSURE: 'That the case was closed',
  OTHER_STEP: 'Another step',
};
const LANE_WORDS: Readonly<Record<DisputeLane, string>> = {
  ORDINARY: 'No: it goes up the hub’s ladder',
  CHILD_SAFETY: 'Yes: everybody on the ladder hears of it today',
};

/** A sibling who may be covered too. */
type Sibling = { readonly referralRef: string; readonly displayName: string };

/** What a person begins by themselves, as a page asks for it. */
export type OpeningForm = {
  /** What the page of its own says once it has begun. */
  readonly done: string;
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly schema: CommandEntry['body'];
  questions(about: { readonly isNamed: boolean; readonly siblings: readonly Sibling[] }): readonly Question[];
};

const REFERENCE: Question = {
  kind: 'text',
  name: 'referralRef',
  label: 'Reference of the referral',
  hint: 'For example, R-7K3M-Q9TX',
};

export const CONVENE_FORM: OpeningForm = {
  title: 'Convene a strategy discussion',
  done: 'The strategy discussion is convened',
  lead: 'At any moment reasonable cause to suspect significant harm appears, without waiting for anybody. In danger ring 999 first.',
  submit: 'Convene',
  schema: StrategyToConvene,
  questions: ({ isNamed, siblings }) => [
    ...(isNamed ? [] : [REFERENCE]),
    ...(siblings.length === 0
      ? []
      : [
          {
            kind: 'checkboxes',
            name: 'siblings',
            label: 'Which siblings does it cover?',
            hint: 'Each is decided on by themselves',
            items: siblings.map(({ referralRef, displayName }) => ({
              value: referralRef,
              text: displayName,
            })),
          } as const,
        ]),
    {
      kind: 'radios',
      name: 'urgency',
      label: 'How soon is it needed?',
      items: choices(URGENCIES, URGENCY_WORDS),
      start: 'ORDINARY',
    },
    {
      kind: 'moment',
      name: 'reasonableCauseAt',
      label: 'When did reasonable cause appear?',
      hint: 'Leave it empty for now. For example, 27 3 2027 at 14:05',
    },
    { kind: 'textarea', name: 'reason', label: 'What gives reasonable cause?', rows: 5 },
  ],
};

export const DISPUTE_FORM: OpeningForm = {
  title: 'Disagree with what was decided',
  done: 'The dispute is open',
  lead: 'The decision stands meanwhile, and no clock stands still. Whoever decided does not decide the dispute.',
  submit: 'Open the dispute',
  schema: DisputeToOpen,
  questions: ({ isNamed }) => [
    ...(isNamed ? [] : [REFERENCE]),
    {
      kind: 'radios',
      name: 'subject',
      label: 'What do you disagree with?',
      items: choices(DISPUTE_SUBJECTS, SUBJECT_WORDS),
      start: 'DECISION',
    },
    { kind: 'textarea', name: 'reason', label: 'Why?', rows: 5 },
    { kind: 'textarea', name: 'outcomeSought', label: 'What should happen instead?', rows: 3 },
    {
      kind: 'textarea',
      name: 'interimSafety',
      label: 'What keeps the child safe until this is settled?',
      hint: 'The more protective of the two positions',
      rows: 3,
    },
    {
      kind: 'radios',
      name: 'lane',
      label: 'May a child come to harm while it lasts?',
      items: choices(DISPUTE_LANES, LANE_WORDS),
      start: 'ORDINARY',
    },
  ],
};
